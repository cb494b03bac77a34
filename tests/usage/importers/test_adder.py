"""Records that are added many at once come to what they come to one by one; a grid, to what a plain dict does."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repurpose.errors import LedgerError
from repurpose.usage.importers import grid, records
from repurpose.usage.importers.columns import mapped
from repurpose.usage.importers.grid import Grid
from repurpose.usage.importers.importer import Export, Wish
from repurpose.usage.importers.parts import parts_of

MAPPINGS: list[dict[str, Any]] = [
    {"date": "day", "link_id": "link", "metrics": {"view": "views", "click": "clicks"}},
    {"date": "day", "link_id": "link", "url": "views", "metrics": {"click": "clicks"}},
    {"link_id": "link", "metrics": {"view": ["views"]}},
    {"link_id": "link", "date": "day", "count": "click"},
    {"link_id": "link", "count": "click"},
    {"link_id": "link", "published": "day", "metrics": {"view": "views"}, "lifetime": True},
]
DAYS = st.sampled_from(["2026-08-01", "2026-08-02", "20260801", "01.08.2026", "3/4/2026", "", "Total", "day", "no"])
LINKS = st.sampled_from(["a", "A", "b", "c d", '"q"', '"a', "Summe", "", "link", "x\0y", '"two\nlines"', "="])
NUMBERS = st.sampled_from(["0", "1", "7", "1.234", '"1,234"', "", "-", "NaN", "-1", "27.78%", "9" * 15, "9" * 99])
CLEAN = st.tuples(st.sampled_from(["2026-08-01", "2026-08-02"]), st.sampled_from("ab"), st.just("3"), st.just("4"))
DIRTY = st.tuples(DAYS, LINKS, NUMBERS, NUMBERS)
ODD = st.sampled_from([(), ("x",), ("2026-08-01", "a", "1", "2", "3"), ("day", "link", "views", "clicks"), ("\r",)])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(CLEAN, CLEAN, CLEAN, DIRTY, ODD), max_size=80),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.sampled_from(MAPPINGS),
    st.integers(1, 300),
    st.sampled_from([1, 4, grid.ROOM]),
)
def test_many_at_once_or_one_by_one_is_the_same(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[str, ...]],
    end: str,
    is_ended: bool,
    mapping: dict[str, Any],
    chunk: int,
    room: int,
) -> None:
    path = tmp_path / "own.csv"
    text = end.join(",".join(row) for row in [("day", "link", "views", "clicks"), *rows]) + (end if is_ended else "")
    path.write_bytes(text.encode())
    with monkeypatch.context() as patch:
        patch.setattr(records, "_columns", lambda *_: None)
        careful = _read(path, mapping)
    with monkeypatch.context() as patch:
        patch.setattr(records, "CHUNK", chunk)
        patch.setattr(grid, "ROOM", room)
        assert _read(path, mapping) == careful


def test_a_sum_near_the_largest_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.csv"
    path.write_text(f"day,link,views,clicks\n2026-08-01,a,3,{'9' * 15}\n2026-08-01,a,3,4\n")
    at_once = _read(path, MAPPINGS[0])
    monkeypatch.setattr(records, "CHUNK", 1)
    assert _read(path, MAPPINGS[0]) == at_once


def _read(path: Path, mapping: dict[str, Any]) -> object:
    wish = Wish(first=None if "date" in mapping else dt.date(2026, 8, 1), last=dt.date(2026, 8, 9), mapping={})
    wish = wish if "date" not in mapping else Wish()
    try:
        imported = mapped("mine", mapping).read([Export(path, tuple(parts_of(path)), "2026-09-01T00:00:00Z")], wish)
    except LedgerError as error:
        return str(error)
    for read in imported.reads:
        assert read.parsed + read.refused == read.records
    days = [{on: (dict(day.values), day.records) for on, day in one.days.items()} for one in imported.deliveries]
    reads = [{**asdict(read), "notes": sorted(read.notes)} for read in imported.reads]
    return days, reads


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 40), st.integers(0, 9)), max_size=120), st.integers(1, 500)
)
def test_a_grid_adds_up_whatever_its_room(pairs: list[tuple[int, int, int]], room: int) -> None:
    want: Counter[tuple[int, int]] = Counter()
    sums: Counter[tuple[int, int]] = Counter()
    found, rows, columns = Grid(1), {}, {}
    before, grid.ROOM = grid.ROOM, room
    try:
        for row, column, number in pairs:
            if row not in rows:
                rows[row] = found.add_row()
            if column not in columns:
                columns[column] = found.add_column()
            [place] = found.places([rows[row]], [columns[column]])
            found.cells[place] += 1
            found.cells[place + 1] += number
            want[(rows[row], columns[column])] += 1
            sums[(rows[row], columns[column])] += number
    finally:
        grid.ROOM = before
    used = {(row, column): place for row, column, place in found.used()}
    assert {pair: found.cells[place] for pair, place in used.items()} == dict(want)
    assert {pair: found.cells[place + 1] for pair, place in used.items()} == dict(sums)
