"""How placements and pieces stand against what is normal for their channel and format, by one pair of metrics.

Placements of one channel are fitted together, those that were paid for apart: days, over-dispersion, then a prior for
each format that at least 20 placements have, else for the whole channel.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from repurpose.usage.score.channel_days import day_factors, normalised
from repurpose.usage.score.dispersion import dispersion
from repurpose.usage.score.flags import LOSS, WIN, Flag, exposures_for_even_chance, exposures_to_settle, flag_of
from repurpose.usage.score.prior import Posterior, Prior, fit_prior
from repurpose.usage.score.series import Series, Use

LEAST_FORMAT = 20
"""Placements that make a format a stratum of its own."""

WHOLE = ""
"""The stratum of all formats of a channel."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A placement or piece against what is normal.

    `flag` is one of return. `win`: the probability that the true rate is at least 1.25 times the normal one, which is
    known as well as it is; `loss`: that it is at most .8 times. `posterior`: what its true rate may be. `prior`: what
    is normal in its stratum. `exposures`, `actions`: as counted; `days`: since it was first met. `dispersion`: what
    counts were divided by. `expected`: the actions (so divided) that normal would have brought. `stratum`: a format, or
    empty.
    """

    flag: Flag
    win: float
    loss: float
    posterior: Posterior
    prior: Prior
    exposures: int
    actions: int
    days: int
    dispersion: float
    expected: float
    stratum: str = WHOLE

    @property
    def normal(self) -> float:
        """The stratum's mean rate."""
        return self.prior.mean

    @property
    def rate(self) -> float:
        """The shrunk rate: actions per exposure."""
        return self.posterior.mean

    @property
    def lift(self) -> float:
        """The shrunk rate against the normal one: the only lift that is ever told."""
        return self.rate / self.normal

    @property
    def seen_lift(self) -> float:
        """What was seen against normal, luck and all: never told, only compared with the shrunk lift."""
        return self.actions / self.dispersion / self.expected if self.expected else 0.0

    @property
    def is_open(self) -> bool:
        """Whether more exposures may still settle it."""
        return self.flag in {Flag.TOO_EARLY, Flag.PROMISING}

    @property
    def even_chance(self) -> int | None:
        """How many more exposures settle it in half of all cases; None: no number within reason."""
        return exposures_for_even_chance(self.prior, self.posterior, self.actions, self.dispersion)

    @property
    def if_normal_were_sure(self) -> int | None:
        """`even_chance`, if what is normal were known for sure."""
        return exposures_for_even_chance(replace(self.prior, error=0.0), self.posterior, self.actions, self.dispersion)

    @property
    def more(self) -> int | None:
        """How many more exposures would settle a flag that is open; None: no number within reason."""
        return exposures_to_settle(self.prior, self.posterior, self.actions, self.dispersion)


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
    doubt: Mapping[str, float] | None = None,
) -> Standings | None:
    """Judge the placements of one channel, all paid for or none; None if no reader ever acted.

    `kept`: by placement, what was left of its fresh rate each day; rates are then those of fresh pieces.
    `doubt`: by piece, the variance of the logarithm of that share, which its counts can't make up for.
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
        done = sum(acted[use] for use in uses)
        trust = 1.0 / (1.0 + done * (doubt or {}).get(badge[0], 0.0))
        posterior = prior.posterior(trust * met, trust * done)
        actions = sum(series[use].actions for use in uses)
        exposures = sum(series[use].exposures for use in uses)
        begun = [one.first for use in uses if (one := series[use]).first is not None]
        days = (today - min(begun)).days if begun else 0
        was_winner = badge in winners or (len(uses) == len(by_piece[badge[0]]) and (badge[0], 0) in winners)
        win, loss = prior.chance(posterior, WIN), 1.0 - prior.chance(posterior, LOSS)
        flag = flag_of(win, loss, actions, days, was_winner=was_winner)
        return Standing(
            flag, win, loss, posterior, prior, int(exposures), int(actions), days, phi, met * prior.mean, name
        )

    placements = {use: judge([use], use) for use in series}
    return Standings(
        placements,
        {piece: judge(uses, (piece, 0)) if len(uses) > 1 else placements[uses[0]] for piece, uses in by_piece.items()},
        factors,
        phi,
        priors,
    )


def _format(use: Use) -> str:
    """The slot's name: where many placements of a channel share it, it is a format."""
    return use[0].rsplit("/", 1)[-1]
