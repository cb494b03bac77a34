"""Quiet hours and caps, by the contact's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.lifecycle.window import Cap, may_go, read_cap, read_quiet
from tests.lifecycle.strategies import moments, quiets, zones

NIGHT = read_quiet("21:00/08:00")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("due", "goes"),
    [
        ("2026-03-28T20:59+01:00", "2026-03-28T20:59+01:00"),
        ("2026-03-28T21:00+01:00", "2026-03-29T08:00+02:00"),  # clocks are put forward that night
        ("2026-10-24T23:30+02:00", "2026-10-25T08:00+01:00"),  # and back
        ("2026-06-01T07:59+02:00", "2026-06-01T08:00+02:00"),
        ("2026-06-01T08:00+02:00", "2026-06-01T08:00+02:00"),
    ],
)
def test_a_mail_waits_for_the_morning(due: str, goes: str) -> None:
    assert may_go(datetime.fromisoformat(due), [], BERLIN, NIGHT, ()) == datetime.fromisoformat(goes)


def test_an_end_that_clocks_skip_or_show_twice() -> None:
    skipped = may_go(datetime(2026, 3, 29, 0, 30, tzinfo=UTC), [], BERLIN, read_quiet("01:00/02:30"), ())
    twice = may_go(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), [], BERLIN, read_quiet("01:00/02:30"), ())

    assert skipped.astimezone(BERLIN).isoformat() == "2026-03-29T03:30:00+02:00"
    assert twice.astimezone(BERLIN).isoformat() == "2026-10-25T02:30:00+01:00"


def test_a_cap_moves_a_mail_to_its_own_time_of_another_day() -> None:
    first = datetime(2026, 3, 28, 14, 15, tzinfo=UTC)

    assert may_go(first, [first], BERLIN, NIGHT, (Cap(1, 1),)) == datetime(2026, 3, 29, 13, 15, tzinfo=UTC)
    assert may_go(first, [first], BERLIN, NIGHT, (Cap(1, 7),)) == datetime(2026, 4, 4, 13, 15, tzinfo=UTC)


@given(st.lists(moments, max_size=12), zones, quiets, st.lists(st.builds(Cap, st.integers(1, 3), st.integers(1, 9))))
def test_no_mail_breaks_a_limit(due: list[datetime], zone: str, quiet: str, caps: list[Cap]) -> None:
    """Whatever is due, sent at the told moments, is never in quiet time and never more than any cap allows."""
    here, limits = ZoneInfo(zone), read_quiet(quiet)
    waiting, sent = sorted(due), list[datetime]()
    while waiting:
        at = waiting.pop(0)
        goes = may_go(at, sent, here, limits, caps)
        assert goes >= at
        assert goes - at < timedelta(days=12 * 9 + 12)
        if goes == at:
            sent.append(at)
        else:
            waiting = sorted([*waiting, goes])

    start, end = (datetime.strptime(part, "%H:%M").time() for part in quiet.split("/"))
    days = [one.astimezone(here).date() for one in sent]
    for one in sent:
        clock = one.astimezone(here).time()
        assert not (start <= clock < end if start < end else clock >= start or clock < end)
    for cap in caps:
        for day in days:
            assert sum(day <= other < day + timedelta(cap.days) for other in days) <= cap.mails


@pytest.mark.parametrize("text", ["0 a day", "3", "a day", "3 a year", "2 in 400 days", "1 per fortnight"])
def test_what_is_no_cap(text: str) -> None:
    with pytest.raises(ValueError, match="no limit like"):
        read_cap(text)


@pytest.mark.parametrize("text", ["21:00", "21:00/21:00", "9/17", "25:00/08:00", "21:00-08:00"])
def test_what_is_no_quiet_time(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        read_quiet(text)
