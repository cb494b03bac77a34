"""Words and reading time, for every script."""

from __future__ import annotations

import re
from functools import lru_cache

from repurpose.language.tags import primary

# Scripts written without spaces are counted by character: Han, kana, Thai, Lao, Khmer, Burmese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W_]++(?:['’.\-·][^\W_]++)*+")
_SHAPE = bytes(
    ord("a") if chr(code).isascii() and chr(code).isalnum() else ord("-") if chr(code) in "'.-" else ord(" ")
    for code in range(256)
)
"""The kinds of ASCII's characters for `_WORD`: what is of a word, what may join two parts of one, what parts them."""

WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction: Brysbaert 2019, a meta-analysis of 190 studies."""

CHARACTERS_A_MINUTE = {"zh": 260, "yue": 260, "ja": 400}
"""Silent reading by character; Chinese from the same meta-analysis, Japanese by custom of its publishers."""
_DEFAULT_CHARACTERS = 400


def count_words(text: str) -> int:
    """How many words `text` has; in scripts without spaces each character counts as one, as word processors do."""
    return sum(_counted_once(text))


def _counted(text: str) -> tuple[int, int]:
    """How many words there are, and how many characters that count as one."""
    if text.isascii() or "\n" not in text:
        return _in_line(text)
    lines = list(map(_in_line, text.split("\n")))  # no word goes on in the next line, and most lines are ASCII
    return sum(words for words, _ in lines), sum(characters for _, characters in lines)


_counted_once = lru_cache(maxsize=4)(_counted)
"""The same of a whole text, which is asked for its length and its time."""


def _in_line(text: str) -> tuple[int, int]:
    if text.isascii():  # its words counted where they begin, in a third of the time
        shape = b" " + text.encode().translate(_SHAPE)
        return shape.count(b" a") + shape.count(b" -a") + shape.count(b"--a"), 0
    characters = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text) if characters else text)), characters


def reading_length(text: str, language: str) -> float:
    """How long `text` takes to read, in English words; where characters stand for words, by how fast those are read."""
    return _length(_counted(text), language)


def reading_minutes(text: str, language: str) -> int:
    """Whole minutes that `text` takes to read, at least 1."""
    return max(1, round(_length(_counted_once(text), language) / WORDS_A_MINUTE))


def _length(counted: tuple[int, int], language: str) -> float:
    words, characters = counted
    if not characters:
        return float(words)
    return words + characters * WORDS_A_MINUTE / CHARACTERS_A_MINUTE.get(primary(language), _DEFAULT_CHARACTERS)
