"""Plausible: the zip of an export or an earlier import (`imported_*.csv`), and the dashboard's CSV files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from repurpose.usage.delivery import Target
from repurpose.usage.importers.amounts import day
from repurpose.usage.importers.importer import Export, Wish
from repurpose.usage.importers.parts import Part
from repurpose.usage.importers.shape import Aside, Fields, Shape, address_target, find_header, link_target
from repurpose.usage.importers.tabular import Tabular
from repurpose.usage.importers.tally import Tally

_NAMED = re.compile(r"_(\d{8})_(\d{8})\.csv$")
_SOURCE = "github.com/plausible/analytics, exports and CSV importer"
_AUTOMATIC = frozenset({"engagement"})
"""Events that Plausible counts by itself; they are nobody's goal."""

_SITE = Target(key="site")


def _event_target(fields: Fields) -> Target:
    if fields["name"] in _AUTOMATIC:
        raise Aside(f"the event {fields['name']} is Plausible's own")
    return address_target({"page": fields.get("path") or fields.get("link_url", ""), **fields})


class Plausible(Tabular):
    """Exports of Plausible."""

    name = "plausible"
    does = "Plausible's zip (imported_*.csv) and the dashboard's CSV files"
    shapes = (
        Shape(
            "sources",
            {
                "date": ("date",),
                "link_id": ("utm_content",),
                "source": ("source",),
                "pageviews": ("pageviews",),
                "visitors": ("visitors",),
                "visits": ("visits",),
            },
            ("date", "link_id", "source"),
            {"visits": "visit", "pageviews": "view", "visitors": "visitor"},
            link_target,
            _SOURCE,
        ),
        Shape(
            "entry_pages",
            {
                "date": ("date",),
                "page": ("entry_page",),
                "entrances": ("entrances",),
            },
            ("date", "page"),
            {"entrances": "visit"},
            address_target,
            _SOURCE,
        ),
        Shape(
            "pages",
            {
                "date": ("date",),
                "hostname": ("hostname",),
                "page": ("page",),
                "visitors": ("visitors",),
                "pageviews": ("pageviews",),
            },
            ("date", "hostname", "page"),
            {"pageviews": "view", "visitors": "visitor"},
            address_target,
            _SOURCE,
        ),
        Shape(
            "custom_events",
            {
                "date": ("date",),
                "name": ("name",),
                "path": ("path",),
                "link_url": ("link_url",),
                "events": ("events",),
            },
            ("date", "name", "path"),
            {"events": "conversion"},
            _event_target,
            _SOURCE,
        ),
        Shape(
            "visitors",
            {
                "date": ("date",),
                "visitors": ("visitors",),
                "pageviews": ("pageviews",),
                "visits": ("visits",),
            },
            ("date", "visitors", "pageviews"),
            {"visits": "visit", "pageviews": "view", "visitors": "visitor"},
            lambda fields: _SITE,
            _SOURCE,
        ),
        Shape(
            "pages",
            {
                "page": ("name",),
                "visitors": ("visitors",),
                "pageviews": ("pageviews",),
                "scroll": ("scroll_depth", "time_on_page"),
            },
            ("page", "pageviews", "scroll"),
            {"pageviews": "view", "visitors": "visitor"},
            lambda fields: address_target({"page": fields["page"]}),
            _SOURCE,
        ),
        Shape(
            "utm_contents",
            {
                "link_id": ("name",),
                "visitors": ("visitors",),
                "duration": ("visit_duration",),
                "bounces": ("bounce_rate",),
            },
            ("link_id", "visitors", "duration", "bounces"),
            # The dashboard's CSV has visitors only. Over a period they are no sum of days, so they count as visits of
            # a link, which they are at least.
            {"visitors": "visit"},
            lambda fields: link_target({"link_id": fields["link_id"]}),
            _SOURCE,
        ),
    )

    def recognises(self, export: Export, wish: Wish) -> bool:
        """By the header lines; of the undated ones, only where the file's name says what they are."""
        return any(self._found(part) for part in export.parts)

    def tallies(self, export: Export, part: Part, shapes: Sequence[Shape], undated: dt.date) -> Iterator[Tally]:
        """The tables that tell of pieces; all sources tables of the dashboard look alike, so its name decides."""
        found = self._found(part, shapes)
        if found is not None:
            yield from super().tallies(export, part, [found], undated)

    def _found(self, part: Part, shapes: Sequence[Shape] = ()) -> Shape | None:
        head = self._head(part)
        found = find_header(head, shapes or self.shapes)
        if found is None or (found.shape.scope == "utm_contents" and "utm_content" not in part.name):
            return None
        return found.shape

    def period(self, export: Export, part: Part) -> tuple[dt.date, dt.date] | None:
        """By the file's name, else by the days of visitors.csv beside it."""
        if named := _NAMED.search(part.name):
            return day(named[1]), day(named[2])
        beside = next((one for one in export.parts if one.name.rsplit("/", 1)[-1] == "visitors.csv"), None)
        if beside is None or beside.name == part.name:
            return None
        days = sorted(
            cell for record in beside.records() for cell in record.cells[:1] if re.fullmatch(r"\d{4}-\d\d-\d\d", cell)
        )
        return (day(days[0]), day(days[-1])) if days else None
