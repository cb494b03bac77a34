"""How assets flow over the board, by the history of their files and the dates they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from statistics import quantiles

from repurpose.config import COLUMNS, Config
from repurpose.editorial.column import column_of
from repurpose.editorial.history import History
from repurpose.errors import RepurposeError
from repurpose.library.library import Library
from repurpose.library.source import check_asset, decode
from repurpose.model import Asset

WEEKS = 12
"""How many weeks back the flow is told."""

_AT_WORK = {"idea", "draft", "review", "approved"}


@dataclass(frozen=True, slots=True)
class Span:
    """Days that assets took: of how many it is known, the middle one, and that under which 85 of 100 stay."""

    count: int
    median: float
    most: float


@dataclass(frozen=True, slots=True)
class Week:
    """The board at the end of a week (a Monday, excluded), and how many assets went live in it."""

    ends: datetime
    columns: Mapping[str, int]
    went_live: int


@dataclass(frozen=True, slots=True)
class Flow:
    """How assets flow. `lead`: from the first idea to live; `cycle`: from the first draft to live."""

    weeks: tuple[Week, ...]
    lead: Span | None
    cycle: Span | None


@dataclass(frozen=True, slots=True)
class Stay:
    """A column that an asset came into; `since` None: before anybody looked."""

    column: str
    since: datetime | None


def stays_of(
    history: History, library: Library, config: Config, content: str, moment: datetime
) -> dict[str, list[Stay]]:
    """By path, the columns that each asset came through, by what its file said then and the dates it named."""
    found: dict[str, list[Stay]] = {}
    for asset in (*library.assets, *library.unusable):
        states: list[tuple[datetime | None, Asset]] = []
        for number, version in enumerate(history.versions.get(asset.path, ())):
            known = _read(version.content, asset.path, content, config)
            if known is not None and version.at <= moment:
                states.append((version.at if number or history.is_whole else None, known))
        known_before = states or (history and history.is_whole)
        states.append((moment if known_before else None, asset))  # as it is now, committed or not
        found[asset.path] = _stays(states, moment)
    return found


def _read(raw: bytes, path: str, content: str, config: Config) -> Asset | None:
    """An asset as its file told it then, if it could be read."""
    try:
        text, _ = decode(raw, path)
        checked = check_asset(text, PurePosixPath(path.removeprefix(f"{content}/")), path, config)
    except RepurposeError:
        return None
    return checked.asset or checked.unusable


def _stays(states: Sequence[tuple[datetime | None, Asset]], moment: datetime) -> list[Stay]:
    """The columns of one asset, each with the moment it came there: a commit, or a date that came."""
    stays: list[Stay] = []
    for number, (begins, asset) in enumerate(states):
        ends = states[number + 1][0] if number + 1 < len(states) else moment
        turns = sorted(turn for turn in (asset.date, asset.embargo, asset.expires) if turn and turn <= (ends or moment))
        if begins is None:
            earliest = turns[0] - timedelta(seconds=1) if turns else moment
            moments = [(None, column_of(asset, earliest)), *((turn, column_of(asset, turn)) for turn in turns)]
        else:
            later = [turn for turn in turns if turn > begins]
            moments = [(begins, column_of(asset, begins)), *((turn, column_of(asset, turn)) for turn in later)]
        if not stays and moments[0][1] == "live" and asset.date:  # it was out before git saw it
            moments[0] = (asset.date, "live")
        for since, column in moments:
            if not stays or stays[-1].column != column:
                stays.append(Stay(column, since))
    return stays


def flow(stays: Mapping[str, Sequence[Stay]], moment: datetime, monday: datetime) -> Flow:
    """How assets flowed in the weeks before `monday`, the begin of this week, and in this one."""
    weeks = []
    for back in range(WEEKS - 1, -1, -1):
        begins = monday - timedelta(7 * back)
        ends = min(begins + timedelta(7), moment)
        there = Counter(at for at in (_at(some, ends) for some in stays.values()) if at is not None)
        came = sum(1 for some in stays.values() if (live := _live(some)) and begins <= live < ends)
        weeks.append(Week(ends, {name: there[name] for name in COLUMNS if there[name]}, came))
    leads, cycles = [], []
    for some in stays.values():
        live = _live(some)
        if live is None:
            continue
        begun = next((stay.since for stay in some if stay.column in _AT_WORK), None)
        worked = next((stay.since for stay in some if stay.column in _AT_WORK - {"idea"}), None)
        leads += [(live - begun) / timedelta(1)] if begun and begun <= live else []
        cycles += [(live - worked) / timedelta(1)] if worked and worked <= live else []
    return Flow(tuple(weeks), _span(leads), _span(cycles))


def _live(stays: Sequence[Stay]) -> datetime | None:
    return next((stay.since for stay in stays if stay.column == "live"), None)


def _at(stays: Sequence[Stay], moment: datetime) -> str | None:
    """The column at a moment; None: it wasn't there yet."""
    return next((stay.column for stay in reversed(stays) if stay.since is None or stay.since <= moment), None)


def _span(days: Sequence[float]) -> Span | None:
    if not days:
        return None
    parts = quantiles(days, n=20, method="inclusive") if len(days) > 1 else [days[0]] * 19
    return Span(len(days), round(parts[9], 1), round(parts[16], 1))
