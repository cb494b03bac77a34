"""`repurpose show`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from repurpose.cli.console import Talk, asset_ids, channel_names, check_channels, common, open_project
from repurpose.errors import UsageError
from repurpose.model import Piece

_READABLE = {"text": 0, "markdown": 1, "json": 2, "html": 3, "eml": 4}
"""Which role of a piece is read best in a terminal."""


@click.command()
@click.argument("wanted", metavar="ASSET_OR_PIECE", shell_complete=asset_ids)
@click.option(
    "--channel",
    "channels",
    metavar="NAME",
    multiple=True,
    shell_complete=channel_names,
    help="Only this channel's pieces; may be given again.",
)
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
    pieces = _best([piece for piece in known if wanted in (asset_id, piece.id)])
    if wanted != asset_id and not pieces:
        raise UsageError(
            f"the asset {asset_id!r} has no piece {wanted!r}", hint=f"`repurpose show {asset_id}` shows those there are"
        )
    texts = [_text(piece, known, whole=wanted == asset_id, why=why) for piece in pieces]
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


def _best(pieces: Sequence[Piece]) -> list[Piece]:
    """One file a piece and use, the one that is read best; pieces that stand in one file are shown with it once."""
    by_use: dict[tuple[str, int], Piece] = {}
    for piece in pieces:
        best = by_use.get((piece.id, piece.use))
        if best is None or _READABLE.get(piece.role, 9) < _READABLE.get(best.role, 9):
            by_use[(piece.id, piece.use)] = piece
    by_path: dict[str, Piece] = {}
    for piece in by_use.values():
        by_path.setdefault(piece.path, piece)
    return list(by_path.values())


def _text(piece: Piece, pieces: Sequence[Piece], *, whole: bool, why: bool) -> str:
    """What the piece says; of a file of several posts, all of them or the piece's own alone."""
    if piece.channel == "social":
        told = next(one for one in pieces if one.path == piece.path.removesuffix(".txt") + ".json")
        document = json.loads(told.content)
        posts = [post for post in document["posts"] if whole or post["id"] == piece.id]
        return "\n".join(_post(post, why) for post in posts) or f"nothing, since {document['reason']}\n"
    if piece.media_type == "text/html":
        return f"{len(piece.content):,} bytes of HTML; after a build, open {piece.path} in a browser\n"
    return piece.content.decode(errors="replace")


def _post(post: dict[str, Any], why: bool) -> str:
    """A post as it is pasted, with its title and link where a network has fields for them."""
    size = f"[{post['length']} of {post['limit']} {post['unit']}" + (f"; {', '.join(post['why'])}]" if why else "]")
    said = [post, *post.get("thread", ())]
    above = [post["title"]["text"]] if "title" in post else []
    below = [post["url"]] if "url" in post else []
    parts = "\n\n···\n\n".join(one.get("paste", one["text"]) for one in said)
    return "\n\n".join((*above, parts, *below)) + f"\n{size}\n"
