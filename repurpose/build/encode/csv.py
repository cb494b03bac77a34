"""CSV that spreadsheets read: calendars, one use a line, and any rows of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from repurpose.channels.channel import Draft
from repurpose.clock import rfc3339
from repurpose.library.agenda import Item
from repurpose.spreadsheet import line_of_csv, safe

COLUMNS = "day time state channel title stage piece use url file cost expected reasons".split()


def csv(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The draft's field `items` as CSV; with a byte order mark, else Excel takes UTF-8 for something else."""
    return _written([COLUMNS, *map(_cells, draft.fields["items"])])


def rows(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The draft's field `rows`, the head first."""
    return _written(draft.fields["rows"])


def _written(lines: Iterable[Sequence[str]]) -> bytes:
    return ("\ufeff" + "".join(line_of_csv(map(safe, cells)) for cells in lines)).encode()


def _cells(item: Item) -> list[str]:
    return [
        item.day.isoformat(),
        rfc3339(item.at) if item.at else "",
        item.state,
        item.channel,
        item.title,
        str(item.stage or ""),
        item.piece,
        str(item.use),
        item.url or "",
        item.file or "",
        "" if item.cost is None else f"{item.cost:g}",
        ", ".join(f"{name} {number:g}" for name, number in item.expected.items()),
        "; ".join(item.reasons),
    ]
