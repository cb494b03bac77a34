"""`repurpose usage export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from repurpose.cli.console import Talk, common, open_project
from repurpose.cli.usage.opening import open_books
from repurpose.files import write_whole


@click.command()
@click.option("-f", "--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Else to stdout.")
@common
def command(talk: Talk, directory: Path | None, as_of: str | None, form: str, output: Path | None) -> None:
    """Give the ledger as text, which `repurpose usage import` takes back.

    CSV has what is in force, is safe to open in a spreadsheet, and merges into any ledger. JSON Lines have every row
    with its history: a backup, which restores an equal ledger.
    """
    project = open_project(directory, as_of)
    books = open_books(project)

    from repurpose.usage.ledger import dump

    with books.ledger.reading() as connection:
        lines = dump.write_csv(connection) if form == "csv" else dump.write_lines(connection)
        if output is not None:
            write_whole(output, (line.encode() for line in lines))
            talk.say(f"written to {output}")
            return
        for line in lines:
            sys.stdout.buffer.write(line.encode())
        sys.stdout.flush()
