"""Two processes that read half of a table each find what one finds that reads it all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repurpose.errors import LedgerError
from repurpose.usage.importers import halves
from repurpose.usage.importers.adder import Adder, add_up, in_halves
from repurpose.usage.importers.columns import mapped
from repurpose.usage.importers.parts import Part, parts_of
from repurpose.usage.importers.shape import Shape, find_header
from repurpose.usage.importers.tally import Tally

DAY = dt.date(2026, 11, 22)
MAPPING = {"date": "Day", "link_id": "Link", "metrics": {"impression": "Shown", "click": "Clicks"}}
HEADER = "Day,Link,Shown,Clicks\n"

cells = st.sampled_from(["", "7", "1234", "-", "NaN", "1.5", "x", "9" * 14])
lines = st.one_of(
    st.builds(
        lambda day, link, shown, clicks: f"2026-11-{day:02},{link},{shown},{clicks}",
        st.integers(1, 31), st.sampled_from(["a", "b", "c", ""]), cells, cells,
    ),
    st.sampled_from(["", "Total,,9,9", "Day,Link,Shown,Clicks", "too,few", "2026-11-01,ä,1,1,1,1"]),
)  # fmt: skip


def shapes() -> tuple[Shape, ...]:
    return mapped("dashboard", MAPPING).shapes


def table(path: Path, text: str) -> Part:
    path.write_text(text, encoding="utf-8")
    [part] = parts_of(path)
    return part


def whole(part: Part) -> Tally:
    found = find_header(part.head(40), shapes())
    assert found is not None
    adder = Adder(found, DAY)
    adder.take(part.below(found.last_line, len(found.header)))
    return adder.done()


def halved(part: Part) -> Tally | None:
    found = find_header(part.head(40), shapes())
    assert found is not None
    adder = in_halves(part, found, DAY)
    return adder.done() if adder else None


@pytest.fixture(autouse=True)
def _any_table_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "LONG", 0)
    monkeypatch.setattr(halves, "is_possible", lambda: True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=st.lists(lines, min_size=8, max_size=60), ends=st.booleans())
def test_halves_and_the_whole_are_the_same(tmp_path: Path, some: list[str], ends: bool) -> None:
    part = table(tmp_path / "some.csv", HEADER + "\n".join(some) + ("\n" if ends else ""))
    found = halved(part)
    if found is not None:
        one = whole(part)
        assert (found.parsed, found.refused, found.rejected) == (one.parsed, one.refused, one.rejected)
        assert (found.totals, found.counts, found.aside) == (one.totals, one.counts, one.aside)


def test_a_plain_table_is_read_in_halves(tmp_path: Path) -> None:
    rows = "".join(f"2026-11-{number % 30 + 1:02},link{number % 7},{number},1\n" for number in range(5000))
    part = table(tmp_path / "long.csv", HEADER + rows)
    found = halved(part)
    assert found is not None
    assert found.parsed == 5000
    assert found.totals == whole(part).totals


@pytest.mark.parametrize("odd", ['2026-11-01,"a",1,1\n', "2026-11-01,a,1,1\r\n"])
def test_a_table_whose_records_may_be_more_than_a_line_is_read_by_one(tmp_path: Path, odd: str) -> None:
    rows = "2026-11-01,a,1,1\n" * 50
    path = tmp_path / "odd.csv"
    path.write_bytes((HEADER + rows + odd + rows).encode())
    [part] = parts_of(path)
    assert halved(part) is None
    assert next(add_up(part, shapes(), DAY)).parsed == 101


def test_a_fault_of_the_later_half_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bytes.csv"
    path.write_bytes(HEADER.encode() + b"2026-11-01,a,1,1\n" * 9999 + b"2026-11-01,\xff,1,1\n")
    [part] = parts_of(path)
    assert halved(part) is None
    with pytest.raises(LedgerError, match="bytes that are no utf-8") as told:
        next(add_up(part, shapes(), DAY))
    assert told.value.location is not None
    assert told.value.location.line == 10_001


def test_a_sum_that_only_both_halves_make_too_large_is_refused_as_by_one(tmp_path: Path) -> None:
    part = table(tmp_path / "large.csv", HEADER + f"2026-11-01,a,{'9' * 14},1\n" * 12)
    assert halved(part) is None
    assert whole(part).refused == 2
