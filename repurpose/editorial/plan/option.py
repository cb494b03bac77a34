"""A piece as a candidate for another use: what it would bring on a day, by what is known of it."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace
from math import exp, log, sqrt

from repurpose.usage.score.prior import USUAL_VARIATION, Posterior, Prior
from repurpose.usage.score.wear import Wear, unworn

TRANSFER = 0.5
"""How much of what an asset's other pieces did a piece that was never tried inherits, of the logarithm of the lift.

Half is an assumption: no public data set has the same pieces on several channels.
"""

CURIOSITY = 0.5
"""How much of a deviation is added to a mean to rank by. On the simulator 0, .3 and .7 bring .84, .88 and .88 of an
oracle's clicks where nothing wears, and .90, .92 and .93 where everything does."""


@dataclass(frozen=True, slots=True)
class Option:
    """A piece that may be used on a channel.

    `posterior`: what its rate may be, and `normal` what is normal there; where the channel was never measured, both are
    relative, and normal is 1. `use`: the number that this use would have. `wear`: None if nobody has met it. `tried`:
    it was measured itself, not judged by its asset. `last`: the day of its latest use, known or planned. `worth`: what
    an action of it counts for. `audience`: readers that its channel reaches.
    """

    piece: str
    asset: str
    channel: str
    use: int
    posterior: Posterior
    normal: float = 1.0
    wear: Wear | None = None
    tried: bool = False
    last: dt.date | None = None
    worth: float = 1.0
    audience: float | None = None

    @property
    def lift(self) -> float:
        """Its shrunk rate against the normal one."""
        return self.posterior.mean / self.normal

    def used(self, on: dt.date, exposures: float) -> Option:
        """The option once it has been used on a day: worn by so many exposures."""
        wear = self.wear or (unworn(self.audience) if self.audience else None)
        wear = wear.after(exposures, on) if wear and exposures else wear
        return replace(self, use=self.use + 1, wear=wear, last=on)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a use on a day would bring: `exposures` times `rate` when fresh times the `quality` that is left of it."""

    exposures: float
    rate: float
    quality: float

    @property
    def actions(self) -> float:
        """Clicks, or whatever the channel is judged by."""
        return self.exposures * self.rate * self.quality


def expected(option: Option, on: dt.date, exposures: float, rate: float | None = None) -> Expected:
    """What a use would bring; `rate`: in place of the shrunk one (a draw, for a try).

    The speed of wear is fitted to how often the average reader has met the piece, those who never did among them, so
    the share of readers who haven't seen it is in `quality` already; counting it once more makes greedy plans that
    bring a twentieth less on the simulator.
    """
    rate = option.posterior.mean if rate is None else rate
    return Expected(exposures, rate, option.wear.quality(on) if option.wear else 1.0)


def hopeful(option: Option) -> float:
    """A rate that the piece may well have: its mean and part of its deviation.

    So what is little known of has a chance beside what is known to be good.
    """
    alpha, beta = option.posterior.alpha, option.posterior.beta
    mean = option.posterior.mean
    variance = alpha / beta**2 if option.posterior.counted else mean * (1 - mean) / (alpha + beta + 1)
    return mean + CURIOSITY * sqrt(variance)


def drawn(option: Option, chance: random.Random) -> float:
    """A rate that the piece may truly have (Thompson's way to try what little is known of)."""
    alpha, beta = option.posterior.alpha, option.posterior.beta
    return chance.gammavariate(alpha, 1 / beta) if option.posterior.counted else chance.betavariate(alpha, beta)


RELATIVE = Prior(1.0, USUAL_VARIATION**2, 0.0, 0, counted=True)
"""The prior of a channel that was never measured: rates against whatever is normal there."""


def untried(prior: Prior, lift: float) -> Posterior:
    """What is thought of a piece that was never tried, by its asset's lift elsewhere and the channel's prior."""
    mean, strength = prior.mean * exp(TRANSFER * log(lift)), prior.strength
    if prior.counted:
        return Posterior(mean * strength, strength, counted=True)
    mean = min(mean, 0.5 * (1 + prior.mean))  # a rate stays below 1
    return Posterior(mean * strength, (1 - mean) * strength)
