"""How a sentence is read: its words, small and without what stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

WORD = re.compile(r"\w[\w'’]*+(?:[-.+#]\w[\w'’]*+)*+[+#]*+")
_ASCII_WORD = re.compile(r"[a-z0-9_][a-z0-9_']*+(?:[-.+#][a-z0-9_][a-z0-9_']*+)*+[+#]*+")
"""The same in two thirds of the time: a set of letters is looked up, a class asks Unicode."""

KEPT = 4096
"""Readings that are kept at most: whoever chooses sentences, of the few assets made together, reads the same ones."""


class Reading(NamedTuple):
    """A sentence as it is looked through: its words in small letters, and these as one text between spaces.

    Where words don't stand apart there are none, and the text is all of it.
    """

    words: tuple[str, ...]
    line: str

    @property
    def first(self) -> str:
        """Its first word, if it has one."""
        return self.words[0] if self.words else ""


def of_words(words: Sequence[str]) -> Reading:
    """The reading of a sentence that has these words."""
    return Reading(tuple(words), f" {' '.join(words)} ")


class Readings(dict[str, Reading]):
    """The readings of one language's sentences. `folded` gives a text in the characters of the language's lists."""

    def __init__(self, folded: Callable[[str], str], *, spaced: bool) -> None:
        self._folded, self._spaced = folded, spaced

    def __missing__(self, sentence: str) -> Reading:
        if len(self) == KEPT:
            self.clear()
        if self._spaced:
            line = sentence.lower()
            words = _ASCII_WORD.findall(line) if line.isascii() else WORD.findall(self._folded(line).replace("’", "'"))
            reading = Reading(tuple(words), f" {' '.join(words)} ")
        else:
            reading = Reading((), self._folded(sentence.casefold()))
        self[sentence] = reading
        return reading
