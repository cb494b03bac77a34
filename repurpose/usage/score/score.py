"""Daily counts -> scores: of every placement, every piece on its channel, and every asset over all channels.

    scores = score(metrics, placements, Settings(audience={"newsletter": 20_000}), today)
    scores.pieces["launch/newsletter/mail"].lift

Pure: the same counts, settings and day give the same scores. Only days before `today` are seen.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import prod
from statistics import median

from repurpose.model import Asset, Placement
from repurpose.usage.score.asset import AssetStanding, asset_standing
from repurpose.usage.score.dormant import is_dormant
from repurpose.usage.score.flags import LIKELY, Flag
from repurpose.usage.score.flags import one_look as list_for_one_look
from repurpose.usage.score.prior import SHARING_VARIATION, USUAL_VARIATION, Posterior, Prior
from repurpose.usage.score.series import (
    SHARING,
    Measure,
    Metrics,
    Series,
    Use,
    joined,
    measure_of,
    series_of,
)
from repurpose.usage.score.standing import WHOLE, Standing, Standings, standings
from repurpose.usage.score.wear import Wear, WearState, fit_wear, wear_state

MODEL = "1"
"""Changes with every change of a formula or bar, so that a stored decision says by which it was made."""

_READERS = frozenset({"told", "deliveries"})
_FIRST_DAYS = 14
_APART = 7


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project tells of its channels: `audience`, readers that each reaches, by channel."""

    audience: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Channel:
    """What is normal on a channel, for what is paid for and what isn't apart.

    `measure`: its two metrics; None: no pair of them was measured. `audience`: readers that it reaches; `audience_by`
    says how that is known: `told` in the settings, the most `deliveries` of a mail, or `usual`, the exposures that a
    placement usually has in its first 14 days, which is no number of readers. `half_life`: days until a placement has
    had half of its exposures. `organic`, `paid`: standings; None where no reader ever acted.
    """

    name: str
    measure: Measure | None
    sharing: str | None
    audience: float | None
    audience_by: str
    half_life: float
    organic: Standings | None
    paid: Standings | None

    @property
    def prior(self) -> Prior | None:
        """What a piece that was never tried here may do, unpaid."""
        return self.organic.priors[WHOLE] if self.organic else None


