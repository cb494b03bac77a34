"""Blocks `:::name` that are never closed, and signs `:::` that close none: both are told, neither changes a thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from repurpose.errors import Location
from repurpose.model import Asset, Notice

_SIGN = re.compile(r"\s*:{3,}\s*")


def container_notices(tokens: Sequence[Token], asset: Asset) -> Iterator[Notice]:
    """Each at the line where it stands; what shows such signs in code is meant to."""
    for before, token in pairwise(tokens):
        if before.type == "container_block_open" and before.meta.get("is_open_end"):
            yield _unclosed(before, asset)
        elif before.type == "paragraph_open" and ":::" in token.content:
            yield from _strays(token, asset)


def _unclosed(token: Token, asset: Asset) -> Notice:
    name = f"{token.markup}{token.info.split()[0]}"
    reach = "the end of what it stands in" if token.level else "the end"
    text = f"{name} is never closed, so it goes on to {reach}; write {token.markup} on a line of its own below it"
    return Notice("container", _at(asset, token, 0), text)


def _strays(inline: Token, asset: Asset) -> Iterator[Notice]:
    """Lines of a paragraph that are only a sign; in code that goes over several lines they are no text."""
    if not any(one.type == "text" and _SIGN.fullmatch(one.content) for one in inline.children or ()):
        return
    for number, line in enumerate(inline.content.split("\n")):
        if _SIGN.fullmatch(line):
            text = f"{line.strip()} closes nothing, and readers see it; leave it out, or open a block above it"
            yield Notice("container", _at(asset, inline, number), text)


def _at(asset: Asset, token: Token, number: int) -> Location:
    return Location(asset.path, asset.body_line + token.map[0] + number if token.map else None)
