"""calendar.toml -> Placements: what is planned, and what people made of it.

    [[entry]]
    piece = "launch/social.x/announcement"   # a piece's id, as in the manifest
    on = 2026-12-01                          # the day
    use = 2                                  # how often it will then have been used; 1 if left out
    channel = "social.x"                     # the piece's own, if left out
    stage = "repeat"                         # may be left out
    state = "approved"                       # proposed (if left out), approved or refused
    cost = 40.0                              # may be left out

Only what is approved happens; the rest is kept so that a plan neither proposes it anew nor forgets it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from repurpose.errors import ConfigError, Errors, Location
from repurpose.files import read_bytes
from repurpose.ids import channel_of
from repurpose.model import Placement, Stage
from repurpose.tables import TableError, did_you_mean, read_toml

FILE_NAME = "calendar.toml"
STATES = ("proposed", "approved", "refused")

_KEYS = ("piece", "on", "use", "channel", "stage", "state", "cost")
_ENTRY = re.compile(r"\s*\[\[\s*entry\s*\]\]")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every entry of the calendar, in its order."""

    placements: tuple[Placement, ...] = ()

    @property
    def approved(self) -> tuple[Placement, ...]:
        """What people said yes to."""
        return tuple(one for one in self.placements if one.state == "approved")


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
    entries = table.values.get("entry", [])
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _ENTRY.match(line)]
    errors = [
        ConfigError(f"unknown key: {key}", Location(shown, table.lines.get(key)), "entries begin with [[entry]]")
        for key in table.values
        if key != "entry"
    ]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError("entry must be written as [[entry]]", Location(shown, table.lines.get("entry")))
    placements: list[Placement] = []
    seen: dict[tuple[str, int], int | None] = {}
    for number, entry in enumerate(entries):
        where = Location(shown, lines[number] if number < len(lines) else None)
        try:
            placement = _placement(entry)
        except ValueError as error:
            errors.append(ConfigError(str(error), where))
            continue
        key = (placement.piece_id, placement.use)
        if key in seen:
            said = f"use {placement.use} of {placement.piece_id} stands already on line {seen[key]}"
            errors.append(ConfigError(said, where))
        seen.setdefault(key, where.line)
        placements.append(placement)
    if errors:
        raise Errors(sorted(errors, key=lambda error: error.location.sort_key if error.location else ("", 0)))
    return Schedule(tuple(placements))


def _placement(entry: Mapping[str, Any]) -> Placement:
    """One entry; a ValueError says what is wrong with it."""
    for key in entry:
        if key not in _KEYS:
            near = did_you_mean(key, _KEYS)
            raise ValueError(
                f"unknown key: {key}" + (f"; did you mean {near}?" if near else f"; known: {', '.join(_KEYS)}")
            )
    piece, on = entry.get("piece"), entry.get("on")
    if not isinstance(piece, str) or channel_of(piece) is None:
        raise ValueError(f"piece must be a piece's id such as launch/social.x/announcement, not {piece!r}")
    if isinstance(on, str):
        on = date.fromisoformat(on)
    if not isinstance(on, date):
        raise ValueError("on must be a day such as 2026-12-01")
    use, state, cost = entry.get("use", 1), entry.get("state", "proposed"), entry.get("cost")
    if not isinstance(use, int) or isinstance(use, bool) or use < 1:
        raise ValueError("use must be a whole number from 1")
    if state not in STATES:
        raise ValueError(f"state must be one of {', '.join(STATES)}, not {state!r}")
    if cost is not None and (
        isinstance(cost, bool) or not isinstance(cost, (int, float)) or not math.isfinite(cost) or cost < 0
    ):
        raise ValueError("cost must be a number, 0 or more")
    stage = entry.get("stage")
    if stage is not None and stage not in list(Stage):
        raise ValueError(f"stage must be one of {', '.join(Stage)}, not {stage!r}")
    channel = entry.get("channel", channel_of(piece))
    if not isinstance(channel, str) or not channel:
        raise ValueError("channel must be a channel's name")
    day = on.date() if isinstance(on, datetime) else on
    return Placement(
        piece, use, day, channel, Stage(stage) if stage else None, state, float(cost) if cost is not None else None
    )
