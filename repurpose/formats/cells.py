"""The cells of a table, none over another or beyond its rows."""

from __future__ import annotations

from repurpose.formats.tree import Node

_WIDEST, _HIGHEST = 1000, 65534


def fit(groups: list[list[list[Node]]]) -> None:
    """Make cells span only rows and columns that are there: groups of rows of cells."""
    places = [_columns(rows) for rows in groups]
    if any(place is None for place in places):  # cells overlap
        for cell in (cell for rows in groups for row in rows for cell in row):
            cell.attrs.pop("rowspan", None)
            cell.attrs.pop("colspan", None)
        return
    known = [(cell, at, wide) for place in places for cell, at, wide in place or ()]
    begun = {at for _, at, _ in known}
    for cell, at, wide in known:
        cell.attrs["colspan"] = str(sum(column in begun for column in range(at, at + wide)))


def _columns(rows: list[list[Node]]) -> list[tuple[Node, int, int]] | None:
    """Each cell with its first column and its width; None if two are in the same place. Its height is clipped."""
    taken: set[tuple[int, int]] = set()
    found: list[tuple[Node, int, int]] = []
    for number, row in enumerate(rows):
        at = 0
        for cell in row:
            while (number, at) in taken:
                at += 1
            wide = _span(cell, "colspan", _WIDEST)
            high = min(_span(cell, "rowspan", _HIGHEST), len(rows) - number)
            cell.attrs["rowspan"] = str(high)
            area = {(line, column) for line in range(number, number + high) for column in range(at, at + wide)}
            if area & taken:
                return None
            taken |= area
            found.append((cell, at, wide))
            at += wide
    return found


def _span(cell: Node, name: str, most: int) -> int:
    value = cell.attrs.get(name, "1").strip()
    return min(max(int(value), 1), most) if value.isdecimal() and value.isascii() and len(value) < 9 else 1
