"""A text -> its records, in one pass: many at once where they stand one a line, one by one where anything is odd."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from repurpose.errors import LedgerError, Location

CHUNK = 8192
"""Characters that are read at once; few enough for what their records touch to stay in the processor's cache."""
LONGEST = 1024**2
"""Characters of a line; a longer one is of no table."""
FIELD = 131_072
"""Characters of one cell; more is a quote that was never closed. It is csv's own limit."""
BROKEN = 200
"""Broken records after which a file is no CSV."""

_DELIMITERS = ",;\t|"

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line it begins on (from 1), its cells; `fault` says why it is none."""

    line: int
    cells: list[str]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Records that stand one a line, from `line` on, as columns of equal length."""

    line: int
    columns: tuple[list[str], ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written: its encoding, what stands between cells, and how many lines to skip."""

    encoding: str
    delimiter: str
    first: int = 0


def read_records(
    name: str, opened: Opener, after: int = 0, width: int = 0, dialect: Dialect | None = None
) -> Iterator[Block | Record]:
    """The records below line `after` that aren't blank; if there is a `width`, each has so many cells or is at fault.

    `dialect`: as was found, where this is the rest of a table.

    Raises:
        LedgerError: this is no text, or no CSV.
    """
    dialect = dialect or look(opened)
    encoding, delimiter, first = dialect.encoding, dialect.delimiter, dialect.first
    with opened() as binary, io.TextIOWrapper(binary, encoding, newline="") as stream:
        source = _Source(name, stream, opened)
        source.skip(max(first, after))
        while chunk := source.chunk():
            columns = _columns(chunk, delimiter, width) if width else None
            if columns is None:
                yield from _one_by_one(source, delimiter, width)
            else:
                yield Block(source.line + 1, columns)
                source.done(len(columns[0]))


def _columns(chunk: str, delimiter: str, width: int) -> tuple[list[str], ...] | None:
    """The cells of whole lines by column; None unless each line is a record of `width` cells."""
    if '"' in chunk or len(chunk) > FIELD:
        return _quoted_columns(chunk, delimiter, width)
    text = chunk.replace("\r\n", "\n") if "\r" in chunk else chunk
    text = text if text.endswith("\n") else f"{text}\n"
    lines = text.count("\n")
    # Each end of a line becomes a cell of its own: they stand where they belong if every line has its cells.
    cells = text.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    if "\r" in text or len(cells) != lines * (width + 1) + 1 or cells[width :: width + 1].count("\n") != lines:
        return None
    columns = tuple(cells[place : -1 : width + 1] for place in range(width))
    return None if width == 1 and "" in columns[0] else columns  # a blank line


def _quoted_columns(chunk: str, delimiter: str, width: int) -> tuple[list[str], ...] | None:
    reader = csv.reader(io.StringIO(chunk, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error:
        return None
    if reader.line_num != len(rows) or set(map(len, rows)) != {width}:
        return None
    return tuple(map(list, zip(*rows, strict=True)))


def _one_by_one(source: _Source, delimiter: str, width: int) -> Iterator[Record]:
    """The records of the chunk that was read last, and whatever lines they reach into."""
    source.again()
    while source.waiting:
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        fault = ""
        try:
            for cells in reader:
                if width and cells and len(cells) != width:
                    if len(source.taken) > 1:  # several lines in one: an open quote, most likely
                        fault = "a quote is opened and never closed"
                        break
                    yield Record(source.line + 1, cells, f"has {len(cells)} cells instead of {width}")
                elif cells:
                    yield Record(source.line + 1, cells)
                source.done(len(source.taken))
                if not source.waiting:
                    return
        except csv.Error as error:
            fault = _csv_fault(str(error))
        if fault:
            yield Record(source.line + 1, [], fault)
            source.drop_line()


def _csv_fault(said: str) -> str:
    if "unexpected end" in said or "field larger" in said:
        return "a quote is opened and never closed"
    return f"is no CSV: {said}"


class _Source:
    """The lines of a text; those of a record that turns out to be broken are read again."""

    def __init__(self, name: str, stream: io.TextIOWrapper, opened: Opener) -> None:
        self.line = 0
        """Lines before the record that is being read."""
        self.taken: list[str] = []
        """Lines of the record that is being read."""
        self.waiting: deque[str] = deque()
        """Lines that come before the stream's next."""
        self._name, self._stream, self._opened = name, stream, opened
        self._chunk = ""
        self._broken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else self._read(0)
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def skip(self, lines: int) -> None:
        """Leave lines out."""
        for _ in range(lines):
            self._read(0)
            self.line += 1

    def chunk(self) -> str:
        """The next lines, whole."""
        self._chunk = self._read(CHUNK)
        return self._chunk

    def again(self) -> None:
        """Give the last chunk line by line."""
        self.waiting.extend(io.StringIO(self._chunk, newline=""))

    def done(self, lines: int) -> None:
        """So many lines are read for good."""
        self.line += lines
        self.taken.clear()

    def drop_line(self) -> None:
        """Leave the first line of the record out and read the others again.

        Raises:
            LedgerError: that happened too often.
        """
        self._broken += 1
        if self._broken >= BROKEN:
            raise LedgerError(f"has {BROKEN} broken records; it is no CSV", Location(self._name, self.line + 1))
        self.waiting.extendleft(reversed(self.taken[1:]))
        self.done(1)

    def _read(self, size: int) -> str:
        """So many characters, and the rest of the line."""
        try:
            text = self._stream.read(size) if size else ""
            rest = self._stream.readline(LONGEST)
        except UnicodeDecodeError as error:
            line = _undecodable(self._opened, error.encoding) or self.line + 1
            raise LedgerError(
                f"holds bytes that are no {error.encoding}", Location(self._name, line), "save it again as UTF-8"
            ) from None
        except OSError as error:
            raise LedgerError(f"is damaged: {error}", Location(self._name, self.line + 1)) from None
        if len(rest) == LONGEST:
            raise LedgerError(
                f"has a line of more than {LONGEST:,} characters; it is no CSV", Location(self._name, self.line + 1)
            )
        return text + rest


def _undecodable(opened: Opener, encoding: str) -> int:
    """The line of the first bytes that are no UTF-8; 0 in any other encoding, whose lines bytes don't tell."""
    if not encoding.startswith("utf-8"):
        return 0
    with opened() as binary:
        for number, line in enumerate(iter(lambda: binary.readline(LONGEST), b""), 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 0


def look(opened: Opener) -> Dialect:
    """How a table is written, by its beginning (Excel's `sep=;` as well)."""
    with opened() as file:
        raw = file.read(65_536)
    encoding = _encoding(raw)
    head = raw.decode(encoding, errors="replace")
    first = head.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return Dialect(encoding, first[4], 1)
    return Dialect(encoding, _delimiter(head))


def _encoding(raw: bytes) -> str:
    """By its first bytes; without a mark of UTF-16, by every other byte being 0, as those of digits and commas are."""
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = raw[0:400:2].count(0), raw[1:400:2].count(0)
    if max(even, odd) * 10 > len(raw[:400]) and max(even, odd) > 4 * min(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8-sig"


def _delimiter(head: str) -> str:
    """The mark that stands most often, outside quotes, on the line where any stands most often."""
    best, most = ",", 0
    for line in head.split("\n")[:40]:
        if line.startswith("#"):
            continue
        outside = "".join(line.split('"')[::2])
        for mark in _DELIMITERS:
            if outside.count(mark) > most:
                best, most = mark, outside.count(mark)
    return best
