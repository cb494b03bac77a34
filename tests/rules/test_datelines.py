"""Datelines in English: cities and states, days and times, by style."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from repurpose.rules.datelines import styles, written_place, zone


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("Kansas City, Missouri", "KANSAS CITY, Mo."),
        ("Kansas City, MO", "KANSAS CITY, Mo."),
        ("Kansas City, Mo.", "KANSAS CITY, Mo."),
        ("Kansas City, mo", "KANSAS CITY, Mo."),
        ("Cleveland, Ohio", "CLEVELAND"),
        ("Cleveland, Tennessee", "CLEVELAND, Tenn."),
        ("Austin, TX", "AUSTIN, Texas"),
        ("Washington, D.C.", "WASHINGTON"),
        ("Washington, DC", "WASHINGTON"),
        ("Phoenix, N.Y.", "PHOENIX, N.Y."),
        ("Berlin", "BERLIN"),
        ("Lyon, France", "LYON, France"),
        ("Charleston, West Virginia", "CHARLESTON, W.Va."),
    ],
)
def test_states_are_written_as_the_ap_does(told: str, written: str) -> None:
    """However a state is told; and a city that stands alone has none, unless it is another city of that name."""
    assert written_place(told) == written


def test_eight_states_are_never_shortened() -> None:
    """And the other 42, and the District of Columbia, are."""
    places = [written_place(f"Nowhere, {code}").partition(", ")[2] for code in _POSTAL]
    whole = {place for place in places if "." not in place}
    assert whole == {"Alaska", "Hawaii", "Idaho", "Iowa", "Maine", "Ohio", "Texas", "Utah"}
    assert len(set(places)) == 51


_POSTAL = """AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH
OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY""".split()


@pytest.mark.parametrize(
    ("hour", "minute", "written"),
    [
        (0, 0, "midnight UTC"),
        (0, 5, "12:05 a.m. UTC"),
        (9, 0, "9 a.m. UTC"),
        (12, 0, "noon UTC"),
        (12, 30, "12:30 p.m. UTC"),
        (21, 45, "9:45 p.m. UTC"),
    ],
)
def test_times_have_no_empty_minutes(hour: int, minute: int, written: str) -> None:
    """The AP's clock."""
    moment = datetime(2026, 9, 3, hour, minute, tzinfo=UTC)
    assert styles()["ap"].write_moment(moment) == f"{written}, Sept. 3, 2026"
    assert styles()["uk"].write_moment(moment) == f"{hour:02}:{minute:02} UTC, 3 September 2026"


def test_zones_have_a_name() -> None:
    """A zone without a name of its own is told by its distance from UTC."""
    summer = datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/London"))
    assert zone(summer) == "BST"
    assert zone(datetime(2026, 7, 1, tzinfo=ZoneInfo("America/Sao_Paulo"))) == "UTC-03"
    assert zone(datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))) == "UTC+05:30"


def test_every_style_says_where_it_is_from() -> None:
    """Each has a source and the day it was checked, and writes a dateline with the city in it."""
    for style in styles().values():
        assert style.source
        assert style.checked_on <= date(2026, 11, 22)
        assert style.write_dateline("Rome", date(2026, 5, 1)).startswith("ROME")
