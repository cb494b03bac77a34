from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.errors import LedgerError
from repurpose.model import Placement
from repurpose.spreadsheet import safe, unsafe
from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.ledger import book, dump
from repurpose.usage.ledger.book import Match, PieceFacts, Placed
from repurpose.usage.ledger.connect import Ledger, open_ledger
from repurpose.usage.ledger.seal import Batch
from repurpose.usage.ledger.verify import verify
from tests.usage.samples import FIRST, THREE, state_of, take, take_all

NASTY = '=HYPERLINK("http://evil")\r\n\'+cmd|\' /C calc\'!A0;, "quoted" ＝１'


def _fill(ledger: Ledger) -> None:
    take_all(ledger, [*THREE, THREE[0]])
    totals = {(Target("post:1/2", text=NASTY, subject="@x", dated="2026-01-01"), "click"): 5}
    take(ledger, Delivery("x", "-me", "content", "2026-03-01T00:00:00Z", {FIRST: Day(totals)}, lifetime=True))
    take(ledger, Delivery("x", "-me", "pages", "2026-03-01T00:00:00Z", {FIRST: Day(spread=3)}))
    with ledger.writing() as connection:
        batch = Batch(connection, "record", "2026-04-02T00:00:00Z", "")
        book.add_pieces(batch, [PieceFacts("a/blog/page", "a", "blog", "/a", "=1", NASTY)])
        book.add_successors(batch, {"a/blog/page": "a/blog/other"})
        book.add_placements(
            batch, [Placed(Placement("a/blog/page", 2, FIRST, "blog", cost=0.1), "record", "https://x")]
        )
        book.add_matches(batch, [Match(one.id, "a/blog/page", None, "mapped") for one in book.targets(connection)])
        batch.close()


def _csv(ledger: Ledger) -> str:
    with ledger.reading() as connection:
        return "".join(dump.write_csv(connection))


def test_csv_comes_back_as_an_equal_ledger(ledger: Ledger, tmp_path: Path) -> None:
    _fill(ledger)
    other = open_ledger("other.db", tmp_path)
    for _ in range(2):
        with other.writing() as connection:
            batch = Batch(connection, "merge", "2026-05-01T00:00:00Z", "")
            dump.merge_csv(batch, io.StringIO(_csv(ledger), newline=""), "b.csv")
            batch.close()
    assert state_of(other) == state_of(ledger)
    assert _csv(other) == _csv(ledger)
    with other.reading() as connection:
        assert verify(connection) == []


def test_json_lines_restore_every_row(ledger: Ledger, tmp_path: Path) -> None:
    _fill(ledger)
    with ledger.reading() as connection:
        lines = list(dump.write_lines(connection))
    other = open_ledger("other.db", tmp_path)
    with other.writing() as connection:
        assert dump.restore(connection, lines, "b.jsonl") > 0
    with other.reading() as connection:
        assert sorted(dump.write_lines(connection)) == sorted(lines)
    with other.writing() as connection:
        assert dump.restore(connection, iter(lines), "b.jsonl") == 0
    take(other, THREE[0])


def test_a_damaged_backup_is_refused_whole(ledger: Ledger, tmp_path: Path) -> None:
    _fill(ledger)
    with ledger.reading() as connection:
        lines = list(dump.write_lines(connection))
    reading = next(line for line in lines if '"table": "reading"' in line)
    for number, damaged in enumerate(([one for one in lines if one != reading], [*lines, "{"], lines[:3])):
        other = open_ledger(f"other{number}.db", tmp_path)
        with pytest.raises(LedgerError), other.writing() as connection:
            dump.restore(connection, damaged, "b.jsonl")
        assert state_of(other) == state_of(open_ledger("empty.db", tmp_path))


def test_no_cell_of_the_csv_is_a_formula(ledger: Ledger) -> None:
    _fill(ledger)
    for row in csv.reader(io.StringIO(_csv(ledger), newline="")):
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row)


@given(st.text() | st.text(alphabet="'=+-@\t\r\nab"))
def test_a_guarded_cell_comes_back(cell: str) -> None:
    assert unsafe(safe(cell)) == cell
    assert not safe(cell).startswith(tuple("=+-@\t\r\n＝＋－＠"))
