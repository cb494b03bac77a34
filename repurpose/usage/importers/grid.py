"""Counts and sums of whole numbers by row and column, which come as they are met."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import repeat
from operator import add, mul

ROOM = 1_000_000
"""Places of a grid that has one for every pair; a larger one has places only for the pairs that occur."""
_MANY = 2**32
"""More columns than there can be."""


class Grid:
    """Places by row and column: in `cells`, at each place stands a count, and the sums behind it.

    They stand together, since a processor that fetches one of them then has the others. As long as they are few, a
    pair's place is its row's first plus its column's offset: to find it takes no look into a table of all pairs, which
    would be most of the time that millions of records need.
    """

    def __init__(self, sums: int) -> None:
        self.cells = array("q")
        self._depth = 1 + sums
        self._rows = self._columns = 0
        self._width = 1
        self._places: _Places | None = None

    def add_row(self) -> int:
        """The number of a new row."""
        self._rows += 1
        if self._places is None:
            self._make_room()
        return self._rows - 1

    def add_column(self) -> int:
        """The offset of a new column."""
        self._columns += 1
        if self._places is None and self._columns > self._width:
            self._make_room()
        return (self._columns - 1) * self._depth

    def places(self, rows: Iterable[int], offsets: Iterable[int]) -> list[int]:
        """Where pairs of a row and a column stand."""
        codes = map(add, map(mul, rows, repeat(self._width * self._depth)), offsets)
        return list(codes if self._places is None else map(self._places.__getitem__, codes))

    def used(self) -> Iterator[tuple[int, int, int]]:
        """Row, column's offset and place of every pair that was counted."""
        codes = range(0, len(self.cells), self._depth) if self._places is None else self._places
        for code, count in zip(codes, self.cells[:: self._depth], strict=True):
            if count:
                row, offset = divmod(code, self._width * self._depth)
                yield row, offset, code if self._places is None else self._places[code]

    def _make_room(self) -> None:
        width = self._width
        while width < self._columns:
            width *= 2
        depth, size = self._depth, self._rows * width
        if width == self._width and size <= ROOM:
            self.cells.frombytes(bytes(8 * (size * depth - len(self.cells))))
            return
        used, old = list(self.used()), self.cells
        is_small = size <= ROOM
        self.cells = array("q", bytes(8 * size * depth) if is_small else b"")
        self._width = width if is_small else _MANY
        self._places = None if is_small else _Places(self.cells, depth)
        places = self.places((row for row, _, _ in used), (offset for _, offset, _ in used))
        for place, (_, _, before) in zip(places, used, strict=True):
            self.cells[place : place + depth] = old[before : before + depth]


class _Places(dict[int, int]):
    """Places that are made when they are first asked for."""

    def __init__(self, cells: array[int], depth: int) -> None:
        super().__init__()
        self._cells, self._depth = cells, depth

    def __missing__(self, code: int) -> int:
        place = self[code] = len(self._cells)
        self._cells.frombytes(bytes(8 * self._depth))
        return place
