"""Slots and options -> choices: for each slot the option that would bring the most, and now and then a try.

    value = exposures x hopeful rate when fresh x quality left x worth - cost

Nine slots of ten go to the largest value. Every tenth, drawn by the slot's own date and channel so that the same state
plans the same, goes to the largest value at a rate drawn from what each may truly be (Thompson): the only way to learn
of what was never tried. A use that was chosen wears its piece in the slots that follow.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from repurpose.editorial.plan.option import Expected, Option, drawn, expected, hopeful
from repurpose.editorial.plan.slots import Slot
from repurpose.library.conflicts import COOLDOWN

TRIES = 0.1
"""The share of slots that go to a try."""
GAP = 14
"""Days between two uses of one asset on one channel, whichever of its pieces."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What choices keep to.

    `exposures`: how many times a use on each channel is shown; where it isn't told, options are only ordered.
    `cost`: of one use, by channel, in the unit of the options' worth. `cooldown`: days before a text may come again,
    by channel. `gap`: days between uses of one asset on a channel; on another of `channels` it is one. `may`: whether
    an option may stand in a slot at all. `tries`: the share of slots that go to a try.
    """

    exposures: Mapping[str, float] = field(default_factory=dict)
    cost: Mapping[str, float] = field(default_factory=dict)
    cooldown: Mapping[str, int] = field(default_factory=dict)
    gap: int = GAP
    channels: Sequence[str] = ()
    may: Callable[[Option, Slot], bool] = lambda option, slot: True
    tries: float = TRIES


@dataclass(frozen=True, slots=True)
class Choice:
    """An option in a slot. `expected` is None where the channel was never measured."""

    slot: Slot
    option: Option
    expected: Expected | None
    is_try: bool = False


def arrange(
    slots: Sequence[Slot],
    options: Mapping[str, Sequence[Option]],
    rules: Rules,
    asset_uses: Mapping[tuple[str, str], Sequence[dt.date]] | None = None,
) -> list[Choice]:
    """The choice for each slot, in their order; a slot for which nothing is fit stays free.

    `options` by channel. `asset_uses`: the days on which a channel used any piece of an asset, or will, by (channel,
    asset).
    """
    left = {channel: list(some) for channel, some in options.items()}
    days = {key: list(some) for key, some in (asset_uses or {}).items()}
    chosen: list[Choice] = []
    for slot in slots:
        fit = [
            place
            for place, option in enumerate(left.get(slot.channel, ()))
            if _is_rested(option, slot, rules, days) and rules.may(option, slot)
        ]
        if not fit:
            continue
        measured = slot.channel in rules.exposures
        shown = rules.exposures.get(slot.channel, 1.0)
        chance = random.Random(f"{slot.day.isoformat()} {slot.time} {slot.channel}")  # noqa: S311 (no secret)
        is_try = measured and len(fit) > 1 and chance.random() < rules.tries
        values = {}
        for place in fit:
            option = left[slot.channel][place]
            rate = drawn(option, chance) if is_try else hopeful(option)
            outcome = expected(option, slot.day, shown, rate)
            cost = rules.cost.get(slot.channel, 0.0) if measured else 0.0
            values[place] = outcome.actions * option.worth - cost
        known = left[slot.channel]
        best = min(fit, key=lambda place: (-values[place], _age(known[place]), _lot(slot, known[place])))
        if values[best] <= 0:  # it would cost more than it brings
            continue
        option = known[best]
        chosen.append(Choice(slot, option, expected(option, slot.day, shown) if measured else None, is_try))
        left[slot.channel][best] = option.used(slot.day, shown if measured else 0.0)
        days.setdefault((slot.channel, option.asset), []).append(slot.day)
    return chosen


def _is_rested(option: Option, slot: Slot, rules: Rules, days: Mapping[tuple[str, str], Sequence[dt.date]]) -> bool:
    """Whether its text and its asset have had enough rest by then. Its wear is in what it would bring."""
    cooldown = rules.cooldown.get(slot.channel, COOLDOWN)
    if option.last is not None and abs((slot.day - option.last).days) < cooldown:
        return False
    return all(
        abs((slot.day - day).days) >= (rules.gap if channel == slot.channel else 1)
        for channel in rules.channels or (slot.channel,)
        for day in days.get((channel, option.asset), ())
    )


def _age(option: Option) -> dt.date:
    """What was used longest ago comes first, what was never used before that."""
    return option.last or dt.date.min


def _lot(slot: Slot, option: Option) -> str:
    """Among equals a lot decides, which falls the same way each time; else one asset would lead on every channel."""
    return hashlib.sha256(f"{slot.day} {option.piece}".encode()).hexdigest()
