"""The ledger as scoring reads it: of every placement, each metric's days.

The database joins the days of a target's metric into one text: one row for each of those, not for each day, is what
makes millions of days quick to read.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from sqlalchemy import Connection, Text, cast, func, literal, select

from repurpose.ids import channel_of
from repurpose.usage.delivery import NOT_ADDED
from repurpose.usage.ledger import book
from repurpose.usage.ledger.book import Match
from repurpose.usage.ledger.schema import DAY, READING, SCOPE
from repurpose.usage.ledger.sums import authorities, differences, sources_of, use_on, uses_of
from repurpose.usage.score.series import Daily, Use

Found = dict[Use, dict[str, Daily]]


def daily(connection: Connection, until: dt.date, authority: Mapping[str, str] | None = None) -> Found:
    """By placement and metric, the values of the days before `until`; a metric that was never told isn't there.

    A source that keeps no zeros of a metric, such as a counter of events, means zero where it says nothing of a
    placement that it tells other metrics of.
    """
    reader = _Reader(connection, until, authority or {})
    reader.read_days()
    reader.read_totals()
    reader.fill_zeros()
    return dict(reader.found)


class _Reader:
    def __init__(self, connection: Connection, until: dt.date, authority: Mapping[str, str]) -> None:
        self._connection, self._until = connection, until
        self._matches, self._uses = book.matches(connection), uses_of(connection)
        self._sources = sources_of(connection)
        self._chosen = authorities(connection, self._matches, authority)
        self._with_zeros: set[tuple[str, str]] = set()
        self._spoken_of: dict[tuple[str, tuple[str, str]], set[Use]] = defaultdict(set)
        self.found: Found = defaultdict(dict)

    def read_days(self) -> None:
        """What sources told day by day."""
        spread = {
            (str(scope), day)
            for scope, day in self._connection.execute(
                select(DAY.c.scope_id, DAY.c.day).where(DAY.c.spread > 1).distinct()
            )
        }
        for target, metric, days, values, scopes in self._joined(with_scopes=bool(spread)):
            match = self._matches.get(target)
            if match is None:
                continue
            channel, source = channel_of(match.piece_id) or "", self._sources[target]
            names, numbers = days.split(","), [int(value) for value in values.split(",")]
            of_days = self._use_of_days(match, names)
            self._spoken_of[(channel, source)].update((match.piece_id, use) for use in set(of_days))
            if metric in NOT_ADDED or self._chosen.get((channel, metric)) != source:
                continue
            if 0 in numbers:
                self._with_zeros.add((channel, metric))
            if not spread and len(set(of_days)) == 1 and metric not in self.found[(match.piece_id, of_days[0])]:
                whole = dict(zip(map(_ordinal, names), numbers, strict=True))
                if len(whole) == len(names):  # no day stands in two reports
                    self.found[(match.piece_id, of_days[0])][metric] = Daily(whole)
                    continue
            are_spread = [one in spread for one in zip(scopes.split(","), names, strict=True)] if spread else None
            for place, (use, day, value) in enumerate(zip(of_days, names, numbers, strict=True)):
                self._add((match.piece_id, use), metric, _ordinal(day), value, bool(are_spread and are_spread[place]))

    def read_totals(self) -> None:
        """What sources told as totals. A total of zero adds nothing, but it was told."""
        lifetime = select(SCOPE.c.id).where(SCOPE.c.lifetime == 1)
        told = (
            select(READING.c.target_id, READING.c.metric, func.min(READING.c.day))
            .where(READING.c.scope_id.in_(lifetime), READING.c.day < self._until.isoformat())
            .group_by(READING.c.target_id, READING.c.metric)
        )
        for target, metric, day in self._connection.execute(told):
            match = self._matches.get(target)
            if match is None or metric in NOT_ADDED:
                continue
            if self._chosen.get((channel_of(match.piece_id) or "", metric)) == self._sources[target]:
                use = self._use_of_days(match, [day])[0]
                self.found[(match.piece_id, use)].setdefault(metric, Daily()).spread = True
        for one in differences(self._connection, self._matches, self._uses, self._chosen, self._sources, []):
            if one.day < self._until:
                self._add((one.piece_id, one.use), one.metric, one.day.toordinal(), one.value, spread=True)

    def fill_zeros(self) -> None:
        """Metrics that a source without zeros says nothing of, though it tells others of the placement."""
        for (channel, metric), source in self._chosen.items():
            if (channel, metric) not in self._with_zeros and metric not in NOT_ADDED:
                for use in self._spoken_of.get((channel, source), ()):
                    self.found[use].setdefault(metric, Daily())

    def _joined(self, *, with_scopes: bool) -> Iterator[tuple[int, str, str, str, str]]:
        """By target and metric: its days, their values and scopes, each joined by commas in one order."""
        scopes = func.aggregate_strings(cast(READING.c.scope_id, Text), ",") if with_scopes else literal("")
        # The sum keeps the table's own order from SQLite taking the scopes' index, which would cost a sort of all rows.
        from_daily = (READING.c.scope_id + 0).in_(select(SCOPE.c.id).where(SCOPE.c.lifetime == 0))
        yield from self._connection.execution_options(yield_per=1000).execute(
            select(
                READING.c.target_id,
                READING.c.metric,
                func.aggregate_strings(READING.c.day, ","),
                func.aggregate_strings(cast(READING.c.value, Text), ","),
                scopes,
            )
            .where(from_daily, READING.c.day < self._until.isoformat())
            .group_by(READING.c.target_id, READING.c.metric)
        )

    def _use_of_days(self, match: Match, days: list[str]) -> list[int]:
        """The use that each day belongs to."""
        begun = self._uses.get(match.piece_id, [])
        if match.use is not None or len(begun) < 2:
            return [match.use or (begun[0][1] if begun else 1)] * len(days)
        return [use_on(begun, day) for day in days]

    def _add(self, use: Use, metric: str, day: int, value: int, spread: bool) -> None:
        metrics = self.found[use]
        days = metrics.get(metric)
        if days is None:
            days = metrics[metric] = Daily()
        days.values[day] = days.values.get(day, 0) + value
        days.spread = days.spread or spread


@lru_cache(maxsize=10_000)
def _ordinal(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()
