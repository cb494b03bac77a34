"""Daily counts of a placement, and which two of its metrics are set against each other.

Exposures are how often it was met, actions what readers then did. Opens of mails are made by machines, too: they may
count exposures, never actions.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

Use = tuple[str, int]
"""A placement: the piece's id and which use of it."""

EXPOSURES = ("impression", "delivery", "open", "view", "visit")
"""Metrics that count exposures, the one that says most first."""

ACTIONS = ("click", "visit", "conversion", "purchase", "signup", "engagement", "like")
"""Metrics that count actions, the one that says most first; a visit is one where a post or mail brought it."""

SHARING = ("share", "comment")
"""Metrics of influence: what readers pass on."""

_BROUGHT = ("impression", "delivery", "open")


@dataclass(slots=True)
class Daily:
    """A metric's values by day (ordinal). `spread`: even shares of longer periods' totals, not days' own counts."""

    values: dict[int, int] = field(default_factory=dict)
    spread: bool = False


Metrics = Mapping[str, Daily]
"""What is known of a placement, by metric. A metric that isn't in it was never measured, which is not zero."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The two metrics by which a channel is judged."""

    exposure: str
    action: str


@dataclass(frozen=True, slots=True)
class Series:
    """Days (ordinals, ascending) of a placement or piece, its exposures and actions on each.

    `spread`: the days are even shares of totals, so that they tell nothing about one day or another.
    """

    days: tuple[int, ...] = ()
    shown: tuple[float, ...] = ()
    acted: tuple[float, ...] = ()
    spread: bool = False

    @property
    def exposures(self) -> float:
        """All exposures."""
        return sum(self.shown)

    @property
    def actions(self) -> float:
        """All actions."""
        return sum(self.acted)

    def thinned(self, kept: Iterable[float]) -> Series:
        """The same with each day's exposures multiplied by a share."""
        shown = tuple(number * share for number, share in zip(self.shown, kept, strict=True))
        return replace(self, shown=shown)

    @property
    def first(self) -> dt.date | None:
        """The first day with an exposure."""
        return dt.date.fromordinal(self.days[0]) if self.days else None

    @property
    def last(self) -> dt.date | None:
        """The last day with an exposure."""
        return dt.date.fromordinal(self.days[-1]) if self.days else None


def measure_of(placements: Iterable[Metrics]) -> Measure | None:
    """The first pair of metrics that covers at least half as many placements as the best pair; None: there is none."""
    covered: Counter[tuple[str, str]] = Counter()
    for metrics in placements:
        met = [one for one in EXPOSURES if one in metrics]
        did = [one for one in ACTIONS if one in metrics]
        covered.update((exposure, action) for exposure in met for action in did if _fits(exposure, action))
    if not covered:
        return None
    enough = max(covered.values()) / 2
    pairs = ((exposure, action) for action in ACTIONS for exposure in EXPOSURES)
    return Measure(*next(pair for pair in pairs if covered[pair] >= enough))


def _fits(exposure: str, action: str) -> bool:
    return exposure != action and (action != "visit" or exposure in _BROUGHT)


def series_of(metrics: Metrics, exposure: str, action: str, until: dt.date) -> Series | None:
    """A placement's days before `until`; None where one of the two metrics was never measured.

    Actions on days without an exposure are late: they count for the exposures that there were, on the last day with
    one before, else the first. Of a mail, all exposures are on the day it was sent, so that clicks of the next days
    are its own.
    """
    if exposure not in metrics or action not in metrics:
        return None
    end = until.toordinal()
    shown = {day: value for day, value in metrics[exposure].values.items() if day < end and value > 0}
    days = sorted(shown)
    if not days:
        return Series()
    acted: dict[int, float] = defaultdict(float)
    place, current = 0, days[0]
    for day, value in sorted(metrics[action].values.items()):
        if day >= end:
            break
        while place < len(days) and days[place] <= day:
            current = days[place]
            place += 1
        acted[current] += value
    return Series(
        tuple(days),
        tuple(float(shown[day]) for day in days),
        tuple(acted.get(day, 0.0) for day in days),
        metrics[exposure].spread or metrics[action].spread,
    )


def joined(parts: Iterable[Series]) -> Series:
    """Several uses of one piece as one series. A use of which only totals are known counts as one day, its first."""
    several = list(parts)
    shown: dict[int, float] = defaultdict(float)
    acted: dict[int, float] = defaultdict(float)
    for one in several:
        if one.spread and one.days:
            shown[one.days[0]] += one.exposures
            acted[one.days[0]] += one.actions
            continue
        for day, number, done in zip(one.days, one.shown, one.acted, strict=True):
            shown[day] += number
            acted[day] += done
    days = sorted(shown)
    return Series(tuple(days), tuple(shown[day] for day in days), tuple(acted[day] for day in days))
