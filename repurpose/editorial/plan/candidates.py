"""Built pieces and what is known of them -> options, and the assets that can't be used with the reason why."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from repurpose.config import Config
from repurpose.editorial.plan.option import RELATIVE, Option, untried
from repurpose.editorial.plan.slots import Slot
from repurpose.library.schedule import Schedule
from repurpose.model import Access, Asset, Stage, Status
from repurpose.usage.ledger.book import PieceFacts, Placed
from repurpose.usage.placing import Lineage
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.score import Score, Scores
from repurpose.usage.score.wear import WearState

_DONE = {Status.APPROVED, Status.PUBLISHED}
DAYS_A_MONTH = 30.44
URL = re.compile(r"https?://\S+")
BRINGING = {Stage.ADVOCACY, Stage.REFERRAL}
"""Stages at which a piece is to bring others: what readers pass on counts there as much as what they click."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that a plan goes by: files, the ledger's uses, and scores as of a morning."""

    config: Config
    today: dt.date
    assets: Mapping[str, Asset]
    pieces: Mapping[str, PieceFacts]
    schedule: Schedule
    placed: Mapping[tuple[str, int], Placed] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)
    scores: Scores | None = None

    def score(self, piece: str) -> Score | None:
        """What is known of a piece, in whatever form it was measured; nothing of one that was only ever paid for."""
        score = self.scores.pieces.get(self.lineage.root(piece)) if self.scores else None
        return None if score is None or score.paid else score

    def present(self) -> dict[str, str]:
        """The present form of each piece that was built, by its earliest."""
        return {self.lineage.root(name): name for name in self.pieces}


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be used.

    `options` by channel. `uses`: by (channel, asset), the days of its uses, past and planned. `held`: by asset, why it
    isn't used at all.
    """

    options: Mapping[str, Sequence[Option]]
    uses: Mapping[tuple[str, str], Sequence[dt.date]]
    held: Mapping[str, str]


def candidates(known: Known, channels: Iterable[str], stage: str | None = None) -> Candidates:
    """The options for some channels; `stage`: only assets that serve it."""
    held = {
        asset.id: why for asset in known.assets.values() if (why := why_not(asset, known.config, known.today, stage))
    }
    present = known.present()
    uses = _uses(known, present)
    own: dict[str, dict[int, dt.date | None]] = defaultdict(dict)
    for (piece_id, use), day in uses.items():
        own[piece_id][use] = day
    refused = {
        (present.get(known.lineage.root(one.placement.piece_id)), one.placement.use)
        for one in known.schedule.entries
        if one.placement.state == "refused"
    }
    wanted = set(channels)
    options: dict[str, dict[str, Option]] = defaultdict(dict)
    for piece in sorted(known.pieces.values(), key=lambda one: (-len(own.get(one.id, ())), one.id)):
        if piece.channel not in wanted or piece.asset in held or piece.asset not in known.assets:
            continue
        words = " ".join(URL.sub("", piece.text).casefold().split()) or piece.id
        if words in options[piece.channel]:  # the same text under another name: the one that was used stands for both
            continue
        option = _option(piece, known, own.get(piece.id, {}), stage)
        if option is not None and (option.piece, option.use) not in refused:
            options[piece.channel][words] = option
    days: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
    for (piece_id, _), day in uses.items():
        if day is not None and (fact := known.pieces.get(piece_id)):
            days[(fact.channel, fact.asset)].append(day)
    return Candidates({name: tuple(some.values()) for name, some in options.items()}, days, held)


def why_not(asset: Asset, config: Config, today: dt.date, stage: str | None = None) -> str | None:
    """Why an asset isn't used from today on, whatever the slot; None: it may be."""
    if asset.status is Status.RETIRED:
        return "retired"
    if asset.status not in _DONE:
        return f"still {asset.status}"
    if asset.access is not Access.OPEN:
        return f"only {asset.access} readers see it whole"
    if asset.expires and asset.expires.astimezone(config.zone).date() <= today:
        return f"expired on {asset.expires.date()}"
    if stage and stage not in (asset.stages or (Stage.ACQUISITION,)):
        return f"not made for {stage}"
    checked = max((day for day in (asset.date, asset.updated) if day), default=None)
    if not asset.evergreen and not asset.expires and config.plan.confirm_after and checked:
        months = int((today - checked.date()).days / DAYS_A_MONTH)
        if months >= config.plan.confirm_after:
            return f"confirm the facts: last touched {months} months ago; set `updated`, or `evergreen: true`"
    return None


