"""Exactly once: an export's days -> the ledger.

The key is (source, scope, day); of lifetime totals, each post is a scope of its own. A day that has the same content is
unchanged (and known to be as new as the newest export of it); a day from an older export is refused; a newer one
replaces the day, whose readings are kept as superseded. A day's own count goes before a share of a longer period's
total. The order is total, so that any order of imports, each once or often, ends in one state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select

from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.ledger.schema import DAY, READING, SCOPE, SOURCE, SUPERSEDED, TARGET
from repurpose.usage.ledger.seal import Batch

_ASKED = 500
"""Values in one IN (...); SQLite takes at least 999."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did: days that are new, replaced, unchanged, and refused for an older export of them.

    `parted` are days of a log of which two versions each hold what the other lacks; the longer one counts.
    """

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    stale: int = 0
    readings: int = 0
    parted: tuple[str, ...] = ()

    def __add__(self, other: Applied) -> Applied:
        return Applied(
            self.new + other.new,
            self.replaced + other.replaced,
            self.unchanged + other.unchanged,
            self.stale + other.stale,
            self.readings + other.readings,
            self.parted + other.parted,
        )


def apply(batch: Batch, delivery: Delivery) -> Applied:
    """Write what is new in a delivery."""
    parts = list(_parts(delivery))
    source, scopes = _scopes(batch, delivery, sorted({name for name, _, _ in parts}))
    held = _held(batch.connection, sorted(scopes.values()), {day for _, day, _ in parts})
    new = replaced = unchanged = stale = 0
    taken: list[tuple[int, str, Day]] = []
    gone: dict[int, list[str]] = defaultdict(list)
    parted: list[str] = []
    day_rows: list[dict[str, Any]] = []
    for name, on, day in parts:
        scope = scopes[name]
        row = {
            "scope_id": scope,
            "day": on,
            "exported_at": delivery.exported_at,
            "records": day.records,
            "spread": day.spread,
            "rows": len(day.values),
            "sha256": day.sha256,
            "holder": None,
        }
        current = held.get((scope, on))
        is_better = current is None or _rank(row, delivery.grows) > _rank(current, delivery.grows)
        if current is None:
            new += 1
        elif current["sha256"] == row["sha256"]:
            unchanged += 1
            if is_better:
                day_rows.append({**row, "holder": current["holder"]})
            continue
        if current is not None and delivery.grows and _parts_from(batch.connection, scope, on, day):
            parted.append(on)
        if current is not None and not is_better:
            stale += 1
            continue
        if current is not None:
            replaced += 1
            gone[scope].append(on)
        taken.append((scope, on, day))
        day_rows.append({**row, "holder": batch.id})
    for scope, days in gone.items():
        _supersede(batch.connection, scope, days)
    batch.add(DAY, day_rows)
    targets = _targets(batch, source, {target for _, _, day in taken for target, _ in day.values})
    number = batch.id if taken else 0
    readings = [  # in the order of the table's columns
        (number, scope, on, targets[target], metric, value)
        for scope, on, day in taken
        for (target, metric), value in day.values.items()
    ]
    readings.sort(key=itemgetter(3, 4, 2))  # as the table is laid out
    batch.add_rows(READING, readings)
    return Applied(new, replaced, unchanged, stale, len(readings), tuple(parted))


def _parts(delivery: Delivery) -> Iterator[tuple[str, str, Day]]:
    """What is replaced together: a day of a report; of lifetime totals, which list any choice of posts, each post's."""
    for on, day in sorted(delivery.days.items()):
        if not delivery.lifetime:
            yield delivery.scope, on.isoformat(), day
            continue
        by_key: dict[str, dict[tuple[Target, str], int]] = defaultdict(dict)
        for (target, metric), value in day.values.items():
            by_key[target.key][(target, metric)] = value
        for key, values in sorted(by_key.items()):
            yield f"{delivery.scope}/{key}", on.isoformat(), Day(values, day.spread, 1)


def _rank(day: Mapping[str, Any], grows: bool) -> tuple[bool, int, str, str]:
    """Which of two versions of a day counts: the higher."""
    return (day["spread"] == 1, day["records"] if grows else 0, day["exported_at"], day["sha256"])


