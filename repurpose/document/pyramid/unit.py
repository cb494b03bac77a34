"""Units: what is chosen for a release as one, or by its sentences; and which sentences can stand in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.token import Token

from repurpose.document.pyramid.cutting import first_letters
from repurpose.document.standalone import FORMAL, points_back
from repurpose.language.rhetoric import Rhetoric, rhetoric
from repurpose.language.tags import primary
from repurpose.language.words import reading_length

MOST_SENTENCES = 100
"""Sentences of a paragraph that are looked at: no release has room for so many."""

ANNOUNCES = (":", "：")
"""Ends of what announces the block below it."""

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“]*“|「[^「」]*」|『[^『』]*』")
_CAPITALS = re.compile(r"[A-Z](?<!\w.)(?:[A-Z]+|(?<=I)/O)\b")


def speaks_to_reader(sentence: str, language: str, who: str | None = None) -> bool:
    """Whether a sentence says "you" or "we", or tells its reader to do something; what others are quoted with aside.

    One that begins with the name of `who` tells the news tells what they do, even if the name is a verb as well.
    """
    said = sentence if sentence.isascii() and '"' not in sentence else _QUOTED.sub("", sentence)
    said, lists = _CAPITALS.sub("", said), rhetoric(language)
    reading = lists.read(said)
    if lists.address.within(reading) or (lists.doing.at_start(reading) and not _is_told_of(said, who)):
        return True
    return primary(language) == "de" and FORMAL.search(said) is not None


def _is_told_of(said: str, who: str | None) -> bool:
    return bool(who) and said.lstrip("`*_ ").casefold().startswith(str(who).casefold())


class Unit(NamedTuple):
    """A paragraph, quote or list, with the paragraph that announces it: what is chosen as one, or by its sentences.

    `section` and `place` count the headings above it, and the units between it and its heading; it `explains` a table
    or code that stands right above it. `who` is the name of who tells the news.
    """

    tokens: list[Token]
    language: str
    sentences: tuple[str, ...]
    section: int
    place: int
    is_paragraph: bool
    explains: bool
    who: str | None = None

    @property
    def _lists(self) -> Rhetoric:
        return rhetoric(self.language)

    def fitting(self, room: float, *, strict: bool) -> tuple[int, float]:
        """How many of its usable sentences are read in so many words, and in how many; a list's all or none."""
        count, used = 0, 0.0
        for sentence in self.usable(strict=strict):
            size = reading_length(sentence, self.language)
            if used + size > room:
                return (count, used) if self.is_paragraph else (0, 0.0)
            count, used = count + 1, used + size
        return count, used

    @property
    def leans(self) -> bool:
        """Whether its first words point at what stood before; those of a quote point at what its speaker said."""
        return self.tokens[0].type != "blockquote_open" and points_back(self.sentences[0], self.language)

    def usable(self, *, strict: bool) -> Iterator[str]:
        """Those of its sentences, from the first on, that can stand in a release; all or none where it's no paragraph.

        `strict`: nothing that is said to the reader can.
        """
        if strict and self.explains:
            return
        if self.is_paragraph:
            for sentence in self.sentences[:MOST_SENTENCES]:
                if (strict and self._is_talk(sentence)) or self._announces(sentence):
                    return
                yield sentence
        elif not (strict and any(map(self._is_talk, self.sentences))):
            yield from self.sentences

    def _is_talk(self, sentence: str) -> bool:
        """Whether it is said to the reader, or begins as thanks, a greeting or a signpost does."""
        lists = self._lists
        return speaks_to_reader(sentence, self.language, self.who) or lists.chatter.at_start(lists.read(sentence))

    def _announces(self, sentence: str) -> bool:
        """Whether it announces a table, a picture or code, all of which are left out."""
        lists = self._lists
        if sentence.endswith(ANNOUNCES):
            return True
        reading = lists.read(sentence)
        return lists.shows.within(reading) and lists.shows.within(lists.excused.without(reading))

    def first(self, count: int) -> list[Token]:
        """Its tokens up to the end of a sentence."""
        if count == len(self.sentences) or not self.is_paragraph:
            return self.tokens
        start, inline, end = self.tokens
        letters = sum(len("".join(one.split())) for one in self.sentences[:count])
        return [start, first_letters(inline, letters), end]
