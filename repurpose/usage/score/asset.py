"""An asset over all channels: what its placements brought against what is normal where they stood.

A Gamma prior on the asset's own factor, mean 1 and the usual variation, and Poisson counts: the factor's posterior is
Gamma(1/v^2 + actions, 1/v^2 + expected actions), counts deflated as always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repurpose.usage.score.flags import LOSS, WIN, Flag, flag_of
from repurpose.usage.score.prior import USUAL_VARIATION, Posterior
from repurpose.usage.score.standing import Standing


@dataclass(frozen=True, slots=True)
class AssetStanding:
    """An asset's factor over all its measured, unpaid placements: 1 is normal."""

    flag: Flag
    posterior: Posterior
    placements: int
    exposures: int
    actions: int

    @property
    def lift(self) -> float:
        """The shrunk factor."""
        return self.posterior.mean

    @property
    def win(self) -> float:
        """The probability that the true factor is at least 1.25."""
        return self.posterior.above(WIN)


def asset_standing(parts: Sequence[Standing]) -> AssetStanding:
    """The standing of an asset out of those of its placements, at least one."""
    worth = USUAL_VARIATION**-2
    acted = sum(one.actions / one.dispersion for one in parts)
    expected = sum(one.expected for one in parts)
    posterior = Posterior(worth + acted, worth + expected, counted=True)
    actions = sum(one.actions for one in parts)
    flag = flag_of(posterior.above(WIN), 1 - posterior.above(LOSS), actions, max(one.days for one in parts))
    return AssetStanding(flag, posterior, len(parts), sum(one.exposures for one in parts), actions)
