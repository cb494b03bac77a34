"""The beginning of an inline token, with what it opens closed again."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from repurpose.document.access import indexed, words_of


def first_letters(inline: Token, letters: int) -> Token:
    """The first of an inline token's children, so many letters of them, with what they open closed again."""
    kept: list[Token] = []
    opened = 0
    children = indexed(inline)
    for child in children:
        if letters > 0:
            size = len("".join(words_of([child]).split()))
            if child.type == "text" and size > letters:
                child = child.copy(content=_beginning(child.content, letters))  # noqa: PLW2901
            kept.append(child)
            letters -= size
            opened += child.nesting
        elif child.nesting < 0 and _depth_after(children, child) < opened:
            kept.append(child)  # it closes what was opened before the cut
            opened -= 1
    while kept and kept[-1].type in {"softbreak", "hardbreak"}:
        kept.pop()
    return inline.copy(children=kept)


def _beginning(text: str, letters: int) -> str:
    for index, char in enumerate(text):
        letters -= not char.isspace()
        if not letters:
            return text[: index + 1]
    return text


def _depth_after(children: Sequence[Token], last: Token) -> int:
    depth = 0
    for child in children:
        depth += child.nesting
        if child is last:
            return depth
    return depth
