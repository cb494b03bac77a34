"""Texts by their letters alone, so that case, wrapping, punctuation, spaces, accents and letter forms don't count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

HEAD = 8
"""Letters by which a passage is looked up: those that are shorter are looked up whole."""

SIX_WORDS = 24
_WORD, _IDEOGRAPH, _UNSPACED = 4, 2, 1
"""A passage is as long as six words or twelve Chinese or Japanese characters; of other scripts without spaces (Thai,
Lao, Burmese, Khmer), in which four characters are about a word, 24 characters."""

LETTERS = re.compile(r"[^\W_]+")
_LONG = 12
"""Letters above which a token may be several words that are written as one."""

_FIRST_UNSPACED = "\u0e00"
_IDEOGRAPHS = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OTHERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_LETTERS = rf"[^\W_{_IDEOGRAPHS}{_OTHERS}]+"
_UNITS = re.compile(
    rf"(?P<ideograph>[{_IDEOGRAPHS}])|(?P<unspaced>[{_OTHERS}])|{_LETTERS}(?:['’.\-·\u2010\u2011]{_LETTERS})*"
)
_ANY_UNSPACED = re.compile(f"[{_IDEOGRAPHS}{_OTHERS}]")
_SIGNS = "’‘“”—–…·•→\u00a0\u00ad©"
_PARTING = tuple(f" {sign}" for sign in "—–·•→")
"""Signs that part what stands at either side of them: they stay to be seen, in ASCII."""

_MODIFIERS = re.compile("[\u02b0-\u02ff]")
"""Letters that stand for signs, such as an apostrophe."""


class Letters(NamedTuple):
    """The letters of a text, folded and run together, and where in them a word may begin (or, last, end)."""

    text: str
    starts: tuple[int, ...]


def folded(text: str) -> str:
    """The text in one case, without accents, its letters in their plain forms."""
    if not text.isascii():
        for sign in _PARTING:
            text = text.replace(sign, " |")
        for sign in _SIGNS:  # most texts have no other letters than ASCII's
            text = text.replace(sign, "'" if sign == "’" else "\n" if sign == "…" else " ")
    if text.isascii():
        return text.lower()
    return _MODIFIERS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def letters(text: str) -> Letters:
    """The letters of a text."""
    return letters_of(folded(text))


def letters_of(text: str) -> Letters:
    """The letters of a text that is folded already."""
    tokens = LETTERS.findall(text)
    starts = list(accumulate(map(len, tokens), initial=0))
    is_unspaced = not text.isascii() and _ANY_UNSPACED.search(text)
    if tokens and (is_unspaced or len(max(tokens, key=len)) > _LONG):
        within = [
            range(start + 1, start + len(token))
            for start, token in zip(starts, tokens, strict=False)
            if len(token) > _LONG or (is_unspaced and max(token) >= _FIRST_UNSPACED)
        ]
        starts = sorted({*starts, *(place for some in within for place in some)})
    return Letters("".join(tokens), tuple(starts))


def passages(text: str) -> Iterator[tuple[int, int]]:
    """Where, in a text's letters, each passage of six words (or as many characters) begins and ends."""
    units = list(_units(text))
    end, weight = 0, 0
    for first, (start, _, own) in enumerate(units):
        while end < len(units) and (weight < SIX_WORDS or units[end - 1][1] - start < HEAD):
            weight += units[end][2]
            end += 1
        if weight < SIX_WORDS or (size := units[end - 1][1] - start) < HEAD or size == 0:
            return
        yield start, units[end - 1][1]
        weight -= own
        assert end > first


def length(text: str) -> int:
    """How long a text is, in quarters of a word."""
    return sum(weight for _, _, weight in _units(text))


def _units(text: str) -> Iterator[tuple[int, int, int]]:
    """The words, or characters that stand for words: where each begins and ends in the letters, and its weight."""
    smooth = folded(text)
    if not smooth.isascii():  # signs upon letters part no word
        smooth = "".join(char for char in smooth if unicodedata.category(char) not in {"Mn", "Mc", "Me", "Cf"})
    at = 0
    for found in _UNITS.finditer(smooth):
        size = sum(map(len, LETTERS.findall(found[0])))
        weight = _IDEOGRAPH if found["ideograph"] else _UNSPACED if found["unspaced"] else _WORD
        yield at, at + size, weight
        at += size
