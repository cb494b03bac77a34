"""Where a spoken text may be broken, into captions and into their lines, and where it reads best.

After punctuation, else before a small word: an article stays with its noun, a preposition with what it leads to, a
first name with the last. So Netflix's and the BBC's guides to subtitles want it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from repurpose.formats.lines import columns
from repurpose.language.graphemes import graphemes
from repurpose.language.phrases import phrases
from repurpose.language.tags import is_spaced, primary

SMALL = 3
"""Letters of a word that is likely an article, a preposition or a conjunction, in most scripts with spaces."""

SENTENCE, CLAUSE, PLAIN, TORN = 0.0, 0.1, 0.3, 1.0
"""What it costs to break after the end of a sentence, a comma, a word, and what belongs to the next word."""

_ENDS = tuple(".!?…。！？؟।")
_PAUSES = tuple(",;:—–、，；：،؛")
_CLOSERS = "\"'”’»)]」』）】"


class Part(NamedTuple):
    """A word, or a phrase where words don't stand apart, by its columns; `spaced`: a space stands before it.

    `cost` is that of a break after it.
    """

    text: str
    columns: int
    spaced: bool
    cost: float


def parts(text: str, language: str, widest: int) -> list[Part]:
    """The parts of a text between which it may be broken, each of at most `widest` columns."""
    found = [piece for word, spaced in _words(text, language) for piece in _fitting(word, widest, spaced)]
    names = is_spaced(language) and primary(language) != "de"  # which writes every noun as others write names
    costs = [_cost(one, other, names=names) for (one, _), (other, _) in pairwise(found)]
    return [
        Part(word, columns(word), spaced, cost)
        for (word, spaced), cost in zip(found, [*costs, SENTENCE], strict=bool(found))
    ]


def joined(some: Sequence[Part]) -> str:
    """Parts as one line."""
    return "".join(f" {one.text}" if one.spaced and index else one.text for index, one in enumerate(some))


def width(some: Sequence[Part]) -> int:
    """The columns of parts in one line."""
    return sum(one.columns + one.spaced for one in some) - (some[0].spaced if some else 0)


def broken(some: Sequence[Part], count: int) -> list[Sequence[Part]]:
    """Parts in `count` groups that are about as wide as each other, each broken off where it reads best."""
    groups: list[Sequence[Part]] = []
    rest = some
    for left in range(count, 1, -1):
        place = _best(rest, left)
        groups.append(rest[:place])
        rest = rest[place:]
    return [*groups, rest]


def _best(some: Sequence[Part], count: int) -> int:
    """After how many parts the first of `count` groups ends."""
    ends = list(accumulate(one.columns + one.spaced for one in some))
    ideal = ends[-1] / count
    last = max(1, len(some) - count + 1)
    return min(range(1, last + 1), key=lambda place: abs(ends[place - 1] - ideal) / ideal + some[place - 1].cost)


def _words(text: str, language: str) -> Iterator[tuple[str, bool]]:
    """Words and whether a space stands before each; where they don't stand apart, phrases."""
    for word in text.split():
        if is_spaced(language):
            yield word, True
        else:
            for index, phrase in enumerate(phrases(word, language)):
                yield phrase, index == 0


def _fitting(word: str, widest: int, spaced: bool) -> Iterator[tuple[str, bool]]:
    """A word that fits a line; the pieces of one that doesn't."""
    if columns(word) <= widest:
        yield word, spaced
        return
    piece = ""
    for cluster in graphemes(word):
        if piece and columns(piece + cluster) > widest:
            yield piece, spaced
            piece, spaced = "", False
        piece += cluster
    yield piece, spaced


def _cost(word: str, after: str, *, names: bool) -> float:
    bare = word.rstrip(_CLOSERS)
    if bare.endswith(_ENDS):
        return SENTENCE
    if bare.endswith(_PAUSES):
        return CLAUSE
    is_small = len(word) <= SMALL and word.isalpha() and not word.isupper()
    is_name = names and word[:1].isupper() and after[:1].isupper()
    return TORN if is_small or is_name else PLAIN
