"""From the ledger to scores, and from scores to what is kept of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from repurpose.clock import rfc3339
from repurpose.ids import channel_of
from repurpose.model import Asset, Placement
from repurpose.usage.ledger import book
from repurpose.usage.ledger.connect import Ledger
from repurpose.usage.ledger.daily import daily
from repurpose.usage.ledger.decisions import Decision, add_decisions, latest, unsaid
from repurpose.usage.ledger.seal import Batch
from repurpose.usage.placing import Lineage
from repurpose.usage.score.flags import LOSS, WIN, Flag
from repurpose.usage.score.score import MODEL, Score, Scores, Settings, score
from repurpose.usage.score.standing import Standing
from repurpose.usage.score.wear import WORN, WearState
from repurpose.usage.score.words import influence_reason, return_reason, wear_reason

WON = frozenset({Flag.WINNER, Flag.PROVEN})
CLAIMS = frozenset(
    {Flag.PROVEN, Flag.WINNER, Flag.PROMISING, Flag.LOSER, WearState.TIRED, WearState.WORN_OUT, "influence"}
)
"""What is claimed of a piece, as against that there is nothing to claim."""

SILENT = frozenset({WearState.FRESH})


@dataclass(frozen=True, slots=True)
class Judged:
    """Scores, what is to be kept of them, and by a piece's first form, in which it is kept, its present one."""

    scores: Scores
    names: Mapping[str, str]
    unsaid: tuple[Decision, ...]


def judge(
    ledger: Ledger,
    settings: Settings,
    today: dt.date,
    *,
    authority: Mapping[str, str] | None = None,
    assets: Mapping[str, Asset] | None = None,
) -> Judged:
    """Score all that the ledger knows of the days before `today`.

    Raises:
        LedgerError: the database refused.
    """
    with ledger.reading() as connection:
        metrics = daily(connection, today, authority)
        known = {use: placed.placement for use, placed in book.placements(connection).items()}
        placements = {use: one for use, one in known.items() if use in metrics or one.on is None or one.on < today}
        for piece, use in metrics.keys() - placements.keys():
            placements[(piece, use)] = Placement(piece, use, None, channel_of(piece) or "")
        before = latest(connection, today)
        badges = {(one.piece_id, one.use) for one in before.values() if one.axis == "return" and one.kind in WON}
        scores = score(metrics, placements, settings, today, assets=assets, badges=badges)
        lineage = Lineage(book.successors(connection))
        names = {piece: list(lineage.forms(piece))[-1] for piece in scores.pieces}
        new = unsaid(connection, today, _decisions(scores, badges), CLAIMS, SILENT)
        return Judged(scores, names, tuple(replace(one, explanation=_explained(one, scores)) for one in new))


def keep(ledger: Ledger, judged: Judged, moment: dt.datetime) -> int:
    """Write what is new; how many decisions that were. Nothing new: the ledger isn't even locked.

    Raises:
        LedgerError: the database refused.
    """
    if not judged.unsaid:
        return 0
    with ledger.writing() as connection:
        rest = unsaid(
            connection, judged.scores.today, judged.unsaid, CLAIMS, SILENT
        )  # another process may have been quicker
        batch = Batch(connection, "winners", rfc3339(moment), f"scored by model {MODEL}")
        add_decisions(batch, rest)
        batch.close()
    return len(rest)


def _decisions(scores: Scores, badges: set[tuple[str, int]]) -> Iterator[Decision]:
    """What is said of every piece, and of each use of those that were used more than once."""
    for piece in scores.pieces.values():
        yield from _about(piece, scores, badges)
        if len(piece.uses) > 1:
            for use in piece.uses:
                yield from _about(scores.placements[(piece.piece, use)], scores, badges)


def _about(one: Score, scores: Scores, badges: set[tuple[str, int]]) -> Iterator[Decision]:
    at = scores.today.isoformat()
    if one.standing is not None:
        lost = one.flag is Flag.LOSER
        yield Decision(
            one.piece, one.use, at, "return", str(one.flag),
            _short(one.standing.loss if lost else one.standing.win), _short(one.standing.lift), LOSS if lost else WIN,
            MODEL, _sha256(one, one.standing, (one.piece, one.use) in badges), "",
        )  # fmt: skip
    if one.influence is not None and one.is_influence:
        yield Decision(
            one.piece, one.use, at, "influence", "influence", _short(one.influence.win), _short(one.influence.lift),
            WIN, MODEL, _sha256(one, one.influence), "",
        )  # fmt: skip
    if one.wear is not None and one.wear_state is not WearState.UNMEASURED:
        numbers = (one.wear.speed, one.wear.speed_sd, one.wear.frequency)
        yield Decision(
            one.piece, one.use, at, "wear", str(one.wear_state), _short(one.wear.probability), _short(one.wear.left),
            WORN, MODEL, _sha256(one, one.standing, *numbers), "",
        )  # fmt: skip


def _explained(decision: Decision, scores: Scores) -> str:
    piece = scores.pieces[decision.piece_id]
    one = scores.placements[(decision.piece_id, decision.use)] if decision.use else piece
    channel = scores.channels[one.channel]
    if decision.axis == "influence":
        return influence_reason(one, channel.sharing or "share")
    if decision.axis == "wear":
        return wear_reason(one, channel, scores.today)
    return return_reason(one, forecast=False)


def _sha256(one: Score, standing: Standing | None, *more: float) -> str:
    """A hash of what a decision rests on: the model, the counts by day, and what was found normal."""
    told = [MODEL, one.piece, one.use, *one.series.days, *one.series.shown, *one.series.acted]
    if standing is not None:
        told += [standing.actions, *map(_short, (standing.posterior.alpha, standing.posterior.beta, standing.normal))]
    told += map(_short, more)
    return hashlib.sha256("|".join(map(str, told)).encode()).hexdigest()


def _short(number: float) -> float:
    """Six digits, so that another machine's last bit makes no other decision."""
    return float(f"{number:.6g}")
