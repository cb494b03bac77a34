"""Adds up a table's records by target and day as they stream by."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from repurpose.beside import beside
from repurpose.errors import LedgerError, Location
from repurpose.usage.delivery import LARGEST, Target
from repurpose.usage.importers.amounts import amount, day
from repurpose.usage.importers.grid import Grid
from repurpose.usage.importers.halves import half_of
from repurpose.usage.importers.importer import Rejected
from repurpose.usage.importers.parts import Part
from repurpose.usage.importers.records import Block, Record
from repurpose.usage.importers.shape import SEARCHED, Aside, Found, Shape, find_header, normal, plain
from repurpose.usage.importers.tally import Tally

REMEMBERED = 200_000
"""Cells whose reading is remembered: exports repeat themselves."""
_FEW = 32
"""Records that are added one by one if one of them is odd; of more, the halves are tried."""
_SMALL = 2**31
"""Numbers below need no look at whether their sum is too large: there aren't as many records as that would take."""
_TOTALS = frozenset(
    (
        "total totals grandtotal gesamt gesamtsumme insgesamt summe totale totaux totalgeneral totalgeral "
        "итого 合計 总计 合计 總計 합계"
    ).split()
)
_IS_TOTAL, _IS_HEADER = "is a row of totals", "is the header again"


def add_up(part: Part, shapes: Sequence[Shape], undated: dt.date) -> Iterator[Tally]:
    """The table of a part, if a header line of a known shape stands in it; `undated`: the day of rows without one.

    Raises:
        LedgerError: a column that is needed stands twice.
    """
    found = find_header(part.head(SEARCHED), shapes)
    if found is None:
        return
    used = [found.header[place] for place in found.places.values()]
    doubled = next((cell for cell in used if found.header.count(cell) > 1), None)
    if doubled is not None:
        raise LedgerError(
            f"the column {doubled!r} stands twice in the header", Location(part.name, found.line), "keep one of them"
        )
    adder = in_halves(part, found, undated)
    if adder is None:
        adder = Adder(found, undated)
        adder.take(part.below(found.last_line, len(found.header)))
    yield adder.done()


def in_halves(part: Part, found: Found, undated: dt.date) -> Adder | None:
    """Add up a long table in two processes, half of its lines each; None: it is to be read in one.

    That is where it isn't long, a record may be more than a line, or there is one processor; and where anything goes
    wrong, so that one reader tells of it.
    """
    half = half_of(part, found)
    if half is None:
        return None

    def later() -> Sums | None:
        other = Adder(found, undated)
        try:
            other.take(half.later)
        except (LedgerError, OverflowError):
            return None
        return other.sums()

    adder = Adder(found, undated)
    with beside(later) as sums_of_later:
        try:
            adder.take(half.earlier)
            sums = sums_of_later()
            if sums is None:
                return None
            adder.absorb(sums, half.lines)
        except (LedgerError, OverflowError):
            return None
    return adder


@dataclass(frozen=True, slots=True)
class Sums:
    """What an adder found, to be sent to another.

    `days`: the offsets of days; `places`: the row and the offset of each; `numbers`: its count, and each of its sums.
    """

    targets: list[Target | str]
    days: dict[dt.date, int]
    places: tuple[array[int], array[int]]
    numbers: list[array[int]]
    silent: dict[tuple[int, int, int], int]
    parsed: int
    refused: int
    rejected: list[Rejected]
    aside: Counter[str]


