"""Paragraphs of a release: their words, and those that are added to them."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from markdown_it.token import Token

from repurpose.document.access import plain


def plain_text(tokens: Sequence[Token]) -> str:
    """What tokens say, a paragraph or list item in a line, without markup."""
    return "\n".join(plain(token) for token in tokens if token.type == "inline")


def paragraph(text: str) -> list[Token]:
    """The tokens of a paragraph of plain text."""
    inline = Token("inline", "", 0, content=text, level=1, children=[Token("text", "", 0, content=text)])
    return [Token("paragraph_open", "p", 1, block=True), inline, Token("paragraph_close", "p", -1, block=True)]


def with_lead_in(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens with `text` in bold before the first words: within the first paragraph, else in one of its own."""
    bold = [
        Token("strong_open", "strong", 1, markup="**"),
        Token("text", "", 0, content=text),
        Token("strong_close", "strong", -1, markup="**"),
    ]
    if tokens and tokens[0].type == "paragraph_open":
        first = copy(tokens[1])
        first.children = [*bold, Token("text", "", 0, content=" "), *(first.children or ())]
        return [tokens[0], first, *tokens[2:]]
    start, alone, end = paragraph(text)
    alone.children = bold
    return [start, alone, end, *tokens]
