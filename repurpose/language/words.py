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


@lru_cache(maxsize=256)  # of the same text for its length and its time, of the same sentences for what fits
def count_words(text: str) -> int:
    """How many words `text` has; in scripts without spaces each character counts as one, as word processors do."""
    if text.isascii():  # its words counted where they begin, in a third of the time
        shape = b" " + text.encode().translate(_SHAPE)
        return shape.count(b" a") + shape.count(b" -a") + shape.count(b"--a")
    unspaced = _count_unspaced(text)
    return unspaced + len(_WORD.findall(_UNSPACED.sub(" ", text) if unspaced else text))


def _count_unspaced(text: str) -> int:
    return 0 if text.isascii() else len(_UNSPACED.findall(text))


def reading_length(text: str, language: str) -> float:
    """How long `text` takes to read, in English words; where characters stand for words, by how fast those are read."""
    unspaced = _count_unspaced(text)
    pace = CHARACTERS_A_MINUTE.get(primary(language), _DEFAULT_CHARACTERS)
    return count_words(text) - unspaced + unspaced * WORDS_A_MINUTE / pace


def reading_minutes(text: str, language: str) -> int:
    """Whole minutes that `text` takes to read, at least 1."""
    return max(1, round(reading_length(text, language) / WORDS_A_MINUTE))
