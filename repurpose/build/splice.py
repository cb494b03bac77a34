"""The last build's manifest with other lines where something changed: of tens of thousands of pieces, few do at a time.

What stands in the file is copied as it is, neither read as rows nor sorted.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Collection, Iterator
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from repurpose.manifest import PIECES, SEPARATOR, SITE, Listed, line, written

_CHUNK = 1 << 20

_Part = tuple[int, int] | bytes
"""What stands between two places of the file, or a new line."""


class Spliced:
    """The list of pieces of a manifest that stands in a file, without the lines that go, with those that come.

    Iterated, it gives what stands in the list, as `manifest.Lines` does. The file must stay as it is meanwhile.
    """

    def __init__(self, path: Path, parts: list[_Part]) -> None:
        self._path, self._parts = path, parts

    def __iter__(self) -> Iterator[bytes]:
        before = b"\n"
        with self._path.open("rb") as file:
            for part in self._parts:
                yield before
                if isinstance(part, bytes):
                    yield part
                else:
                    file.seek(part[0])
                    for at in range(*part, _CHUNK):
                        yield file.read(min(_CHUNK, part[1] - at))
                before = SEPARATOR
        if self._parts:
            yield b"\n"


def spliced(
    path: Path, listed: Listed, gone: Collection[bytes], come: Collection[bytes], whole: str | None = None
) -> Spliced | None:
    """The list of pieces of the manifest at `path` with some lines exchanged, as `manifest.line` gives them.

    `whole` is the digest of the file, where it is known without reading it. None where the file's list isn't that of
    `listed`, or holds a line not that is to go.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            first = mapped.find(PIECES) + len(PIECES)
            last = mapped.rfind(SITE)
            if whole != listed.whole and _digest(file, first, last) != listed.pieces:
                return None
            parts = _parts(mapped, min(first + 1, last), last, gone, come)
            return None if parts is None else Spliced(path, parts)
    except (OSError, ValueError):  # ValueError: it is empty
        return None


def _digest(file: BinaryIO, first: int, last: int) -> str:
    digest = sha256()
    file.seek(first)
    for at in range(first, last, _CHUNK):
        digest.update(file.read(min(_CHUNK, last - at)))
    return digest.hexdigest()


def _parts(
    mapped: mmap.mmap, first: int, last: int, gone: Collection[bytes], come: Collection[bytes]
) -> list[_Part] | None:
    """What the list is made of; its lines stand from `first` until before `last`."""
    parts: list[_Part] = []
    at = first

    def copy(end: int) -> None:
        if at < end:
            parts.append((at, end - (1 if end == last else len(SEPARATOR))))

    for one, goes in sorted(chain(((one, True) for one in gone), ((one, False) for one in come))):
        place = _place(mapped, one, at, last)
        copy(place)
        at = place
        if goes:
            end = mapped.find(b"\n", at, last)
            if mapped[at:end].removesuffix(b",") != written(one):
                return None
            at = end + 1
        else:
            parts.append(written(one))
    copy(last)
    return parts


def _place(mapped: mmap.mmap, one: bytes, low: int, high: int) -> int:
    """Where the first line begins, from `low` on, that isn't sorted before one; `high` if there is none."""
    while low < high:
        start = mapped.rfind(b"\n", low - 1, (low + high) // 2) + 1
        end = mapped.find(b"\n", start, high)
        if line(json.loads(mapped[start:end].removesuffix(b","))) < one:
            low = end + 1
        else:
            high = start
    return low
