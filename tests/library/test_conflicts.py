"""What stands in the way of what is planned."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from repurpose.library.conflicts import judge
from repurpose.library.library import Library
from repurpose.library.schedule import check_schedule
from repurpose.model import Access, Status
from tests.builders import asset, config

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHANNELS = ("blog", "lifecycle", "newsletter", "press_release", "social")
OLD = datetime(2025, 1, 2, 9, tzinfo=UTC)


def entry(on: str = "2026-12-01", piece: str = "post/social.x/announcement", use: int = 2, more: str = "") -> str:
    """An approved entry, three lines and what follows."""
    return f'[[entry]]\npiece = "{piece}"\non = {on}\nuse = {use}\nstate = "approved"\n{more}\n'


def told(text: str, settings: str = "", **fields: Any) -> list[str]:
    """Each error and notice as `line: words [code]`."""
    library = Library((asset(**{"date": OLD} | fields),))
    errors, notices = judge(check_schedule(text), library, config(settings), MOMENT, CHANNELS)
    return [f"{error.location}: {error.message}" for error in errors] + [
        f"{notice.location}: {notice.code}: {notice.text}" for notice in notices
    ]


def test_a_good_plan_has_no_conflicts() -> None:
    """An old asset, a workday, nothing beside it."""
    assert told(entry()) == []


def test_a_stage_is_one_that_there_is() -> None:
    """Of those that all have, or of the project's own."""
    own = '[lifecycle]\nstages = ["onboarding"]\n'
    assert told(entry(more='stage = "onboarding"'), own) == []
    assert told(entry(more='stage = "onboard"'), own) == ["calendar.toml:6: there is no stage 'onboard'"]


def test_entries_of_a_sequence_keep_no_cadence() -> None:
    """They say from when an asset stands in a step, and use nothing on that day."""
    pieces = ("post/lifecycle/hello.one", "post/lifecycle/hello.two")
    assert told("".join(entry(piece=piece, use=1) for piece in pieces)) == []


@pytest.mark.parametrize(
    ("fields", "piece", "said"),
    [
        ({}, "pots/social.x/announcement", "there is no asset 'pots'"),
        ({"status": Status.DRAFT}, "", "has the status draft"),
        ({"status": Status.RETIRED}, "", "has the status retired"),
        ({"expires": datetime(2026, 11, 30, tzinfo=UTC)}, "", "expires on 2026-11-30"),
        ({"embargo": datetime(2026, 12, 24, tzinfo=UTC)}, "", "under embargo until 2026-12-24"),
        ({"date": datetime(2026, 12, 2, tzinfo=UTC)}, "", "is published on 2026-12-02"),
        ({"exclude": ("social",)}, "", "leaves out social"),
        ({"include": ("blog",)}, "", "leaves out social"),
        ({}, "post/podcast/notes", "the channel 'podcast' isn't built here"),
    ],
)
def test_what_cannot_be_used_is_an_error(fields: dict[str, Any], piece: str, said: str) -> None:
    """Each names the entry's line."""
    [error] = told(entry(piece=piece or "post/social.x/announcement"), **fields)
    assert error.startswith("calendar.toml:1: ")
    assert said in error


@pytest.mark.parametrize("state", ["proposed", "refused"])
def test_only_what_is_approved_is_judged(state: str) -> None:
    """What nobody said yes to doesn't happen."""
    assert told(entry().replace("approved", state), status=Status.DRAFT) == []


def test_what_has_happened_is_history() -> None:
    """An entry of yesterday isn't judged, whatever became of its asset; one of today is."""
    assert told(entry(on="2026-11-21"), status=Status.RETIRED) == []
    assert len(told(entry(on="2026-11-22"), status=Status.RETIRED)) == 1


