"""calendar.toml -> what is planned, and what people made of it.

    [[entry]]
    piece = "launch/social.x/announcement"   # a piece's id, as in the manifest
    on = 2026-12-01                          # the day
    use = 2                                  # how often it will then have been used; 1 if left out
    time = "09:30"                           # the channel's time in `[plan] times` if left out, else all day
    zone = "America/New_York"                # the site's if left out
    text = "What we learned in a year."      # an editor's words for this use: a post's text, a mail's subject
    channel = "social.x"                     # the piece's own; may be left out
    stage = "repeat"                         # may be left out, as may all that follows
    state = "approved"                       # proposed (if left out), approved or refused
    cost = 40.0
    reasons = ["61 % of the list has never opened it"]
    expected = { impression = 2100, click = 71 }

A new angle is another slot of the same asset: any sentence worth repeating, also one that no earlier use showed, by the
digest of its block. Only what is approved happens; the rest is kept so that a plan neither proposes it anew nor forgets
it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from repurpose.clock import parse_time, wall_time, zone_named
from repurpose.config import Config, of_channel
from repurpose.errors import ConfigError, Errors, Location
from repurpose.files import read_bytes
from repurpose.ids import asset_of, channel_of
from repurpose.library.ignores import Ignore, read_ignores
from repurpose.model import Notice, Placement, Stage
from repurpose.tables import TableError, did_you_mean, read_toml

FILE_NAME = "calendar.toml"
MOST_USES = 9999
STATES = ("proposed", "approved", "refused")

_KEYS = (
    "piece", "on", "use", "time", "zone", "text", "channel", "stage", "state", "cost", "reasons", "expected",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry: the placement, the line it stands on, and what it takes to make it and to judge it.

    `time` and `zone` are None where the project's own are meant; `text` is an editor's; `expected` holds numbers by
    metric; `keys` are the lines of its keys.
    """

    placement: Placement
    line: int | None = None
    time: dt.time | None = None
    zone: str | None = None
    text: str | None = None
    reasons: tuple[str, ...] = ()
    expected: Mapping[str, float] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    @property
    def day(self) -> dt.date:
        """Its day."""
        assert self.placement.on is not None
        return self.placement.on

    @property
    def asset(self) -> str:
        """The id of the asset whose piece it is."""
        return asset_of(self.placement.piece_id) or ""

    @property
    def at(self) -> Location:
        """Where it stands."""
        return Location(FILE_NAME, self.line)

    def at_key(self, key: str) -> Location:
        """Where one of its keys stands."""
        return Location(FILE_NAME, self.keys.get(key, self.line))

    def time_of_day(self, config: Config) -> dt.time | None:
        """Its time, else the first of its channel's; None: all day."""
        times = of_channel(config.plan.times, self.placement.channel)
        return self.time or (times[0] if times else None)

    def moment(self, config: Config) -> dt.datetime:
        """When it is due, in UTC; for a whole day, its first moment."""
        return wall_time(self.day, self.time_of_day(config) or dt.time(), self._zone(config))[0]

    def odd_time(self, config: Config) -> str | None:
        """What is odd about its time where clocks are put forward or back on its day."""
        of_day = self.time_of_day(config)
        return wall_time(self.day, of_day, self._zone(config))[1] if of_day else None

    def _zone(self, config: Config) -> Any:
        return zone_named(self.zone) if self.zone else config.zone


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every entry of the calendar, in its order; and what its editors accept."""

    entries: tuple[Planned, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def placements(self) -> tuple[Placement, ...]:
        """What is planned, whatever people said to it."""
        return tuple(one.placement for one in self.entries)

    @property
    def approved(self) -> tuple[Placement, ...]:
        """What people said yes to."""
        return tuple(one for one in self.placements if one.state == "approved")

    def by_asset(self) -> dict[str, tuple[Planned, ...]]:
        """What people said yes to, by the asset it is of."""
        found: dict[str, list[Planned]] = {}
        for one in self.entries:
            if one.placement.state == "approved":
                found.setdefault(one.asset, []).append(one)
        return {asset: tuple(some) for asset, some in found.items()}


def read_schedule(root: Path) -> Schedule:
    """The calendar of the project at `root`; an empty one where there is no calendar.toml.

    Raises:
        ConfigError: it can't be read.
        Errors: everything that is wrong with its entries, each a ConfigError with its line.
        DiskError: the disk refused.
    """
    path = root / FILE_NAME
    if not path.is_file():
        return Schedule()
    try:
        text = read_bytes(path, FILE_NAME).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError("is no UTF-8", Location(FILE_NAME), "save it again as UTF-8") from None
    return check_schedule(text)


def check_schedule(text: str, shown: str = FILE_NAME) -> Schedule:
    """A calendar's text, checked. Raises as `read_schedule` does."""
    try:
        table = read_toml(text)
    except TableError as error:
        raise ConfigError(f"is no TOML: {error}", Location(shown, error.line)) from None
    written = table.values.get("entry", [])
    lines, inside = table.items.get("entry", ()), table.inside.get("entry", ())
    errors = [
        ConfigError(f"unknown key: {key}", Location(shown, table.lines.get(key)), "entries begin with [[entry]]")
        for key in table.values
        if key != "entry"
    ]
    if not isinstance(written, list) or not all(isinstance(entry, dict) for entry in written):
        raise ConfigError("entry must be written as [[entry]]", Location(shown, table.lines.get("entry")))
    entries: list[Planned] = []
    seen: dict[tuple[str, int], int | None] = {}
    for number, entry in enumerate(written):
        where = Location(shown, lines[number] if number < len(lines) else table.lines.get("entry"))
        keys = inside[number] if number < len(inside) else {}
        try:
            planned = _planned(entry, where.line, keys)
        except ValueError as error:
            errors.append(ConfigError(str(error), replace(where, line=keys.get(getattr(error, "key", ""), where.line))))
            continue
        key = (planned.placement.piece_id, planned.placement.use)
        if key in seen:
            said = f"use {key[1]} of {key[0]} stands already on line {seen[key]}"
            errors.append(ConfigError(said, where, "raise `use`: it counts how often the piece will have been used"))
        seen.setdefault(key, where.line)
        entries.append(planned)
    if errors:
        raise Errors(sorted(errors, key=lambda error: error.location.sort_key if error.location else ("", 0)))
    return Schedule(tuple(entries), *read_ignores(text, shown))


