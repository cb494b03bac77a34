"""Days as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.days import Days, read_days

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("written", "inside", "outside"),
    [
        ("2026-12-24", ["2026-12-24"], ["2025-12-24", "2026-12-25"]),
        ("2026-12-24/2026-12-26", ["2026-12-24", "2026-12-26"], ["2026-12-23", "2026-12-27"]),
        ("12-25", ["2026-12-25", "2031-12-25"], ["2026-12-24"]),
        ("02-29", ["2028-02-29"], ["2027-02-28", "2027-03-01"]),
        ("12-24/01-06", ["2026-12-24", "2026-12-31", "2027-01-06"], ["2026-12-23", "2027-01-07"]),
        ("Saturday", ["2026-11-28"], ["2026-11-27"]),
        ("fri/mon", ["2026-11-27", "2026-11-29", "2026-11-30"], ["2026-12-01", "2026-11-26"]),
        ("nov / january", ["2026-11-01", "2027-01-31"], ["2026-10-31", "2026-02-01"]),
    ],
)
def test_days_are_found(written: str, inside: list[str], outside: list[str]) -> None:
    """A day that a span holds gives back the span as it was written."""
    days = read_days([written])
    assert all(days.find(date.fromisoformat(day)) == written for day in inside)
    assert not any(date.fromisoformat(day) in days for day in outside)


@pytest.mark.parametrize(
    "written", ["", "someday", "2026-02-30", "02-30", "2026-12-26/2026-12-24", "mon/2026-12-24", 5]
)
def test_what_is_no_day_is_told(written: object) -> None:
    """The text says what was written."""
    with pytest.raises(ValueError, match=r"day|ends"):
        read_days([written])


@given(first=DAYS, length=st.integers(0, 400), day=DAYS)
def test_a_range_holds_the_days_between(first: date, length: int, day: date) -> None:
    """Both ends are in it; dates of TOML are understood."""
    last = first + timedelta(length)
    days = read_days([f"{first}/{last}", date(1980, 1, 1)])
    assert (day in days) == (first <= day <= last)
    assert date(1980, 1, 1) in days


@given(DAYS)
def test_a_year_of_every_day_is_every_day(day: date) -> None:
    """Halves that come again hold each day once; no days hold none."""
    assert (day in read_days(["01-01/06-30"])) != (day in read_days(["07-01/12-31"]))
    assert (day in read_days(["mon/thu"])) != (day in read_days(["fri/sun"]))
    assert day not in Days()
