"""The ledger as files.

CSV has what is in force, and merges into any ledger. JSON Lines have every row with its history, and restore a ledger
that is equal to the last hash.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from repurpose.errors import LedgerError, Location
from repurpose.model import Placement
from repurpose.spreadsheet import line_of_csv, safe, unsafe
from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.ledger import book
from repurpose.usage.ledger.apply import Applied, apply
from repurpose.usage.ledger.book import Match, PieceFacts, Placed
from repurpose.usage.ledger.schema import ALL, BATCH, DAY, META, READING, SCOPE, SOURCE, TARGET, VERSION
from repurpose.usage.ledger.seal import Batch, insert_many
from repurpose.usage.ledger.verify import verify

COLUMNS = (
    "record source account scope lifetime day exported_at records spread key link url subject text dated metric value "
    "piece asset channel present next use on stage cost origin how"
).split()
"""The CSV's columns. `record` says what a line is: piece, successor, placement, day, reading or match."""

MARK = "repurpose_ledger"
"""The key that begins the first line of the JSON Lines."""

_MANY = 20_000

Row = Mapping[str, str]


class OtherHistoryError(LedgerError):
    """JSON Lines can't be restored into a ledger that holds something else already."""


def records(connection: Connection) -> Iterator[dict[str, str]]:
    """What is in force, record by record, in an order of its own, with no number that only this database knows."""
    for _, piece in sorted(book.pieces(connection).items()):
        yield {
            "record": "piece", "piece": piece.id, "asset": piece.asset, "channel": piece.channel, "url": piece.url,
            "subject": piece.subject, "text": piece.text, "present": str(int(piece.present)),
        }  # fmt: skip
    for old, new in sorted(book.successors(connection).items()):
        yield {"record": "successor", "piece": old, "next": new}
    for _, placed in sorted(book.placements(connection).items()):
        one = placed.placement
        yield {
            "record": "placement", "piece": one.piece_id, "use": str(one.use), "on": str(one.on or ""),
            "channel": one.channel, "stage": str(one.stage or ""), "cost": "" if one.cost is None else repr(one.cost),
            "url": placed.url, "origin": placed.origin,
        }  # fmt: skip
    sources = {row.id: (row.kind, row.account) for row in connection.execute(select(SOURCE))}
    scopes = {
        row.id: (*sources[row.source_id], row.name, str(row.lifetime)) for row in connection.execute(select(SCOPE))
    }
    latest: dict[tuple[int, str], Any] = {}
    for row in connection.execute(select(DAY).order_by(DAY.c.batch_id)):
        latest[(row.scope_id, row.day)] = row
    for (scope, day), row in sorted(latest.items(), key=lambda item: (scopes[item[0][0]], item[0][1])):
        yield {
            **_scope(scopes[scope]), "record": "day", "day": day, "exported_at": row.exported_at,
            "records": str(row.records), "spread": str(row.spread),
        }  # fmt: skip
    targets = {row.id: row for row in connection.execute(select(TARGET))}
    rows = connection.execute(select(READING)).all()
    keyed = sorted((scopes[row.scope_id], row.day, targets[row.target_id].digest, row.metric, row) for row in rows)
    for scope_key, day, _, metric, row in keyed:
        yield {
            **_scope(scope_key), **_target(targets[row.target_id]), "record": "reading", "day": day, "metric": metric,
            "value": str(row.value),
        }  # fmt: skip
    used = {row.target_id for row in rows}
    found = [one for one in book.matches(connection).values() if one.target_id in used]
    for match in sorted(
        found, key=lambda one: (sources[targets[one.target_id].source_id], targets[one.target_id].digest)
    ):
        kind, account = sources[targets[match.target_id].source_id]
        yield {
            **_target(targets[match.target_id]), "record": "match", "source": kind, "account": account,
            "piece": match.piece_id, "use": str(match.use or 0), "how": match.how,
        }  # fmt: skip


def _scope(key: tuple[str, str, str, str]) -> dict[str, str]:
    return dict(zip(("source", "account", "scope", "lifetime"), key, strict=True))


def _target(row: Any) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("key", "link", "url", "subject", "text", "dated")}


