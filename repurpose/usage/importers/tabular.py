"""Exports that are tables: a header line found by its columns' names, then records.

Names are matched in a normal form (letters and digits, no case), by synonyms and languages, never by position.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from repurpose.errors import LedgerError, Location, UsageError
from repurpose.usage.delivery import Day, Delivery, Target, spread_evenly
from repurpose.usage.importers.adder import add_up
from repurpose.usage.importers.importer import Export, Imported, Read, Wish
from repurpose.usage.importers.parts import Part
from repurpose.usage.importers.records import Record
from repurpose.usage.importers.shape import SEARCHED, Shape, find_header, missing_columns
from repurpose.usage.importers.tally import Tally


class Tabular:
    """An importer of tables.

    A kind of its own says its name, what it does, and its shapes; and, where the file tells them, which days it covers
    and whose account it is.
    """

    name = ""
    does = ""
    channels: tuple[str, ...] = ()
    shapes: tuple[Shape, ...] = ()
    suffixes = (".csv", ".tsv", ".txt", "")

    @property
    def formats(self) -> Sequence[str]:
        """What it knows, for the help, and what of that is from memory."""
        lines = []
        for shape in self.shapes:
            unsure = shape.remembered and f"not sure of {shape.remembered}"
            unsure = unsure if shape.sure else f"not sure: {shape.source}"
            columns = ", ".join(names[0] for names in shape.columns.values())
            told = f" ({unsure}; a mapping names columns that differ)" if unsure else ""
            lines.append(f"{shape.scope}: {columns}{told}")
        return lines

    def recognises(self, export: Export, wish: Wish) -> bool:
        """Whether a header of one of its shapes stands in a part."""
        shapes = self._shapes(wish)
        return any(find_header(self._head(part), shapes) is not None for part in export.parts)

    def read(self, exports: Sequence[Export], wish: Wish) -> Imported:
        """Read files, each for itself."""
        deliveries: list[Delivery] = []
        reads: list[Read] = []
        for export in exports:
            made = self._read_one(export, wish)
            deliveries += made.deliveries
            reads += made.reads
        return Imported(tuple(deliveries), tuple(reads))

    def period(self, export: Export, part: Part) -> tuple[dt.date, dt.date] | None:
        """The days that a part covers, if the file tells; both included."""
        return None

    def account(self, export: Export, part: Part) -> str:
        """Whose account it is, if the file tells."""
        return ""

    def tallies(self, export: Export, part: Part, shapes: Sequence[Shape], undated: dt.date) -> Iterator[Tally]:
        """The tables of a part."""
        return add_up(part, shapes, undated)

    def _shapes(self, wish: Wish) -> tuple[Shape, ...]:
        return tuple(shape.with_wish(wish) for shape in self.shapes)

    def _head(self, part: Part) -> list[Record]:
        if part.open is not None and not part.name.lower().endswith((".csv", ".tsv", ".txt")) and "." in part.name:
            return []
        return part.head(SEARCHED)

    def _read_one(self, export: Export, wish: Wish) -> Imported:
        shapes = self._shapes(wish)
        deliveries: list[Delivery] = []
        reads: list[Read] = []
        known = 0
        for part in export.parts:
            try:
                told = self.period(export, part)
                undated = wish.last or (told[1] if told else export.taken_on)
                for done in self.tallies(export, part, shapes, undated):
                    known += 1
                    deliveries.append(self._delivery(export, part, done, wish))
                    reads.append(done.read(part.name, self._notes(done)))
            except LedgerError as error:
                where = Location(str(export.path), error.location.line if error.location else None)
                raise LedgerError(error.message, where, error.hint) from error
            except ValueError as error:
                raise LedgerError(
                    f"says of {part.name} which days it covers, but {error}",
                    Location(str(export.path)),
                    "export it again",
                ) from None
        if not known:
            head = [record for part in export.parts for record in self._head(part)]
            raise LedgerError(
                f"is no {self.name} export that is known: it lacks {missing_columns(head, shapes)}",
                Location(str(export.path)),
                f"`[usage.mapping.{self.name}]` in repurpose.toml names columns that are called otherwise",
            )
        return Imported(tuple(deliveries), tuple(reads))

    def _notes(self, done: Tally) -> tuple[str, ...]:
        return () if done.shape.sure else (f"its header is not known for sure: {done.shape.source}",)

    def _delivery(self, export: Export, part: Part, done: Tally, wish: Wish) -> Delivery:
        shape = done.shape
        account = wish.account if wish.account is not None else self.account(export, part)
        told = self.period(export, part)
        first, last = wish.first or (told[0] if told else None), wish.last or (told[1] if told else None)
        if shape.lifetime:
            days = {export.taken_on: _day(done, export.taken_on)}
        elif done.is_dated:
            days = self._dated_days(export, done, first, last)
        elif first is None or last is None:
            raise UsageError(
                f"{export.path}: the table {shape.scope!r} says nothing of the days that it covers",
                hint="give them: --from 2026-11-01 --to 2026-11-30",
            )
        else:
            days = spread_days(done, first, last)
        return Delivery(self.name, account, shape.scope, export.exported_at, days, shape.lifetime)

    def _dated_days(
        self, export: Export, done: Tally, first: dt.date | None, last: dt.date | None
    ) -> dict[dt.date, Day]:
        """The days of rows that carry one; a day of the declared range without rows is a real nothing."""
        outside = next((on for on in sorted(done.totals) if (first and on < first) or (last and on > last)), None)
        if outside is not None:
            raise LedgerError(
                f"has rows of {outside}, outside the days that it says it covers ({first} to {last})",
                Location(str(export.path)),
                "export it again",
            )
        days = {on: _day(done, on) for on in done.totals}
        if first and last:
            for number in range((last - first).days + 1):
                days.setdefault(first + dt.timedelta(number), Day())
        return days


def _day(done: Tally, on: dt.date) -> Day:
    return Day(dict(done.totals.get(on, {})), 1, done.counts.get(on, 0))


def spread_days(done: Tally, first: dt.date, last: dt.date) -> dict[dt.date, Day]:
    """A period's totals spread evenly over its days."""
    length = (last - first).days + 1
    if length < 1:
        raise UsageError(f"--from {first} is after --to {last}")
    per_day: list[dict[tuple[Target, str], int]] = [{} for _ in range(length)]
    records = 0
    for on, totals in done.totals.items():
        records += done.counts.get(on, 0)
        for key, value in totals.items():
            for number, share in enumerate(spread_evenly(value, length)):
                if share or length == 1:
                    per_day[number][key] = per_day[number].get(key, 0) + share
    return {first + dt.timedelta(number): Day(values, length, records) for number, values in enumerate(per_day)}
