from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.usage.delivery import LARGEST
from repurpose.usage.importers.amounts import amount, day


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0), ("1234", 1234), ("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("1\u202f234", 1234), ("1'234", 1234),
        ("12.345.678", 12_345_678), ("1,234.00", 1234), ("1.234,0", 1234), ("1234.0", 1234), (" 7 ", 7), ('="42"', 42),
        ("9 (0.5%)", 9), ("", None), ("-", None), ("N/A", None), ("--", None), ("(not set)", None),
    ],
)  # fmt: skip
def test_counts(text: str, count: int | None) -> None:
    assert amount(text, "click") == count


@pytest.mark.parametrize(
    "text",
    [
        "27.78%",
        "NaN",
        "inf",
        "1e999",
        "-1",
        "1.5",
        "1_000",
        "12,34",
        "1,2345",
        "9" * 40,
        "abc",
        "=1+1",
        "0x10",
        "1,234.5",
        "1.234,567",
    ],
)
def test_what_is_no_count(text: str) -> None:
    with pytest.raises(ValueError, match=r"whole number|larger"):
        amount(text, "click")


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12", 1200),
        ("12.5", 1250),
        ("$1,234.56", 123_456),
        ("1.234,56 €", 123_456),
        ("1,234", 123_400),
        ("0.005", 500),
        ("", None),
    ],
)
def test_money(text: str, cents: int | None) -> None:
    assert amount(text, "revenue_minor") == cents


@pytest.mark.parametrize("text", ["-3", "free", "NaN", "1e9", "9" * 30])
def test_what_is_no_money(text: str) -> None:
    with pytest.raises(ValueError, match=r"money|larger"):
        amount(text, "revenue_minor")


@given(st.integers(0, LARGEST), st.sampled_from([",", ".", " ", "'", "\u00a0"]))
def test_every_count_is_read_however_it_is_grouped(count: int, mark: str) -> None:
    assert amount(f"{count:,}".replace(",", mark), "view") == count


@given(st.text())
def test_any_text_is_a_count_or_refused(text: str) -> None:
    try:
        count = amount(text, "view")
    except ValueError:
        return
    assert count is None or 0 <= count <= LARGEST


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("2026-08-17", dt.date(2026, 8, 17)), ("20260817", dt.date(2026, 8, 17)), ("2026-08-17T10:00:00Z", dt.date(2026, 8, 17)),
        ("2017-03-01 10:00 +0000", dt.date(2017, 3, 1)), ("Tue, Jul 14, 2026", dt.date(2026, 7, 14)),
        ("Jun 09, 2018 09:30 pm", dt.date(2018, 6, 9)), ("Fri, Jun 09, 2018 09:30 pm", dt.date(2018, 6, 9)),
        ("17.08.2026", dt.date(2026, 8, 17)), ("31/8/2026", dt.date(2026, 8, 31)), ("8/31/2026", dt.date(2026, 8, 31)),
        ("14 July 2026", dt.date(2026, 7, 14)), ("3/3/2026", dt.date(2026, 3, 3)),
    ],
)  # fmt: skip
def test_days(text: str, on: dt.date) -> None:
    assert day(text) == on


@pytest.mark.parametrize("text", ["3/4/2026", "2026-02-30", "tomorrow", "", "14. Juli 2026", "13/13/2026"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (some reasons are Python's own)
        day(text)


def test_the_month_first() -> None:
    assert day("3/4/2026", month_first=True) == dt.date(2026, 3, 4)
    assert day("3/4/2026", month_first=False) == dt.date(2026, 4, 3)


@pytest.mark.parametrize("text", ["1234", "١٢٣٤", "١٬٢٣٤", "１２３４", "१२३४", "1\u202f234"])
def test_digits_of_other_scripts_count_as_well(text: str) -> None:
    assert amount(text, "view") == 1234


@pytest.mark.parametrize(
    "text",
    [
        "2026/08/01",
        "2026.08.01",
        "2026年8月1日",
        "2026년 8월 1일",
        "٢٠٢٦-٠٨-٠١",
        "２０２６/８/１",
        "2026-08-01T23:59:59+02:00",
    ],
)
def test_days_that_begin_with_the_year(text: str) -> None:
    assert day(text) == dt.date(2026, 8, 1)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "0000-01-01", "2026/08-01", "46235", "2026-W31", "2026-08", "1/8/2026", "01-08-2026"]
)
def test_what_is_no_day_or_two_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        day(text)
