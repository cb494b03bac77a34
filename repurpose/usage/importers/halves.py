"""A long table in two halves, for two processes to read: at the end of a line near its middle.

Only a file of its own in UTF-8 without a quote or a carriage return, since every line of such a one is a record.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from repurpose.beside import is_possible
from repurpose.usage.importers.parts import Part
from repurpose.usage.importers.records import Block, Dialect, Record, look, read_records

if TYPE_CHECKING:
    from collections.abc import Buffer  # type: ignore[attr-defined]

    from repurpose.usage.importers.shape import Found

LONG = 32 * 1024**2
"""Bytes from which on a second process saves more than it costs."""
_CHUNK = 1024**2


@dataclass(frozen=True, slots=True)
class Half:
    """What to read of each half. `lines`: those that come before the later one."""

    earlier: Iterator[Block | Record]
    later: Iterator[Block | Record]
    lines: int


def half_of(part: Part, found: Found) -> Half | None:
    """The two halves of a table below its header; None: it is to be read in one."""
    path = part.path
    if path is None or part.open is None or not is_possible():
        return None
    size = path.stat().st_size
    dialect = look(part.open)
    if size < LONG or dialect.encoding != "utf-8-sig":
        return None
    place = _middle(path, size // 2)
    lines = _lines_before(path, place, size)
    if lines is None or lines <= found.last_line:
        return None
    width = len(found.header)
    earlier = read_records(part.name, lambda: _Range.opened(path, 0, place), found.last_line, width, dialect)
    rest = Dialect("utf-8", dialect.delimiter)
    later = read_records(part.name, lambda: _Range.opened(path, place, size), 0, width, rest)
    return Half(earlier, later, lines)


def _middle(path: Path, about: int) -> int:
    """The first beginning of a line from a place on."""
    with path.open("rb") as file:
        file.seek(about)
        file.readline(_CHUNK)
        return file.tell()


def _lines_before(path: Path, place: int, size: int) -> int | None:
    """How many lines end before a place; None if lines of the file may not be records."""
    lines = 0
    with path.open("rb") as file:
        for start in range(0, size, _CHUNK):
            chunk = file.read(_CHUNK)
            if b'"' in chunk or b"\r" in chunk:
                return None
            lines += chunk.count(b"\n", 0, max(0, place - start))
    with path.open("rb") as file:
        file.seek(place - 1)
        return lines if file.read(1) == b"\n" else None


class _Range(io.RawIOBase):
    """Some bytes of a file."""

    def __init__(self, path: Path, start: int, end: int) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._file.seek(start)
        self._left = end - start

    @classmethod
    def opened(cls, path: Path, start: int, end: int) -> BinaryIO:
        """The range as a buffered file."""
        return io.BufferedReader(cls(path, start, end), _CHUNK)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)[: self._left]
        count = self._file.readinto(view) or 0
        self._left -= count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