@dataclass(frozen=True, slots=True)
class Score:
    """A placement (`use` counts from 1), or a piece over all its uses on its channel (`use` 0).

    A piece that was used both ways is judged by its uses that weren't paid for. `standing`, `influence` and `wear` are
    None where they can't be known, which is no zero. `wear_state` is said of pieces only. `unopened`: of mails, the
    share of the list that has most likely opened none of the uses.
    """

    piece: str
    use: int
    asset: str
    channel: str
    paid: bool
    measure: Measure | None
    flag: Flag
    standing: Standing | None
    influence: Standing | None
    wear: Wear | None
    wear_state: WearState
    series: Series
    uses: tuple[int, ...]
    expires: dt.date | None = None
    evergreen: bool = False
    dormant: bool = False
    audience_by: str = ""
    unopened: float | None = None

    @property
    def lift(self) -> float | None:
        """The shrunk rate against the normal one."""
        return self.standing.lift if self.standing else None

    @property
    def probability(self) -> float | None:
        """That the true rate is at least a quarter above normal."""
        return self.standing.win if self.standing else None

    @property
    def posterior(self) -> Posterior | None:
        """What the true rate may be."""
        return self.standing.posterior if self.standing else None

    @property
    def is_influence(self) -> bool:
        """Whether readers pass it on more than is normal: a flag of its own, whatever the return."""
        return self.influence is not None and self.influence.flag is Flag.WINNER

    @property
    def unseen(self) -> float | None:
        """The share of the audience that has most likely never met it; None where the audience isn't known."""
        if self.unopened is not None:
            return self.unopened
        return self.wear.unseen if self.wear and self.audience_by in _READERS else None

    @property
    def rest_until(self) -> dt.date | None:
        """From when on it may be used again, where it is worn."""
        return self.wear.ready_on if self.wear and self.wear_state in {WearState.TIRED, WearState.WORN_OUT} else None


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that is known on a day: by placement, by piece, by asset, by channel."""

    today: dt.date
    placements: Mapping[Use, Score]
    pieces: Mapping[str, Score]
    assets: Mapping[str, AssetStanding]
    channels: Mapping[str, Channel]

    @property
    def one_look(self) -> tuple[Score, ...]:
        """The pieces to list in a report that is looked at once: one in ten of them is expected to be wrong."""
        known = [one for one in self.pieces.values() if one.standing is not None]
        return tuple(known[place] for place in list_for_one_look([one.standing.win for one in known if one.standing]))


def score(
    metrics: Mapping[Use, Metrics],
    placements: Mapping[Use, Placement],
    settings: Settings,
    today: dt.date,
    *,
    assets: Mapping[str, Asset] | None = None,
    badges: Collection[tuple[str, int]] = (),
) -> Scores:
    """Score every placement by what was counted on the days before `today`.

    `metrics`: by (piece, use), each metric's daily values; what isn't there was never measured. `placements`: the same
    keys; what has no metrics is scored as unmeasured. `badges`: the placements, and with use 0 the pieces, that were
    winners at the last look. `assets`: for when a piece's facts expire.
    """
    by_channel: dict[str, list[Use]] = defaultdict(list)
    for use, placement in sorted(placements.items()):
        by_channel[placement.channel].append(use)
    channels: dict[str, Channel] = {}
    found: dict[Use, Score] = {}
    pieces: dict[str, Score] = {}
    for name, uses in sorted(by_channel.items()):
        judged = _Judged(name, uses, metrics, placements, settings, today, assets or {}, badges)
        channels[name] = judged.channel
        found.update({use: judged.placement(use) for use in uses})
        by_piece: dict[str, list[Use]] = defaultdict(list)
        for use in uses:
            by_piece[use[0]].append(use)
        pieces.update({piece: judged.piece(piece, own) for piece, own in by_piece.items()})
    return Scores(today, found, pieces, _assets(found.values()), channels)


class _Judged:
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
        audience, by = _audience(name, settings, exposure, self._series.values())
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
            _half_life(self._series.values()),
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
            seen = wear.unseen if self.channel.audience_by in _READERS else 0.0
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
        if not opens or not self.channel.audience or self.channel.audience_by not in _READERS:
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


def _assets(scores: Iterable[Score]) -> dict[str, AssetStanding]:
    """By asset, its unpaid placements on all channels together."""
    parts: dict[str, list[Standing]] = defaultdict(list)
    for one in scores:
        if one.standing is not None and not one.paid:
            parts[one.asset].append(one.standing)
    return {asset: asset_standing(own) for asset, own in sorted(parts.items())}


def _asset_of(piece: str) -> str:
    return piece.rsplit("/", 2)[0]


def _is_paid(placement: Placement, metrics: Metrics) -> bool:
    return bool(placement.cost) or ("cost_minor" in metrics and any(metrics["cost_minor"].values.values()))


def _audience(name: str, settings: Settings, exposure: str, series: Iterable[Series]) -> tuple[float | None, str]:
    told = settings.audience.get(name) or settings.audience.get(name.split(".", maxsplit=1)[0])
    if told:
        return float(told), "told"
    several = list(series)
    if not several:
        return None, ""
    if exposure == "delivery":
        return max(one.exposures for one in several), "deliveries"
    firsts = [
        sum(number for day, number in zip(one.days, one.shown, strict=True) if day < one.days[0] + _FIRST_DAYS)
        for one in several
    ]
    return median(firsts), "usual"


def _half_life(series: Iterable[Series]) -> float:
    """Median days until half of a placement's exposures are reached; at least 1."""
    found = []
    for one in series:
        so_far, half = 0.0, one.exposures / 2
        for day, number in zip(one.days, one.shown, strict=True):
            so_far += number
            if so_far >= half:
                found.append(day - one.days[0] + 1)
                break
    return float(max(1, median(found))) if found else 1.0
