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
    """Places by row and column; at each stands a count, and some sums.

    They stand in arrays, and as long as these are small, a pair's place is its row times their width plus its column:
    to find it takes no look into a table of all pairs, which would be most of the time that millions of records need.
    """

    def __init__(self, sums: int) -> None:
        self.counts = array("q")
        self.sums = [array("q") for _ in range(sums)]
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
        """The number of a new column."""
        self._columns += 1
        if self._places is None and self._columns > self._width:
            self._make_room()
        return self._columns - 1

    def places(self, rows: Iterable[int], columns: Iterable[int]) -> list[int]:
        """Where pairs of a row and a column stand."""
        codes = map(add, map(mul, rows, repeat(self._width)), columns)
        return list(codes if self._places is None else map(self._places.__getitem__, codes))

    def used(self) -> Iterator[tuple[int, int, int]]:
        """Row, column and place of every pair that was counted."""
        codes = range(len(self.counts)) if self._places is None else self._places
        for code, count in zip(codes, self.counts, strict=True):
            if count:
                row, column = divmod(code, self._width)
                yield row, column, code if self._places is None else self._places[code]

    def _make_room(self) -> None:
        width = self._width
        while width < self._columns:
            width *= 2
        size = self._rows * width
        if width == self._width and size <= ROOM:
            for numbers in (self.counts, *self.sums):
                numbers.frombytes(bytes(8 * (size - len(numbers))))
            return
        used = list(self.used())
        counts, sums = self.counts, self.sums
        is_small = size <= ROOM
        zeros = bytes(8 * size) if is_small else b""
        self.counts, self.sums = array("q", zeros), [array("q", zeros) for _ in sums]
        self._width = width if is_small else _MANY
        self._places = None if is_small else _Places([self.counts, *self.sums])
        places = self.places((row for row, _, _ in used), (column for _, column, _ in used))
        for old, new in zip((counts, *sums), (self.counts, *self.sums), strict=True):
            for place, (_, _, before) in zip(places, used, strict=True):
                new[place] = old[before]


class _Places(dict[int, int]):
    """Places that are made when they are first asked for."""

    def __init__(self, arrays: list[array[int]]) -> None:
        super().__init__()
        self._arrays = arrays

    def __missing__(self, code: int) -> int:
        for numbers in self._arrays:
            numbers.append(0)
        place = self[code] = len(self)
        return place
