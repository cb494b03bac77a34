"""When a channel is free: the slots of each week that its cadence leaves, spread over the days that are open."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from repurpose.config import Plan, of_channel

USUAL_CADENCE = 1
"""Uses a week of a channel that is planned without a word in `[plan] cadence`."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A day, and perhaps a time of day, on which a channel is free."""

    day: dt.date
    channel: str
    time: dt.time | None = None


def plannable(built: Collection[str], plan: Plan) -> tuple[str, ...]:
    """The channels to plan for: those that `[plan] cadence` names, else all on which a piece can be used again."""
    if plan.cadence:
        return tuple(sorted(name for name in built if (of_channel(plan.cadence, name) or 0) > 0))
    return tuple(sorted(name for name in built if name == "newsletter" or name.startswith("social.")))


def cadence(plan: Plan, channel: str) -> int:
    """Uses a week of a channel."""
    told = of_channel(plan.cadence, channel)
    return USUAL_CADENCE if told is None else told


def free_slots(
    channels: Sequence[str],
    plan: Plan,
    taken: Mapping[str, Sequence[dt.date]],
    first: dt.date,
    weeks: int,
    times: Collection[Slot] = (),
) -> list[Slot]:
    """The free slots of so many weeks from the day `first`, in their order.

    `taken`: the days of each channel's uses, past and coming; `times`: those of them that have a time of day. A week is
    one from Monday, so that the first may be shorter; it gets no more slots a day for that.
    """
    end = first + dt.timedelta(7 * weeks)
    found: list[Slot] = []
    for channel in channels:
        used = Counter(taken.get(channel, ()))
        monday = first - dt.timedelta(first.weekday())
        while monday < end:
            week = [monday + dt.timedelta(number) for number in range(7)]
            found += _of_week(channel, week, plan, used, first, end, times)
            monday += dt.timedelta(7)
    return sorted(found, key=lambda slot: (slot.day, slot.time or dt.time(), slot.channel))


def _of_week(
    channel: str,
    week: Sequence[dt.date],
    plan: Plan,
    used: Counter[dt.date],
    first: dt.date,
    end: dt.date,
    timed: Collection[Slot],
) -> Iterator[Slot]:
    times = of_channel(plan.times, channel) or ()
    open_days = [day for day in week if day not in plan.blackout]
    ahead = [day for day in open_days if first <= day < end]
    most = cadence(plan, channel)
    if not ahead:
        return
    left = min(most - sum(used[day] for day in week), max(1, round(most * len(ahead) / len(open_days))))
    given = set(timed)
    # More than one a day only where as many times of day are told: two pieces in one slot are a conflict.
    for number in range(min(max(1, len(times)), -(-most // len(open_days)))):
        free = [day for day in ahead if used[day] <= number]
        count = min(left, len(free))
        for place in range(count):
            day = free[(2 * place + 1) * len(free) // (2 * count)]
            slots = [Slot(day, channel, at) for at in times if Slot(day, channel, at) not in given] or [
                Slot(day, channel)
            ]
            given.add(slots[0])
            yield slots[0]
        left -= max(count, 0)
