"""What is normal in a stratum, how much pieces differ, and what that makes of one piece's counts (empirical Bayes).

Rates are Beta distributed around the stratum's mean, or Gamma distributed where one exposure can bring more than one
action. The spread of true rates is the variance of the seen ones less what chance puts in (method of moments), mixed
with a usual coefficient of variation worth 30 pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repurpose.usage.score.beta import beta_cdf
from repurpose.usage.score.gamma import gamma_cdf

USUAL_VARIATION = 0.6
"""Coefficient of variation of true click rates among pieces: Upworthy's quarters 0.58 to 0.64."""
SHARING_VARIATION = 0.8
"""Of share rates: Facebook posts 0.82."""
_WORTH = 30.0
_LEAST_STRENGTH = 2.0
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Posterior:
    """What a piece's true rate may be: Beta(alpha, beta), or Gamma(alpha, rate beta) if `counted`."""

    alpha: float
    beta: float
    counted: bool = False

    @property
    def mean(self) -> float:
        """The shrunk rate."""
        return self.alpha / self.beta if self.counted else self.alpha / (self.alpha + self.beta)

    def above(self, rate: float) -> float:
        """The probability that the true rate is at least `rate`."""
        cdf = gamma_cdf if self.counted else beta_cdf
        return 1.0 - cdf(self.alpha, self.beta, rate)

    def quantile(self, chance: float) -> float:
        """The rate that the true one is below with this probability, to three digits, by bisection."""
        low, high = 0.0, self.mean
        while self.above(high) > 1 - chance:
            high *= 2
        while high - low > 1e-3 * high:
            middle = (low + high) / 2
            low, high = (low, middle) if self.above(middle) <= 1 - chance else (middle, high)
        return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Prior:
    """A stratum: its mean rate, the variance of true rates, the mean's standard error, over how many placements."""

    mean: float
    variance: float
    error: float
    pieces: int
    counted: bool = False

    @property
    def strength(self) -> float:
        """How many exposures the stratum's mean is worth against a piece's own."""
        if self.counted:
            return self.mean / self.variance
        return max(_LEAST_STRENGTH, self.mean * (1 - self.mean) / self.variance - 1)

    def chance(self, posterior: Posterior, times: float) -> float:
        """The probability that a true rate is at least so many times the mean, which is itself not known for sure.

        Over three means, as Gauss and Hermite have it for a normal distribution.
        """
        step = 3**0.5 * min(self.error, self.mean / 2)
        low, middle, high = (posterior.above(times * (self.mean + side * step)) for side in (-1, 0, 1))
        return (low + 4 * middle + high) / 6

    def posterior(self, shown: float, acted: float) -> Posterior:
        """What so many (deflated) exposures and actions make of it."""
        strength = self.strength
        alpha = acted + self.mean * strength
        if self.counted:
            return Posterior(alpha, shown + strength, counted=True)
        return Posterior(alpha, max(shown - acted, 0.0) + (1 - self.mean) * strength)


def fit_prior(
    shown: Sequence[float], acted: Sequence[float], variation: float = USUAL_VARIATION, *, counted: bool = False
) -> Prior | None:
    """The prior out of placements' (deflated, day-normalised) exposures and actions; None if nobody ever acted.

    `counted`: one exposure can bring more than one action.
    """
    pairs = [(number, done) for number, done in zip(shown, acted, strict=True) if number > 0]
    total, done_in_all = sum(number for number, _ in pairs), sum(done for _, done in pairs)
    if done_in_all <= 0:
        return None
    mean = done_in_all / total
    for _ in range(_ROUNDS):
        weights = [number / (number + 1 / (variation**2 * mean)) for number, _ in pairs]
        rates = (done / number for number, done in pairs)
        mean = sum(weight * rate for weight, rate in zip(weights, rates, strict=True)) / sum(weights)
    counted = counted or mean >= 1
    chance = mean if counted else mean * (1 - mean)
    scatter = sum(number * (done / number - mean) ** 2 for number, done in pairs)
    room = total - sum(number * number for number, _ in pairs) / total - (len(pairs) - 1)
    seen = max(0.0, (scatter - chance * (len(pairs) - 1)) / room) if room > 0 else 0.0
    telling = sum(number / (number + 2.7 / mean) for number, _ in pairs) if room > 0 else 0.0
    variance = (_WORTH * (variation * mean) ** 2 + telling * seen) / (_WORTH + telling)
    error = sum(1 / (variance + chance / number) for number, _ in pairs) ** -0.5
    return Prior(mean, variance, error, len(pairs), counted)
