"""The shape of a table: which columns a header must have, found by their names in a normal form, never by position."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from repurpose.usage.addresses import bare_url, utm_content
from repurpose.usage.delivery import Target
from repurpose.usage.importers.importer import Wish
from repurpose.usage.importers.records import Record

SEARCHED = 40
"""Records within which the header stands; before it there may be a preamble."""

_HYPERLINK = re.compile(r"""=HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)""", re.I)
_TEXT_GUARD = re.compile(r'="(.*)"', re.S)
_LINE_END = re.compile(r"\r\n|\r|\n")

Fields = Mapping[str, str]


class Aside(ValueError):  # noqa: N818 (nothing is wrong)
    """A record in which nothing is wrong, but which is about no piece: a total, or visits that no link brought."""


@lru_cache(maxsize=50_000)
def normal(name: str) -> str:
    """A column's name in the form under which two are the same."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LMN")


def plain(cell: str) -> str:
    """A cell's text: a formula that links gives its address, one that guards a text gives the text."""
    written = cell.strip()
    if written.startswith("="):
        if link := _HYPERLINK.fullmatch(written):
            return link[1]
        if guarded := _TEXT_GUARD.fullmatch(written):
            return guarded[1].strip()
    return written


def address_target(fields: Fields) -> Target:
    """A target by its page's address, and the link id that address may carry."""
    page = fields.get("page", "")
    if not page:
        raise ValueError("names no page")
    host = fields.get("hostname", "")
    url = f"https://{host}{page}" if host and page.startswith("/") else page
    link = fields.get("link_id", "") or utm_content(url)
    return Target(key=(link and f"utm_content:{link}") or bare_url(url), link=link, url=bare_url(url))


def link_target(fields: Fields) -> Target:
    """A target by `utm_content`; a row without is about none of our links."""
    link = fields.get("link_id", "").lower()
    if not link:
        raise Aside("carries no utm_content")
    return Target(key=f"utm_content:{link}", link=link)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table that an importer knows.

    `columns` are, by field, the names its column has; `required` the fields without which it isn't this table;
    `metrics` the fields that are counted, with the metric they count. A field `date` makes days of the rows. `sure`:
    the header line was seen in an export; if not, `source` says what is known. `remembered` names those of a sure
    header's columns that were not seen.
    """

    scope: str
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    metrics: Mapping[str, str]
    target: Callable[[Fields], Target]
    source: str
    checked_on: str = "2026-11-21"
    sure: bool = True
    remembered: str = ""
    lifetime: bool = False
    month_first: bool | None = None
    counted: str | None = None
    """A metric that every row counts one of, for tables of events."""
    latest: dt.date | None = None
    """The last day that there can be figures of."""

    def with_wish(self, wish: Wish) -> Shape:
        """The same with a project's own names of columns, which are looked for first, and without days to come."""
        mapping = wish.mapping
        columns = dict(self.columns)
        for name in self.columns:
            if name in mapping:
                own = mapping[name]
                columns[name] = (*([own] if isinstance(own, str) else own), *columns[name])
        return replace(self, columns=columns, latest=wish.latest)


@dataclass(frozen=True, slots=True)
class Found:
    """A shape whose header was found: from which line to which, where its fields stand, its names in normal form."""

    shape: Shape
    line: int
    last_line: int
    places: Mapping[str, int]
    header: tuple[str, ...]


def find_header(head: Iterable[Record], shapes: Sequence[Shape]) -> Found | None:
    """The first record that is a header of one of the shapes; the shape of which most columns are there."""
    for record in head:
        cells = tuple(normal(cell) for cell in record.cells)
        candidates = [found for shape in shapes if (found := _places(shape, cells, record))]
        if candidates:
            return max(candidates, key=lambda found: (len(found.shape.required), len(found.places)))
    return None


def _places(shape: Shape, cells: tuple[str, ...], record: Record) -> Found | None:
    places: dict[str, int] = {}
    for name, synonyms in shape.columns.items():
        for synonym in map(normal, synonyms):
            if synonym in cells:
                places[name] = cells.index(synonym)
                break
    if any(name not in places for name in shape.required):
        return None
    if not shape.counted and not any(name in places for name in shape.metrics):
        return None
    last_line = record.line + sum(len(_LINE_END.findall(cell)) for cell in record.cells)
    return Found(shape, record.line, last_line, places, cells)


def missing_columns(head: Sequence[Record], shapes: Sequence[Shape]) -> str:
    """What the nearest shape would need that isn't there, in words."""
    best: tuple[int, str] = (-1, "")
    rows = [frozenset(normal(cell) for cell in record.cells) for record in head]
    for shape in shapes:
        needed = {name: shape.columns[name] for name in shape.required}
        for row in rows:
            lacking = [names[0] for names in needed.values() if not any(normal(name) in row for name in names)]
            score = len(needed) - len(lacking)
            if lacking and score > best[0]:
                best = (score, f"{', '.join(lacking)} (of its table {shape.scope!r})")
            elif not lacking and score >= best[0]:
                wanted = ", ".join(shape.columns[name][0] for name in shape.metrics)
                best = (score, f"any of {wanted} (of its table {shape.scope!r})")
    return best[1] or "all of its columns"
