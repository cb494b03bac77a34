"""A document's top-level blocks, read as units; what can stand in no release is left out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from copy import copy
from itertools import chain
from typing import NamedTuple

from markdown_it.token import Token

from repurpose.document.access import plain
from repurpose.document.document import Document
from repurpose.document.manner import ASKS
from repurpose.document.pyramid.unit import ANNOUNCES, Unit
from repurpose.document.standalone import fault
from repurpose.language.rhetoric import rhetoric
from repurpose.language.sentences import split_sentences

_LISTS = {"bullet_list_open", "ordered_list_open"}
_EXPLAINED = {"fence", "code_block"}
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
    def asks(self) -> bool:
        """Whether it is a question, or questions, and nothing else."""
        return len(self.texts) == 1 and self.texts[0].endswith(ASKS)

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
    above: _Block | None = None
    blocks = _top_level(document)
    after = next(blocks, None)
    while block := after:
        after = next(blocks, None)
        heading = above if above and above.kind == "heading_open" else None
        explains, above = above is not None and above.kind in _EXPLAINED, block
        if block.kind == "heading_open":
            section, place = section + 1, 0
            skipped = lists.skip.within(lists.read(block.text))
        elif not skipped and block.is_kept:
            tokens, texts, alone = *block, block.kind == "paragraph_open"
            if (
                heading
                and heading.text
                and (block.kind in _LISTS or (heading.asks and _is_mere_answer(block, language)))
            ):
                tokens, texts, alone = [*_as_lead_in(heading), *tokens], [*heading.texts, *texts], False
            elif after and block.asks and after.kind == "paragraph_open" and after.is_kept:
                tokens, texts, alone, above = [*tokens, *after.tokens], [*texts, *after.texts], False, after
                after = next(blocks, None)
            if after and after.kind in _LISTS and block.announces and after.is_kept:
                tokens, texts, alone, above = [*tokens, *after.tokens], [*texts, *after.texts], False, after
                after = next(blocks, None)
            found = [known.get(text) or split_sentences(text, language) for text in texts]
            if sentences := tuple(chain.from_iterable(found)):
                yield Unit(tokens, language, sentences, section, place, alone, explains, who)
                place += 1


def _is_mere_answer(block: _Block, language: str) -> bool:
    """Whether a text says nothing without the question above it: "Six weeks."."""
    first = next(iter(split_sentences(" ".join(block.texts[:1]), language)), "")
    return bool(first) and fault(first, language, longest=sys.maxsize) is not None


def _as_lead_in(heading: _Block) -> list[Token]:
    """A heading as a paragraph in bold, as releases have it."""
    inline = copy(heading.tokens[1])
    strong = Token("strong_open", "strong", 1, markup="**"), Token("strong_close", "strong", -1, markup="**")
    inline.children = [strong[0], *(inline.children or ()), strong[1]]
    return [
        Token("paragraph_open", "p", 1, map=heading.tokens[0].map, block=True),
        inline,
        Token("paragraph_close", "p", -1, block=True),
    ]


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
