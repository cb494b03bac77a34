"""Finding any lost, edited or doubled row: the chain, the seals, and what must follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, Table, select

from repurpose.usage.ledger.schema import (
    BATCH,
    DAY,
    FORGOTTEN,
    META,
    READING,
    SEAL,
    SEALED,
    SUPERSEDED,
    VERSION,
)
from repurpose.usage.ledger.seal import MODULUS, batch_hash, row_digest, sum_text

Sums = dict[tuple[int, str], tuple[int, int]]


def verify(connection: Connection) -> list[str]:
    """What is wrong with a ledger, in words; nothing if it is whole."""
    if connection.dialect.name == "sqlite":
        said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
        if said != ["ok"]:
            return [f"SQLite finds its file damaged: {line}" for line in said]
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            return [f"a row of {row[0]} refers to a row of {row[2]} that isn't there" for row in broken[:20]]
    return [*_meta(connection), *_chain(connection), *_seals(connection), *_places(connection)]


def _meta(connection: Connection) -> Iterator[str]:
    rows = {row.key: row.value for row in connection.execute(select(META))}
    if set(rows) != {"version", "head"} or rows.get("version") != str(VERSION):
        yield "the table meta was changed"


def _chain(connection: Connection) -> Iterator[str]:
    """Every batch follows the one before it, and the last is the head."""
    seals: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for number, name, count, total in connection.execute(select(SEAL)):
        seals[number].append((name, count, total))
    previous = ""
    for expected, row in enumerate(connection.execute(select(BATCH).order_by(BATCH.c.id)).mappings(), 1):
        if row["id"] != expected:
            yield f"batch {expected} is missing"
            return
        own = batch_hash(previous, (row["id"], row["kind"], row["at"], row["what"]), seals.pop(row["id"], []))
        if row["previous"] != previous or row["hash"] != own:
            yield f"batch {row['id']} of {row['at']} is not what was sealed"
            return
        previous = own
    head = connection.execute(select(META.c.value).where(META.c.key == "head")).scalar()
    if head != previous:
        yield "the last batches are missing"
    for number in seals:
        yield f"batch {number} is missing"


def _seals(connection: Connection) -> Iterator[str]:
    """Each batch has just the rows that it was sealed over, less what was forgotten on purpose."""
    found: Sums = {}
    for table in SEALED:
        _add(found, connection, table, table.name)
    _add(found, connection, SUPERSEDED, READING.name)
    for row in connection.execute(select(FORGOTTEN)).mappings():
        key = (row["of_batch"], row["table_name"])
        count, total = found.get(key, (0, 0))
        try:
            found[key] = (count + row["rows"], (total + int(row["sum"], 16)) % MODULUS)
        except ValueError:
            yield f"what was forgotten of batch {row['of_batch']} was changed"
    sealed = {(number, name): (count, total) for number, name, count, total in connection.execute(select(SEAL))}
    for key in sorted(sealed.keys() | found.keys()):
        count, total = found.get(key, (0, 0))
        want_count, want_total = sealed.get(key, (0, sum_text(0)))
        if count != want_count:
            word = "lost" if count < want_count else "has too many"
            yield f"batch {key[0]} {word} rows of {key[1]}: {count} instead of {want_count}"
        elif sum_text(total) != want_total:
            yield f"batch {key[0]} has changed rows of {key[1]}"


def _add(found: Sums, connection: Connection, table: Table, name: str) -> None:
    rows = connection.execution_options(yield_per=10_000).execute(select(table))
    place = [column.name for column in table.columns].index("batch_id")
    for row in rows:
        key = (row[place], name)
        count, total = found.get(key, (0, 0))
        found[key] = (count + 1, (total + row_digest(name, row)) % MODULUS)


def _places(connection: Connection) -> Iterator[str]:
    """Readings in force belong to the latest version of their day; superseded ones to no latest."""
    holders = {
        (row["scope_id"], row["day"]): (row["holder"], row["rows"])
        for row in connection.execute(select(DAY).order_by(DAY.c.batch_id)).mappings()
    }
    counts: dict[tuple[int, str, int], int] = defaultdict(int)
    columns = (READING.c.scope_id, READING.c.day, READING.c.batch_id)
    for scope, day, number in connection.execution_options(yield_per=10_000).execute(select(*columns)):
        counts[(scope, day, number)] += 1
    for (scope, day, number), count in sorted(counts.items()):
        holder, rows = holders.get((scope, day), (0, 0))
        if holder != number:
            yield f"{count} readings of {day} are in force, but batch {holder} replaced them"
        elif count > rows:
            yield f"{day} has {count} readings instead of {rows}"
    for scope, day, number in connection.execute(
        select(SUPERSEDED.c.scope_id, SUPERSEDED.c.day, SUPERSEDED.c.batch_id).distinct()
    ):
        if holders.get((scope, day), (0, 0))[0] == number:
            yield f"readings of {day} are set aside, but nothing replaced them"
