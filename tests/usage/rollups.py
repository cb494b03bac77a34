"""The ledger read the plain way, a row a day: what the quicker readings are held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection, select

from repurpose.ids import channel_of
from repurpose.usage.ledger import book
from repurpose.usage.ledger.schema import DAY, READING, SCOPE
from repurpose.usage.ledger.sums import Rollup, authorities, differences, sources_of, use_on, uses_of


def rollups(connection: Connection) -> Iterator[Rollup]:
    """Every placement's metrics day by day; lifetime totals as the differences of their snapshots."""
    matches, uses, kinds = book.matches(connection), uses_of(connection), sources_of(connection)
    chosen = authorities(connection, matches, {})
    spread = {
        (scope, day): count > 1
        for scope, day, count in connection.execute(
            select(DAY.c.scope_id, DAY.c.day, DAY.c.spread).order_by(DAY.c.batch_id)
        )
    }
    columns = (READING.c.target_id, READING.c.metric, READING.c.day, READING.c.value, READING.c.scope_id)
    rows = connection.execute(
        select(*columns).join(SCOPE, SCOPE.c.id == READING.c.scope_id).where(SCOPE.c.lifetime == 0)
    )
    for target, metric, day, value, scope in rows:
        match = matches.get(target)
        if match and chosen.get((channel_of(match.piece_id) or "", metric)) == kinds[target]:
            use = match.use or use_on(uses.get(match.piece_id, []), day)
            on = dt.date.fromisoformat(day)
            yield Rollup(match.piece_id, use, metric, on, value, spread.get((scope, day), False))
    yield from differences(connection, matches, uses, chosen, kinds, [])
