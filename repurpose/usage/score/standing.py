"""How placements and pieces stand against what is normal for their channel and format, by one pair of metrics.

Placements of one channel are fitted together, those that were paid for apart: days, over-dispersion, then a prior for
each format that at least 20 placements have, else for the whole channel.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from repurpose.usage.score.channel_days import day_factors, normalised
from repurpose.usage.score.dispersion import dispersion
from repurpose.usage.score.flags import LOSS, WIN, Flag, exposures_to_settle, flag_of
from repurpose.usage.score.prior import Posterior, Prior, fit_prior
from repurpose.usage.score.series import Series, Use

LEAST_FORMAT = 20
"""Placements that make a format a stratum of its own."""

WHOLE = ""
"""The stratum of all formats of a channel."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A placement or piece against what is normal.

    `flag` is one of return. `posterior`: what its true rate may be. `normal`: its stratum's mean rate. `exposures`,
    `actions`: as counted; `days`: since it was first met. `dispersion`: what counts were divided by. `expected`: the
    actions (so divided) that normal would have brought. `stratum`: a format, or empty.
    """

    flag: Flag
    posterior: Posterior
    normal: float
    exposures: int
    actions: int
    days: int
    dispersion: float
    expected: float
    stratum: str = WHOLE

    @property
    def rate(self) -> float:
        """The shrunk rate: actions per exposure."""
        return self.posterior.mean

    @property
    def lift(self) -> float:
        """The shrunk rate against the normal one: the only lift that is ever told."""
        return self.rate / self.normal

    @property
    def win(self) -> float:
        """The probability that the true rate is at least 1.25 times the normal one."""
        return self.posterior.above(WIN * self.normal)

    @property
    def loss(self) -> float:
        """The probability that the true rate is at most .8 times the normal one."""
        return 1.0 - self.posterior.above(LOSS * self.normal)

    @property
    def more(self) -> int | None:
        """How many more exposures would settle a flag that is open; None: no number within reason."""
        return exposures_to_settle(self.posterior, self.normal, self.actions, self.dispersion)


@dataclass(frozen=True, slots=True)
class Standings:
    """A channel's placements and pieces; its day factors, dispersion and priors (by format; empty: all of them)."""

    placements: Mapping[Use, Standing]
    pieces: Mapping[str, Standing]
    factors: Mapping[int, float]
    dispersion: float
    priors: Mapping[str, Prior]


def standings(
    series: Mapping[Use, Series],
    variation: float,
    today: dt.date,
    *,
    winners: Collection[tuple[str, int]] = (),
    kept: Mapping[Use, Sequence[float]] | None = None,
) -> Standings | None:
    """Judge the placements of one channel, all paid for or none; None if no reader ever acted.

    `kept`: by placement, what was left of its fresh rate each day; rates are then those of fresh pieces.
    `winners`: the placements, and with use 0 the pieces, that bear the badge already. `today`: days before it count.
    """
    fresh = {use: one.thinned(kept[use]) for use, one in series.items()} if kept else series
    factors = day_factors(list(fresh.values()))
    phi = dispersion(list(fresh.values()), factors)
    shown = {use: normalised(one, factors) / phi for use, one in fresh.items()}
    acted = {use: one.actions / phi for use, one in series.items()}
    counted = any(one.actions > one.exposures for one in series.values())
    formats = Counter(_format(use) for use in series)
    members: dict[str, list[Use]] = {WHOLE: list(series)}
    for use in series:
        if LEAST_FORMAT <= formats[_format(use)] < len(series):
            members.setdefault(_format(use), []).append(use)
    priors = {
        name: prior
        for name, uses in members.items()
        if (prior := fit_prior([shown[use] for use in uses], [acted[use] for use in uses], variation, counted=counted))
    }
    if WHOLE not in priors:
        return None
    by_piece: dict[str, list[Use]] = defaultdict(list)
    for use in series:
        by_piece[use[0]].append(use)

    def judge(uses: list[Use], badge: tuple[str, int]) -> Standing:
        name = _format(uses[0]) if _format(uses[0]) in priors else WHOLE
        prior = priors[name]
        met = sum(shown[use] for use in uses)
        posterior = prior.posterior(met, sum(acted[use] for use in uses))
        actions = sum(series[use].actions for use in uses)
        exposures = sum(series[use].exposures for use in uses)
        begun = [one.first for use in uses if (one := series[use]).first is not None]
        days = (today - min(begun)).days if begun else 0
        flag = flag_of(posterior, prior.mean, actions, days, was_winner=badge in winners)
        return Standing(flag, posterior, prior.mean, int(exposures), int(actions), days, phi, met * prior.mean, name)

    return Standings(
        {use: judge([use], use) for use in series},
        {piece: judge(uses, (piece, 0)) for piece, uses in by_piece.items()},
        factors,
        phi,
        priors,
    )


def _format(use: Use) -> str:
    """The slot's name: where many placements of a channel share it, it is a format."""
    return use[0].rsplit("/", 1)[-1]
