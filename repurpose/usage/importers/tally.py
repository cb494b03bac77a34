"""A table's records, added up by day and target as they stream by."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

from repurpose.errors import LedgerError, Location
from repurpose.usage.delivery import Target
from repurpose.usage.importers.amounts import amount, day
from repurpose.usage.importers.importer import LISTED, Read, Rejected
from repurpose.usage.importers.parts import Part
from repurpose.usage.importers.shape import SEARCHED, Aside, Fields, Found, Shape, find_header, normal, plain

REMEMBERED = 200_000
"""Cells whose reading is remembered: exports repeat themselves."""
_TOTALS = frozenset(
    (
        "total totals grandtotal gesamt gesamtsumme insgesamt summe totale totaux totalgeneral totalgeral "
        "итого 合計 总计 합계"
    ).split()
)


@dataclass(slots=True)
class Tally:
    """What the records of one part add up to."""

    shape: Shape
    is_dated: bool
    totals: dict[dt.date, dict[tuple[Target, str], int]] = field(default_factory=lambda: defaultdict(dict))
    counts: dict[dt.date, int] = field(default_factory=lambda: defaultdict(int))
    records: int = 0
    parsed: int = 0
    refused: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)

    def reject(self, line: int, why: str) -> None:
        """Leave a record out, and say why."""
        self.records += 1
        self.refused += 1
        if len(self.rejected) < LISTED:
            self.rejected.append(Rejected(line, why))

    def read(self, name: str, notes: tuple[str, ...] = ()) -> Read:
        """What became of the part."""
        aside = tuple(f"{count} {'record' if count == 1 else 'records'}: {why}" for why, count in self.aside.items())
        return Read(name, self.records, self.parsed, self.refused, tuple(self.rejected), (*notes, *aside))


class _Remembered(dict[str, Any]):
    """Readings of cells, each read once; forgotten when there are too many, so that memory stays flat."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> Any:
        if len(self) > REMEMBERED:
            self.clear()
        try:
            value = self._read(cell)
        except ValueError as error:
            value = error
        self[cell] = value
        return value


def tally(part: Part, shapes: Sequence[Shape], undated: dt.date) -> Iterator[Tally]:
    """The tables of a part, one after the other; a header line of a known shape begins the next.

    `undated` is the day of rows that carry no date.
    """
    found = find_header(part.head(SEARCHED), shapes)
    if found is None:
        return
    _check_header(part, found)
    yield _tally(part, found, undated)


def _check_header(part: Part, found: Found) -> None:
    used = [found.header[place] for place in found.places.values()]
    doubled = next((cell for cell in used if found.header.count(cell) > 1), None)
    if doubled is not None:
        raise LedgerError(
            f"the column {doubled!r} stands twice in the header", Location(part.name, found.line), "keep one of them"
        )


def _tally(part: Part, found: Found, undated: dt.date) -> Tally:
    """Add up the records below a header: many at once as long as all is well, then one by one."""
    adder = _Adder(found, undated)
    width, begin = len(found.header), found.line
    if part.open is None:
        for record in part.records():
            if record.line > begin:
                adder.one(record.line, record.cells)
        return adder.done()
    is_sound = not any("\n" in cell for cell in found.written)
    for line, block in part.blocks(begin, width) if is_sound else ():
        if not block:
            return adder.done()
        adder.many(line, block)
        begin = line + len(block) - 1
    for line, row, fault in part.rows(found.line, width):
        if line <= begin:
            continue
        if fault is None:
            adder.one(line, row)
        else:
            adder.tally.reject(line, fault)
    return adder.done()


