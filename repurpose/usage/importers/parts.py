"""Export files -> their parts: a CSV is one, a zip has one a file, a workbook one a sheet. Nothing is unpacked."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from repurpose.errors import DiskError, LedgerError, Location

LARGEST = 8 * 1024**3
"""Bytes that a zip may unfold to, all its files together."""
RATIO = 200
"""How much a file in a zip may unfold, beyond `FREE` bytes: logs and CSV stay below 50."""
FREE = 16 * 1024**2
SHEET_LARGEST = 64 * 1024**2
"""Bytes of a workbook: it is read whole."""
FIELD = 131_072
"""Characters of one cell; more is a quote that was never closed."""
BLOCK = 256
"""Records that are added up at once; few enough for what they touch to stay in the processor's cache."""
BROKEN = 200
"""Broken records after which a file is no CSV."""

_DELIMITERS = ",;\t|"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line it begins on (from 1), its cells; `fault` says why it is none."""

    line: int
    cells: list[str]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A table or text in an export file: `name` is its file's or sheet's; bytes, or for a sheet its rows."""

    name: str
    open: Callable[[], BinaryIO] | None = None
    sheet: tuple[tuple[str, ...], ...] = ()

    def head(self, count: int = 40) -> list[Record]:
        """The first records."""
        return list(islice(self.records(), count))

    def records(self) -> Iterator[Record]:
        """All records that aren't blank."""
        if self.open is None:
            for number, row in enumerate(self.sheet, 1):
                if any(cell.strip() for cell in row):
                    yield Record(number, list(row))
            return
        for line, cells, fault in self.rows():
            yield Record(line, cells, fault)

    def blocks(self, skip: int, width: int) -> Iterator[tuple[int, list[list[str]]]]:
        """The records after line `skip`, many at once, with the line of the first: one a line, each of `width` cells.

        It ends before anything that is not so; from there on, `rows` tells what it is. At the file's end there comes
        an empty block.
        """
        assert self.open is not None
        encoding, delimiter, _ = _look(self.open)
        with self.open() as binary, io.TextIOWrapper(binary, encoding, newline="") as stream:
            reader = csv.reader(islice(stream, skip, None), delimiter=delimiter, strict=True)
            line = skip
            while True:
                try:
                    block = list(islice(reader, BLOCK))
                except (csv.Error, UnicodeDecodeError, OSError):
                    return
                if block and (reader.line_num != line - skip + len(block) or set(map(len, block)) != {width}):
                    return
                yield line + 1, block
                if not block:
                    return
                line += len(block)

    def rows(self, header: int = 0, width: int = 0) -> Iterator[tuple[int, list[str], str | None]]:
        """The records of a text as plain tuples; below the line `header`, each has `width` cells or is at fault."""
        assert self.open is not None
        encoding, delimiter, first = _look(self.open)
        skip = first
        for _ in range(BROKEN):
            with self.open() as binary, io.TextIOWrapper(binary, encoding, errors="strict", newline="") as stream:
                reader = csv.reader(islice(stream, skip, None), delimiter=delimiter, strict=True)
                line, cells, fault = skip, [], ""
                try:
                    for cells in reader:
                        if line < header or len(cells) == width or not width:
                            if cells:
                                yield line + 1, cells, None
                        elif cells:
                            if skip + reader.line_num > line + 1:  # several lines in one: an open quote, most likely
                                fault = "a quote is opened and never closed"
                                break
                            yield line + 1, cells, f"has {len(cells)} cells instead of {width}"
                        line = skip + reader.line_num
                except csv.Error as error:
                    fault = _csv_fault(str(error))
                except UnicodeDecodeError as error:
                    raise LedgerError(
                        f"holds bytes that are no {encoding}", Location(self.name, line + 1), "save it again as UTF-8"
                    ) from error
                except OSError as error:
                    raise LedgerError(f"is damaged: {error}", Location(self.name, line + 1)) from None
                if not fault:
                    return
                yield line + 1, [], fault
                skip = line + 1
        raise LedgerError(f"has more than {BROKEN} broken records; it is no CSV", Location(self.name, skip))


