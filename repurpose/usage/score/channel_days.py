"""Good and bad days of a channel: a multiplicative two-way fit of placements and days.

    a_p = sum_t c / sum_t n b_t        b_t = (sum_p c + 30) / (sum_p n a_p + 30), scaled to a mean of 1 over exposures

c are actions, n exposures, a_p a placement's rate, b_t a day's factor. A day on which only one placement was met can't
be told from that placement: it takes the factor of its weekday.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from operator import mul

from repurpose.usage.score.series import Series

SWEEPS = 8
DAMPING = 30.0
"""Actions at the level of the weeks around it that each day is mixed with, so that a quiet day says little."""
AROUND = 14
"""Days before and after a day that make its level."""


def day_factors(placements: Sequence[Series], sweeps: int = SWEEPS) -> dict[int, float]:
    """By day (ordinal), how much more readers did than on an average day. Days that aren't in it are average."""
    fit = DayFit(placements)
    return fit.factors([one.shown for one in placements], sweeps)


class DayFit:
    """The fit, for exposures that change while days and actions stay."""

    def __init__(self, placements: Sequence[Series]) -> None:
        self._places = [place for place, one in enumerate(placements) if one.days and not one.spread]
        self._days = [placements[place].days for place in self._places]
        self._totals = [placements[place].actions for place in self._places]
        crowd: Counter[int] = Counter()
        done: dict[int, float] = defaultdict(float)
        for place in self._places:
            crowd.update(placements[place].days)
            for day, acted in zip(placements[place].days, placements[place].acted, strict=True):
                done[day] += acted
        self._done = done
        self._all = sorted(crowd)
        self._alone = [day for day in self._all if crowd[day] == 1]
        self._shared = [day for day in self._all if crowd[day] > 1]

    def factors(
        self, exposures: Sequence[Sequence[float]], sweeps: int = SWEEPS, start: Mapping[int, float] | None = None
    ) -> dict[int, float]:
        """The factors for these exposures of each placement; `start`: what they were for similar ones."""
        shown = [exposures[place] for place in self._places]
        met = dict.fromkeys(self._all, 0.0)
        for days, numbers in zip(self._days, shown, strict=True):
            for day, number in zip(days, numbers, strict=True):
                met[day] += number
        everything = sum(met.values())
        factor = dict(start) if start else dict.fromkeys(self._all, 1.0)
        for _ in range(sweeps):
            want = dict.fromkeys(self._all, 0.0)
            for days, numbers, actions in zip(self._days, shown, self._totals, strict=True):
                if actions:
                    rate = actions / sum(map(mul, numbers, map(factor.__getitem__, days)))
                    for day, number in zip(days, numbers, strict=True):
                        want[day] += number * rate
            level = _levels(self._all, self._shared, self._done, want)
            factor = {day: (self._done[day] + DAMPING * level[day]) / (want[day] + DAMPING) for day in self._shared}
            factor.update(_by_weekday(self._alone, self._done, want, level))
            scale = sum(met[day] * factor[day] for day in self._all) / everything if everything else 1.0
            factor = {day: value / scale for day, value in factor.items()}
        return factor


def _levels(
    days: Sequence[int], shared: Sequence[int], done: Mapping[int, float], want: Mapping[int, float]
) -> dict[int, float]:
    """By day, the channel's level in the weeks around it, from the days that several placements share."""
    done_to, want_to = [0.0], [0.0]
    for day in shared:
        done_to.append(done_to[-1] + done[day])
        want_to.append(want_to[-1] + want[day])
    found = {}
    for day in days:
        low, high = bisect_left(shared, day - AROUND), bisect_right(shared, day + AROUND)
        found[day] = (done_to[high] - done_to[low] + DAMPING) / (want_to[high] - want_to[low] + DAMPING)
    return found


def _by_weekday(
    alone: Sequence[int], done: Mapping[int, float], want: Mapping[int, float], level: Mapping[int, float]
) -> dict[int, float]:
    """The factors of days that only one placement has."""
    did, would = [DAMPING] * 7, [DAMPING] * 7
    for day in alone:
        did[day % 7] += done[day]
        would[day % 7] += want[day] * level[day]
    return {day: level[day] * did[day % 7] / would[day % 7] for day in alone}


def normalised(series: Series, factors: Mapping[int, float]) -> float:
    """Exposures as if every day had been average."""
    return sum(number * factors.get(day, 1.0) for day, number in zip(series.days, series.shown, strict=True))