def state(connection: Connection) -> str:
    """A digest of what is in force: equal for equal ledgers, however they came to be."""
    digest = hashlib.sha256()
    for record in records(connection):
        digest.update(json.dumps(record, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def write_csv(connection: Connection) -> Iterator[str]:
    """What is in force as lines of CSV in which no cell is a formula to a spreadsheet."""
    yield line_of_csv(COLUMNS)
    for record in records(connection):
        yield line_of_csv([safe(record.get(name, "")) for name in COLUMNS])


def merge_csv(batch: Batch, lines: Iterable[str], shown: str) -> Applied:
    """Take a CSV of a ledger into another by the rules of every import.

    Raises:
        LedgerError: it is damaged.
    """
    reader = csv.DictReader(lines, strict=True)
    try:
        if reader.fieldnames is None or set(COLUMNS) - set(reader.fieldnames):
            raise LedgerError("is no export of a ledger", Location(shown, 1))
        kinds: dict[str, list[Row]] = defaultdict(list)
        for row in reader:
            if None in row.values() or None in row:
                raise LedgerError("has a record that is cut short", Location(shown, reader.line_num))
            kinds[row["record"]].append({name: unsafe(cell) for name, cell in row.items()})
        return _merge(batch, kinds)
    except (csv.Error, ValueError, KeyError) as error:
        raise LedgerError(f"is damaged: {error}", Location(shown, reader.line_num)) from None


def _merge(batch: Batch, kinds: Mapping[str, list[Row]]) -> Applied:
    connection = batch.connection
    pieces = [
        PieceFacts(
            row["piece"], row["asset"], row["channel"], row["url"], row["subject"], row["text"], row["present"] == "1"
        )
        for row in kinds["piece"]
    ]
    held = book.pieces(connection)
    book.add_pieces(batch, [one for one in pieces if one.id not in held])
    next_of = book.successors(connection)
    book.add_successors(batch, {row["piece"]: row["next"] for row in kinds["successor"] if row["piece"] not in next_of})
    known = book.placements(connection)
    placed = [
        Placed(
            Placement(
                row["piece"],
                int(row["use"]),
                dt.date.fromisoformat(row["on"]) if row["on"] else None,
                row["channel"],
                row["stage"] or None,
                cost=float(row["cost"]) if row["cost"] else None,
            ),
            row["origin"],
            row["url"],
        )
        for row in kinds["placement"]
    ]
    book.add_placements(batch, [one for one in placed if (one.placement.piece_id, one.placement.use) not in known])
    applied = sum((apply(batch, delivery) for delivery in _deliveries(kinds)), Applied())
    numbers = {
        (row.kind, row.account, row.digest): row.id
        for row in connection.execute(
            select(SOURCE.c.kind, SOURCE.c.account, TARGET.c.digest, TARGET.c.id).join(
                TARGET, TARGET.c.source_id == SOURCE.c.id
            )
        )
    }
    there = book.matches(connection)
    matches = [
        Match(number, row["piece"], int(row["use"]) or None, row["how"])
        for row in kinds["match"]
        if (number := numbers.get((row["source"], row["account"], _as_target(row).digest))) and number not in there
    ]
    book.add_matches(batch, matches)
    return applied


def _as_target(row: Row) -> Target:
    return Target(row["key"], row["link"], row["url"], row["subject"], row["text"], row["dated"])


def _deliveries(kinds: Mapping[str, list[Row]]) -> Iterator[Delivery]:
    """Days that were exported together as the delivery they were."""
    values: dict[tuple[str, ...], dict[tuple[Target, str], int]] = defaultdict(dict)
    for row in kinds["reading"]:
        place = (row["source"], row["account"], row["scope"], row["lifetime"], row["day"])
        values[place][(_as_target(row), row["metric"])] = int(row["value"])
    together: dict[tuple[str, ...], dict[dt.date, Day]] = defaultdict(dict)
    for row in kinds["day"]:
        place = (row["source"], row["account"], row["scope"], row["lifetime"], row["day"])
        day = Day(values.get(place, {}), int(row["spread"]), int(row["records"]))
        together[(*place[:4], row["exported_at"])][dt.date.fromisoformat(row["day"])] = day
    for (kind, account, scope, lifetime, exported_at), days in together.items():
        name = scope
        if lifetime == "1":
            keys = {target.key for day in days.values() for target, _ in day.values}
            name = next((scope.removesuffix(f"/{key}") for key in keys if scope.endswith(f"/{key}")), scope)
        yield Delivery(kind, account, name, exported_at, days, lifetime == "1", kind == "access_log")


def write_lines(connection: Connection) -> Iterator[str]:
    """Every row of the ledger as JSON Lines."""
    yield json.dumps({MARK: VERSION}) + "\n"
    for table in ALL:
        for row in connection.execution_options(yield_per=10_000).execute(select(table)).mappings():
            yield json.dumps({"table": table.name, **row}, ensure_ascii=False) + "\n"


def restore(connection: Connection, lines: Iterable[str], shown: str) -> int:
    """Put the rows of JSON Lines into a new ledger. How many batches; 0 if the ledger is the same already.

    Raises:
        OtherHistoryError: the ledger holds something else; nothing was written.
        LedgerError: what is restored doesn't verify.
    """
    tables = {table.name: table for table in ALL}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    head = ""
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            if number == 1:
                if row[MARK] != VERSION:
                    raise LedgerError(
                        f"is of schema {row[MARK]}; this repurpose reads {VERSION}",
                        Location(shown, 1),
                        "restore it with the repurpose that wrote it, whose ledger this one brings up to date",
                    )
                if connection.execute(select(func.count()).select_from(BATCH)).scalar():
                    return _same(connection, lines, shown)
                continue
            name = row.pop("table")
            if name == META.name:
                head = row["value"] if row["key"] == "head" else head
                continue
            rows[name].append(row)
            if len(rows[name]) >= _MANY:
                _insert(connection, tables[name], rows.pop(name))
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"is damaged: {error}", Location(shown, number)) from None
    for name, some in rows.items():
        if name != BATCH.name:
            _insert(connection, tables[name], some)
    if rows[BATCH.name]:
        connection.execute(insert(BATCH), rows[BATCH.name])
    connection.execute(update(META).where(META.c.key == "head").values(value=head))
    if wrong := verify(connection):
        raise LedgerError(f"is damaged: {wrong[0]}", Location(shown))
    return int(connection.execute(select(func.count()).select_from(BATCH)).scalar_one())


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    names = [column.name for column in table.columns]
    insert_many(connection, table, [tuple(row[name] for name in names) for row in rows])


def _same(connection: Connection, lines: Iterable[str], shown: str) -> int:
    head = connection.execute(select(META.c.value).where(META.c.key == "head")).scalar_one()
    if any(json.loads(line) == {"table": META.name, "key": "head", "value": head} for line in lines):
        return 0
    raise OtherHistoryError("holds another history than the ledger, which isn't empty", Location(shown))