def _parts_from(connection: Connection, scope: int, on: str, day: Day) -> bool:
    """Whether a version of a day counts more of one target and less of another than the ledger's.

    One cut of a log that contains another counts no target less. What is so may be two halves of one day.
    """
    held = {
        (row.digest, row.metric): row.value
        for row in connection.execute(
            select(TARGET.c.digest, READING.c.metric, READING.c.value)
            .join(TARGET, TARGET.c.id == READING.c.target_id)
            .where(READING.c.scope_id == scope, READING.c.day == on)
        )
    }
    new = {(target.digest, metric): value for (target, metric), value in day.values.items()}
    changes = [new.get(key, 0) - held.get(key, 0) for key in new.keys() | held.keys()]
    return any(change > 0 for change in changes) and any(change < 0 for change in changes)


def _scopes(batch: Batch, delivery: Delivery, names: Sequence[str]) -> tuple[int, dict[str, int]]:
    """The numbers of a delivery's source and scopes, which are made if they are new."""
    run = batch.connection.execute
    source = run(
        select(SOURCE.c.id).where(SOURCE.c.kind == delivery.kind, SOURCE.c.account == delivery.account)
    ).scalar()
    if source is None:
        source = batch.next_id(SOURCE)
        batch.add(SOURCE, [{"id": source, "kind": delivery.kind, "account": delivery.account}])
    found: dict[str, int] = {}
    for start in range(0, len(names), _ASKED):
        some = names[start : start + _ASKED]
        rows = run(select(SCOPE.c.name, SCOPE.c.id).where(SCOPE.c.source_id == source, SCOPE.c.name.in_(some)))
        found.update({row.name: row.id for row in rows})
    missing = [name for name in names if name not in found]
    first = batch.next_id(SCOPE) if missing else 0
    made = {name: number for number, name in enumerate(missing, first)}
    batch.add(
        SCOPE,
        [
            {"id": number, "source_id": source, "name": name, "lifetime": int(delivery.lifetime)}
            for name, number in made.items()
        ],
    )
    return int(source), found | made


def _held(connection: Connection, scopes: Sequence[int], days: set[str]) -> dict[tuple[int, str], Mapping[str, Any]]:
    """The latest row of each of these days of these scopes that is there."""
    held: dict[tuple[int, str], Mapping[str, Any]] = {}
    for start in range(0, len(scopes) if days else 0, _ASKED):
        rows = connection.execute(
            select(DAY)
            .where(DAY.c.scope_id.in_(scopes[start : start + _ASKED]), DAY.c.day.between(min(days), max(days)))
            .order_by(DAY.c.batch_id)
        )
        held.update({(row["scope_id"], row["day"]): row for row in rows.mappings() if row["day"] in days})
    return held


def _supersede(connection: Connection, scope: int, days: Sequence[str]) -> None:
    for start in range(0, len(days), _ASKED):
        these = and_(READING.c.scope_id == scope, READING.c.day.in_(days[start : start + _ASKED]))
        columns = [column.name for column in SUPERSEDED.columns]
        moved = select(*(READING.c[name] for name in columns)).where(these)
        connection.execute(insert(SUPERSEDED).from_select(columns, moved))
        connection.execute(delete(READING).where(these))


def _targets(batch: Batch, source: int, wanted: Iterable[Target]) -> dict[Target, int]:
    """The numbers of targets, which are made if they are new."""
    by_digest = {target.digest: target for target in wanted}
    digests = sorted(by_digest)
    found: dict[Target, int] = {}
    for start in range(0, len(digests), _ASKED):
        some = digests[start : start + _ASKED]
        rows = batch.connection.execute(
            select(TARGET.c.digest, TARGET.c.id).where(TARGET.c.source_id == source, TARGET.c.digest.in_(some))
        )
        found.update({by_digest[digest]: number for digest, number in rows})
    missing = [by_digest[digest] for digest in digests if by_digest[digest] not in found]
    first = batch.next_id(TARGET) if missing else 0
    batch.add(
        TARGET,
        [
            {
                "id": number,
                "source_id": source,
                "key": target.key,
                "link": target.link,
                "url": target.url,
                "subject": target.subject,
                "text": target.text,
                "dated": target.dated,
                "digest": target.digest,
            }
            for number, target in enumerate(missing, first)
        ],
    )
    found.update({target: number for number, target in enumerate(missing, first)})
    return found
