"""What the latest build did, for those who wait for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Condition

from repurpose.build.watch import Rebuilt


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A build by its number: whether it changed any file, what it made anew, and what is wrong, a line each.

    `url` is the site's address by the settings as they were then.
    """

    number: int
    url: str = ""
    has_changed: bool = False
    pieces: frozenset[str] = frozenset()
    errors: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class News:
    """The latest bulletin; builds put it up, and each open page waits for one with another number.

    `begin` is the number of none, before the first build: another one for each server, so that a page that was open
    before hears of the new one's builds.
    """

    begin: int = 0
    is_over: bool = False
    latest: Bulletin = field(init=False)
    _changed: Condition = field(default_factory=Condition, init=False)

    def __post_init__(self) -> None:
        self.latest = Bulletin(self.begin)

    @property
    def is_built(self) -> bool:
        """Whether there was a build."""
        return self.latest.number != self.begin

    def put(self, rebuilt: Rebuilt, url: str, errors: Sequence[str], notices: Sequence[str]) -> None:
        """The bulletin of a build. The first one marks nothing as new: there was nothing before."""
        pieces = frozenset(rebuilt.pieces) if self.is_built else frozenset()
        has_changed = bool(rebuilt.changed or rebuilt.removed)
        made = Bulletin(self.latest.number + 1, url, has_changed, pieces, tuple(errors), tuple(notices))
        with self._changed:
            self.latest = made
            self._changed.notify_all()

    def after(self, number: int, seconds: float) -> Bulletin | None:
        """The latest bulletin if it isn't that one, waiting so long for it at most; None: there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_over or self.latest.number != number, seconds)
            return None if self.is_over or self.latest.number == number else self.latest

    def end(self) -> None:
        """Let all that wait go home."""
        with self._changed:
            self.is_over = True
            self._changed.notify_all()
