"""Likeness: which assets are about the same, by the words of their titles, descriptions and tags.

All of it is told by front matter. Where an earlier answer is known, only those that a change concerns are compared.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from heapq import nlargest
from typing import NamedTuple

from repurpose.beside import shared
from repurpose.language.tags import is_spaced
from repurpose.model import Asset

LEAST = 0.12
"""The likeness (cosine, 0 to 1) below which two posts share words, but no subject."""

KEPT = 6
"""So many are found for each: some of them may be parts of its own series, which are shown elsewhere."""

MANY = 300
"""Comparisons with all others that take longer than a second process does to start."""

_ROUNDING = 1e-9

_NOT_TERM = re.compile(r"[\W\d_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")


class Near(NamedTuple):
    """The nearest others of one asset by id, nearest first; how near another must come to be among them.

    `digest` is one of what tells its subject.
    """

    digest: str
    bar: float
    ids: Sequence[str]


Likeness = Mapping[str, Near]
"""By asset id."""


def subject(asset: Asset) -> tuple[str, ...]:
    """All that tells what an asset is about, before it is read."""
    return (asset.id, asset.language, asset.title, asset.description or "", *asset.tags)


def likeness(assets: Iterable[Asset], before: Likeness | None = None, *, is_alone: bool = False) -> Likeness:
    """For each asset, those of its language that are about the same; few share nothing rare and have none.

    The same comes of the same assets, whatever was found `before`, of however many of them. Where there is much to
    compare, another process helps, unless this one `is_alone`.
    """
    found: dict[str, Near] = {}
    for some in by_language(assets):
        found |= _Words(some).compared(before or {}, is_alone=is_alone)
    return found


def by_language(assets: Iterable[Asset]) -> Iterable[list[Asset]]:
    """The assets of each language, by id."""
    languages: dict[str, list[Asset]] = defaultdict(list)
    for asset in sorted(assets, key=lambda one: one.id):
        languages[asset.language].append(asset)
    return languages.values()


class _Words:
    """The words that tell the subjects of the assets of one language.

    Cosine of term vectors weighted by tf-idf (Spärck Jones 1972), with idf = log2(n) - log2(df). Both logarithms are
    rounded to halves: so a title more or less changes the weights of few other titles, and not of nearly all.
    """

    def __init__(self, assets: Sequence[Asset]) -> None:
        self._names = [asset.id for asset in assets]
        counted = [_terms(asset) for asset in assets]
        spread = Counter(term for terms in counted for term in terms)
        size = _doublings(len(assets))
        rarity = {term: size - _doublings(count) for term, count in spread.items() if count > 1}
        self._vectors = [
            _unit({term: (1 + math.log(count)) * rarity[term] for term, count in terms.items() if rarity.get(term)})
            for terms in counted
        ]
        self._holders: dict[str, tuple[array[int], array[float]]] = defaultdict(lambda: (array("l"), array("d")))
        for number, vector in enumerate(self._vectors):
            for term, weight in vector.items():
                self._holders[term][0].append(number)
                self._holders[term][1].append(weight)
        language = assets[0].language
        self._digests = [
            blake2b(f"{language}{list(one.items())}".encode(), digest_size=8).hexdigest() for one in self._vectors
        ]

    def compared(self, before: Likeness, *, is_alone: bool) -> Likeness:
        """What is near each asset."""
        concerned = self._concerned(before)
        with shared(
            concerned, lambda some: [self._near(one) for one in some], is_alone=is_alone or len(concerned) < MANY
        ) as results:
            anew = dict(zip(concerned, results(), strict=True))
        return {name: anew[number] if number in anew else before[name] for number, name in enumerate(self._names)}

    def _concerned(self, before: Likeness) -> Sequence[int]:
        """The numbers of those for which others may be near than before."""
        known = {
            name
            for name, digest in zip(self._names, self._digests, strict=True)
            if name in before and before[name].digest == digest
        }
        changed = [number for number, name in enumerate(self._names) if name not in known]
        concerned = set(changed)
        if len(changed) > len(known) // 4:
            return range(len(self._names))
        bars = []
        for number, name in enumerate(self._names):
            near = before[name] if name in known else Near("", LEAST, ())
            if not known.issuperset(near.ids):
                concerned.add(number)
            bars.append(near.bar - _ROUNDING * 2)
        for one in changed:
            concerned.update(other for other, score in enumerate(self._scores(one)) if score >= bars[other])
        return sorted(concerned)

    def _scores(self, number: int) -> list[float]:
        """The likeness of one to each other; 0 to itself."""
        scores = [0.0] * len(self._names)
        for term, weight in sorted(self._vectors[number].items()):
            for other, its in zip(*self._holders[term], strict=True):
                scores[other] += weight * its
        scores[number] = 0.0
        return scores

    def _near(self, number: int) -> Near:
        # In a large library thousands share a word, and few come near: those who share the rarest one tell already
        # how near one must come, and only the others who do are looked at.
        scores = self._scores(number)
        holding = [self._holders[term][0] for term in self._vectors[number]]
        rarest = min((others for others in holding if len(others) > KEPT), key=len, default=())
        bar = _bar([scores[other] for other in rarest])
        found = {other for others in holding for other in others if scores[other] >= bar}
        bar = _bar([scores[other] for other in found])
        near = sorted(((round(scores[other], 9), other) for other in found if scores[other] >= bar), reverse=True)
        near = [one for one in near[:KEPT] if one[0] >= LEAST]
        bar = near[-1][0] if len(near) == KEPT else LEAST
        return Near(self._digests[number], bar, [self._names[other] for _, other in near])


def _doublings(count: int) -> float:
    return round(2 * math.log2(count)) / 2


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items()}


def _bar(scores: Sequence[float]) -> float:
    """The likeness below which nothing is among the `KEPT` nearest of these."""
    return (max(LEAST, nlargest(KEPT, scores)[-1]) if len(scores) >= KEPT else LEAST) - _ROUNDING


def _terms(asset: Asset) -> Counter[str]:
    return Counter(_words(" ".join((asset.title, asset.description or "", *asset.tags)), asset.language))


def _words(text: str, language: str) -> Iterable[str]:
    """Words of four letters or more, folded; in scripts without spaces, pairs of characters."""
    words = [word for word in _NOT_TERM.split(text.casefold()) if len(word) > 3]
    if is_spaced(language):
        return words
    pairs = [run[at : at + 2] for run in _UNSPACED.findall(text) for at in range(len(run) - 1)]
    return [word for word in words if word.isascii()] + pairs
