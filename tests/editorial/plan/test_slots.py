"""Free slots: as many a week as the cadence leaves, never on a day off, spread out."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from repurpose.config import Plan
from repurpose.days import read_days
from repurpose.editorial.plan.slots import Slot, free_slots, plannable

MONDAY = dt.date(2026, 11, 23)
X = "social.x"


def days(slots: list[Slot]) -> list[int]:
    return [(slot.day - MONDAY).days for slot in slots]


def test_the_uses_of_a_week_are_spread_over_it() -> None:
    assert days(free_slots([X], Plan(cadence={X: 1}), {}, MONDAY, 1)) == [3]
    assert days(free_slots([X], Plan(cadence={X: 3}), {}, MONDAY, 1)) == [1, 3, 5]
    assert days(free_slots([X], Plan(cadence={X: 7}), {}, MONDAY, 1)) == list(range(7))


def test_days_off_get_none() -> None:
    plan = Plan(cadence={X: 2}, blackout=read_days(["saturday", "sunday", "2026-11-26"]))
    assert days(free_slots([X], plan, {}, MONDAY, 2)) == [1, 4, 8, 10]


def test_what_is_taken_counts_and_keeps_its_day() -> None:
    taken = {X: [MONDAY + dt.timedelta(3), MONDAY + dt.timedelta(3)]}
    assert days(free_slots([X], Plan(cadence={X: 3}), taken, MONDAY, 1)) == [4]
    assert free_slots([X], Plan(cadence={X: 2}), taken, MONDAY, 1) == []


def test_a_week_that_has_begun_gets_its_share_of_slots() -> None:
    friday = MONDAY + dt.timedelta(4)
    assert [slot.day for slot in free_slots([X], Plan(cadence={X: 7}), {}, friday, 1)][:3] == [
        friday + dt.timedelta(number) for number in range(3)
    ]
    first = [
        slot for slot in free_slots([X], Plan(cadence={X: 2}), {}, friday, 1) if slot.day < MONDAY + dt.timedelta(7)
    ]
    assert len(first) == 1


def test_several_a_day_need_as_many_times_of_day() -> None:
    nine, five = dt.time(9), dt.time(17)
    one = free_slots([X], Plan(cadence={X: 14}, times={X: (nine,)}), {}, MONDAY, 1)
    assert len(one) == 7
    two = free_slots([X], Plan(cadence={X: 14}, times={X: (nine, five)}), {}, MONDAY, 1)
    assert [slot.time for slot in two] == [nine, five] * 7


def test_channels_are_those_of_the_cadence_else_all_that_can_be_used_again() -> None:
    built = {"blog", "newsletter", "social.x", "social.linkedin", "press_release"}
    assert plannable(built, Plan()) == ("newsletter", "social.linkedin", "social.x")
    assert plannable(built, Plan(cadence={"social": 2})) == ("social.linkedin", "social.x")
    assert plannable(built, Plan(cadence={"social": 2, "social.x": 0})) == ("social.linkedin",)


@given(
    cadence=st.integers(0, 30),
    times=st.integers(0, 4),
    off=st.sets(st.integers(0, 6)),
    taken=st.lists(st.integers(-10, 40), max_size=20),
    start=st.integers(0, 6),
    weeks=st.integers(1, 6),
)
def test_cadence_days_off_and_slots_are_kept(
    cadence: int, times: int, off: set[int], taken: list[int], start: int, weeks: int
) -> None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    hours = tuple(dt.time(8 + number) for number in range(times))
    plan = Plan(
        cadence={X: cadence}, times={X: hours} if hours else {}, blackout=read_days([names[day] for day in off])
    )
    used = [MONDAY + dt.timedelta(day) for day in taken]
    first = MONDAY + dt.timedelta(start)
    slots = free_slots([X], plan, {X: used}, first, weeks)
    assert all(first <= slot.day < first + dt.timedelta(7 * weeks) and slot.day.weekday() not in off for slot in slots)
    assert len({(slot.day, slot.time) for slot in slots}) == len(slots)
    found = Counter(slot.day - dt.timedelta(slot.day.weekday()) for slot in slots)
    held = Counter(day - dt.timedelta(day.weekday()) for day in used)
    assert all(found[week] + held[week] <= cadence for week in found)
