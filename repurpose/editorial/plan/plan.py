"""The plan: what is known -> proposals for the free slots of the next weeks, and what is said beside them.

Pure: the same files, scores and day give the same plan.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from repurpose.config import of_channel
from repurpose.editorial.plan.arrange import Choice, Rules, arrange
from repurpose.editorial.plan.candidates import URL, Known, candidates, may_stand
from repurpose.editorial.plan.option import Option
from repurpose.editorial.plan.proposal import Proposal
from repurpose.editorial.plan.slots import Slot, cadence, free_slots, plannable
from repurpose.editorial.plan.steps import for_steps
from repurpose.editorial.plan.words import expectation, reasons
from repurpose.library.conflicts import cooldown
from repurpose.library.fillings import CHANNEL as SEQUENCES
from repurpose.model import Placement
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.score import Scores

_WON = {Flag.WINNER, Flag.PROVEN}


@dataclass(frozen=True, slots=True)
class Plan:
    """Proposals in the order of their slots.

    `remarks`: what is to be said of channels. `held`: by asset, why it isn't used.
    """

    proposals: tuple[Proposal, ...]
    remarks: tuple[str, ...]
    held: Mapping[str, str]


def make_plan(known: Known, weeks: int, stage: str | None = None, channel: str | None = None) -> Plan:
    """Propose what to use in the free slots of so many weeks from tomorrow on.

    `stage`: only for it. `channel`: only on it.
    """
    built = {piece.channel for piece in known.pieces.values()}
    channels = [name for name in plannable(built, known.config.plan) if channel in (None, name, name.partition(".")[0])]
    found = candidates(known, channels, stage)
    first = known.today + dt.timedelta(1)
    timed = {
        Slot(one.day, one.placement.channel, at)
        for one in known.schedule.entries
        if one.placement.state != "refused" and (at := one.time_of_day(known.config))
    }
    slots = free_slots(channels, known.config.plan, _taken(known, found.uses), first, weeks, timed)
    rules = Rules(
        _exposures(known, channels),
        _costs(known, channels),
        {name: cooldown(known.config.plan, name) for name in channels},
        channels=channels,
        may=lambda option, slot: may_stand(option, slot, known),
    )
    chosen = arrange(slots, found.options, rules, found.uses)
    for_sequences, unfilled = for_steps(known, stage) if channel in {None, SEQUENCES} else ((), ())
    proposals = (*for_sequences, *(_proposal(choice, known, stage) for choice in chosen))
    remarks = _remarks(known, channels, slots, chosen, found.options, rules.cost) if channel != SEQUENCES else ()
    return Plan(proposals, (*unfilled, *remarks), found.held)


def _taken(known: Known, uses: Mapping[tuple[str, str], Sequence[dt.date]]) -> dict[str, list[dt.date]]:
    """The days of each channel's uses. What one asset has on one day is one use: several posts may make a thread."""
    found: dict[str, set[tuple[dt.date, str]]] = defaultdict(set)
    for (channel, asset), days in uses.items():
        found[channel].update((day, asset) for day in days)
    taken = {channel: sorted(day for day, _ in some) for channel, some in found.items()}
    for one in known.schedule.entries:  # entries of pieces that no build has made yet
        if one.placement.state != "refused" and one.placement.piece_id not in known.pieces:
            taken.setdefault(one.placement.channel, []).append(one.day)
    return taken


def _exposures(known: Known, channels: Iterable[str]) -> dict[str, float]:
    """How often a use on a channel is shown: as often as the usual one so far; of a new list, its readers."""
    found: dict[str, float] = {}
    for name in channels:
        channel = known.scores.channels.get(name) if known.scores else None
        if known.scores is None or channel is None or channel.prior is None:
            continue
        shown = [
            one.series.exposures
            for one in known.scores.placements.values()
            if one.channel == name and not one.paid and one.series.days
        ]
        told = of_channel(known.config.plan.audience, name)
        if shown or told:
            found[name] = median(shown) if shown else float(told or 0)
    return found


def _costs(known: Known, channels: Iterable[str]) -> dict[str, float]:
    """What a use costs: the mean of what was told; only where readers have a value to hold it against."""
    if not known.config.plan.values:
        return {}
    costs: dict[str, list[float]] = defaultdict(list)
    for one in known.placed.values():
        if one.placement.cost is not None:
            costs[one.placement.channel].append(one.placement.cost)
    return {name: mean(costs[name]) for name in channels if costs.get(name)}


def _proposal(choice: Choice, known: Known, stage: str | None) -> Proposal:
    option, slot = choice.option, choice.slot
    asset = known.assets[option.asset]
    score = known.score(option.piece)
    numbers, said = expectation(choice, known)
    serves = stage or (asset.stages[0] if asset.stages else None)
    placement = Placement(option.piece, option.use, slot.day, option.channel, serves, "proposed")
    fact = known.pieces[option.piece]
    why = reasons(choice, known)
    return Proposal(
        placement,
        asset.title,
        " ".join(URL.sub("", fact.text or fact.subject).split()),
        slot.time,
        (*why, said) if said else why,
        numbers,
        said,
        option.lift if option.tried else None,
        choice.is_try,
        option.wear.quality(slot.day) if option.wear else None,
        score.unseen if score else None,
    )


def _remarks(
    known: Known,
    channels: Sequence[str],
    slots: Sequence[Slot],
    chosen: Sequence[Choice],
    options: Mapping[str, Sequence[Option]],
    costs: Collection[str],
) -> Iterator[str]:
    if not channels:
        yield "There is nothing to plan: no build has made a post or a mail yet, or [plan] cadence names none of them."
    said: dict[str, list[str]] = defaultdict(list)
    for name in channels:
        if of_channel(known.config.plan.cadence, name) is None:
            said[f"not in [plan] cadence, so {cadence(known.config.plan, name)} a week is planned."].append(name)
        free = sum(slot.channel == name for slot in slots)
        left = free - sum(one.slot.channel == name for one in chosen)
        if left:
            why = "nothing is fit for it"
            if options.get(name):
                why = "what is fit for it rests" + (", or would cost more than it brings" if name in costs else "")
            said[f"{left} of {free} {'slot stays' if free == 1 else 'slots stay'} free: {why}."].append(name)
        channel = known.scores.channels.get(name) if known.scores else None
        if channel is None or channel.prior is None:
            said["no figures yet, so no winner: `repurpose usage import` brings them."].append(name)
        elif known.scores and not _has_winner(known.scores, name):
            said["no winner yet, which is a good answer: `repurpose winners` tells what would settle it."].append(name)
    for remark, names in said.items():
        yield f"{', '.join(names)}: {remark}"


def _has_winner(scores: Scores, channel: str) -> bool:
    return any(one.flag in _WON for one in scores.pieces.values() if one.channel == channel and not one.paid)