def may_stand(option: Option, slot: Slot, known: Known) -> bool:
    """Whether an asset may be used on the slot's day: published, out of embargo, not yet expired, in season, rested."""
    asset, zone = known.assets[option.asset], known.config.zone
    if asset.date and asset.date.astimezone(zone).date() >= slot.day:
        return False
    if asset.embargo and asset.embargo.astimezone(zone).date() >= slot.day:
        return False
    if asset.expires and asset.expires.astimezone(zone).date() <= slot.day:
        return False
    season = known.config.plan.seasons.get(asset.season or "")
    if season is not None and slot.day not in season:
        return False
    score = known.score(option.piece)
    rests = score is not None and score.wear_state is WearState.WORN_OUT and score.rest_until is not None
    return not (rests and score and score.rest_until and slot.day < score.rest_until)


def _uses(known: Known, present: Mapping[str, str]) -> dict[tuple[str, int], dt.date | None]:
    """The day of each use, by the piece's present form and use: what the ledger has, and what is planned.

    An asset's date stands for a use of each of its pieces. Where others of the channel were measured and a piece
    wasn't, nobody has posted it: it is a sentence to spare. A proposal whose day went by has no day.
    """
    placements = known.scores.placements if known.scores else {}
    measured = {use for use, one in placements.items() if one.series.days}
    telling = {
        (fact.channel, fact.asset) for root, _ in measured if (fact := known.pieces.get(present.get(root, root)))
    }
    found: dict[tuple[str, int], dt.date | None] = {}
    for name, fact in known.pieces.items():
        asset, root = known.assets.get(fact.asset), known.lineage.root(name)
        is_spare = (root, 1) not in measured and (fact.channel, fact.asset) in telling
        if asset and asset.day and not is_spare:
            found[(name, 1)] = asset.day
    for (root, use), one in known.placed.items():
        used = present.get(root)
        if used is not None and one.placement.on is not None and one.origin != "asset":
            found[(used, use)] = one.placement.on
    for planned in known.schedule.entries:
        placement = planned.placement
        if placement.state != "refused":
            name = present.get(known.lineage.root(placement.piece_id), placement.piece_id)
            has_lapsed = placement.state == "proposed" and planned.day < known.today
            found[(name, placement.use)] = None if has_lapsed else planned.day
    return found


def _option(piece: PieceFacts, known: Known, days: Mapping[int, dt.date | None], stage: str | None) -> Option | None:
    score = known.score(piece.id)
    if score is not None and score.flag is Flag.LOSER:
        return None
    use, last = max(days, default=0) + 1, max((day for day in days.values() if day), default=None)
    worth = _worth(known.assets[piece.asset], score, known.config.plan.values, stage)
    channel = known.scores.channels.get(piece.channel) if known.scores else None
    audience = channel.audience if channel else None
    if score is not None and score.standing is not None:
        posterior, normal = score.standing.posterior, score.standing.normal
        return Option(
            piece.id, piece.asset, piece.channel, use, posterior, normal, score.wear, True, last, worth, audience
        )
    prior = (channel.prior if channel else None) or RELATIVE
    asset = known.scores.assets.get(piece.asset) if known.scores else None
    thought = untried(prior, asset.lift if asset else 1.0)
    return Option(piece.id, piece.asset, piece.channel, use, thought, prior.mean, None, False, last, worth, audience)


def _worth(asset: Asset, score: Score | None, values: Mapping[str, float], stage: str | None) -> float:
    """What an action counts for: the stage's value; where others are to be brought, the more the more pass it on."""
    serves = stage or (asset.stages[0] if asset.stages else Stage.ACQUISITION)
    value = values.get(serves, 1.0)
    if serves in BRINGING and score is not None and score.influence is not None:
        value *= score.influence.lift
    return value