def test_an_embargo_that_has_lifted_by_then_is_none() -> None:
    """The moment that counts is the entry's."""
    lifts = datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert told(entry(more='time = "09:00"'), embargo=lifts) == []
    assert told(entry(more='time = "09:00"\nzone = "Europe/Berlin"'), embargo=lifts) == []
    assert len(told(entry(more='time = "08:59"\nzone = "Europe/Berlin"'), embargo=lifts)) == 1


def test_days_off_and_seasons() -> None:
    """Both from the settings, each with the words that were written."""
    plan = '[plan]\nblackout = ["tuesday"]\nseasons = { summer = "june/august" }\n'
    blackout, season = told(entry(), plan, season="summer")
    assert blackout.startswith("calendar.toml:1: calendar-blackout: 2026-12-01 is a day off (tuesday)")
    assert season.startswith("calendar.toml:1: calendar-season: post fits the season summer")
    assert told(entry(), season="summer") == []


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("", "", True),
        ('time = "09:00"', "", True),
        ('time = "09:00"', 'time = "10:00"', False),
        ('time = "09:00"', 'time = "10:00"\nzone = "Europe/Berlin"', True),
    ],
)
def test_two_pieces_in_one_slot(first: str, second: str, clash: bool) -> None:
    """One channel, one moment; what has no time takes the day. The later entry is told."""
    text = entry(more=first) + entry(piece="post/social.x/other", more=second)
    line = 7 + first.count("\n")
    found = [one for one in told(text) if "calendar-slot" in one]
    assert [one.split(": ")[0] for one in found] == ([f"calendar.toml:{line}"] if clash else [])
    assert told(entry() + entry(piece="post/social.bluesky/announcement")) == []


def test_cadence_is_by_week_and_channel() -> None:
    """The use that is one too many is told; the next Monday begins anew."""
    pieces = [f"post/social.x/slot{number}" for number in range(4)]
    days = ["2026-11-30", "2026-12-01", "2026-12-06", "2026-12-07"]
    text = "".join(entry(on=day, piece=piece) for day, piece in zip(days, pieces, strict=True))
    [one] = told(text, '[plan]\ncadence = { "social.x" = 2 }\n')
    assert one.startswith("calendar.toml:13: calendar-cadence: post/social.x/slot2 is use 3 of social.x")
    assert len(told(text, "[plan]\ncadence = { social = 1 }\n")) == 2
    assert told(text) == []


def test_the_same_text_waits_for_its_cooldown() -> None:
    """The first use is the asset's date, unless an entry says another; other words, or another slot, are free."""
    young: dict[str, Any] = {"date": datetime(2026, 11, 1, tzinfo=UTC)}
    [one] = told(entry(), **young)
    assert one.startswith("calendar.toml:1: calendar-cooldown: social.x had the same text on 2026-11-01")
    assert told(entry(), "[plan]\ncooldown = { social = 30 }\n", **young) == []
    assert told(entry(more='text = "Other words."'), **young) == []
    assert told(entry(use=1), **young) == []
    twice = entry() + entry(on="2027-01-01", use=3)
    assert ["calendar-cooldown" in one for one in told(twice)] == [True]
    edited = entry(more='text = "Same  words."') + entry(on="2026-12-09", use=3, more='text = "same words."')
    assert ["calendar-cooldown" in one for one in told(edited)] == [True]


def test_clocks_that_change_are_told() -> None:
    """A time that clocks skip, and one that they show twice."""
    zone = 'zone = "Europe/Berlin"\ntime = "02:30"'
    [skipped] = told(entry(on="2027-03-28", more=zone))
    [twice] = told(entry(on="2027-10-31", more=zone))
    assert "calendar-time: post/social.x/announcement: clocks skip 02:30 on 2027-03-28, so 03:30 is meant" in skipped
    assert "calendar-time: post/social.x/announcement: clocks show 02:30 twice on 2027-10-31" in twice


def test_a_gated_page_is_told() -> None:
    """A reuse may well lead to a page for members: it is only said."""
    [one] = told(entry(), access=Access.PREMIUM)
    assert "calendar-gated" in one