def _csv_fault(said: str) -> str:
    if "unexpected end" in said or "field larger" in said:
        return "a quote is opened and never closed"
    return f"is no CSV: {said}"


def _look(opened: Callable[[], BinaryIO]) -> tuple[str, str, int]:
    """A text's encoding, its delimiter, and how many lines to skip (Excel's `sep=;`)."""
    with opened() as file:
        raw = file.read(65_536)
    encoding = "utf-8-sig"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif raw[1:200:2].count(0) > 40:
        encoding = "utf-16-le"
    head = raw.decode(encoding, errors="replace")
    first = head.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return encoding, first[4], 1
    return encoding, _delimiter(head), 0


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


def parts_of(path: Path) -> list[Part]:
    """The parts of a file.

    Raises:
        DiskError: it can't be read.
        LedgerError: it is a zip that unfolds beyond measure or leads out of its folder, or a damaged workbook.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise DiskError(f"can't be read: {error.strerror or error}", Location(str(path))) from None
    if not head:
        raise LedgerError("is empty", Location(str(path)), "export it again")
    if head.startswith(_OLE):
        return _sheets(path)
    if head.startswith(_ZIP):
        return _zipped(path)
    return [Part(path.name, lambda: path.open("rb"))]


def _zipped(path: Path) -> list[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise LedgerError(f"is a damaged zip: {error}", Location(str(path)), "download it again") from None
    for info in infos:
        place = PurePosixPath(info.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in info.filename:
            raise LedgerError(f"holds {info.filename!r}, which leads out of its folder", Location(str(path)))
        if info.file_size > FREE and info.file_size > RATIO * max(1, info.compress_size):
            raise LedgerError(
                f"holds {info.filename}, which would unfold to {info.file_size // 1024**2} MiB, "
                f"{info.file_size // max(1, info.compress_size)} times its size",
                Location(str(path)),
                "unpack it by hand if you trust it, and import what is in it",
            )
    if sum(info.file_size for info in infos) > LARGEST:
        raise LedgerError(f"would unfold to more than {LARGEST // 1024**3} GiB", Location(str(path)))
    if any(info.filename == "[Content_Types].xml" for info in infos):
        return _sheets(path)
    return [
        Part(info.filename, _member(path, info.filename, info.file_size))
        for info in infos
        if not PurePosixPath(info.filename).name.startswith(".") and "__MACOSX" not in info.filename
    ]


def _member(path: Path, name: str, size: int) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        archive = zipfile.ZipFile(path)
        return io.BufferedReader(_Measured(archive, name, size))

    return opened


class _Measured(io.RawIOBase):
    """A file in a zip that ends with an error where it unfolds to more than the zip says."""

    def __init__(self, archive: zipfile.ZipFile, name: str, size: int) -> None:
        self._archive, self._file, self._name, self._left = archive, archive.open(name), name, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            content = self._file.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise LedgerError(f"is damaged: {error}", Location(self._name), "download it again") from None
        self._left -= len(content)
        if self._left < 0:
            raise LedgerError(f"{self._name} unfolds to more than its zip says", Location(self._name))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._file.close()
        self._archive.close()
        super().close()


def _sheets(path: Path) -> list[Part]:
    from python_calamine import CalamineWorkbook

    if path.stat().st_size > SHEET_LARGEST:
        raise LedgerError(f"is larger than {SHEET_LARGEST // 1024**2} MiB", Location(str(path)), "save it as CSV")
    try:
        book = CalamineWorkbook.from_path(str(path))
        return [Part(name, None, _plain(book.get_sheet_by_name(name).to_python())) for name in book.sheet_names]
    except Exception as error:  # calamine raises errors of several families
        raise LedgerError(f"can't be read as a workbook: {error}", Location(str(path)), "save it as CSV") from None


def _plain(rows: Iterable[Iterable[object]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_text(cell) for cell in row) for row in rows)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    return str(cell)
