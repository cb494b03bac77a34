"""The ledger as scoring reads it: of every placement, each metric's days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from repurpose.usage.ledger.sums import rollups
from repurpose.usage.score.series import Daily, Use


def daily(
    connection: Connection, until: dt.date, authority: Mapping[str, str] | None = None
) -> dict[Use, dict[str, Daily]]:
    """By placement and metric, the values of the days before `until`; a metric that was never told isn't there."""
    found: dict[Use, dict[str, Daily]] = defaultdict(dict)
    for one in rollups(connection, authority):
        if one.day >= until:
            continue
        metrics = found[(one.piece_id, one.use)]
        days = metrics.get(one.metric)
        if days is None:
            days = metrics[one.metric] = Daily()
        day = one.day.toordinal()
        days.values[day] = days.values.get(day, 0) + one.value
        days.spread = days.spread or one.interpolated
    return dict(found)
