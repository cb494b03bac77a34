"""`repurpose show`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from repurpose.cli.console import Talk, asset_ids, check_channels, common, of_channels, open_project
from repurpose.cli.pieces import best, text_of
from repurpose.errors import UsageError


@click.command()
@click.argument("wanted", metavar="ASSET_OR_PIECE", shell_complete=asset_ids)
@of_channels
@click.option("--why", is_flag=True, help="Say why each snippet was chosen, or why there is nothing.")
@common
def command(
    talk: Talk, directory: Path | None, as_of: str | None, wanted: str, channels: tuple[str, ...], why: bool
) -> None:
    """Show the pieces of an asset, or one piece by its id, as their readers get them. Nothing is written.

    An asset's id is its path below content/ without .md; `repurpose show guides/my-guide/social.x/announcement` shows
    one piece. Drafts are shown, too.
    """
    check_channels(channels)
    project = open_project(directory, as_of)

    from repurpose.build.order import Order
    from repurpose.build.pipeline import build

    wanted = wanted.removeprefix("content/").removesuffix(".md")
    order = Order(project.root, project.config, project.moment, channels=channels, assets=(wanted,), drafts=True)
    built = build(order)
    (asset_id,) = built.assets
    known = built.pieces
    pieces = best([piece for piece in known if wanted in (asset_id, piece.id)])
    if wanted != asset_id and not pieces:
        raise UsageError(
            f"the asset {asset_id!r} has no piece {wanted!r}", hint=f"`repurpose show {asset_id}` shows those there are"
        )
    texts = [text_of(piece, known, whole=wanted == asset_id, why=why) for piece in pieces]
    data = [{"id": piece.id, "path": piece.path, "text": text} for piece, text in zip(pieces, texts, strict=True)]
    reasons = {name.removeprefix(f"{asset_id}/"): reason for name, reason in built.reasons.items()}
    if talk.as_json:
        talk.data("", {"pieces": data, "reasons": reasons})
    else:
        click.echo("\n".join(f"── {row['id']}  ({row['path']})\n{row['text']}" for row in data))
        for channel, reason in reasons.items():
            click.echo(f"{channel}: nothing, since {reason}")
    talk.errors(built.errors)
    sys.exit(max((error.exit_code for error in built.errors), default=0))
