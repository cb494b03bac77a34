"""`repurpose board`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repurpose.cli.console import Project, Talk, common, open_project, plural
from repurpose.files import write_whole

if TYPE_CHECKING:
    from repurpose.editorial.board import Column, Standing
    from repurpose.editorial.flow import Flow, Span
    from repurpose.editorial.stream import Stream
    from repurpose.usage.placing import Surroundings

WASTE = 10
"""Assets with pieces that nobody used that are named; -v names all."""


@click.command()
@click.option("--check", is_flag=True, help="End with 1 if a column holds more than `[board] wip` allows.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    help="For people, browsers, programs.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
@common
def command(talk: Talk, directory: Path | None, as_of: str | None, check: bool, form: str, output: Path | None) -> None:
    """Show where each asset stands, for how long, and what blocks it; how assets flow; what was made and never used.

    How long, and the flow, come from the history of the files in git.
    """
    project = open_project(directory, as_of)

    from repurpose.build.render import Renderer
    from repurpose.build.templates import own_texts
    from repurpose.cli.usage.opening import surroundings
    from repurpose.config import COLUMNS
    from repurpose.editorial.board import as_data, columns
    from repurpose.editorial.flow import flow, stays_of
    from repurpose.editorial.history import read_history
    from repurpose.library.library import read_library

    moment = project.moment
    library = read_library(project.root, project.config)
    history = read_history(project.root, "content")
    stays = stays_of(history, library, project.config, "content", moment)
    standing, streams = _judged(project, surroundings(project, talk))
    board = columns(library, stays, standing, project.config.board, moment)
    monday = datetime.combine(project.today - timedelta(project.today.weekday()), time(), project.config.zone)
    flowing = flow(stays, moment, monday.astimezone(UTC))
    if talk.as_json or form == "json":
        data = as_data(board, flowing, streams, moment)
        content = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    elif form == "html":
        content = Renderer(own_texts(project.root)).text(
            "board/board.html",
            {
                "site": project.config.site,
                "today": project.today,
                "moment": moment,
                "columns": board,
                "flow": flowing,
                "names": [name for name in COLUMNS if any(name in week.columns for week in flowing.weeks)],
                "streams": streams,
                "has_history": bool(history),
            },
        )
    else:
        content = _text(board, flowing, streams, moment, everything=talk.level > 0, has_history=bool(history))
    if output is not None:
        write_whole(output, content.encode())
        talk.say(f"{plural(sum(len(column.cards) for column in board), 'asset')} written to {output}")
    else:
        click.echo(content, nl=False)
    over = [column for column in board if column.is_over]
    for column in over if check else ():
        if not talk.as_json:
            click.echo(f"{column.name}: {len(column.cards)} assets, and [board] wip allows {column.limit}", err=True)
    sys.exit(1 if check and over else 0)


def _judged(project: Project, around: Surroundings) -> tuple[dict[str, Standing], list[Stream] | None]:
    """What the ledger says of assets, and what of their pieces was used; None: there is no build or no ledger."""
    from repurpose.cli.usage.opening import recorded
    from repurpose.editorial.board import standings
    from repurpose.editorial.stream import used_pieces, value_stream

    records = recorded(project)
    standing = standings(records.decisions, project.config.zone)
    if around.pieces is None or not records.is_there:
        return standing, None
    made = {one.id: one.asset for one in around.pieces.values()}
    used = used_pieces(around.pieces, records.placements.values(), records.measured, records.lineage, project.today)
    return standing, value_stream(made, used)


def _text(
    board: Sequence[Column],
    flowing: Flow,
    streams: Sequence[Stream] | None,
    moment: datetime,
    *,
    everything: bool,
    has_history: bool,
) -> str:
    lines: list[str] = []
    for column in board:
        limit = f" of at most {column.limit}" if column.limit is not None else ""
        lines.append(f"{column.name}: {len(column.cards)}{limit}{' OVER' if column.is_over else ''}")
        for card in column.cards:
            age = card.age(moment)
            lines.append(f"    {plural(age, 'day') if age is not None else '':>9}  {card.title} ({card.path})")
            lines += [f"               blocked: {why}" for why in card.blocked]
    lines.append("")
    if has_history:
        lines += [_told("from idea to live", flowing.lead), _told("from draft to live", flowing.cycle)]
        went = ", ".join(str(week.went_live) for week in flowing.weeks)
        lines.append(f"went live in each of the last {len(flowing.weeks)} weeks: {went}")
    else:
        lines.append("git knows nothing of these files, so nobody knows since when they stand where they do")
    lines.append("")
    if streams is None:
        lines.append("what was used isn't known: it takes a build, and a ledger (`repurpose usage import`)")
        return "\n".join(lines) + "\n"
    unused = sum(len(one.unused) for one in streams)
    lines.append(f"made and never used: {unused} of {plural(unused + sum(len(one.used) for one in streams), 'piece')}")
    wasted = [one for one in streams if one.unused]
    for one in wasted if everything else wasted[:WASTE]:
        lines.append(f"    {len(one.unused)} of {len(one.unused) + len(one.used)}  {one.asset}")
        lines += [f"        {piece}" for piece in one.unused if everything]
    if len(wasted) > WASTE and not everything:
        lines.append(f"    ... and {plural(len(wasted) - WASTE, 'asset')} more; -v names all, with their pieces")
    return "\n".join(lines) + "\n"


def _told(what: str, span: Span | None) -> str:
    if span is None:
        return f"{what}: no asset has come all the way since git looks"
    return f"{what}: half within {span.median:g} days, 85 of 100 within {span.most:g} ({plural(span.count, 'asset')})"
