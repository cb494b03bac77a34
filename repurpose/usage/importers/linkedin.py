"""LinkedIn: a page's content export (.xls, .xlsx) and a member's (TOP POSTS)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from repurpose.usage.addresses import bare_url
from repurpose.usage.delivery import Target
from repurpose.usage.importers.amounts import day
from repurpose.usage.importers.importer import Export
from repurpose.usage.importers.parts import Part
from repurpose.usage.importers.records import Record
from repurpose.usage.importers.shape import SEARCHED, Fields, Shape, normal
from repurpose.usage.importers.tabular import Tabular
from repurpose.usage.importers.tally import Tally


def _post(fields: Fields) -> Target:
    url = bare_url(fields.get("url", ""))
    if not url or url == "/":
        raise ValueError("names no post")
    dated = day(fields["created"], month_first=True).isoformat() if fields.get("created") else ""
    return Target(url, url=url, text=fields.get("text", ""), dated=dated)


class LinkedIn(Tabular):
    """Posts on LinkedIn, with their totals since they were posted."""

    name = "linkedin"
    does = "LinkedIn's page export (All posts, .xls/.xlsx) and a member's export (TOP POSTS)"
    channels = ("social.linkedin", "article")
    shapes = (
        Shape(
            "posts",
            {
                "url": ("Post link",),
                "text": ("Post title",),
                "created": ("Created date",),
                "impressions": ("Impressions",),
                "clicks": ("Clicks",),
                "likes": ("Likes",),
                "comments": ("Comments",),
                "reposts": ("Reposts",),
                "follows": ("Follows",),
            },
            ("url", "text", "created", "impressions"),
            {
                "impressions": "impression",
                "clicks": "click",
                "likes": "like",
                "comments": "comment",
                "reposts": "share",
                "follows": "signup",
            },
            _post,
            "several exports of company pages, in English; other languages are not known",
            month_first=True,
            lifetime=True,
        ),
        Shape(
            "top_posts",
            {
                "url": ("Post URL",),
                "created": ("Post publish date",),
                "impressions": ("Impressions",),
                "engagements": ("Engagements",),
            },
            ("url",),
            {"impressions": "impression", "engagements": "engagement"},
            _post,
            "an export of a member's analytics, in English",
            month_first=True,
            lifetime=True,
        ),
    )

    def tallies(self, export: Export, part: Part, shapes: Sequence[Shape], undated: dt.date) -> Iterator[Tally]:
        """TOP POSTS has two tables side by side; each is read for itself, by its own header."""
        for half in _halves(part):
            yield from super().tallies(export, half, shapes, undated)

    def _head(self, part: Part) -> list[Record]:
        halves = _halves(part) if part.open is None else [part]
        return [record for half in halves for record in half.head(SEARCHED)]


def _halves(part: Part) -> list[Part]:
    """A sheet cut where its header begins anew; a part of one table is itself."""
    rows = [tuple(record.cells) for record in part.head(SEARCHED)] if part.open is not None else part.sheet
    for row in rows[:SEARCHED]:
        names = [normal(cell) for cell in row]
        starts = [number for number, name in enumerate(names) if name and name == names[0]]
        if len(starts) > 1:
            sheet = part.sheet or _dense(part)
            bounds = [*starts[1:], max(map(len, sheet))]
            return [
                Part(
                    part.name, None, tuple((*line[begin:end], *[""] * (end - max(begin, len(line)))) for line in sheet)
                )
                for begin, end in zip(starts, bounds, strict=True)
            ]
    return [part]


def _dense(part: Part) -> tuple[tuple[str, ...], ...]:
    by_line = {record.line: tuple(record.cells) for record in part.records()}
    return tuple(by_line.get(number, ()) for number in range(1, max(by_line, default=0) + 1))


def _cut(cells: tuple[str, ...], begin: int, end: int) -> tuple[str, ...]:
    return (*cells, *[""] * (end - len(cells)))[begin:end]
