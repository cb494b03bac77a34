"""The calendar's files: for calendar programs, for people, for spreadsheets."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from repurpose.build.render import Renderer
from repurpose.channels.channel import Draft, Project
from repurpose.library.agenda import STATES, Files, Item
from repurpose.model import Piece

CHANNEL = "calendar"

_RANK = {"html": 0, "text": 1}
"""Which file of a piece people open: the one that looks like what readers get."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month: what is on it, and the day off that it is, if any. `day` is None beside the month's ends."""

    day: dt.date | None
    items: tuple[Item, ...] = ()
    off: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday."""

    first: dt.date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def name(self) -> str:
        """`December 2026`."""
        return f"{calendar.month_name[self.first.month]} {self.first.year}"

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is on its days, in order."""
        return tuple(item for week in self.weeks for day in week for item in day.items)


def months(items: Sequence[Item], project: Project) -> list[Month]:
    """Every month that has items, in order."""
    by_day: dict[dt.date, list[Item]] = defaultdict(list)
    for item in items:
        by_day[item.day].append(item)
    firsts = sorted({day.replace(day=1) for day in by_day})
    off = project.config.plan.blackout.find
    return [
        Month(
            first,
            tuple(
                tuple(
                    Day(day, tuple(by_day.get(day, ())), off(day)) if day.month == first.month else Day(None)
                    for day in week
                )
                for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
            ),
        )
        for first in firsts
    ]


def files_of(pieces: Iterable[tuple[str, int, str, str]]) -> Files:
    """By piece and use, the file to open; pieces come as id, use, role and path."""
    best: dict[tuple[str, int], tuple[int, str]] = {}
    for name, use, role, path in pieces:
        rank = (_RANK.get(role, 9), path)
        best[(name, use)] = min(best.get((name, use), rank), rank)
    return {key: path for key, (_, path) in best.items()}


def calendar_pieces(
    items: Sequence[Item],
    project: Project,
    templates: Mapping[str, str] | None = None,
    roles: Sequence[str] = ("ics", "html", "csv"),
) -> list[Piece]:
    """The calendar in the formats that are asked for; `templates` are the project's own.

    Raises:
        ConfigError: the template is at fault.
    """
    config = project.config
    fields = {
        "name": f"{config.site.title}: calendar",
        "host": urlsplit(config.url).hostname or "localhost",
        "moment": project.moment,
        "today": project.today,
        "items": items,
        "months": months(items, project),
        "states": STATES,
        "zone": config.zone,
        "site": config.site,
    }
    drafts = {
        "ics": Draft("calendar", "ics", "calendar/calendar.ics", "text/calendar", fields, encoder="ics"),
        "html": Draft(
            "calendar", "html", "calendar/calendar.html", "text/html", fields, template="calendar/calendar.html"
        ),
        "csv": Draft("calendar", "csv", "calendar/calendar.csv", "text/csv", fields, encoder="csv"),
    }
    renderer = Renderer(templates)
    return [renderer.piece(drafts[role], CHANNEL, None, "en") for role in roles]
