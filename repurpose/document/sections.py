"""The sections of a text, and what can be seen in each: its pictures, tables and code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from repurpose.document.access import plain
from repurpose.document.document import Document
from repurpose.document.emphasis import is_picture

SHOWN, TALLEST = 3, 20
"""How many pictures, tables and pieces of code of a section are shown, and lines of one that fit a screen."""

_SEEN = {"fence", "code_block", "table_open"}


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below a top-level heading, or above the first; `shows` are its first blocks to look at."""

    title: str
    shows: tuple[Token, ...]


def sections_of(document: Document) -> tuple[Section, ...]:
    """The sections in order; the first is what stands above all headings, below the asset's title."""
    return tuple(_sections(document))


def _sections(document: Document) -> Iterator[Section]:
    title, shows, left = document.asset.title, list[Token](), SHOWN
    block: list[Token] = []
    for token in document.tokens:
        if token.type == "footnote_block_open":
            break
        block.append(token)
        if token.level or token.nesting == 1:
            continue
        if block[0].type == "heading_open":
            yield Section(title, tuple(shows))
            title, shows, left = plain(block[1]).strip(), [], SHOWN
        elif left and _is_seen(block):
            shows, left = [*shows, *block], left - 1
        block = []
    yield Section(title, tuple(shows))


def _is_seen(block: Sequence[Token]) -> bool:
    """Whether a block is a picture, or a table or code that fits a screen."""
    first = block[0]
    if first.type == "paragraph_open":
        return is_picture(block[1])
    return first.type in _SEEN and first.map is not None and first.map[1] - first.map[0] <= TALLEST
