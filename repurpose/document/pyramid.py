"""The inverted pyramid: what matters most of a text, in whole sentences, so that an editor may cut it from its end.

Nothing is written anew and no sentence is cut: sentences are chosen, and stay in the author's order below the lead.
Authors put what matters at the top of a text and at the top of its sections, so that is what is chosen first. What
speaks to the reader ("you", "we", an instruction) is passed over as long as enough is said without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markdown_it.token import Token

from repurpose.document.access import plain
from repurpose.document.document import Document
from repurpose.document.extract import Subject, subject_of
from repurpose.document.standalone import DANGLING, FORMAL, fault
from repurpose.language.rhetoric import Rhetoric, read, rhetoric
from repurpose.language.sentences import split_sentences
from repurpose.language.stems import stems
from repurpose.language.tags import primary
from repurpose.language.words import reading_length

ENOUGH = 150
"""Words of a text that stands without what speaks to its reader; below it, that is taken as well."""

LOOKED_AT = 8
"""Paragraphs at the top that may be the lead."""

LATER = 0.4
"""What each paragraph, and each section, further down counts against."""

MOST_SENTENCES = 100
"""Sentences of a paragraph that are looked at: no release has room for so many."""

_LISTS = {"bullet_list_open", "ordered_list_open"}
_EXPLAINED = {"table_open", "fence", "code_block"}
_ANNOUNCES = (":", "：")
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“]*“|「[^「」]*」|『[^『』]*』")
_SPEAKER = re.compile(r"(?:^|\s)[—–]\s?\S.{1,100}$")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b|\bI/O\b")


@dataclass(frozen=True, slots=True)
class Release:
    """The chosen tokens, the lead first.

    `length` is how long they take to read, in English words; `spoken` the first sentence among them that speaks to its
    reader, if one had to be taken.
    """

    tokens: tuple[Token, ...]
    length: float
    spoken: str | None

    @property
    def text(self) -> str:
        """What is said, in plain text."""
        return plain_text(self.tokens)


def inverted_pyramid(document: Document, fewest: float, most: float, who: str | None = None) -> Release:
    """What matters most of a document, in `fewest` to `most` words where it has so many.

    `who` is the name that the lead should tell. Code, tables, headings, pictures and asides are left out, and so are
    sentences that announce one of them, and quotes without a speaker.
    """
    units = list(_Blocks(document).units())
    chosen = _Choice(units, subject_of(document), who, most, strict=True)
    chosen.fill(fewest)
    if chosen.length < min(ENOUGH, fewest):
        chosen = _Choice(units, subject_of(document), who, most, strict=False)
        chosen.fill(fewest)
    spoken = next(
        (
            one
            for unit, count in chosen.kept()
            for one in unit.sentences[:count]
            if speaks_to_reader(one, unit.language)
        ),
        None,
    )
    return Release(tuple(token for unit, count in chosen.kept() for token in unit.first(count)), chosen.length, spoken)


@lru_cache(maxsize=1024)  # of the same sentence as a lead, as what follows, and in what was chosen
def speaks_to_reader(sentence: str, language: str) -> bool:
    """Whether a sentence says "you" or "we", or tells its reader to do something; what others are quoted with aside."""
    said = _CAPITALS.sub("", _QUOTED.sub("", sentence))
    reading, lists = read(said, language), rhetoric(language)
    if lists.address.within(reading) or lists.doing.at_start(reading):
        return True
    return primary(language) == "de" and FORMAL.search(said) is not None


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


@dataclass(frozen=True)
class _Unit:
    """A paragraph, quote or list, with the paragraph that announces it: what is chosen as one, or by its sentences.

    `section` and `place` count the headings above it, and the units between it and its heading; it `explains` a table
    or code that stands right above it.
    """

    tokens: list[Token]
    language: str
    sentences: tuple[str, ...]
    section: int
    place: int
    is_paragraph: bool
    explains: bool

    @property
    def _lists(self) -> Rhetoric:
        return rhetoric(self.language)

    def fitting(self, count: int, room: float) -> tuple[int, float]:
        """How many of its first `count` sentences are read in so many words, and in how many; a list's all or none."""
        used = 0.0
        for index, sentence in enumerate(self.sentences[:count]):
            size = reading_length(sentence, self.language)
            if used + size > room:
                return (index, used) if self.is_paragraph else (0, 0.0)
            used += size
        return count, used

    @cached_property
    def leans(self) -> bool:
        """Whether its first words point at what stood before; those of a quote point at what its speaker said."""
        return (
            self.tokens[0].type != "blockquote_open"
            and fault(self.sentences[0], self.language, shortest=1, longest=10_000) == DANGLING
        )

    def usable(self, strict: bool) -> int:
        """How many of its sentences can stand in a release, from the first on; all or none where it is no paragraph."""
        if strict and self.explains:
            return 0
        if not self.is_paragraph:
            return 0 if strict and any(map(self._is_talk, self.sentences)) else len(self.sentences)
        for count, sentence in enumerate(self.sentences[:MOST_SENTENCES]):
            if (strict and self._is_talk(sentence)) or self._announces(sentence):
                return count
        return min(len(self.sentences), MOST_SENTENCES)

    def _is_talk(self, sentence: str) -> bool:
        """Whether it is said to the reader, or begins as thanks, a greeting or a signpost does."""
        return speaks_to_reader(sentence, self.language) or self._lists.chatter.at_start(read(sentence, self.language))

    def _announces(self, sentence: str) -> bool:
        """Whether it announces a table, a picture or code, all of which are left out."""
        return sentence.endswith(_ANNOUNCES) or self._lists.shows.within(read(sentence, self.language))

    def first(self, count: int) -> list[Token]:
        """Its tokens up to the end of a sentence."""
        if count == len(self.sentences) or not self.is_paragraph:
            return self.tokens
        start, inline, end = self.tokens
        letters = sum(len("".join(one.split())) for one in self.sentences[:count])
        return [start, _cut(inline, letters), end]


