"""A document's top-level blocks, read as units; what can stand in no release is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy

from markdown_it.token import Token

from repurpose.document.access import plain
from repurpose.document.document import Document
from repurpose.document.pyramid.unit import ANNOUNCES, Unit
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import split_sentences

_LISTS = {"bullet_list_open", "ordered_list_open"}
_EXPLAINED = {"table_open", "fence", "code_block"}
_SPEAKER = re.compile(r"(?:^|\s)[—–]\s?\S.{1,100}$")


class Blocks:
    """Reads a document's top-level blocks."""

    def __init__(self, document: Document, who: str | None) -> None:
        self._who = who
        self._language = document.asset.language
        self._known = {block.text: block.sentences for block in document.blocks}
        self._blocks = list(_top_level(document.tokens))

    def units(self) -> Iterator[Unit]:
        """The units, from the top."""
        lists = rhetoric(self._language)
        section = place = 0
        skipped = False
        taken = False
        for index, block in enumerate(self._blocks):
            if block[0].type == "heading_open":
                section, place = section + 1, 0
                skipped = lists.skip.within(read(_text(block), self._language))
                continue
            if skipped or taken or not self._is_kept(index):
                taken = False
                continue
            after = index + 1
            tokens = block
            taken = _text(block).endswith(ANNOUNCES) and self._type(after) in _LISTS and self._is_kept(after)
            if taken:
                tokens = [*block, *self._blocks[after]]
            sentences = tuple(one for token in tokens if token.type == "inline" for one in self._sentences(token))
            if sentences:
                alone = tokens is block and block[0].type == "paragraph_open"
                explains = self._type(index - 1) in _EXPLAINED
                yield Unit(tokens, self._language, sentences, section, place, alone, explains, self._who)
                place += 1

    def _sentences(self, inline: Token) -> Sequence[str]:
        text = " ".join(plain(inline).split())
        return self._known.get(text) or split_sentences(text, self._language)

    def _type(self, index: int) -> str | None:
        return self._blocks[index][0].type if 0 <= index < len(self._blocks) else None

    def _is_kept(self, index: int) -> bool:
        """Whether a block is running text or a plain list; a quote needs a speaker."""
        block, kind = self._blocks[index], self._type(index)
        if kind == "blockquote_open":
            return _SPEAKER.search(_text(block)) is not None
        if kind in _LISTS:
            return all(token.type not in {"fence", "code_block", "table_open", "html_block"} for token in block)
        return kind == "paragraph_open" and not _is_only_image(block)


def _text(block: Sequence[Token]) -> str:
    return " ".join(" ".join(plain(token).split()) for token in block if token.type == "inline")


def _top_level(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The top-level blocks that hold something, without marks of footnotes."""
    block: list[Token] = []
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        block.append(_without_notes(token))
        if token.level == 0 and token.nesting != 1:
            if block[0].content or any(one.type == "inline" for one in block):
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
