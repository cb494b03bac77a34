"""`repurpose usage forget`."""

from __future__ import annotations

from pathlib import Path

import click

from repurpose.cli.console import Talk, common, open_project, plural
from repurpose.cli.usage.opening import open_books
from repurpose.clock import parse_when, rfc3339
from repurpose.errors import UsageError


@click.command()
@click.option("--source", metavar="KIND", help="All that this source told, such as plausible.")
@click.option("--account", metavar="NAME", help="Only of this account.")
@click.option("--piece", metavar="ID", help="A piece: its words, its uses, what readers did with it.")
@click.option("--before", metavar="DAY", help="All figures of the days before.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    source: str | None,
    account: str | None,
    piece: str | None,
    before: str | None,
    yes: bool,
) -> None:
    """Remove a source, a piece, or old days for good.

    The rest still verifies. A day that was forgotten stays so when the same export comes again; a source or piece that
    was forgotten begins anew.
    """
    project = open_project(directory, as_of)
    if sum(one is not None for one in (source, piece, before)) != 1:
        raise UsageError("say what to forget: --source, --piece or --before")
    try:
        day = parse_when(before, project.config.zone).date().isoformat() if before else ""
    except ValueError as error:
        raise UsageError(f"--before: {error}") from None
    books = open_books(project)
    if not yes:
        click.confirm(f"Forget {source or piece or f'all days before {day}'} for good?", abort=True, err=True)

    from repurpose.usage.ledger import book, forget
    from repurpose.usage.ledger.seal import Batch
    from repurpose.usage.placing import Lineage

    with books.ledger.writing() as connection:
        batch = Batch(connection, "forget", rfc3339(project.moment), "")
        if source:
            gone = forget.forget_source(batch, source, account)
        elif piece:
            lineage = Lineage(book.successors(connection))
            gone = forget.forget_piece(batch, list(lineage.forms(lineage.root(piece))))
        else:
            gone = forget.forget_before(batch, day)
        batch.close()
    talk.say(f"{plural(gone, 'row')} forgotten")
    if talk.as_json:
        talk.data("", {"rows": gone})
