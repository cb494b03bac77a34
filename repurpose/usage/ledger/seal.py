"""Batches: every write is one, sealed by sums over its rows and chained to the batch before it.

A row's digest is SHA-256 over its table's name and values; a table's sum in a batch is the sum of its rows' digests
modulo 2^256. A sum shows a lost, edited or doubled row, takes rows in any order, and lets what is forgotten be taken
out by its own sum. A batch's hash covers its words, its seals and the hash before it. This finds faults of disks,
scripts and hands; it is no signature: who rewrites every hash after a change leaves no trace but in a copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from repurpose.beside import beside
from repurpose.usage.ledger.schema import BATCH, META, SEAL

MODULUS = 1 << 256
_MANY = 1000
"""Rows in one statement, where a driver sends one statement a row otherwise."""
_LONG = 50_000
"""Rows from which on a second process that sums their digests saves more than it costs."""


def row_digest(table: str, values: Iterable[Any]) -> int:
    """One row's digest; `values` in the order of the table's columns."""
    row = tuple(values)
    line = ("\x1f%s" * len(row) % row)[1:]  # quicker than to join what `str` makes of each, for millions of rows
    return int.from_bytes(hashlib.sha256(f"{table}\x1e{line}".encode()).digest(), "big")


def digest_sum(table: str, rows: Iterable[Iterable[Any]]) -> int:
    """The sum of the digests of rows."""
    return sum([row_digest(table, row) for row in rows]) % MODULUS


def batch_hash(previous: str, batch: Sequence[Any], seals: Iterable[tuple[str, int, str]]) -> str:
    """The hash of a batch: `batch` is its id, kind, moment and words; `seals` its tables' names, rows and sums."""
    lines = [previous, *(str(value) for value in batch), *("|".join(map(str, seal)) for seal in sorted(seals))]
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()


def sum_text(total: int) -> str:
    """A sum as it is kept."""
    return f"{total % MODULUS:064x}"


@dataclass(slots=True)
class Batch:
    """A batch that is being written, within one transaction. It is nothing until `close`, and may stay nothing."""

    connection: Connection
    kind: str
    at: str
    what: str
    _id: int | None = None
    _sums: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The batch's number."""
        if self._id is None:
            self._id = (self.connection.execute(select(func.max(BATCH.c.id))).scalar() or 0) + 1
        return self._id

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added."""
        return not self._sums

    def add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows of one table; their `batch_id` is put in here."""
        names = [column.name for column in table.columns]
        own = {"batch_id": self.id} if rows else {}
        self.add_rows(table, [tuple({**row, **own}[name] for name in names) for row in rows])

    def add_rows(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write rows of one table, their values in the order of its columns, `batch_id` among them."""
        if not rows:
            return
        count, total = self._sums.get(table.name, (0, 0))
        with beside(lambda: digest_sum(table.name, rows), is_alone=len(rows) < _LONG) as summed:
            insert_many(self.connection, table, rows)
            added = summed()
        self._sums[table.name] = (count + len(rows), (total + added) % MODULUS)

    def next_id(self, table: Table) -> int:
        """The first free number of a table."""
        return int(self.connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1

    def close(self) -> None:
        """Seal what was written and chain it; nothing if there is nothing."""
        if self.is_empty:
            return
        previous = self.connection.execute(select(META.c.value).where(META.c.key == "head")).scalar_one()
        seals = [(name, count, sum_text(total)) for name, (count, total) in self._sums.items()]
        own = batch_hash(previous, (self.id, self.kind, self.at, self.what), seals)
        row = {"id": self.id, "kind": self.kind, "at": self.at, "what": self.what, "previous": previous, "hash": own}
        self.connection.execute(insert(BATCH), [row])
        self.connection.execute(
            insert(SEAL),
            [{"batch_id": self.id, "table_name": name, "rows": count, "sum": total} for name, count, total in seals],
        )
        self.connection.execute(update(META).where(META.c.key == "head").values(value=own))


def insert_many(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write many rows, their values in the order of the table's columns, quickly on every database."""
    names = [column.name for column in table.columns]
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 (names of ours)
        connection.exec_driver_sql(statement, list(rows))
        return
    for start in range(0, len(rows), _MANY):
        some = [dict(zip(names, row, strict=True)) for row in rows[start : start + _MANY]]
        connection.execute(insert(table).values(some))
