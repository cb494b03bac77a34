"""Paragraphs each in one line, for readers of Markdown to whom every line end is a break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from repurpose.formats.lines import is_wide


def in_lines(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with a space in place of each line end that is none for readers, and a line end for each break."""
    return [token.copy(children=[*_joined(token.children)]) if token.children else token for token in tokens]


def _joined(children: Sequence[Token]) -> Iterator[Token]:
    before = ""
    for child in children:
        if child.type == "softbreak":
            # Between the characters of scripts without spaces a line end is nothing.
            yield Token("text", "", 0, content="" if before and is_wide(before[-1]) else " ")
        elif child.type == "hardbreak":
            yield Token("softbreak", "br", 0)
        else:
            yield child
        before = child.content or before
