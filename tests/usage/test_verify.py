from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from repurpose.errors import LedgerError
from repurpose.model import Placement
from repurpose.usage.ledger import book, forget, seal
from repurpose.usage.ledger.book import Match, PieceFacts, Placed
from repurpose.usage.ledger.connect import Ledger, open_ledger, wal_is_safe
from repurpose.usage.ledger.schema import ALL
from repurpose.usage.ledger.seal import Batch, digest_sum
from repurpose.usage.ledger.verify import verify
from tests.usage.samples import THREE, delivery, state_of, take, take_all


def _fill(ledger: Ledger) -> None:
    take_all(ledger, THREE)
    with ledger.writing() as connection:
        batch = Batch(connection, "record", "2026-04-02T00:00:00Z", "")
        book.add_pieces(batch, [PieceFacts(f"a/blog/{n}", "a", "blog", f"/{n}") for n in range(4)])
        book.add_successors(batch, {"a/blog/0": "a/blog/1"})
        book.add_placements(batch, [Placed(Placement("a/blog/0", n, None, "blog", cost=1.5), "record") for n in (1, 2)])
        book.add_matches(batch, [Match(1, "a/blog/0", None, "mapped")])
        batch.close()
    take(ledger, delivery(9, 0, 4, 1, kind="matomo"))
    with ledger.writing() as connection:
        batch = Batch(connection, "forget", "2026-04-03T00:00:00Z", "")
        forget.forget_before(batch, "2026-01-03")
        batch.close()


def _mutate(path: Path, chance: random.Random) -> str:
    """Lose, edit or double one row of one table."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    while True:
        table = chance.choice(ALL).name
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        if not rows:
            continue
        row = list(chance.choice(rows))
        where = " AND ".join(f"{name} IS ?" for name in names)
        kind = chance.choice(("lose", "edit", "double"))
        try:
            if kind == "lose":
                connection.execute(f"DELETE FROM {table} WHERE {where}", row)
            else:
                at = chance.randrange(len(names))
                changed = list(row)
                value = row[at]
                if isinstance(value, int):
                    changed[at] = max(0, value + chance.choice((-1, 1, 100)))
                elif isinstance(value, float):
                    changed[at] = value * 2
                else:
                    changed[at] = chance.choice((f"{value}x", value[:-1] if value else "y", value.swapcase()))
                if changed == row:
                    continue
                if kind == "edit":
                    sets = ", ".join(f"{name} = ?" for name in names)
                    connection.execute(f"UPDATE {table} SET {sets} WHERE {where}", [*changed, *row])
                else:
                    marks = ", ".join("?" * len(names))
                    connection.execute(f"INSERT INTO {table} VALUES ({marks})", changed)
        except sqlite3.IntegrityError:  # the database itself doesn't let it happen
            continue
        connection.commit()
        connection.close()
        return f"{kind} {table} {row}"


@pytest.mark.usefixtures("forks")
@pytest.mark.parametrize("failed", [False, True])
def test_a_second_process_may_sum_the_digests(ledger: Ledger, failed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a long import; whether it comes to an end or not, the seals are right."""
    first = os.getpid()

    def dying(table: str, rows: Sequence[Sequence[object]]) -> int:
        if failed and os.getpid() != first:
            os._exit(1)
        return digest_sum(table, rows)

    monkeypatch.setattr(seal, "_LONG", 1)
    monkeypatch.setattr(seal, "digest_sum", dying)
    _fill(ledger)
    with ledger.reading() as connection:
        assert verify(connection) == []


@pytest.mark.slow
def test_verify_finds_every_one_of_a_thousand_mutations(tmp_path: Path) -> None:
    ledger = open_ledger("usage.db", tmp_path)
    _fill(ledger)
    with ledger.reading() as connection:
        assert verify(connection) == []
    chance = random.Random(20261122)
    missed = []
    for _ in range(1000):
        shutil.copy(tmp_path / "usage.db", tmp_path / "copy.db")
        done = _mutate(tmp_path / "copy.db", chance)
        with open_ledger("copy.db", tmp_path).reading() as connection:
            if not verify(connection):
                missed.append(done)
    assert missed == []


def test_readings_that_moved_house_are_found(tmp_path: Path) -> None:
    ledger = open_ledger("usage.db", tmp_path)
    take_all(ledger, THREE)
    connection = sqlite3.connect(tmp_path / "usage.db")
    columns = "batch_id, scope_id, day, target_id, metric, value"
    connection.execute(f"INSERT INTO superseded ({columns}) SELECT {columns} FROM reading WHERE day = '2026-01-10'")
    connection.execute("DELETE FROM reading WHERE day = '2026-01-10'")
    connection.commit()
    connection.close()
    with ledger.reading() as reading:
        assert verify(reading)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"hello, world" * 20, "nor any SQLite file"), (None, "no ledger of repurpose")],
)
def test_what_is_no_ledger_is_refused(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "usage.db"
    if content is None:
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE other (x)")
        connection.commit()
        connection.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=said):
        open_ledger("usage.db", tmp_path)
    assert path.read_bytes() == before


def test_a_ledger_cut_short_is_refused(tmp_path: Path) -> None:
    take_all(open_ledger("usage.db", tmp_path), THREE)
    path = tmp_path / "usage.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(LedgerError), open_ledger("usage.db", tmp_path).reading() as connection:
        assert verify(connection) == []


def test_a_ledger_of_a_newer_repurpose_is_refused(tmp_path: Path) -> None:
    open_ledger("usage.db", tmp_path)
    connection = sqlite3.connect(tmp_path / "usage.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LedgerError, match="schema 99"):
        open_ledger("usage.db", tmp_path)


def test_a_ledger_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger yet"):
        open_ledger("usage.db", tmp_path, create=False)
    assert list(tmp_path.iterdir()) == []


def test_what_is_forgotten_is_gone_and_the_rest_verifies(ledger: Ledger) -> None:
    _fill(ledger)
    before = state_of(ledger)
    with ledger.writing() as connection:
        batch = Batch(connection, "forget", "2026-04-04T00:00:00Z", "")
        assert forget.forget_source(batch, "matomo", None) > 0
        assert forget.forget_piece(batch, ["a/blog/0", "a/blog/1"]) > 0
        batch.close()
    with ledger.reading() as connection:
        assert verify(connection) == []
        assert {one.kind for one in book.targets(connection)} == {"plausible"}
        assert not book.placements(connection)
    assert state_of(ledger) != before


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
    ],
)
def test_wal_only_where_it_is_safe(version: tuple[int, ...], safe: bool) -> None:
    assert wal_is_safe(version) is safe
