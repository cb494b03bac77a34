"""What the ledger's commands share: the ledger itself, and what the project's files tell of its pieces."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from repurpose.cli.console import Project, Talk
from repurpose.usage.settings import Settings, read_settings

if TYPE_CHECKING:
    from repurpose.usage.ledger.book import PieceFacts, Placed
    from repurpose.usage.ledger.connect import Ledger
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


def recorded(project: Project) -> tuple[dict[tuple[str, int], Placed], Lineage, dict[str, PieceFacts]]:
    """What the ledger has of uses, of pieces that were edited, and of pieces; nothing where there is no ledger yet."""
    from repurpose.usage.ledger import book
    from repurpose.usage.placing import Lineage

    settings = read_settings(project.config, os.environ)
    if "://" not in settings.database and not (project.root / settings.database).is_file():
        return {}, Lineage(), {}
    with open_books(project).ledger.reading() as connection:
        return book.placements(connection), Lineage(book.successors(connection)), book.pieces(connection)
