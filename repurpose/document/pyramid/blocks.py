"""A document's top-level blocks, read as units; what can stand in no release is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from typing import NamedTuple

from markdown_it.token import Token

from repurpose.document.access import plain
from repurpose.document.document import Document
from repurpose.document.pyramid.unit import ANNOUNCES, Unit
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import split_sentences

_LISTS = {"bullet_list_open", "ordered_list_open"}
_EXPLAINED = {"table_open", "fence", "code_block"}
_SPEAKER = re.compile(r"(?:^|\s)[—–]\s?\S.{1,100}$")


class _Block(NamedTuple):
    """A top-level block, and the texts of its inline tokens, each in one line."""

    tokens: list[Token]
    texts: list[str]

    @property
    def text(self) -> str:
        """All it says, in one line."""
        return " ".join(self.texts)


class Blocks:
    """Reads a document's top-level blocks."""

    def __init__(self, document: Document, who: str | None) -> None:
        self._who = who
        self._language = document.asset.language
        self._known = {block.text: block.sentences for block in document.blocks}
        self._blocks = list(_top_level(document))

    def units(self) -> Iterator[Unit]:
        """The units, from the top."""
        lists = rhetoric(self._language)
        section = place = 0
        skipped = False
        taken = False
        for index, block in enumerate(self._blocks):
            if block.tokens[0].type == "heading_open":
                section, place = section + 1, 0
                skipped = lists.skip.within(read(block.text, self._language))
                continue
            if skipped or taken or not self._is_kept(index):
                taken = False
                continue
            after = index + 1
            tokens, texts = block
            taken = block.text.endswith(ANNOUNCES) and self._type(after) in _LISTS and self._is_kept(after)
            if taken:
                tokens, texts = [*tokens, *self._blocks[after].tokens], [*texts, *self._blocks[after].texts]
            sentences = tuple(one for text in texts for one in self._sentences(text))
            if sentences:
                alone = not taken and tokens[0].type == "paragraph_open"
                explains = self._type(index - 1) in _EXPLAINED
                yield Unit(tokens, self._language, sentences, section, place, alone, explains, self._who)
                place += 1

    def _sentences(self, text: str) -> Sequence[str]:
        return self._known.get(text) or split_sentences(text, self._language)

    def _type(self, index: int) -> str | None:
        return self._blocks[index].tokens[0].type if 0 <= index < len(self._blocks) else None

    def _is_kept(self, index: int) -> bool:
        """Whether a block is running text or a plain list; a quote needs a speaker."""
        block, kind = self._blocks[index], self._type(index)
        if kind == "blockquote_open":
            return _SPEAKER.search(block.text) is not None
        if kind in _LISTS:
            return all(token.type not in {"fence", "code_block", "table_open", "html_block"} for token in block.tokens)
        return kind == "paragraph_open" and not _is_only_image(block.tokens[1])


def _top_level(document: Document) -> Iterator[_Block]:
    """The top-level blocks that hold something, without marks of footnotes."""
    block = _Block([], [])
    for token, line in zip(document.tokens, document.lines, strict=True):
        if token.type == "footnote_block_open":
            return
        if token.type == "inline":
            kept = _without_notes(token)
            block.texts.append(line if kept is token else " ".join(plain(kept).split()))
            block.tokens.append(kept)
        else:
            block.tokens.append(token)
        if token.level == 0 and token.nesting != 1:
            if block.tokens[0].content or block.texts:
                yield block
            block = _Block([], [])


def _without_notes(token: Token) -> Token:
    if "^" not in token.content or not any(child.type == "footnote_ref" for child in token.children or ()):
        return token
    kept = copy(token)
    kept.children = [child for child in token.children or () if child.type != "footnote_ref"]
    return kept


def _is_only_image(inline: Token) -> bool:
    if "![" not in inline.content:
        return False
    children = inline.children or ()
    return any(child.type == "image" for child in children) and all(
        child.type in {"image", "softbreak", "link_open", "link_close"} or not child.content.strip()
        for child in children
    )
