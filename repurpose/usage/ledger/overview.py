"""What the ledger knows, per channel: since when, by whom, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from repurpose.ids import channel_of
from repurpose.usage.ledger import book
from repurpose.usage.ledger.schema import DAY, READING, SCOPE, SOURCE
from repurpose.usage.ledger.sums import authorities, sums
from repurpose.usage.placing import Lineage, Surroundings, due


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of a channel: its first and last day, who speaks for it, who else tells of it, days not told."""

    metric: str
    first: str
    last: str
    source: str
    others: tuple[str, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: its pieces, their uses, the metrics that are known of them.

    Of the uses, those `assumed` are taken from their assets' dates: nothing else tells of them.
    """

    channel: str
    pieces: int
    uses: int
    assumed: int
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The ledger at a glance."""

    channels: tuple[Channel, ...]
    unknown: tuple[str, ...]
    fallen: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def overview(connection: Connection, surroundings: Surroundings, authority: Mapping[str, str]) -> Overview:
    """The ledger at a glance, with the uses that files tell of and that the next import will note."""
    lineage = Lineage(book.successors(connection))
    pieces = book.pieces(connection) | dict(surroundings.pieces or {})
    uses = due(surroundings.assets, pieces.values(), surroundings.approved, lineage, surroundings.moment)
    uses = uses | book.placements(connection)
    matches = book.matches(connection)
    chosen = authorities(connection, matches, authority)
    sources = {row.id: (row.kind, row.account) for row in connection.execute(select(SOURCE))}
    spans: dict[tuple[str, str], dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    grouped = (
        select(
            READING.c.target_id, READING.c.metric, SCOPE.c.source_id, func.min(READING.c.day), func.max(READING.c.day)
        )
        .join(SCOPE, SCOPE.c.id == READING.c.scope_id)
        .group_by(READING.c.target_id, READING.c.metric, SCOPE.c.source_id)
    )
    told: set[int] = set()
    for target, metric, source, first, last in connection.execute(grouped):
        told.add(target)
        if target in matches:
            channel = channel_of(matches[target].piece_id) or ""
            spans[(channel, metric)][sources[source]] += [first, last]
    seen = {match.piece_id for match in matches.values()}
    seen |= {lineage.root(one.id) for one in pieces.values() if one.url}  # it stands on the site
    days = _days(connection)
    channels = []
    for name in sorted({one.channel for one in pieces.values()} | {channel for channel, _ in spans}):
        metrics = tuple(
            _metric(metric, by_source, chosen[(channel, metric)], days)
            for (channel, metric), by_source in sorted(spans.items())
            if channel == name
        )
        used = [(one.placement.piece_id, one.origin) for one in uses.values() if one.placement.channel == name]
        roots = {lineage.root(one.id) for one in pieces.values() if one.channel == name}
        assumed = sum(origin == "asset" and piece not in seen for piece, origin in used)
        channels.append(Channel(name, len(roots.union(piece for piece, _ in used)), len(used), assumed, metrics))
    unknown = [one.target.key for one in book.targets(connection) if one.id not in matches and one.id in told]
    return Overview(tuple(channels), tuple(unknown), sums(connection, authority=authority).fallen)


def _metric(
    name: str, by_source: Mapping[tuple[str, str], list[str]], chosen: tuple[str, str],
    days: Mapping[tuple[str, str], tuple[bool, set[str]]],
) -> Metric:  # fmt: skip
    first, last = min(by_source[chosen]), max(by_source[chosen])
    lifetime, told = days[chosen]
    length = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days + 1
    missing = 0 if lifetime else length - sum(first <= day <= last for day in told)
    others = tuple(" ".join(filter(None, one)) for one in sorted(by_source) if one != chosen)
    return Metric(name, first, last, " ".join(filter(None, chosen)), others, missing)


def _days(connection: Connection) -> dict[tuple[str, str], tuple[bool, set[str]]]:
    """By source, whether it tells lifetime totals, and the days that it told of."""
    found: dict[tuple[str, str], tuple[bool, set[str]]] = {}
    rows = connection.execute(
        select(SOURCE.c.kind, SOURCE.c.account, SCOPE.c.lifetime, DAY.c.day)
        .join(SCOPE, SCOPE.c.id == DAY.c.scope_id)
        .join(SOURCE, SOURCE.c.id == SCOPE.c.source_id)
        .distinct()
    )
    for kind, account, lifetime, day in rows:
        found.setdefault((kind, account), (bool(lifetime), set()))[1].add(day)
    return found
