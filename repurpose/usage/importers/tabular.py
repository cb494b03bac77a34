"""Exports that are tables: a header line found by its columns' names, then records.

Names are matched in a normal form (letters and digits, no case), by synonyms and languages, never by position.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import itemgetter
from typing import Any

from repurpose.errors import LedgerError, Location, UsageError
from repurpose.usage.addresses import bare_url, utm_content
from repurpose.usage.delivery import Day, Delivery, Target, spread_evenly
from repurpose.usage.importers.amounts import amount, day
from repurpose.usage.importers.importer import LISTED, Export, Imported, Read, Rejected, Wish
from repurpose.usage.importers.parts import Part, Record

SEARCHED = 40
"""Records within which the header stands; before it there may be a preamble."""
REMEMBERED = 200_000
"""Cells whose reading is remembered: exports repeat themselves."""

_TOTALS = frozenset(
    (
        "total totals grandtotal gesamt gesamtsumme insgesamt summe totale totaux totalgeneral totalgeral "
        "итого 合計 总计 합계"
    ).split()
)
_HYPERLINK = re.compile(r"""=HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)""", re.I)
_TEXT_GUARD = re.compile(r'="(.*)"', re.S)

Fields = Mapping[str, str]


class Aside(ValueError):  # noqa: N818 (nothing is wrong)
    """A record in which nothing is wrong, but which is about no piece: a total, or visits that no link brought."""


@lru_cache(maxsize=50_000)
def normal(name: str) -> str:
    """A column's name in the form under which two are the same."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LMN")


def plain(cell: str) -> str:
    """A cell's text: a formula that links gives its address, one that guards a text gives the text."""
    written = cell.strip()
    if written.startswith("="):
        if link := _HYPERLINK.fullmatch(written):
            return link[1]
        if guarded := _TEXT_GUARD.fullmatch(written):
            return guarded[1].strip()
    return written


def address_target(fields: Fields) -> Target:
    """A target by its page's address, and the link id that address may carry."""
    page = fields.get("page", "")
    if not page:
        raise ValueError("names no page")
    host = fields.get("hostname", "")
    url = f"https://{host}{page}" if host and page.startswith("/") else page
    link = fields.get("link_id", "") or utm_content(url)
    return Target(key=(link and f"utm_content:{link}") or bare_url(url), link=link, url=bare_url(url))


def link_target(fields: Fields) -> Target:
    """A target by `utm_content`; a row without is about none of our links."""
    link = fields.get("link_id", "").lower()
    if not link:
        raise Aside("carries no utm_content")
    return Target(key=f"utm_content:{link}", link=link)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table that an importer knows.

    `columns` are, by field, the names its column has; `required` the fields without which it isn't this table;
    `metrics` the fields that are counted, with the metric they count. A field `date` makes days of the rows. `sure`:
    the header line was seen in an export; if not, `source` says what is known.
    """

    scope: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    metrics: Mapping[str, str]
    target: Callable[[Fields], Target]
    source: str
    checked_on: str = "2026-11-21"
    sure: bool = True
    lifetime: bool = False
    month_first: bool | None = None
    counted: str | None = None
    """A metric that every row counts one of, for tables of events."""

    def with_mapping(self, mapping: Mapping[str, Any]) -> Shape:
        """The same with a project's own names of columns, which are looked for first."""
        columns = dict(self.columns)
        for name in self.columns:
            if name in mapping:
                own = mapping[name]
                columns[name] = (*([own] if isinstance(own, str) else own), *columns[name])
        return replace(self, columns=columns)


@dataclass(frozen=True, slots=True)
class Found:
    """A shape whose header was found: on which line, where its fields stand, its names, normal and as written."""

    shape: Shape
    line: int
    places: Mapping[str, int]
    header: tuple[str, ...]
    written: tuple[str, ...] = ()


def find_header(head: Iterable[Record], shapes: Sequence[Shape]) -> Found | None:
    """The first record that is a header of one of the shapes; the shape of which most columns are there."""
    for record in head:
        cells = tuple(normal(cell) for cell in record.cells)
        candidates = [found for shape in shapes if (found := _places(shape, cells, record))]
        if candidates:
            return max(candidates, key=lambda found: (len(found.shape.required), len(found.places)))
    return None


def _places(shape: Shape, cells: tuple[str, ...], record: Record) -> Found | None:
    places: dict[str, int] = {}
    for name, synonyms in shape.columns.items():
        for synonym in map(normal, synonyms):
            if synonym in cells:
                places[name] = cells.index(synonym)
                break
    if any(name not in places for name in shape.required):
        return None
    if not shape.counted and not any(name in places for name in shape.metrics):
        return None
    return Found(shape, record.line, places, cells, tuple(record.cells))


def missing_columns(head: Sequence[Record], shapes: Sequence[Shape]) -> str:
    """What the nearest shape would need that isn't there, in words."""
    best: tuple[int, str] = (-1, "")
    rows = [frozenset(normal(cell) for cell in record.cells) for record in head]
    for shape in shapes:
        needed = {name: shape.columns[name] for name in shape.required}
        for row in rows:
            lacking = [names[0] for names in needed.values() if not any(normal(name) in row for name in names)]
            score = len(needed) - len(lacking)
            if lacking and score > best[0]:
                best = (score, f"{', '.join(lacking)} (of its table {shape.scope!r})")
            elif not lacking and score >= best[0]:
                wanted = ", ".join(shape.columns[name][0] for name in shape.metrics)
                best = (score, f"any of {wanted} (of its table {shape.scope!r})")
    return best[1] or "all of its columns"


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
        """What it knows, for the help."""
        return [
            f"{shape.scope}: {', '.join(names[0] for names in shape.columns.values())}"
            + ("" if shape.sure else f" (not sure: {shape.source}; a mapping names columns that differ)")
            for shape in self.shapes
        ]

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
        return tally(part, shapes, undated)

    def _shapes(self, wish: Wish) -> tuple[Shape, ...]:
        return tuple(shape.with_mapping(wish.mapping) for shape in self.shapes)

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
