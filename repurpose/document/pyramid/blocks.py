"""A document's top-level blocks, read as units; what can stand in no release is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from itertools import chain
from typing import NamedTuple

from markdown_it.token import Token

from repurpose.document.access import plain
from repurpose.document.document import Document
from repurpose.document.pyramid.unit import ANNOUNCES, Unit
from repurpose.language.rhetoric import rhetoric
from repurpose.language.sentences import split_sentences

_LISTS = {"bullet_list_open", "ordered_list_open"}
_EXPLAINED = {"table_open", "fence", "code_block"}
_UNLISTED = {"fence", "code_block", "table_open", "html_block"}
_SPEAKER = re.compile(r"(?:^|\s)[—–]\s?\S.{1,100}$")


class _Block(NamedTuple):
    """A top-level block, and the texts of its inline tokens, each in one line."""

    tokens: list[Token]
    texts: list[str]

    @property
    def kind(self) -> str:
        """The type of its first token."""
        return self.tokens[0].type

    @property
    def text(self) -> str:
        """All it says, in one line."""
        return " ".join(self.texts)

    @property
    def announces(self) -> bool:
        """Whether it ends as what announces the block below it."""
        return bool(self.texts) and self.texts[-1].endswith(ANNOUNCES)

    @property
    def is_kept(self) -> bool:
        """Whether it is running text or a plain list; a quote needs a speaker."""
        kind = self.kind
        if kind == "paragraph_open":
            return not _is_only_image(self.tokens[1])
        if kind == "blockquote_open":
            return _SPEAKER.search(self.text) is not None
        return kind in _LISTS and all(token.type not in _UNLISTED for token in self.tokens)


def units(document: Document, who: str | None) -> Iterator[Unit]:
    """A document's top-level blocks as units, from the top."""
    language = document.asset.language
    lists, known = rhetoric(language), {block.text: block.sentences for block in document.blocks}
    section = place = 0
    skipped = False
    before: str | None = None
    blocks = _top_level(document)
    after = next(blocks, None)
    while block := after:
        after = next(blocks, None)
        explains, before = before in _EXPLAINED, block.kind
        if before == "heading_open":
            section, place = section + 1, 0
            skipped = lists.skip.within(lists.read(block.text))
        elif not skipped and block.is_kept:
            tokens, texts, alone = *block, before == "paragraph_open"
            if after and after.kind in _LISTS and block.announces and after.is_kept:
                tokens, texts, alone, before = [*tokens, *after.tokens], [*texts, *after.texts], False, after.kind
                after = next(blocks, None)
            found = [known.get(text) or split_sentences(text, language) for text in texts]
            if sentences := tuple(chain.from_iterable(found)):
                yield Unit(tokens, language, sentences, section, place, alone, explains, who)
                place += 1


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
