"""Looks for marks in texts: for every passage of six words by its first letters, so that it takes one walk a text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from repurpose.build.gate.addresses import keys_in
from repurpose.build.gate.letters import HEAD, LETTERS, folded, letters, letters_of, passages
from repurpose.build.gate.marks import Kind, Mark
from repurpose.build.gate.views import views
from repurpose.document.access import TIERS
from repurpose.errors import Location
from repurpose.model import Access, Piece

_BREAK = re.compile(r"\s*\n\s*|(?<=[.!?…:;])\s+|(?<=[。！？：；])|\s\||[<>]|/?#")
"""Where a sentence, an element, a tag or the path of an address ends, in folded text."""


@dataclass(frozen=True, slots=True)
class Leak:
    """What an asset gates and stands in a piece of a lower tier, unless the library says it openly somewhere.

    `key` is its letters, or the key of a link or file; `words` is what it says, `at` where it is gated. `parts` are the
    sentences and elements of the piece that it goes over, if it goes over several: they may have met there by chance.
    """

    asset: str
    kind: Kind
    key: str
    words: str
    tier: Access
    piece: str
    access: Access
    at: Location
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage of a mark: where in its letters it begins; `is_whole`: it begins and ends where words do."""

    mark: int
    start: int
    is_whole: bool


_Sight = tuple[int, str, int, tuple[str, ...]]
"""The number of a mark, its letters or key, where in the mark they begin, and the parts they go over."""


class Gate:
    """Knows marks, and finds them; of texts every passage, or each of them `whole`."""

    def __init__(self, marks: Iterable[Mark], *, whole: bool = False) -> None:
        self._marks = tuple(marks)
        self._whole = whole
        self.assets = {mark.asset for mark in self._marks}
        self._passages: dict[str, list[_Passage]] = {}
        self._sizes: dict[str, set[int]] = {}
        self._short: dict[str, list[_Passage]] = {}
        self._steps: set[int] = set()
        self._by_key: dict[str, list[int]] = {}
        self._known: dict[int, Sequence[_Sight]] = {}
        self._said: dict[tuple[int, int, int], tuple[str, int]] = {}
        for number, mark in enumerate(self._marks):
            self._know(number, mark)

    def _know(self, number: int, mark: Mark) -> None:
        if mark.kind in {Kind.LINK, Kind.FILE}:
            if mark.text not in mark.openly:
                self._by_key.setdefault(mark.text, []).append(number)
            return
        text, starts = letters(mark.text)
        is_heading = mark.kind is Kind.HEADING
        for start, end in [(0, len(text))] if is_heading or self._whole else passages(mark.text):
            key = text[start:end]
            if not key or key in mark.openly:
                continue
            passage = _Passage(number, start, is_heading)
            if len(key) < HEAD:
                self._short.setdefault(key, []).append(passage)
                self._steps.add(len(starts) - 1)
            else:
                self._passages.setdefault(key, []).append(passage)
                self._sizes.setdefault(key[:HEAD], set()).add(len(key))

    def leaks(self, piece: Piece, *, of_others: bool = False) -> list[Leak]:
        """What is gated and stands in a piece of a lower tier. With `of_others`, only what other assets gate."""
        own = piece.asset if of_others else None
        tier = TIERS.index(piece.access)
        if tier == len(TIERS) - 1 or self.assets <= {own}:
            return []
        found: dict[tuple[Kind, str], Leak] = {}
        for number, key, start, parts in (sight for text in views(piece) for sight in self._seen(text)):
            mark = self._marks[number]
            known = found.get((mark.kind, key))
            if mark.asset == own or TIERS.index(mark.tier) <= tier:
                continue
            if known is None or len(parts) < len(known.parts):
                words, place = self._words(number, start, len(key)) if mark.kind is Kind.TEXT else (mark.text, 0)
                found[mark.kind, key] = Leak(
                    mark.asset, mark.kind, key, words, mark.tier, piece.path, piece.access, mark.at(place), parts
                )
        return list(found.values())

    def found(self, texts: Iterable[str]) -> Iterator[tuple[int, str]]:
        """What of the marks stands in texts: the mark's number, and the letters or key."""
        for text in texts:
            for number, key, _, _ in self._seen(text):
                yield number, key

    def _words(self, number: int, start: int, size: int) -> tuple[str, int]:
        """The words of a mark that a passage of it is, and where they begin."""
        asked = (number, start, size)
        if asked not in self._said:
            self._said[asked] = _words(self._marks[number].text, start, size)
        return self._said[asked]

    def _seen(self, text: str) -> Sequence[_Sight]:
        """What stands in a text. Mails hold each text twice, and many pages the same lists: they are read once."""
        digest = hash(text)
        if digest not in self._known:
            plain = folded(text)
            sights = list(self._within(plain)) if self._passages or self._short else []
            if self._by_key:
                keys = self._by_key.keys() & set(keys_in(text))
                sights += [(number, key, 0, ()) for key in sorted(keys) for number in self._by_key[key]]
            self._known[digest] = sights
        return self._known[digest]

    def _within(self, text: str) -> Iterator[_Sight]:
        said, starts = letters_of(text)
        places: _Places | None = None
        heads = [said[start : start + HEAD] for start in starts]
        if not self._sizes.keys().isdisjoint(heads):
            for start, head in [pair for pair in zip(starts, heads, strict=True) if pair[1] in self._sizes]:
                for size in self._sizes[head]:
                    key = said[start : start + size]
                    for one in self._passages.get(key, ()) if len(key) == size else ():
                        if one.is_whole and not _is_in(start + size, starts):
                            continue
                        parts: tuple[str, ...] = ()
                        if not one.is_whole and not self._whole:
                            places = places or _Places(text)
                            parts = _parts(text[places[start] : places[start + size - 1] + 1])
                        yield one.mark, key, one.start, parts
        for step in self._steps:
            steps = [said[start:end] for start, end in zip(starts, starts[step:], strict=False)]
            for key in self._short.keys() & set(steps):
                for one in self._short[key]:
                    yield one.mark, key, one.start, ()


class _Places:
    """Where each letter stands in a folded text."""

    def __init__(self, text: str) -> None:
        spans = [found.span() for found in LETTERS.finditer(text)]
        self._begins = [begin for begin, _ in spans]
        self._before = list(accumulate((end - begin for begin, end in spans), initial=0))

    def __getitem__(self, letter: int) -> int:
        token = bisect_right(self._before, letter) - 1
        return self._begins[token] + letter - self._before[token]


def _parts(text: str) -> tuple[str, ...]:
    """The sentences and elements that a passage goes over, if it goes over several."""
    parts = tuple(filter(None, map(str.strip, _BREAK.split(text))))
    return parts if len(parts) > 1 else ()


def _is_in(place: int, places: tuple[int, ...]) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place


def _words(text: str, start: int, size: int) -> tuple[str, int]:
    """The words of a text that hold some of its letters, and where they begin."""
    at, first = 0, None
    for place, char in enumerate(text):
        if at >= start + size:
            return text[first or 0 : place], first or 0
        if at >= start and first is None and char.isalnum():
            first = place
        at += 1 if char.isascii() and char.isalnum() else len(letters(char).text)
    return text[first or 0 :], first or 0
