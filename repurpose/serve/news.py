"""What the latest build did, for those who wait for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Condition

from repurpose.build.watch import Rebuilt


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A build by its number: what it made anew, and what is wrong, a line each. Number 0: none is done yet."""

    number: int = 0
    pieces: frozenset[str] = frozenset()
    errors: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class News:
    """The latest bulletin; builds put it up, and each open page waits for one with another number."""

    latest: Bulletin = field(default_factory=Bulletin)
    is_over: bool = False
    _changed: Condition = field(default_factory=Condition)

    def put(self, rebuilt: Rebuilt, errors: Sequence[str], notices: Sequence[str]) -> Bulletin:
        """The bulletin of a build. The first one changed nothing: there was nothing before."""
        pieces = frozenset(rebuilt.pieces) if self.latest.number else frozenset()
        with self._changed:
            self.latest = Bulletin(self.latest.number + 1, pieces, tuple(errors), tuple(notices))
            self._changed.notify_all()
        return self.latest

    def after(self, number: int, seconds: float) -> Bulletin | None:
        """The latest bulletin if it isn't that one, waiting so long for it at most; None: there is none, or it is over.

        A page of another run of the server has any number, and is told at once.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.is_over or self.latest.number != number, seconds)
            return None if self.is_over or self.latest.number == number else self.latest

    def end(self) -> None:
        """Let all that wait go home."""
        with self._changed:
            self.is_over = True
            self._changed.notify_all()