class _EntryError(ValueError):
    """What is wrong with an entry, and the key that it is wrong with."""

    def __init__(self, key: str, said: str) -> None:
        super().__init__(said)
        self.key = key


@contextmanager
def _of(key: str) -> Iterator[None]:
    """What is wrong within is wrong with this key."""
    try:
        yield
    except ValueError as error:
        raise _EntryError(key, f"{key}: {error}") from None


def _planned(entry: Mapping[str, Any], line: int | None, keys: Mapping[str, int]) -> Planned:
    """One entry; a ValueError says what is wrong with it, a _EntryError with which of its keys."""
    for key in entry:
        if key not in _KEYS:
            near = did_you_mean(key, _KEYS)
            raise _EntryError(
                key, f"unknown key: {key}" + (f"; did you mean {near}?" if near else f"; known: {', '.join(_KEYS)}")
            )
    piece = entry.get("piece")
    if piece is None:
        raise ValueError("piece is missing: name a piece's id such as launch/social.x/announcement")
    if not isinstance(piece, str) or channel_of(piece) is None:
        raise _EntryError("piece", f"piece must be a piece's id such as launch/social.x/announcement, not {piece!r}")
    on, at = _day(entry)
    use, state, cost = entry.get("use", 1), entry.get("state", "proposed"), entry.get("cost")
    if not isinstance(use, int) or isinstance(use, bool) or not 1 <= use <= MOST_USES:
        raise _EntryError("use", f"use must be a whole number from 1 to {MOST_USES}")
    if state not in STATES:
        near = did_you_mean(state, STATES) if isinstance(state, str) else None
        meant = f"; did you mean {near}?" if near else ""
        raise _EntryError("state", f"state must be one of {', '.join(STATES)}, not {state!r}{meant}")
    if cost is not None and not _is_amount(cost):
        raise _EntryError("cost", "cost must be a number, 0 or more")
    stage = entry.get("stage")
    if stage is not None and (not isinstance(stage, str) or not stage.strip()):
        raise _EntryError("stage", f"stage must be one of {', '.join(Stage)}, or one of your own, not {stage!r}")
    channel = channel_of(piece) or ""
    if entry.get("channel", channel) != channel:
        raise _EntryError(
            "channel", f"channel must be {channel}, the piece's own, not {entry['channel']!r}; leave it out"
        )
    zone = entry.get("zone")
    if zone is not None:
        if not isinstance(zone, str):
            raise _EntryError("zone", "zone must be a time zone like Europe/Berlin")
        with _of("zone"):
            zone_named(zone)
    text = entry.get("text")
    if text is not None and (not isinstance(text, str) or not text.strip()):
        raise _EntryError("text", "text must be words")
    expected = entry.get("expected", {})
    if not isinstance(expected, dict) or not all(_is_amount(number) for number in expected.values()):
        raise _EntryError("expected", "expected must be a table of numbers, 0 or more, such as { click = 71 }")
    placement = Placement(piece, use, on, channel, stage, state, float(cost) if cost is not None else None)
    return Planned(placement, line, at, zone, text.strip() if text else None, _reasons(entry), expected, keys)


def _day(entry: Mapping[str, Any]) -> tuple[dt.date, dt.time | None]:
    """An entry's day, and its time if it is told."""
    on, at = entry.get("on"), entry.get("time")
    if isinstance(on, str):
        try:
            on = dt.date.fromisoformat(on)
        except ValueError:
            raise _EntryError("on", f"on must be a day such as 2026-12-01, not {on!r}") from None
    if not isinstance(on, dt.date) or isinstance(on, dt.datetime):
        raise _EntryError("on", "on must be a day such as 2026-12-01; `time` and `zone` stand beside it")
    if not 1970 <= on.year <= 2999:
        raise _EntryError("on", f"on must be a day such as 2026-12-01, not {on}")
    with _of("time"):
        return on, parse_time(at).replace(microsecond=0) if at is not None else None


def _reasons(entry: Mapping[str, Any]) -> tuple[str, ...]:
    reasons = entry.get("reasons", [])
    if not isinstance(reasons, list) or not all(isinstance(one, str) and one.strip() for one in reasons):
        raise _EntryError(
            "reasons", 'reasons must be a list of texts, such as ["61 % of the list has never opened it"]'
        )
    return tuple(" ".join(one.split()) for one in reasons)


def _is_amount(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