class _Blocks:
    """Reads a document's top-level blocks."""

    def __init__(self, document: Document) -> None:
        self._language = document.asset.language
        self._known = {block.text: block.sentences for block in document.blocks}
        self._blocks = list(_top_level(document.tokens))

    def units(self) -> Iterator[_Unit]:
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
            taken = _text(block).endswith(_ANNOUNCES) and self._type(after) in _LISTS and self._is_kept(after)
            if taken:
                tokens = [*block, *self._blocks[after]]
            sentences = tuple(one for token in tokens if token.type == "inline" for one in self._sentences(token))
            if sentences:
                alone = tokens is block and block[0].type == "paragraph_open"
                explains = self._type(index - 1) in _EXPLAINED
                yield _Unit(tokens, self._language, sentences, section, place, alone, explains)
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


class _Choice:
    """Chooses units, and how many sentences of each."""

    def __init__(self, units: Sequence[_Unit], subject: Subject, who: str | None, most: float, *, strict: bool) -> None:
        self._units, self._most, self._strict = units, most, strict
        self._counts: dict[int, int] = {}
        self.length = 0.0
        self._lead = self._find_lead(subject, who)

    def fill(self, fewest: float) -> None:
        """Take the lead, then what matters most next, until there is enough."""
        if self._lead is None:
            return
        self._take(self._lead)
        ranked = sorted(
            range(len(self._units)), key=lambda one: (self._units[one].place + LATER * self._units[one].section, one)
        )
        for index in ranked:
            if self.length >= fewest:
                return
            if index not in self._counts and self._follows(index):
                self._take(index)

    def kept(self) -> Iterator[tuple[_Unit, int]]:
        """The chosen units and how many sentences of each, the lead first."""
        for index in sorted(self._counts, key=lambda one: (one != self._lead, one)):
            yield self._units[index], self._counts[index]

    def _take(self, index: int) -> None:
        unit = self._units[index]
        count, length = unit.fitting(unit.usable(self._strict), self._most - self.length)
        if count:
            self._counts[index] = count
            self.length += length

    def _follows(self, index: int) -> bool:
        """Whether what its first words point at stands right above it."""
        if not self._units[index].leans:
            return True
        before = index - 1
        return self._counts.get(before, -1) == len(self._units[before].sentences) and before != (self._lead or -1)

    def _find_lead(self, subject: Subject, who: str | None) -> int | None:
        """The paragraph near the top that tells most: who, what, when, where and why."""
        best: tuple[float, int] | None = None
        for index, unit in enumerate(self._units[:LOOKED_AT]):
            if not unit.is_paragraph or not unit.usable(self._strict) or (unit.leans and index):
                continue
            score = _newsworth(unit, subject, who) - LATER * (index + unit.section)
            if best is None or score > best[0]:
                best = score, index
        return best[1] if best else None


def _newsworth(unit: _Unit, subject: Subject, who: str | None) -> float:
    """How much of a lead a paragraph's first sentence is."""
    sentence, language = unit.sentences[0], unit.language
    reading, lists = read(sentence, language), rhetoric(language)
    said = stems(sentence, language)
    what = min(1.0, subject.told(said))
    return (
        what
        + 0.5 * bool(who and who.casefold() in sentence.casefold())
        + 0.5 * lists.news.within(reading)
        + 0.3 * (lists.stale.within(reading) or any(char.isdigit() for char in sentence))
        + 0.3 * lists.gain.within(reading)
        - 0.8 * lists.chatter.at_start(reading)
        - 0.8 * sentence.endswith(("?", "？", "؟"))
    )


def _cut(inline: Token, letters: int) -> Token:
    """The first of an inline token's children, so many letters of them, with what they open closed again."""
    kept: list[Token] = []
    opened = 0
    for child in inline.children or ():
        if letters > 0:
            alone = copy(inline)
            alone.children = [child]
            size = len("".join(plain(alone).split()))
            if child.type == "text" and size > letters:
                child = copy(child)  # noqa: PLW2901
                child.content = _first_letters(child.content, letters)
            kept.append(child)
            letters -= size
            opened += child.nesting
        elif child.nesting < 0 and _depth_after(inline.children or (), child) < opened:
            kept.append(child)  # it closes what was opened before the cut
            opened -= 1
    while kept and kept[-1].type in {"softbreak", "hardbreak"}:
        kept.pop()
    result = copy(inline)
    result.children = kept
    return result


def _first_letters(text: str, letters: int) -> str:
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
