"""Winners for the steps of sequences that win customers for more, or back: proposals to put another asset into a step.

Nobody sees one before it is approved: it is an entry of the calendar, for a mail that has the asset's name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from repurpose.editorial.plan.candidates import Known, why_not
from repurpose.editorial.plan.proposal import Proposal
from repurpose.ids import asset_of, piece_id
from repurpose.library.fillings import CHANNEL, slot_of
from repurpose.lifecycle.sequence import Sequence, Step
from repurpose.model import Access, Asset, Placement, Stage
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.score import Score
from repurpose.usage.score.wear import WearState
from repurpose.usage.score.words import NOUNS, percent

STAGES = (Stage.CROSS_SELL, Stage.RE_IGNITE)
_WON = {Flag.WINNER, Flag.PROVEN}


def for_steps(known: Known, stage: str | None = None) -> tuple[tuple[Proposal, ...], tuple[str, ...]]:
    """The best winner for each such step that has none as good, from tomorrow on; and what is said of the others.

    `stage`: only for it.
    """
    proposals: list[Proposal] = []
    remarks: list[str] = []
    winners = _winners(known)
    for sequence in known.config.lifecycle.sequences.values():
        if sequence.access is not Access.OPEN:  # what won was open
            continue
        taken = {name for step in sequence.steps for name in _named(sequence, step, known)}
        for step in sequence.steps:
            if step.stage not in STAGES or stage not in {None, step.stage}:
                continue
            now = _present(sequence, step, known)
            best = next(_fit(sequence, step, now, winners, taken, known), None)
            if best is not None:
                proposals.append(_proposal(sequence, step, now, best, known))
                taken.add(best[0].id)
            elif now is None:
                remarks.append(f"[lifecycle.{sequence.name}] {step.name}: no winner serves {step.stage} yet.")
    return tuple(proposals), tuple(remarks)


def _winners(known: Known) -> list[tuple[Asset, Score]]:
    """The assets that have won, each with the piece it did best with, the best first."""
    best: dict[str, Score] = {}
    for score in known.scores.pieces.values() if known.scores else ():
        has_won = score.flag in _WON and not score.paid and score.wear_state is not WearState.WORN_OUT
        if has_won and score.asset in known.assets and (score.lift or 0) > _lift(best.get(score.asset)):
            best[score.asset] = score
    ordered = sorted(best.items(), key=lambda one: (-_lift(one[1]), one[0]))
    return [(known.assets[name], score) for name, score in ordered]


def _lift(score: Score | None) -> float:
    return (score.lift or 0.0) if score else 0.0


def _fit(
    sequence: Sequence,
    step: Step,
    now: str | None,
    winners: list[tuple[Asset, Score]],
    taken: set[str],
    known: Known,
) -> Iterator[tuple[Asset, Score]]:
    lifts: Mapping[str, float] = {asset.id: _lift(score) for asset, score in winners}
    told = {one.placement.piece_id for one in known.schedule.entries}
    for asset, score in winners:
        if (
            asset.id not in taken
            and lifts[asset.id] > lifts.get(now or "", 0)
            and asset.translation_of is None
            and (asset.include is None or CHANNEL in asset.include)
            and CHANNEL not in asset.exclude
            and why_not(asset, known.config, known.today, step.stage) is None
            and _piece(asset, sequence, step) not in told
        ):
            yield asset, score


def _named(sequence: Sequence, step: Step, known: Known) -> Iterator[str]:
    """What stands in a step, by its settings, or by an entry that nobody has refused."""
    if step.asset:
        yield step.asset
    for entry in known.schedule.entries:
        name = asset_of(entry.placement.piece_id)
        is_it = entry.placement.piece_id == f"{name}/{CHANNEL}/{slot_of(sequence, step)}"
        if name and is_it and entry.placement.state != "refused":
            yield name


def _present(sequence: Sequence, step: Step, known: Known) -> str | None:
    """What stands in a step today."""
    entries = [
        (one.day, one.asset)
        for one in known.schedule.entries
        if one.placement.state == "approved"
        and one.day <= known.today
        and one.placement.piece_id == f"{one.asset}/{CHANNEL}/{slot_of(sequence, step)}"
    ]
    return max(entries)[1] if entries else step.asset


def _piece(asset: Asset, sequence: Sequence, step: Step) -> str:
    return piece_id(asset.id, CHANNEL, slot_of(sequence, step))


def _proposal(sequence: Sequence, step: Step, now: str | None, best: tuple[Asset, Score], known: Known) -> Proposal:
    asset, score = best
    tomorrow = known.today + dt.timedelta(1)
    placement = Placement(_piece(asset, sequence, step), 1, tomorrow, CHANNEL, step.stage, "proposed")
    noun = NOUNS[score.measure.action][1] if score.measure else "actions"
    sure = f", {percent(score.standing.win)} sure that it is a quarter better at least" if score.standing else ""
    why = (
        f"A winner on {score.channel}: {score.lift or 1:.1f} times the normal {noun}{sure}.",
        f"It would stand in step {sequence.steps.index(step) + 1} of the sequence {sequence.name}"
        + (f", in place of {now}." if now else ", which has no mail yet."),
    )
    return Proposal(placement, asset.title, "", None, why, {}, "", score.lift, False, None, None)
