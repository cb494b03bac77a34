"""The placements and pieces of one channel, judged against each other."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from math import prod

from repurpose.model import Asset, Placement
from repurpose.usage.score.channel import READERS, Channel, Settings, audience_of, half_life
from repurpose.usage.score.dormant import is_dormant
from repurpose.usage.score.flags import LIKELY, Flag
from repurpose.usage.score.prior import SHARING_VARIATION, USUAL_VARIATION
from repurpose.usage.score.scores import Score
from repurpose.usage.score.series import SHARING, Metrics, Series, Use, joined, measure_of, series_of
from repurpose.usage.score.standing import Standings, standings
from repurpose.usage.score.wear import Wear, WearState, fit_wear, wear_state

_APART = 7
"""Days between two uses that are two trials, where a placement is over sooner."""


class Judged:
    """One channel, fitted."""

    def __init__(
        self,
        name: str,
        uses: list[Use],
        metrics: Mapping[Use, Metrics],
        placements: Mapping[Use, Placement],
        settings: Settings,
        today: dt.date,
        assets: Mapping[str, Asset],
        badges: Collection[tuple[str, int]],
    ) -> None:
        self._name, self._metrics, self._today, self._assets = name, metrics, today, assets
        known = {use: metrics[use] for use in uses if use in metrics}
        self._measure = measure_of(known.values())
        self._paid = {use: _is_paid(placements[use], metrics.get(use, {})) for use in uses}
        sharing = next((one for one in SHARING if any(one in own for own in known.values())), None)
        exposure = self._measure.exposure if self._measure else ""
        self._series = self._all_series(known, exposure, self._measure.action if self._measure else "")
        audience, by = audience_of(name, settings, exposure, self._series.values())
        self._whole: dict[tuple[str, bool], Series] = {}
        self._wear: dict[tuple[str, bool], Wear] = {}
        self._standings = {paid: self._return(paid, audience, badges) for paid in (False, True)}
        shared = self._all_series(known, exposure, sharing) if sharing else {}
        self._influence = {paid: self._standing(shared, paid) for paid in (False, True)}
        self.channel = Channel(
            name,
            self._measure,
            sharing,
            audience,
            by,
            half_life(self._series.values()),
            self._standings[False],
            self._standings[True],
        )

    def _all_series(self, known: Mapping[Use, Metrics], exposure: str, action: str) -> dict[Use, Series]:
        made = ((use, series_of(own, exposure, action, self._today)) for use, own in known.items())
        return {use: series for use, series in made if series is not None and series.days}

    def _standing(self, shared: Mapping[Use, Series], paid: bool) -> Standings | None:
        own = {use: one for use, one in shared.items() if self._paid[use] is paid}
        return standings(own, SHARING_VARIATION, self._today) if own else None

    def _return(self, paid: bool, audience: float | None, badges: Collection[tuple[str, int]]) -> Standings | None:
        """Fit the pieces' wear, then judge what they are when fresh."""
        own = {use: one for use, one in self._series.items() if self._paid[use] is paid}
        if not own or not audience:
            return None
        by_piece: dict[str, list[Series]] = defaultdict(list)
        for use, series in own.items():
            by_piece[use[0]].append(series)
        wholes = {piece: joined(parts) for piece, parts in by_piece.items()}
        fitted = dict(zip(wholes, fit_wear(list(wholes.values()), audience), strict=True))
        self._whole.update({(piece, paid): whole for piece, whole in wholes.items()})
        self._wear.update({(piece, paid): wear for piece, wear in fitted.items()})
        kept = {use: _kept(series, fitted[use[0]]) for use, series in own.items()}
        doubt = {piece: wear.doubt for piece, wear in fitted.items()}
        return standings(own, USUAL_VARIATION, self._today, winners=badges, kept=kept, doubt=doubt)

    def placement(self, use: Use) -> Score:
        """The score of one use."""
        paid = self._paid[use]
        standing = self._standings[paid]
        own = standing.placements.get(use) if standing else None
        influence = self._influence[paid]
        return Score(
            use[0], use[1], _asset_of(use[0]), self._name, paid, self._measure,
            own.flag if own else Flag.UNMEASURED, own, influence.placements.get(use) if influence else None,
            None, WearState.UNMEASURED, self._series.get(use, Series()), (use[1],), *self._truth(use[0]),
            audience_by=self.channel.audience_by,
        )  # fmt: skip

    def piece(self, piece: str, uses: list[Use]) -> Score:
        """The score of a piece over its uses."""
        paid = all(self._paid[use] for use in uses) or not any(
            use in self._series for use in uses if not self._paid[use]
        )
        paid = paid and any(self._paid[use] for use in uses)
        counted = [use for use in uses if self._paid[use] is paid]
        standing, influence = self._standings[paid], self._influence[paid]
        own = standing.pieces.get(piece) if standing else None
        passed = influence.pieces.get(piece) if influence else None
        flag = own.flag if own else Flag.UNMEASURED
        if standing and self._is_proven(counted, standing):
            flag = Flag.PROVEN
        wear, whole = self._wear.get((piece, paid)), self._whole.get((piece, paid), Series())
        unopened = self._unopened(counted)
        state = WearState.UNMEASURED
        if wear is not None and standing is not None:
            seen = wear.unseen if self.channel.audience_by in READERS else 0.0
            unseen = seen if unopened is None else unopened
            state = wear_state(wear, own, whole, standing.factors, self._today, unseen=unseen)
        expires, evergreen = self._truth(piece)
        likely = (own is not None and own.win >= LIKELY) or (passed is not None and passed.flag is Flag.WINNER)
        expired = expires is not None and expires <= self._today
        return Score(
            piece, 0, _asset_of(piece), self._name, paid, self._measure, flag, own, passed, wear, state, whole,
            tuple(use for _, use in counted), expires, evergreen,
            likely and not expired and wear is not None and is_dormant(whole, wear, self._today),
            self.channel.audience_by, unopened,
        )  # fmt: skip

    def _unopened(self, uses: list[Use]) -> float | None:
        """Of mails whose opens are told, the share of readers who opened none, as if each use found its own."""
        opens = [self._metrics[use]["open"] for use in uses if "open" in self._metrics.get(use, {})]
        if not opens or not self.channel.audience or self.channel.audience_by not in READERS:
            return None
        end = self._today.toordinal()
        shares = (sum(n for day, n in one.values.items() if day < end) / self.channel.audience for one in opens)
        return prod(1 - min(1.0, share) for share in shares)

    def _is_proven(self, uses: list[Use], standing: Standings) -> bool:
        """Whether two uses, far enough apart to be two trials, are winners each."""
        apart = max(self.channel.half_life, _APART)
        won = [
            first
            for use in uses
            if use in standing.placements and standing.placements[use].flag is Flag.WINNER
            if (first := self._series[use].first) is not None
        ]
        return len(won) > 1 and (max(won) - min(won)).days >= apart

    def _truth(self, piece: str) -> tuple[dt.date | None, bool]:
        asset = self._assets.get(_asset_of(piece))
        return (asset.expires.date() if asset and asset.expires else None, bool(asset and asset.evergreen))


def _kept(series: Series, wear: Wear) -> list[float]:
    """What was left of the piece's fresh rate on each day of one of its uses."""
    at_first = wear.kept.get(series.days[0], 1.0)
    return [wear.kept.get(day, at_first) for day in series.days]


def _asset_of(piece: str) -> str:
    return piece.rsplit("/", 2)[0]


def _is_paid(placement: Placement, metrics: Metrics) -> bool:
    return bool(placement.cost) or ("cost_minor" in metrics and any(metrics["cost_minor"].values.values()))
