"""The opening of a document in whole paragraphs, for pieces that have room for some of it and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy

from markdown_it.token import Token

from repurpose.document.access import plain
from repurpose.language.words import count_words

_RUNNING_TEXT = {"paragraph_open", "blockquote_open"}
_LISTS = {"bullet_list_open", "ordered_list_open"}
_ANNOUNCES = (":", "：")


def opening(tokens: Sequence[Token], words: int, slack: int) -> list[Token]:
    """Whole paragraphs, quotes and lists from the top, about so many words and at most `slack` more.

    Code, tables, headings, pictures and asides are left out, and so is a paragraph that announces one of them.
    """
    blocks = [block for block in _blocks(tokens) if any(token.type == "inline" for token in block) or block[0].content]
    chosen: list[Token] = []
    count = 0
    for block, after in zip(blocks, [*blocks[1:], []], strict=False):
        text = " ".join(plain(token) for token in block if token.type == "inline").strip()
        if block[0].type not in _RUNNING_TEXT | _LISTS or not text or _is_only_image(block):
            continue
        announced = count_words(" ".join(plain(token) for token in after if token.type == "inline"))
        if text.endswith(_ANNOUNCES) and not (after and after[0].type in _LISTS | {"blockquote_open"}):
            continue
        size = count_words(text) + (announced if text.endswith(_ANNOUNCES) else 0)
        if chosen and count + size > words + slack:
            break
        chosen += block
        count += count_words(text)
        if count >= words and not text.endswith(_ANNOUNCES):
            break
    return chosen


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
    alone = Token("inline", "", 0, children=bold, content=text, level=1)
    return [Token("paragraph_open", "p", 1, block=True), alone, Token("paragraph_close", "p", -1, block=True), *tokens]


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The top-level blocks, without marks of footnotes."""
    block: list[Token] = []
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        block.append(_without_notes(token))
        if token.level == 0 and token.nesting != 1:
            yield block
            block = []


def _without_notes(token: Token) -> Token:
    if not any(child.type == "footnote_ref" for child in token.children or ()):
        return token
    kept = copy(token)
    kept.children = [child for child in token.children or () if child.type != "footnote_ref"]
    return kept


def _is_only_image(block: Sequence[Token]) -> bool:
    inline = [child for token in block for child in token.children or ()]
    return any(child.type == "image" for child in inline) and all(
        child.type in {"image", "softbreak", "link_open", "link_close"} or not child.content.strip() for child in inline
    )
