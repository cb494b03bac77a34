"""`repurpose usage verify`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from repurpose.cli.console import Talk, common, open_project
from repurpose.cli.usage.opening import open_books
from repurpose.errors import LedgerError


@click.command()
@common
def command(talk: Talk, directory: Path | None, as_of: str | None) -> None:
    """Look for lost, edited or doubled rows. Ends with 4 if there are any."""
    project = open_project(directory, as_of)
    books = open_books(project)

    from repurpose.usage.ledger.dump import state
    from repurpose.usage.ledger.verify import verify

    with books.ledger.reading() as connection:
        wrong = verify(connection)
        digest = "" if wrong else state(connection)
    talk.data("\n".join(wrong) or f"whole; what is in force sums up to {digest}", {"wrong": wrong, "state": digest})
    sys.exit(LedgerError.exit_code if wrong else 0)
