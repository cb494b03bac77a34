"""What the ledger's commands share: the ledger itself, and what the project's files tell of its pieces."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from repurpose.cli.console import Project, Talk
from repurpose.usage.settings import Settings, read_settings

if TYPE_CHECKING:
    from repurpose.usage.ledger.book import PieceFacts, Placed
    from repurpose.usage.ledger.connect import Ledger
    from repurpose.usage.ledger.decisions import Decision
    from repurpose.usage.placing import Lineage, Surroundings


@dataclass(frozen=True, slots=True)
class Books:
    """A project's settings for the ledger, and the ledger."""

    settings: Settings
    ledger: Ledger


def open_books(project: Project, *, create: bool = False) -> Books:
    """The project's ledger; made if it isn't there and `create` says so."""
    from repurpose.usage.ledger.connect import open_ledger

    settings = read_settings(project.config, os.environ)
    ledger = open_ledger(settings.database, project.root, create=create)
    if ledger.copied_to is not None:
        click.echo(f"{ledger.shown} was brought up to date; as it was, it is in {ledger.copied_to.name}", err=True)
    return Books(settings, ledger)


def books_if_any(project: Project) -> Books | None:
    """The project's ledger; None if nothing was ever imported or recorded."""
    settings = read_settings(project.config, os.environ)
    if "://" not in settings.database and not (project.root / settings.database).is_file():
        return None
    return open_books(project)


def surroundings(project: Project, talk: Talk) -> Surroundings:
    """The project's assets, pieces and calendar; an asset that can't be read hinders nothing here."""
    from repurpose.build.lock import settle
    from repurpose.library.library import read_library
    from repurpose.library.schedule import read_schedule
    from repurpose.usage.pieces import built_pieces
    from repurpose.usage.placing import Surroundings

    has_content = (project.root / "content").is_dir()
    assets = {one.id: one for one in read_library(project.root, project.config).assets} if has_content else {}
    settle(project.root / "outputs", talk.say)
    pieces = built_pieces(project.root / "outputs", project.config.url, assets)
    return Surroundings(assets, pieces, read_schedule(project.root).approved, project.moment)


@dataclass(frozen=True, slots=True)
class Records:
    """What the ledger has: uses, which pieces were edited, all pieces, those that figures are known of, what was said.

    `is_there`: there is a ledger at all.
    """

    placements: Mapping[tuple[str, int], Placed]
    lineage: Lineage
    pieces: Mapping[str, PieceFacts]
    measured: frozenset[str]
    decisions: tuple[Decision, ...]
    is_there: bool


def recorded(project: Project) -> Records:
    """What the ledger has by now; nothing where there is none yet."""
    from repurpose.usage.ledger import book
    from repurpose.usage.ledger.decisions import latest
    from repurpose.usage.placing import Lineage

    books = books_if_any(project)
    if books is None:
        return Records({}, Lineage(), {}, frozenset(), (), is_there=False)
    with books.ledger.reading() as connection:
        return Records(
            book.placements(connection),
            Lineage(book.successors(connection)),
            book.pieces(connection),
            frozenset(match.piece_id for match in book.matches(connection).values()),
            tuple(latest(connection, project.today + timedelta(1)).values()),
            is_there=True,
        )
