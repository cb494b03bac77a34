"""Wear-out: how much of a piece's fresh rate its own audience has used up.

The rate falls with how often the average reader has met the piece, not with the calendar:

    E[c] = n a_p b_t exp(-g_p x)        x = log(1 + exposures before / audience)

a_p and b_t are the piece's rate and the day's factor (see channel_days), g_p its speed of wear. g is found by
Gauss-Newton steps and shrunk towards the channel's mean speed, which itself leans on .2 (Meta's users: .43; ours is
deliberately milder). While a piece isn't shown, x shrinks as forgetting has it (see rest).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import erf, exp, inf, log, sqrt
from operator import mul

from repurpose.usage.score.channel_days import DayFit
from repurpose.usage.score.dispersion import dispersion
from repurpose.usage.score.rest import HALF_LIFE, READY, ready_on, recovered
from repurpose.usage.score.series import Series
from repurpose.usage.score.standing import Standing

WORN = 0.8
"""A piece is worn when so little or less of its fresh rate is left."""
LIKELY = 0.80
SURE = 0.90
UNSEEN_HALF = 0.5
_HEAVY = 0.5
"""k of the negative binomial: a few readers see much, many see little."""
_ROUNDS = 8
_SWEEPS = 2
_QUIET = 0.1
_FELL, _LATELY, _OLD = 0.8, 14, 28
_USUAL, _USUAL_SD, _PIECES_SD, _LEAST_SD, _WORTH = 0.2, 0.15, 0.25, 0.05, 30.0


class WearState(StrEnum):
    """What is said of a piece's wear on its channel."""

    FRESH = "fresh"
    TIRED = "tired"
    WORN_OUT = "worn out"
    RESTED = "rested"
    IN_HOUSE = "only you are tired of it"
    CHANNEL_FELL = "the channel fell, not the piece"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class Wear:
    """A piece's wear on its channel.

    `speed` and `speed_sd`: g and its standard deviation. `frequency`: x as of the last day shown, log(1 + how often
    the average reader has met it). `last`: that day. `probability`: that it is worn. `ratio`: the rate then against
    its rate over all its exposures. `audience`: readers that it can reach. `met`: exposures per reader, ever. `doubt`:
    the variance of the logarithm of what was left on average. `kept`: by day, what was left on its morning.
    """

    speed: float
    speed_sd: float
    frequency: float
    last: dt.date | None
    probability: float
    ratio: float
    audience: float
    met: float
    doubt: float
    kept: Mapping[int, float]

    @property
    def left(self) -> float:
        """What was left of the fresh rate when it was last shown (W), at most 1."""
        return min(1.0, exp(-self.speed * self.frequency))

    @property
    def unseen(self) -> float:
        """The share of the audience that has most likely never met it, by the negative binomial."""
        return unseen_share(self.met)

    def quality(self, on: dt.date) -> float:
        """What is left of the fresh rate on a day, if it isn't shown until then (q)."""
        return recovered(self.left, (on - self.last).days) if self.last else 1.0

    def after(self, exposures: float, on: dt.date) -> Wear:
        """The wear once it has been shown so often on a day: for planning ahead."""
        rested = self.frequency * 2.0 ** (-max(0, (on - self.last).days) / HALF_LIFE) if self.last else 0.0
        frequency = log(exp(rested) + exposures / self.audience)
        met = self.met + exposures / self.audience
        chance = worn_probability(self.speed, self.speed_sd, frequency)
        return replace(self, frequency=frequency, last=on, probability=chance, met=met)

    @property
    def ready_on(self) -> dt.date | None:
        """From when on it may be used again."""
        return ready_on(self.left, self.last) if self.last else None


def unworn(audience: float) -> Wear:
    """The wear of a piece that nobody has met yet: its speed is the usual one."""
    spread = sqrt(_USUAL_SD**2 + _PIECES_SD**2)
    return Wear(_USUAL, spread, 0.0, None, 0.0, 1.0, audience, 0.0, doubt=0.0, kept={})


def unseen_share(met: float) -> float:
    """The share of readers who never met a piece that was shown `met` times per reader."""
    return float((1.0 + met / _HEAVY) ** -_HEAVY)


def worn_probability(speed: float, deviation: float, frequency: float) -> float:
    """The probability that at most .8 of the fresh rate is left."""
    if frequency <= 0:
        return 0.0
    return 0.5 * (1 + erf((speed - log(1 / WORN) / frequency) / deviation / sqrt(2)))


@dataclass(frozen=True, slots=True)
class Exposure:
    """How often readers had met a piece: x before each of its days, after the last of them, and the last real day."""

    before: list[float]
    now: float
    last: dt.date | None


def exposure_of(series: Series, audience: float) -> Exposure:
    """How x goes day by day. It shrinks on days of rest: those without exposures, or with next to none."""
    quiet = _QUIET * series.exposures / len(series.days) if series.days else 0.0
    found: list[float] = []
    now, busy = 0.0, None
    for day, number in zip(series.days, series.shown, strict=True):
        if number >= quiet:
            if busy is not None and day > busy + 1:
                now *= 2.0 ** (-(day - busy - 1) / HALF_LIFE)
            busy = day
        found.append(now)
        now = log(exp(now) + number / audience)
    return Exposure(found, now, dt.date.fromordinal(busy) if busy is not None else None)