class _Adder:
    """Adds records up by day and target.

    A slot is what one day and target have so far: each metric's sum, the day, the target, how many records, and how
    many of them said nothing of a metric.
    """

    def __init__(self, found: Found, undated: dt.date) -> None:
        shape, places = found.shape, found.places
        self.tally = Tally(shape, "date" in places)
        self._found, self._undated = found, undated
        self._names = [name for name in places if name not in shape.metrics]
        self._counted = [name for name in shape.metrics if name in places]
        columns = [places[name] for name in self._names] or [0]
        self._dims = itemgetter(*columns) if len(columns) > 1 else _single(columns[0])
        self._cells = [(places[name], _Remembered(_reader(shape.metrics[name]))) for name in self._counted]
        self._slots: dict[tuple[str, ...], list[Any]] = {}
        self._refused: dict[tuple[str, ...], ValueError] = {}
        self._targets = _Targets(shape)

    def many(self, line: int, rows: list[list[str]]) -> None:
        """Add records that stand one a line from `line` on; with anything out of the ordinary, one by one."""
        keys = list(map(self._dims, rows))
        slots: list[Any] = list(map(self._slots.get, keys))
        columns = [list(map(read.__getitem__, map(itemgetter(place), rows))) for place, read in self._cells]
        if (
            self._found.shape.lifetime
            or any(set(map(type, column)) != {int} for column in columns)
            or not self._open_all(keys, slots, rows)
        ):
            for number, row in enumerate(rows, line):
                self.one(number, row)
            return
        for number, column in enumerate(columns):
            for slot, value in zip(slots, column, strict=True):
                slot[number] += value
        for slot in slots:
            slot[-2] += 1
        self.tally.parsed += len(rows)

    def _open_all(self, keys: list[tuple[str, ...]], slots: list[Any], rows: list[list[str]]) -> bool:
        for number, slot in enumerate(slots):
            if slot is None:
                if keys[number] not in self._slots and self._open(keys[number], rows[number]) is not None:
                    return False
                slots[number] = self._slots[keys[number]]
        return True

    def one(self, line: int, row: list[str]) -> None:
        """Add one record, whole or not at all."""
        key = self._dims(row)
        slot = self._slots.get(key)
        if slot is None:
            why = self._refused.get(key) or self._open(key, row)
            if why is not None:
                self._leave_out(line, key, why)
                return
            slot = self._slots[key]
        values = [read[row[place]] for place, read in self._cells]
        for number, value in enumerate(values):
            if isinstance(value, ValueError):
                self.tally.reject(line, f"{self._found.shape.columns[self._counted[number]][0]}: {value}")
                return
        self.tally.parsed += 1
        slot[-2] += 1
        for number, value in enumerate(values):
            if value is None:
                slot[-1] = slot[-1] or [0] * len(values)
                slot[-1][number] += 1
            else:
                slot[number] = max(slot[number], value) if self._found.shape.lifetime else slot[number] + value

    def _leave_out(self, line: int, key: tuple[str, ...], why: ValueError) -> None:
        if len(self._refused) < REMEMBERED and why.args[0] != _HEADER_AGAIN:
            self._refused[key] = why
        if isinstance(why, Aside):
            self.tally.aside[str(why)] += 1
            self.tally.parsed += 1
        else:
            self.tally.reject(line, str(why))

    def _open(self, key: tuple[str, ...], row: Sequence[str]) -> ValueError | None:
        """Make the slot of a day and target; else say why there is none."""
        found, shape = self._found, self._found.shape
        if normal(row[0]) == found.header[0] and tuple(map(normal, row)) == found.header:
            return Aside(_HEADER_AGAIN)
        fields = {name: plain(cell) for name, cell in zip(self._names, key, strict=False)}
        texts = [value for name, value in fields.items() if name != "date"]
        if any("\0" in text for text in texts):
            return ValueError("holds a NUL byte")
        if any(normal(cell) in _TOTALS for cell in key[:2]):
            return Aside("is a row of totals")
        try:
            has_day = "date" in fields and not shape.lifetime
            on = _day_of(fields["date"], shape.month_first) if has_day else self._undated
            target = self._targets(tuple(texts), fields)
        except ValueError as error:
            return error if any(texts) or not texts or isinstance(error, Aside) else Aside("is a row of totals")
        self._slots[key] = [*([0] * len(self._cells)), on, target, 0, None]
        return None

    def done(self) -> Tally:
        """What it came to. Rows that mean the same day and target under other spellings are added up, too."""
        tally = self.tally
        tally.records = tally.parsed + tally.refused
        metrics = [tally.shape.metrics[name] for name in self._counted]
        for *values, on, target, count, silent in self._slots.values():
            if count == 0:
                continue
            tally.counts[on] += count
            sums: dict[str, int] = {tally.shape.counted: count} if tally.shape.counted else {}
            for number, metric in enumerate(metrics):
                if silent is None or silent[number] < count:
                    sums[metric] = sums.get(metric, 0) + values[number]  # several columns may count towards one metric
            for metric, value in sums.items():
                _put(tally, on, target, metric, value)
        return tally


_HEADER_AGAIN = "is the header again"


@lru_cache(maxsize=50_000)
def _day_of(cell: str, month_first: bool | None) -> dt.date:
    return day(cell, month_first)


class _Targets:
    """Makes the target of what a row says, the same one for the same words: most stand under many days."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._made: dict[tuple[str, ...], Target] = {}

    def __call__(self, texts: tuple[str, ...], fields: Fields) -> Target:
        """The target; a ValueError says why there is none."""
        if self._shape.lifetime:  # a post stands once, and its date may be a column of its own
            return self._shape.target(fields)
        made = self._made.get(texts)
        if made is None:
            made = self._made[texts] = self._shape.target(fields)
        return made


def _single(column: int) -> Callable[[Sequence[str]], tuple[str, ...]]:
    return lambda row: (row[column],)


def _reader(metric: str) -> Callable[[str], int | None]:
    return lambda cell: amount(cell, metric)


def _put(done: Tally, on: dt.date, target: Target, metric: str, value: int) -> None:
    totals = done.totals[on]
    before = totals.get((target, metric), 0)
    totals[(target, metric)] = max(before, value) if done.shape.lifetime else before + value
