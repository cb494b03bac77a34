"""Pieces as they are read in a terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from repurpose.editorial.pasted import pasted
from repurpose.model import Piece

_READABLE = {"text": 0, "markdown": 1, "json": 2, "html": 3, "eml": 4}
"""Which role of a piece is read best in a terminal."""


def best(pieces: Sequence[Piece]) -> list[Piece]:
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


def text_of(piece: Piece, pieces: Sequence[Piece], *, whole: bool, why: bool) -> str:
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
    """A post as it is pasted, and how long it is."""
    size = f"[{post['length']} of {post['limit']} {post['unit']}" + (f"; {', '.join(post['why'])}]" if why else "]")
    return f"{pasted(post)}\n{size}\n"