def fit_wear(pieces: Sequence[Series], audience: float) -> list[Wear]:
    """The wear of each piece of one channel, in their order."""
    fit = DayFit(pieces)
    factors = fit.factors([one.shown for one in pieces])
    scatter = dispersion(pieces, factors)
    traced = [exposure_of(one, audience) for one in pieces]
    speeds = [0.0] * len(pieces)  # nothing wears unless the counts say so
    spreads = [_PIECES_SD] * len(pieces)
    between = _PIECES_SD**2
    for number in range(_ROUNDS):
        shown = [_kept(one, trace, speed) for one, trace, speed in zip(pieces, traced, speeds, strict=True)]
        if number:
            factors = fit.factors(shown, _SWEEPS, factors)
        steps = [
            _step(one, left, trace.before, speed, factors, scatter)
            for one, left, trace, speed in zip(pieces, shown, traced, speeds, strict=True)
        ]
        speeds, spreads, between = _shrunk(steps, between)
    return [_wear(one, traced[place], speeds[place], spreads[place], audience) for place, one in enumerate(pieces)]


def _kept(series: Series, trace: Exposure, speed: float) -> list[float]:
    """Exposures, each worth what was left of the fresh rate."""
    return [number * exp(-speed * x) for number, x in zip(series.shown, trace.before, strict=True)]


def wear_state(
    wear: Wear,
    standing: Standing | None,
    series: Series,
    factors: Mapping[int, float],
    today: dt.date,
    *,
    unseen: float,
) -> WearState:
    """What may be said of a piece's wear today. `factors`: of the channel's days; `unseen`: 0 where it isn't known."""
    if standing is None or wear.last is None:
        return WearState.UNMEASURED
    if wear.probability >= LIKELY:
        if wear.quality(today) >= READY:
            return WearState.RESTED
        still_good = standing.posterior.above(standing.normal / wear.ratio)
        return WearState.WORN_OUT if wear.probability >= SURE and still_good < 0.5 else WearState.TIRED
    is_shown = (today - wear.last).days <= _OLD
    if is_shown and channel_fall(series, factors) <= _FELL and wear.probability < 0.5:
        return WearState.CHANNEL_FELL
    is_old = len(series.days) > 0 and (today.toordinal() - series.days[0]) >= _OLD
    if is_old and unseen >= UNSEEN_HALF and wear.probability < 0.5:
        return WearState.IN_HOUSE
    return WearState.FRESH


def channel_fall(series: Series, factors: Mapping[int, float]) -> float:
    """The channel's factor over the last 14 of a piece's days against the days before: .7 if it fell 30 %; else 1.

    Needs 14 days before them: a few days tell no fall.
    """
    if len(series.days) < 2 * _LATELY:
        return 1.0
    rows = list(zip(series.days, series.shown, strict=True))
    late, early = rows[-_LATELY:], rows[:-_LATELY]
    return _mean_factor(late, factors) / _mean_factor(early, factors)


def _mean_factor(rows: Sequence[tuple[int, float]], factors: Mapping[int, float]) -> float:
    return sum(number * factors.get(day, 1.0) for day, number in rows) / sum(number for _, number in rows)


def _step(
    series: Series,
    shown: Sequence[float],
    trace: Sequence[float],
    speed: float,
    factors: Mapping[int, float],
    scatter: float,
) -> tuple[float, float]:
    """One Gauss-Newton step: where a speed leads, and its variance (infinite: the piece tells nothing)."""
    actions = series.actions
    if not actions or len(series.days) < 2:
        return speed, inf
    weighted = list(map(mul, shown, [factors.get(day, 1.0) for day in series.days]))
    total = sum(weighted)
    rate = actions / total
    middle = sum(map(mul, weighted, trace)) / total
    aside = [x - middle for x in trace]
    pulls = list(map(mul, weighted, aside))
    information = rate * sum(map(mul, pulls, aside))
    if information <= 0:
        return speed, inf
    slope = sum(map(mul, series.acted, aside)) - rate * sum(pulls)
    return speed - slope / information, scatter / information


def _shrunk(steps: Sequence[tuple[float, float]], between: float) -> tuple[list[float], list[float], float]:
    """Speeds, their standard deviations, and the variance of speeds among pieces, as far as the pieces tell it.

    `between` is what that variance was taken for so far; a usual one is worth 30 pieces.
    """
    weights = [1 / (variance + between) for _, variance in steps]
    mean = (sum(w * speed for w, (speed, _) in zip(weights, steps, strict=True)) + _USUAL / _USUAL_SD**2) / (
        sum(weights) + 1 / _USUAL_SD**2
    )
    speeds, spreads = [], []
    seen = told = 0.0
    for weight, (speed, variance) in zip(weights, steps, strict=True):
        precision = 1 / variance + 1 / between
        speeds.append((speed / variance + mean / between) / precision)
        spreads.append(precision**-0.5)
        if weight:
            share = (between * weight) ** 2
            told += share
            seen += share * ((speed - mean) ** 2 - variance)
    now = (_WORTH * _PIECES_SD**2 + seen) / (_WORTH + told)
    return speeds, spreads, max(now, _LEAST_SD**2)


def _wear(series: Series, trace: Exposure, speed: float, spread: float, audience: float) -> Wear:
    exposures = series.exposures
    kept = [exp(-speed * x) for x in trace.before]
    average = sum(number * share for number, share in zip(series.shown, kept, strict=True)) / (exposures or 1.0)
    return Wear(
        speed,
        spread,
        trace.now,
        trace.last,
        worn_probability(speed, spread, trace.now),
        min(1.0, exp(-speed * trace.now) / (average or 1.0)),
        audience,
        exposures / audience,
        (spread * sum(map(mul, series.shown, trace.before)) / (exposures or 1.0)) ** 2,
        dict(zip(series.days, kept, strict=True)),
    )
