"""Days in texts, as Babel writes them in each language, and as people do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from repurpose.language.days import days, has_day, without_days

ABOUT = date(2026, 11, 20)
LANGUAGES = ("en", "en_GB", "de", "nl", "fr", "es", "pt", "it", "ar_EG", "zh", "ja")


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(LANGUAGES))
def test_a_day_as_it_is_written_in_each_language(day: date, language: str) -> None:
    written = format_date(day, "long", locale=language)
    assert list(days(f"x {written}.", ABOUT)) == [day]
    assert has_day(written)


@given(st.integers(-150, 150), st.sampled_from(["d MMMM", "MMMM d"]))
def test_without_a_year_it_is_the_nearest(apart: int, form: str) -> None:
    day = ABOUT + timedelta(apart)
    assert list(days(f"on {format_date(day, form, locale='en')} at noon", ABOUT)) == [day]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 3 December at 16:00 CET", [date(2026, 12, 3)]),
        ("from November 10 - 13, 2025", [date(2025, 11, 13)]),
        ("July 28-30, 2027, in Yokohama", [date(2027, 7, 30)]),
        ("10.–13. November 2025", [date(2025, 11, 13)]),
        ("on the 1st of May, 2027", [date(2027, 5, 1)]),
        ("le 1er janvier 2027", [date(2027, 1, 1)]),
        ("am 14.1.2027 und am 15. Januar", [date(2027, 1, 14), date(2027, 1, 15)]),
        ("从2026-12-03到12月5日", [date(2026, 12, 5)]),
        ("it ends on 2026-12-03", [date(2026, 12, 3)]),
        ("31 June 2026, 30 February", []),
        ("May 2026", []),
        ("version 3.12.2 of 2026", []),
        ("you may 3 times", []),
    ],
)
def test_days_as_people_write_them(text: str, found: list[date]) -> None:
    assert list(days(text, ABOUT)) == found


def test_a_month_of_a_year_dates_a_text_and_is_no_day() -> None:
    assert has_day("the survey of May 2026")
    assert not has_day("the 3 months of 2026")
    assert without_days("12 of 90 on May 3, 2026") == "12 of 90 on "