class Adder:
    """The sums of one table.

    A row of the grid is a target, or a reason why records are about none; a column, known by its offset, is a day.
    `many` adds what is plain; whatever isn't comes to `one`, which gives the same sums.
    """

    def __init__(self, found: Found, undated: dt.date) -> None:
        shape, places = found.shape, found.places
        self.tally = Tally(shape, "date" in places)
        self._shape, self._header, self._undated = shape, found.header, undated
        self._counted = [name for name in shape.metrics if name in places]
        self._numbers = [(places[name], _Read(_reader(shape.metrics[name]))) for name in self._counted]
        names = [name for name in places if name not in shape.metrics]
        self._date = places["date"] if "date" in names and not shape.lifetime else None
        self._names = [name for name in names if name != "date" or shape.lifetime]
        self._leading = len([name for name in names[:2] if name in self._names])
        self._texts = [places[name] for name in self._names]
        self._is_plain = not shape.lifetime and (self._date is not None or bool(self._numbers))
        self._grid = Grid(len(self._numbers))
        self._rows, self._columns = _Read(self._row), _Read(self._column)
        self._about: dict[Target | str, int] = {}
        self._targets: list[Target | str] = []
        self._days: dict[dt.date, int] = {}
        self._silent: dict[tuple[int, int, int], int] = {}
        """By row, offset and metric, how many records said nothing of it."""

    def take(self, reads: Iterable[Block | Record]) -> None:
        """Add whatever is read."""
        for read in reads:
            if isinstance(read, Block):
                self.many(read)
            elif read.fault is not None:
                self.tally.reject(read.line, read.fault)
            else:
                self.one(read.line, read.cells)

    def many(self, block: Block) -> None:
        """Add records that stand one a line."""
        if self._is_plain and self._add(block.columns):
            return
        count = len(block.columns[0])
        if self._is_plain and count > _FEW:
            half = count // 2
            self.many(Block(block.line, tuple(column[:half] for column in block.columns)))
            self.many(Block(block.line + half, tuple(column[half:] for column in block.columns)))
            return
        for line, row in enumerate(zip(*block.columns, strict=True), block.line):
            self.one(line, row)

    def _add(self, columns: Sequence[Sequence[str]]) -> bool:
        """Add records all at once; False, and nothing is added, if one of them is odd."""
        count = len(columns[0])
        texts = [columns[place] for place in self._texts]
        keys: Iterable[Hashable] = texts[0] if len(texts) == 1 else zip(*texts, strict=True)
        keys = keys if texts else repeat((), count)
        dates = repeat("", count) if self._date is None else columns[self._date]
        try:
            days = list(map(self._columns.__getitem__, dates))
            rows = list(map(self._rows.__getitem__, keys))
            values = [list(map(read.__getitem__, columns[place])) for place, read in self._numbers]
        except ValueError:
            return False
        if any(max(numbers) >= _SMALL for numbers in values):
            return False
        places = self._grid.places(rows, days)
        cells = self._grid.cells
        for place in places:
            cells[place] += 1
        for behind, numbers in enumerate(values, 1):
            for place, number in zip(places, numbers, strict=True):
                cells[place + behind] += number
        self.tally.parsed += len(places)
        return True

    def one(self, line: int, cells: Sequence[str]) -> None:
        """Add one record, whole or not at all."""
        try:
            self._add_one(cells)
        except ValueError as why:
            self.tally.leave_out(line, why)
        else:
            self.tally.parsed += 1

    def _add_one(self, cells: Sequence[str]) -> None:
        """A ValueError says why it is left out."""
        if normal(cells[0]) == self._header[0] and tuple(map(normal, cells)) == self._header:
            raise Aside(_IS_HEADER)
        texts = tuple(cells[place] for place in self._texts)
        try:
            row = self._rows[texts[0] if len(texts) == 1 else texts]
        except Aside:
            raise
        except ValueError:
            # What names nothing is a total, but for figures of a day: somebody may miss those.
            if any(map(plain, texts)) or not texts or self._is_dated(cells):
                raise
            raise Aside(_IS_TOTAL) from None
        try:
            offset = self._columns["" if self._date is None else cells[self._date]]
        except ValueError:
            if not texts or any(map(plain, texts)):
                raise
            raise Aside(_IS_TOTAL) from None
        [place] = self._grid.places([row], [offset])
        if isinstance(self._targets[row], Target):
            values = [self._value(number, place, cells) for number in range(len(self._numbers))]
            for number, value in enumerate(values):
                if value is None:
                    self._silent[(row, offset, number)] = self._silent.get((row, offset, number), 0) + 1
                else:
                    self._grid.cells[place + 1 + number] = value
        self._grid.cells[place] += 1

    def _value(self, number: int, place: int, cells: Sequence[str]) -> int | None:
        """What a metric comes to with this record; None if the record says nothing of it."""
        column, read = self._numbers[number]
        name = self._shape.columns[self._counted[number]][0]
        try:
            value = read[cells[column]]
        except _Silent:
            return None
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
        before = self._grid.cells[place + 1 + number]
        total = max(before, value) if self._shape.lifetime else before + value
        if total > LARGEST:
            raise ValueError(f"{name}: {cells[column][:40]!r} makes a sum larger than any count can be")
        if total > LARGEST // 2:  # the next one may be too much, and who adds many at once doesn't look
            self._is_plain = False
        return total

    def _row(self, key: str | tuple[str, ...]) -> int:
        """The row of what a record is about; a ValueError says why it is about nothing."""
        cells = key if isinstance(key, tuple) else (key,)
        fields = {name: plain(cell) for name, cell in zip(self._names, cells, strict=True)}
        texts = [text for name, text in fields.items() if name != "date"]
        if any("\0" in text for text in texts):
            raise ValueError("holds a NUL byte")
        if any(normal(cell) in _TOTALS for cell in cells[: self._leading]):
            raise Aside(_IS_TOTAL)
        about: Target | str
        try:
            about = self._shape.target(fields)
        except Aside as aside:
            about = str(aside)
        return self._row_of(about)

    def _row_of(self, about: Target | str) -> int:
        if about not in self._about:
            self._about[about] = self._grid.add_row()
            self._targets.append(about)
        return self._about[about]

    def _column(self, cell: str) -> int:
        """The column of a day; a ValueError says why it is none."""
        try:
            on = self._undated if self._date is None else day(cell, self._shape.month_first)
        except ValueError:
            if normal(cell) in _TOTALS:
                raise Aside(_IS_TOTAL) from None
            raise
        if self._date is not None and self._shape.latest and on > self._shape.latest:
            raise ValueError(f"{cell[:40]!r} is yet to come")
        return self._column_of(on)

    def _is_dated(self, cells: Sequence[str]) -> bool:
        """Whether a record has a day."""
        try:
            return self._date is not None and bool(day(cells[self._date], self._shape.month_first))
        except ValueError:
            return False

    def _column_of(self, on: dt.date) -> int:
        if on not in self._days:
            self._days[on] = self._grid.add_column()
        return self._days[on]

    def sums(self) -> Sums:
        """All that was found, as plain data."""
        used = list(self._grid.used())
        places, cells, tally = [place for _, _, place in used], self._grid.cells, self.tally
        return Sums(
            self._targets,
            self._days,
            (array("q", (row for row, _, _ in used)), array("q", (offset for _, offset, _ in used))),
            [array("q", (cells[place + behind] for place in places)) for behind in range(1 + len(self._numbers))],
            self._silent,
            tally.parsed,
            tally.refused,
            tally.rejected,
            tally.aside,
        )

    def absorb(self, other: Sums, lines: int) -> None:
        """Add what another found in the lines after the first `lines`.

        Raises:
            OverflowError: a sum would be larger than any count can be.
        """
        rows = [self._row_of(target) for target in other.targets]
        offsets = {offset: self._column_of(day) for day, offset in other.days.items()}
        places = self._grid.places((rows[row] for row in other.places[0]), (offsets[one] for one in other.places[1]))
        cells = self._grid.cells
        for behind, numbers in enumerate(other.numbers):
            for place, number in zip(places, numbers, strict=True):
                cells[place + behind] += number
                if cells[place + behind] > LARGEST:
                    raise OverflowError
        for (row, offset, number), count in other.silent.items():
            key = rows[row], offsets[offset], number
            self._silent[key] = self._silent.get(key, 0) + count
        self.tally.parsed += other.parsed
        for one in other.rejected:
            self.tally.reject(one.line + lines, one.why)
        self.tally.refused += other.refused - len(other.rejected)
        self.tally.aside.update(other.aside)

    def done(self) -> Tally:
        """What it came to."""
        tally, cells = self.tally, self._grid.cells
        days = {offset: day for day, offset in self._days.items()}
        metrics = [self._shape.metrics[name] for name in self._counted]
        silent, counted = self._silent, self._shape.counted
        for row, offset, place in self._grid.used():
            target, on, count = self._targets[row], days[offset], cells[place]
            if isinstance(target, str):
                tally.aside[target] += count
                continue
            tally.counts[on] += count
            totals = tally.totals[on]
            if counted:
                totals[(target, counted)] = count
            for number, metric in enumerate(metrics):
                if not silent or silent.get((row, offset, number), 0) < count:
                    key = (target, metric)  # several columns may count towards one metric
                    totals[key] = totals.get(key, 0) + cells[place + 1 + number]
        return tally


class _Silent(ValueError):  # noqa: N818 (nothing is wrong)
    """A cell that says nothing."""


class _Read(dict[Any, int]):
    """What cells mean, each read once; forgotten when there are too many, so that memory stays flat."""

    def __init__(self, read: Callable[[Any], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> int:
        """A ValueError says why it means nothing."""
        if len(self) >= REMEMBERED:
            self.clear()
        value = self[cell] = self._read(cell)
        return value


def _reader(metric: str) -> Callable[[str], int]:
    def read(cell: str) -> int:
        value = amount(cell, metric)
        if value is None:
            raise _Silent
        return value

    return read
