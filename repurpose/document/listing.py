"""Lists that can be repeated whole: what announces them, and their entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from unicodedata import category

from repurpose.document.document import Block, Document
from repurpose.document.manner import tells_story
from repurpose.document.standalone import fault, is_prose
from repurpose.document.subject import names_unknown, subject_of
from repurpose.errors import Location
from repurpose.ids import block_slot
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import ends_sentence

FEWEST, MOST = 3, 9
"""Entries of a list that is worth repeating: two are a sentence, ten a table."""

LONGEST = 220
"""Characters of an entry that is read at a glance."""

_NAME = re.compile(r"[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){1,3}(?:\s[–—-]\s[^.!?。！？]*[ぁ-ゖ一-鿿][^.!?。！？]*)?")
"""A name in Latin letters; in Japanese and Chinese also with what one does: "Julius Volz – Prometheus 共同創設者"."""

_PREPOSITIONS = frozenset("to from of with in on by for at as into about through".split())
_ANNOUNCES = (":", "：")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with the sentence that announces it; `slot` is the digest of the block that does."""

    intro: str
    items: tuple[str, ...]
    slot: str
    location: Location


def listings(document: Document) -> tuple[Listing, ...]:
    """The lists of a document that make sense alone, in order."""
    return tuple(_listings(document))


def _listings(document: Document) -> Iterator[Listing]:
    runs = [list(run) for _, run in groupby(document.blocks, key=attrgetter("list"))]
    for before, run, after in zip(runs, runs[1:], [*runs[2:], []], strict=False):
        if run[0].list is None or not FEWEST <= len(run) <= MOST:
            continue
        intro = _intro(before[-1], document)
        items = tuple(block.text for block in run)
        if intro is None or _says_preposition_twice(intro, items) or (after and _turns(after[0], document)):
            continue
        if not _are_names(items) and all(_is_repeatable(text, document.asset.language) for text in items):
            yield Listing(intro, items, block_slot(before[-1].text), before[-1].location)


def _says_preposition_twice(intro: str, items: Sequence[str]) -> bool:
    """Whether an English list is announced by "... from:" and goes on with "To ...": no sentence, however read."""
    last = intro[:-1].rsplit(None, 1)[-1].lower()
    return last in _PREPOSITIONS and any(item.split(None, 1)[0].lower() in _PREPOSITIONS for item in items)


def _turns(block: Block, document: Document) -> bool:
    """Whether what stands below a list sets something against it: the point, which the list alone lacks."""
    language = document.asset.language
    return rhetoric(language).turns.at_start(read(block.text, language))


def _are_names(items: Sequence[str]) -> bool:
    """Whether most of them are names of people or things, which tell nobody anything."""
    return 2 * sum(_NAME.fullmatch(item) is not None for item in items) > len(items)


def _intro(block: Block, document: Document) -> str | None:
    """The sentence that announces a list, if it is clear by itself."""
    last, language = block.sentences[-1], document.asset.language
    if block.kind != "paragraph" or not last.endswith(_ANNOUNCES):
        return None
    lists, reading = rhetoric(language), read(last, language)
    if lists.chatter.within(reading) or lists.stale.within(reading) or tells_story(reading, lists):
        return None
    if lists.usually.at_start(reading):  # what it tells is what isn't so any more
        return None
    if names_unknown(last, reading, document.view(subject_of), language):
        return None
    return last if fault(last[:-1] + ".", language, shortest=20) is None else None


def _is_repeatable(text: str, language: str) -> bool:
    lists, reading = rhetoric(language), read(text, language)
    return (
        len(text) <= LONGEST
        and not category(text[0]).startswith("So")  # an emoji is a mark of its own, and posts set theirs before it
        and is_prose(text)
        and (len(text) < 80 or ends_sentence(text))
        and not text.endswith(_ANNOUNCES)
        and not lists.chatter.within(reading)
        and not lists.stale.within(reading)
    )
