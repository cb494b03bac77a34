"""Export files -> their parts: a CSV is one, a zip has one a file, a workbook one a sheet. Nothing is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from repurpose.errors import DiskError, LedgerError, Location
from repurpose.usage.importers.records import Block, Record, read_records

LARGEST = 8 * 1024**3
"""Bytes that a zip may unfold to, all its files together."""
RATIO = 200
"""How much a file in a zip may unfold, beyond `FREE` bytes: logs and CSV stay below 50."""
FREE = 16 * 1024**2
SHEET_LARGEST = 64 * 1024**2
"""Bytes of a workbook: it is read whole."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Part:
    """A table or text in an export file: `name` is its file's or sheet's; bytes, or for a sheet its rows.

    `path`: the file, if the part is all of it.
    """

    name: str
    open: Callable[[], BinaryIO] | None = None
    sheet: tuple[tuple[str, ...], ...] = ()
    path: Path | None = None

    def head(self, count: int = 40) -> list[Record]:
        """The first records."""
        return list(islice(self.records(), count))

    def records(self) -> Iterator[Record]:
        """All records that aren't blank."""
        if self.open is None:
            return self._rows()
        return (one for one in read_records(self.name, self.open) if isinstance(one, Record))

    def below(self, line: int, width: int) -> Iterator[Block | Record]:
        """The records below a line, each of `width` cells or at fault."""
        if self.open is not None:
            yield from read_records(self.name, self.open, line, width)
            return
        for row in self._rows():
            if row.line > line:
                fits = len(row.cells) == width
                yield row if fits else replace(row, fault=f"has {len(row.cells)} cells instead of {width}")

    def _rows(self) -> Iterator[Record]:
        for number, row in enumerate(self.sheet, 1):
            if any(cell.strip() for cell in row):
                yield Record(number, list(row))


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
    return [Part(path.name, lambda: path.open("rb"), path=path)]


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
