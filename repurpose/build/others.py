"""What of gated parts seems to stand in the pieces of other assets: a look at every file, once for the same marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from repurpose.build.cache import plain
from repurpose.build.cache.notes import GATE, Notes
from repurpose.build.cache.record import File
from repurpose.build.cache.told import leak_of, leak_row
from repurpose.build.gate.gate import Gate, Leak
from repurpose.build.gate.marks import Mark
from repurpose.build.gate.views import is_text
from repurpose.errors import Location
from repurpose.model import Access, Piece

Owned = tuple[str, str | None, File]
"""A file with its owner, and with its asset if it has one."""


def leaks_of_others(
    marks: Sequence[Mark], files: Iterable[Owned], read: Callable[[str], bytes], notes: Notes
) -> Iterator[tuple[str, Leak]]:
    """What is found in each file, with the file's owner; `read` gives a file's content by its path.

    What was looked at for the same marks isn't looked at again.
    """
    if not marks:
        return
    under = plain.digest([[mark.kind, mark.text, mark.tier, mark.asset, sorted(mark.openly)] for mark in marks])
    known: dict[str, list[Any]] = notes.get(GATE, under) or {}
    assets = {mark.asset for mark in marks}
    gate: Gate | None = None
    found: dict[str, list[Any]] = {}
    for owner, asset, file in files:
        if not is_text(file.media_type) or assets <= {asset}:
            continue
        key = plain.digest([asset, *file])
        if key in known:
            found[key] = known[key]
        else:
            gate = gate or Gate(marks)
            content = read(file.path)
            piece = Piece("", "", asset, "", "", file.path, file.media_type, content, "", Access(file.access))
            found[key] = [_row(leak, marks) for leak in gate.leaks(piece, of_others=True)]
        yield from ((owner, _leak(row, marks)) for row in found[key])
    if found != known:
        notes.put(GATE, under, found)


def _row(leak: Leak, marks: Sequence[Mark]) -> list[Any]:
    """A leak as plain data, its place told by the mark and which of its lines: those may move in the file."""
    mark, line = next(
        (number, mark.lines.index(leak.at.line or 0))
        for number, mark in enumerate(marks)
        if (mark.asset, mark.kind, mark.path) == (leak.asset, leak.kind, leak.at.path) and leak.at.line in mark.lines
    )
    return [mark, line, leak_row(leak)]


def _leak(row: Sequence[Any], marks: Sequence[Mark]) -> Leak:
    """The leak that `_row` wrote down, in its place as it is now."""
    mark, line, told = row
    return replace(leak_of(told), at=Location(marks[mark].path, marks[mark].lines[line]))
