"""Forgetting on purpose: rows go for good, what they summed up to stays, so that the rest still verifies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select

from repurpose.usage.ledger.schema import (
    DAY,
    DECISION,
    FORGOTTEN,
    MATCH,
    PIECE,
    PLACEMENT,
    READING,
    SCOPE,
    SOURCE,
    SUCCESSOR,
    SUPERSEDED,
    TARGET,
)
from repurpose.usage.ledger.seal import MODULUS, Batch, row_digest, sum_text


def forget_before(batch: Batch, day: str) -> int:
    """Forget all readings of days before `day`. How many rows went."""
    return _forget(batch, [(table, table.c.day < day) for table in (READING, SUPERSEDED)])


def forget_source(batch: Batch, kind: str, account: str | None) -> int:
    """Forget all that a source ever told. How many rows went."""
    clause = SOURCE.c.kind == kind
    if account is not None:
        clause &= SOURCE.c.account == account
    sources = select(SOURCE.c.id).where(clause)
    scopes = select(SCOPE.c.id).where(SCOPE.c.source_id.in_(sources))
    targets = select(TARGET.c.id).where(TARGET.c.source_id.in_(sources))
    return _forget(
        batch,
        [
            (READING, READING.c.scope_id.in_(scopes)),
            (SUPERSEDED, SUPERSEDED.c.scope_id.in_(scopes)),
            (DAY, DAY.c.scope_id.in_(scopes)),
            (MATCH, MATCH.c.target_id.in_(targets)),
            (TARGET, TARGET.c.source_id.in_(sources)),
            (SCOPE, SCOPE.c.source_id.in_(sources)),
            (SOURCE, clause),
        ],
    )


def forget_piece(batch: Batch, forms: Sequence[str]) -> int:
    """Forget a piece in all its forms: its words, uses, what readers did, what was said of it. How many rows went."""
    targets = select(MATCH.c.target_id).where(MATCH.c.piece_id.in_(forms))
    numbers = [int(number) for number in batch.connection.execute(targets.distinct()).scalars()]
    return _forget(
        batch,
        [
            (READING, READING.c.target_id.in_(numbers)),
            (SUPERSEDED, SUPERSEDED.c.target_id.in_(numbers)),
            (MATCH, MATCH.c.target_id.in_(numbers)),
            (TARGET, TARGET.c.id.in_(numbers)),
            (PLACEMENT, PLACEMENT.c.piece_id.in_(forms)),
            (DECISION, DECISION.c.piece_id.in_(forms)),
            (PIECE, PIECE.c.id.in_(forms)),
            (SUCCESSOR, or_(SUCCESSOR.c.piece_id.in_(forms), SUCCESSOR.c.next_id.in_(forms))),
        ],
    )


def _forget(batch: Batch, doomed: Sequence[tuple[Table, ColumnElement[bool]]]) -> int:
    gone: dict[tuple[int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for table, clause in doomed:
        name = READING.name if table is SUPERSEDED else table.name
        for row in batch.connection.execute(select(table).where(clause)):
            values: Any = row._mapping
            count, total = gone[(values["batch_id"], name)]
            gone[(values["batch_id"], name)] = (count + 1, (total + row_digest(name, row)) % MODULUS)
    for table, clause in doomed:
        batch.connection.execute(delete(table).where(clause))
    batch.add(
        FORGOTTEN,
        [
            {"of_batch": number, "table_name": name, "rows": count, "sum": sum_text(total)}
            for (number, name), (count, total) in sorted(gone.items())
        ],
    )
    return sum(count for count, _ in gone.values())
