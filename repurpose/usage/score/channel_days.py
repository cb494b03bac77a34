"""Good and bad days of a channel: a multiplicative two-way fit of placements and days.

    a_p = sum_t c / sum_t n b_t        b_t = (sum_p c + 30) / (sum_p n a_p + 30), scaled to a mean of 1 over exposures

c are actions, n exposures, a_p a placement's rate, b_t a day's factor. A day on which only one placement was met can't
be told from that placement: it takes the factor of its weekday.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from repurpose.usage.score.series import Series

SWEEPS = 8
DAMPING = 30.0
"""Actions at the level of the weeks around it that each day is mixed with, so that a quiet day says little."""
AROUND = 14
"""Days before and after a day that make its level."""


def day_factors(placements: Sequence[Series], sweeps: int = SWEEPS) -> dict[int, float]:
    """By day (ordinal), how much more readers did than on an average day. Days that aren't in it are average."""
    told = [one for one in placements if one.days and not one.spread]
    crowd: Counter[int] = Counter()
    done: dict[int, float] = defaultdict(float)
    met: dict[int, float] = defaultdict(float)
    for one in told:
        crowd.update(one.days)
        for day, number, acted in zip(one.days, one.shown, one.acted, strict=True):
            done[day] += acted
            met[day] += number
    totals = [one.actions for one in told]
    everything = sum(met.values())
    days = sorted(crowd)
    alone = [day for day in days if crowd[day] == 1]
    shared = [day for day in days if crowd[day] > 1]
    factor = dict.fromkeys(days, 1.0)
    for _ in range(sweeps):
        want = dict.fromkeys(days, 0.0)
        for one, actions in zip(told, totals, strict=True):
            weighted = 0.0
            for day, number in zip(one.days, one.shown, strict=True):
                weighted += number * factor[day]
            rate = actions / weighted
            if rate:
                for day, number in zip(one.days, one.shown, strict=True):
                    want[day] += number * rate
        level = _levels(days, shared, done, want)
        factor = {day: (done[day] + DAMPING * level[day]) / (want[day] + DAMPING) for day in shared}
        factor.update(_by_weekday(alone, done, want, level))
        scale = sum(met[day] * factor[day] for day in days) / everything if everything else 1.0
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
