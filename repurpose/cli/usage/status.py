"""`repurpose usage status`."""

from __future__ import annotations

from pathlib import Path

import click

from repurpose.cli.console import Talk, common, open_project, plural
from repurpose.cli.usage.opening import open_books, surroundings

_LISTED = 20


@click.command()
@click.option(
    "--all", "is_all", is_flag=True, help=f"List all targets without a piece, not {_LISTED}; --json always does."
)
@common
def command(talk: Talk, directory: Path | None, as_of: str | None, is_all: bool) -> None:
    """Tell per channel what is known, since when, and what is missing."""
    project = open_project(directory, as_of)
    books = open_books(project)
    around = surroundings(project, talk)

    from repurpose.usage.ledger.overview import overview

    with books.ledger.reading() as connection:
        seen = overview(connection, around, books.settings.authority)
    lines = []
    for one in seen.channels:
        assumed = f", {one.assumed} of them by their assets' dates alone" if one.assumed else ""
        lines.append(f"{one.channel}: {plural(one.pieces, 'piece')}, {plural(one.uses, 'use')}{assumed}")
        lines += [
            f"    {known.metric:<14}{known.first} to {known.last}, by {known.source}"
            + (f"; {plural(known.missing, 'day')} between them not told" if known.missing else "")
            + (f"; not counted again: {', '.join(known.others)}" if known.others else "")
            for known in one.metrics
        ]
        if not one.metrics:
            lines.append("    nothing is known of what readers did: `repurpose usage import FILE`")
    listed = seen.unknown if is_all else seen.unknown[:_LISTED]
    lines += [f"no piece is known for {target}" for target in listed]
    if len(listed) < len(seen.unknown):
        lines.append(f"... and for {len(seen.unknown) - len(listed)} more; --all lists them")
    lines += [f"look at this: {said}; nothing was counted twice" for said in seen.fallen]
    talk.data("\n".join(lines) or "the ledger is empty", seen.as_data())
