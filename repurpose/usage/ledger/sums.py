"""What readers did with each placement: readings in force -> sums, each metric of a channel from one source only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from repurpose.ids import channel_of
from repurpose.usage.delivery import NOT_ADDED, spread_evenly
from repurpose.usage.ledger import book
from repurpose.usage.ledger.book import Match
from repurpose.usage.ledger.schema import READING, SCOPE, SOURCE, TARGET

_ORDER = ("x", "linkedin", "mailchimp", "ghost", "plausible", "ga4", "matomo", "access_log")
"""Which source speaks for a metric if several do and the project doesn't say: the platform's own count first, then a
counter on the page, then the server's log, which machines fill. What isn't named comes between, by name."""


@dataclass(frozen=True, slots=True)
class Rollup:
    """A metric of one use of a piece on one day. `interpolated`: an even share of a longer period's total."""

    piece_id: str
    use: int
    metric: str
    day: dt.date
    value: int
    interpolated: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals by (piece, use, metric), and the totals that fell, which people should look at."""

    totals: Mapping[tuple[str, int, str], int]
    fallen: tuple[str, ...] = ()


def sums(
    connection: Connection,
    since: dt.date | None = None,
    until: dt.date | None = None,
    authority: Mapping[str, str] | None = None,
) -> Sums:
    """Totals of each placement from `since` to `until`, both days included; metrics that count people are left out."""
    matches = book.matches(connection)
    uses = uses_of(connection)
    kinds = sources_of(connection)
    totals: dict[tuple[str, int, str], int] = defaultdict(int)
    by_day = [
        number for number, match in matches.items() if match.use is None and len(uses.get(match.piece_id, ())) > 1
    ]
    begin, end = (since or dt.date.min).isoformat(), (until or dt.date.max).isoformat()
    within = READING.c.day.between(begin, end)
    # The sum keeps the table's own order from SQLite taking the scopes' index, which would cost a sort of all rows.
    daily = (READING.c.scope_id + 0).in_(select(SCOPE.c.id).where(SCOPE.c.lifetime == 0))
    value = func.sum(READING.c.value if since is until is None else case((within, READING.c.value), else_=0))
    grouped = connection.execute(
        select(READING.c.target_id, READING.c.metric, value)
        .where(daily)
        .group_by(READING.c.target_id, READING.c.metric)
    ).all()
    chosen = _choose(((target, metric) for target, metric, _ in grouped), connection, matches, kinds, authority or {})
    told_by_day = set(by_day)
    for target, metric, total in grouped:
        match = matches.get(target)
        if not match or not total or metric in NOT_ADDED or target in told_by_day:
            continue
        if chosen.get((_channel(match), metric)) == kinds[target]:
            totals[(match.piece_id, match.use or 1, metric)] += int(total)
    for start in range(0, len(by_day), 500):
        each = (
            select(READING.c.target_id, READING.c.metric, READING.c.day, READING.c.value)
            .where(daily, within, READING.c.metric.not_in(NOT_ADDED))
            .where(READING.c.target_id.in_(by_day[start : start + 500]))
        )
        for target, metric, day, number in connection.execute(each):
            match = matches[target]
            if chosen.get((_channel(match), metric)) == kinds[target]:
                totals[(match.piece_id, use_on(uses[match.piece_id], day), metric)] += number
    fallen: list[str] = []
    for one in differences(connection, matches, uses, chosen, kinds, fallen):
        if (since is None or one.day >= since) and (until is None or one.day <= until):
            totals[(one.piece_id, one.use, one.metric)] += one.value
    return Sums(dict(totals), tuple(fallen))


def authorities(
    connection: Connection, matches: Mapping[int, Match], told: Mapping[str, str]
) -> dict[tuple[str, str], tuple[str, str]]:
    """By channel and metric, the source (kind, account) that speaks for it.

    `told` is the project's word: by `channel.metric`, channel or metric, a source's kind or `kind account`.
    """
    daily = connection.execute(
        select(READING.c.target_id, READING.c.metric)
        .where(READING.c.scope_id.in_(select(SCOPE.c.id).where(SCOPE.c.lifetime == 0)))
        .distinct()
    )
    return _choose(((row.target_id, row.metric) for row in daily), connection, matches, sources_of(connection), told)


def _choose(
    daily: Iterable[tuple[int, str]],
    connection: Connection,
    matches: Mapping[int, Match],
    kinds: Mapping[int, tuple[str, str]],
    told: Mapping[str, str],
) -> dict[tuple[str, str], tuple[str, str]]:
    """The choice among the targets and metrics of daily scopes, and those of lifetime totals."""
    there: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    lifetime = connection.execute(
        select(READING.c.target_id, READING.c.metric)
        .where(READING.c.scope_id.in_(select(SCOPE.c.id).where(SCOPE.c.lifetime == 1)))
        .distinct()
    )
    for target, metric in (*daily, *((row.target_id, row.metric) for row in lifetime)):
        if target in matches:
            there[(_channel(matches[target]), metric)].add(kinds[target])
    chosen: dict[tuple[str, str], tuple[str, str]] = {}
    for (channel, metric), sources in there.items():
        wanted = told.get(f"{channel}.{metric}") or told.get(channel) or told.get(metric)
        named = [one for one in sources if wanted and (one[0] == wanted or f"{one[0]} {one[1]}" == wanted)]
        chosen[(channel, metric)] = min(named or sources, key=_authority)
    return chosen


def _authority(source: tuple[str, str]) -> tuple[float, str, str]:
    kind, account = source
    rank = _ORDER.index(kind) if kind in _ORDER else _ORDER.index("plausible") - 0.5
    return (rank, kind, account)


def differences(
    connection: Connection,
    matches: Mapping[int, Match],
    uses: Mapping[str, list[tuple[str, int]]],
    chosen: Mapping[tuple[str, str], tuple[str, str]],
    kinds: Mapping[int, tuple[str, str]],
    fallen: list[str],
) -> Iterator[Rollup]:
    """Day values out of lifetime totals: what came since the snapshot before, spread over the days between.

    The first total came since the day of publication, if that is told. A total that falls is a correction: nothing
    is counted until it is higher than it ever was, so that nothing counts twice; `fallen` says so.
    """
    rows = connection.execute(
        select(
            TARGET.c.source_id,
            TARGET.c.key,
            READING.c.scope_id,
            READING.c.metric,
            READING.c.day,
            READING.c.value,
            READING.c.target_id,
            TARGET.c.dated,
        )
        .join(TARGET, TARGET.c.id == READING.c.target_id)
        .where(
            READING.c.scope_id.in_(select(SCOPE.c.id).where(SCOPE.c.lifetime == 1)), READING.c.metric.not_in(NOT_ADDED)
        )
        .order_by(TARGET.c.source_id, TARGET.c.key, READING.c.scope_id, READING.c.metric, READING.c.day)
    )
    series: dict[tuple[int, str, int, str], list[tuple[str, int, int, str]]] = defaultdict(list)
    for source, key, scope, metric, day, value, target, dated in rows:
        series[(source, key, scope, metric)].append((day, value, target, dated))
    for (_, key, _, metric), readings in series.items():
        match = next((matches[target] for _, _, target, _ in reversed(readings) if target in matches), None)
        if match is None or chosen.get((_channel(match), metric)) != kinds[readings[0][2]]:
            continue
        highest, before = 0, next((dated for _, _, _, dated in readings if dated), "")
        last = None
        for day, value, _, _ in readings:
            end = dt.date.fromisoformat(day)
            if last is not None:
                begin = last + dt.timedelta(1)
            else:
                begin = min(dt.date.fromisoformat(before), end) if before else end
            if value < highest:
                fallen.append(f"{metric} of {key} fell from {highest} to {value} on {day}")
            gained = max(0, value - highest)
            for number, share in enumerate(spread_evenly(gained, max(1, (end - begin).days + 1))):
                on = begin + dt.timedelta(number)
                if share:
                    use = match.use or use_on(uses.get(match.piece_id, []), on.isoformat())
                    yield Rollup(match.piece_id, use, metric, on, share, interpolated=True)
            highest, last = max(highest, value), end


def _channel(match: Match) -> str:
    return channel_of(match.piece_id) or ""


def sources_of(connection: Connection) -> dict[int, tuple[str, str]]:
    """By target, its source."""
    sources = {
        row[0]: (row[1], row[2]) for row in connection.execute(select(SOURCE.c.id, SOURCE.c.kind, SOURCE.c.account))
    }
    return {number: sources[source] for number, source in connection.execute(select(TARGET.c.id, TARGET.c.source_id))}


def uses_of(connection: Connection) -> dict[str, list[tuple[str, int]]]:
    """By piece, the days its uses began, in order."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (piece, use), placed in book.placements(connection).items():
        found[piece].append((placed.placement.on.isoformat() if placed.placement.on else "", use))
    return {piece: sorted(begun) for piece, begun in found.items()}


def use_on(begun: Iterable[tuple[str, int]], day: str) -> int:
    """The use that a day belongs to: the last that began by then, else the first."""
    uses = list(begun)
    return next((use for start, use in reversed(uses) if start <= day), uses[0][1] if uses else 1)
