"""`repurpose usage record`."""

from __future__ import annotations

import math
from pathlib import Path

import click

from repurpose.cli.console import Talk, check_stage, common, open_project
from repurpose.cli.usage.opening import open_books, surroundings
from repurpose.clock import parse_when, rfc3339
from repurpose.errors import UsageError
from repurpose.ids import channel_of, link_id
from repurpose.model import Placement
from repurpose.tables import did_you_mean


@click.command()
@click.argument("piece")
@click.option("--on", metavar="DAY", help="The day of the use; else today.")
@click.option("--use", "number", metavar="N", type=click.IntRange(1, 9999), help="Which use; else the next one.")
@click.option("--stage", metavar="STAGE", help="The stage that it serves.")
@click.option("--cost", metavar="AMOUNT", type=float, help="What this use cost.")
@click.option("--url", metavar="URL", help="Where the post stands.")
@click.option("--target", metavar="KEY", help="Note instead that a row nobody was found for is this piece's.")
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    piece: str,
    on: str | None,
    number: int | None,
    stage: str | None,
    cost: float | None,
    url: str | None,
    target: str | None,
) -> None:
    """Note that a piece was used (again), or which piece a row of an export is about.

    PIECE is a piece's id, such as launch/social.x/announcement; `outputs/manifest.json` lists them.
    """
    project = open_project(directory, as_of)
    check_stage("--stage", stage, project.config)

    from repurpose.usage.intake import match_targets, sync
    from repurpose.usage.ledger import book
    from repurpose.usage.ledger.book import Match, Placed
    from repurpose.usage.ledger.seal import Batch
    from repurpose.usage.placing import Lineage

    channel = channel_of(piece)
    if channel is None:
        raise UsageError(f"{piece!r} is no piece's id", hint="such as launch/social.x/announcement")
    if cost is not None and (not math.isfinite(cost) or cost < 0):
        raise UsageError("--cost must be a number, 0 or more")
    today = project.moment.astimezone(project.config.zone).date()
    try:
        day = parse_when(on, project.config.zone).date() if on else today
    except ValueError as error:
        raise UsageError(f"--on: {error}") from None
    if day > today:
        raise UsageError(f"--on: {day} is yet to come", hint="what is planned stands in calendar.toml")
    books = open_books(project, create=True)
    around = surroundings(project, talk)
    with books.ledger.writing() as connection:
        batch = Batch(connection, "record", rfc3339(project.moment), piece)
        sync(batch, around)
        known = book.pieces(connection)
        if piece not in known:
            near = did_you_mean(piece, known)
            raise UsageError(
                f"there is no piece {piece!r}",
                hint=f"did you mean {near}?"
                if near
                else "`repurpose build` makes pieces; outputs/manifest.json lists them",
            )
        root = Lineage(book.successors(connection)).root(piece)
        if target is not None:
            meant = [one for one in book.targets(connection) if one.target.key == target]
            if not meant:
                raise UsageError(f"no row is about {target!r}", hint="`repurpose usage status` lists what has no piece")
            book.add_matches(batch, [Match(one.id, root, number, "mapped") for one in meant])
            said = f"{target} is {piece}"
        else:
            uses = [use for name, use in book.placements(connection) if name == root]
            use = number or max(uses, default=0) + 1
            placement = Placement(root, use, day, channel, stage, cost=cost)
            book.add_placements(batch, [Placed(placement, "record", url or "")])
            match_targets(batch, again=True)
            said = f"use {use} of {piece} on {day}, link id {link_id(piece, use)}"
        batch.close()
    talk.say(said)
    if talk.as_json:
        talk.data("", {"piece": piece, "said": said})
