"""`repurpose calendar`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repurpose.cli.console import Project, Talk, common, open_project, plural, table, width
from repurpose.errors import UsageError
from repurpose.files import write_whole

if TYPE_CHECKING:
    from repurpose.build.agenda import Day, Month
    from repurpose.channels.channel import Project as Places
    from repurpose.library.agenda import Item

MARKS = {"used": "✓", "scheduled": "◇", "approved": "●", "proposed": "○"}
NARROW = 57
"""Columns below which the days of a week say nothing side by side."""
SHOWN = 4
"""Uses of a day that a month shows; the list below it has all."""
MONTHS = 2
"""Months that are shown in the terminal, unless days are asked for."""


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "ics", "csv", "json"]),
    default="text",
    help="For people, browsers, calendar programs, spreadsheets, programs.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
@click.option("--from", "first", metavar="DAY", help="From this day on; in the terminal, from this month if left out.")
@click.option("--to", "last", metavar="DAY", help=f"Up to this day; in the terminal, {MONTHS} months if left out.")
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    form: str,
    output: Path | None,
    first: str | None,
    last: str | None,
) -> None:
    """Show what was used, when, and what is planned: out of the ledger, the assets' dates and calendar.toml.

    What is only planned stands in outputs/calendar/ after every build, too.
    """
    begins, ends = _day("--from", first), _day("--to", last)
    if begins and ends and ends < begins:
        raise UsageError(f"--to: {ends} is before --from {begins}", hint="give the earlier day to --from")
    project = open_project(directory, as_of)
    items = [
        item
        for item in items_of(project, talk)
        if (begins is None or item.day >= begins) and (ends is None or item.day <= ends)
    ]
    if talk.as_json:
        form = "json"
    content = _content(project, items, form, everything=begins is not None or ends is not None)
    if output is not None:
        write_whole(output, content)
        talk.say(f"{plural(len(items), 'use')} written to {output}")
    else:
        click.echo(content, nl=False)


def _day(option: str, text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{option}: {text!r} is no day like 2026-12-01") from None


def items_of(project: Project, talk: Talk) -> list[Item]:
    """Every use, from the files and, where there is one, the ledger."""
    from repurpose.build.agenda import files_of
    from repurpose.channels.channel import Project as Places
    from repurpose.cli.usage.opening import recorded, surroundings
    from repurpose.document.links import Addresses
    from repurpose.editorial.calendar import whole_calendar
    from repurpose.library.schedule import read_schedule
    from repurpose.manifest import NAME, read_manifest
    from repurpose.usage.placing import due

    around = surroundings(project, talk)
    records = recorded(project)
    pieces = {**records.pieces, **(around.pieces or {})}
    told = due(around.assets, pieces.values(), around.approved, records.lineage, around.moment)
    uses = {**told, **records.placements}
    places = Places(project.config, project.moment, Addresses(project.config.url))
    manifest = project.root / "outputs" / NAME
    rows = read_manifest(manifest.read_bytes()) if manifest.is_file() else []
    return whole_calendar(
        read_schedule(project.root),
        around.assets,
        uses.values(),
        records.lineage,
        project.config,
        project.moment,
        lambda asset: places.addresses.url(places.post(asset)),
        files_of((row["id"], row.get("use", 1), row["role"], row["path"]) for row in rows),
    )


def _content(project: Project, items: Sequence[Item], form: str, *, everything: bool) -> bytes:
    from repurpose.build.agenda import calendar_pieces
    from repurpose.build.templates import own_texts
    from repurpose.channels.channel import Project as Places
    from repurpose.document.links import Addresses
    from repurpose.editorial.calendar import as_data

    if form == "json":
        return (json.dumps({"calendar": as_data(items)}, ensure_ascii=False, indent=2) + "\n").encode()
    places = Places(project.config, project.moment, Addresses(project.config.url))
    if form == "text":
        return _text(places, items, everything=everything).encode()
    [piece] = calendar_pieces(items, places, own_texts(project.root), (form,))
    return piece.content


def _text(project: Places, items: Sequence[Item], *, everything: bool) -> str:
    """The months, each as a grid and as a list."""
    from repurpose.build.agenda import months

    today = project.today
    shown = months(items, project)
    if not everything:
        shown = [month for month in shown if month.first >= today.replace(day=1)][:MONTHS]
    if not shown:
        return "nothing is planned: an entry of calendar.toml, or an asset with a date to come, will stand here\n"
    legend = "  ".join(f"{mark} {state}" for state, mark in MARKS.items())
    parts = [part for month in shown for part in _month(month, project)]
    left = len(items) - sum(len(month.items) for month in shown)
    if left:
        parts.append(f"{plural(left, 'use')} on other days; --from and --to show them")
    return "\n".join([*parts, legend]) + "\n"


def _month(month: Month, project: Places) -> list[str]:
    """A month: its name, its days where there is room, and what is on."""
    zone = project.config.zone
    parts = [month.name]
    if width() >= NARROW:
        cells = [[_cell(day, project.today) for day in week] for week in month.weeks]
        parts.append(table(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], cells, equal=True))
    for item in month.items:
        when = item.at.astimezone(zone).strftime("%H:%M") if item.at else "all day"
        parts.append(f"{MARKS[item.state]} {item.day:%a} {item.day.day:>2}  {when:<7}  {item.channel}: {item.title}")
        use = f", use {item.use}" if item.use > 1 else ""
        where = f" (calendar.toml:{item.line})" if item.line else ""
        parts.append(f"      {item.piece}{use}{where}")
        parts += [f"      - {reason}" for reason in item.reasons]
    return [*parts, ""]


def _cell(day: Day, today: dt.date) -> str:
    if day.day is None:
        return ""
    head = f"{day.day.day}{' today' if day.day == today else ''}{' off' if day.off else ''}"
    lines = [f"{MARKS[item.state]} {item.title}" for item in day.items[:SHOWN]]
    more = len(day.items) - SHOWN
    return "\n".join([head, *lines, *([f"+ {more} more"] if more > 0 else [])])
