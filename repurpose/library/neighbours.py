"""What stands near an asset: the one before and after it, the parts of its series, and what is about the same.

All of it is told by front matter, before anything is read or parsed, so that a post's page can be made alone.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from repurpose.language.tags import is_spaced
from repurpose.model import Asset

RELATED = 3
LEAST = 0.12
"""The likeness (cosine, 0 to 1) below which two posts share words, but no subject."""

_KEPT = RELATED * 2
"""So many are found, since the parts of a post's own series are left out of them."""
_ROUNDING = 1e-9

_NOT_TERM = re.compile(r"[\W\d_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")


class Near(NamedTuple):
    """A post as its neighbours show it."""

    title: str
    place: str
    date: datetime | None


class Neighbours(NamedTuple):
    """`parts` are all posts of the asset's series, oldest first, itself among them."""

    newer: Near | None = None
    older: Near | None = None
    related: tuple[Near, ...] = ()
    parts: tuple[Near, ...] = ()


def neighbours(
    assets: Sequence[Asset], places: Mapping[str, str], like: Mapping[str, Sequence[str]]
) -> dict[str, Neighbours]:
    """By asset id, what stands near each; `places` are the assets' places in the site, by id; `like` as by `related`.

    Posts of one language are near each other, and dated ones stand in an order.
    """
    near = {asset.id: Near(asset.title, places[asset.id], asset.date) for asset in assets}
    found: dict[str, Neighbours] = {}
    for some in _by_language(assets):
        dated = sorted((one for one in some if one.date), key=lambda one: (one.date, one.id))
        before = {one.id: other.id for other, one in pairwise(dated)}
        after = {one.id: other.id for one, other in pairwise(dated)}
        series: dict[str, list[str]] = defaultdict(list)
        for one in (*dated, *(one for one in some if not one.date)):
            if one.series:
                series[one.series].append(one.id)
        for one in some:
            parts = series.get(one.series or "", [])
            found[one.id] = Neighbours(
                near.get(after.get(one.id, "")),
                near.get(before.get(one.id, "")),
                tuple(near[other] for other in like.get(one.id, ()) if other not in parts)[:RELATED],
                tuple(near[other] for other in parts) if len(parts) > 1 else (),
            )
    return found


def _by_language(assets: Iterable[Asset]) -> Iterable[list[Asset]]:
    languages: dict[str, list[Asset]] = defaultdict(list)
    for asset in sorted(assets, key=lambda one: one.id):
        languages[asset.language].append(asset)
    return languages.values()


def subject(asset: Asset) -> tuple[str, ...]:
    """All that tells what an asset is about, before it is read."""
    return (asset.id, asset.language, asset.title, asset.description or "", *asset.tags)


def related(assets: Iterable[Asset]) -> dict[str, list[str]]:
    """By asset id, the ids of those of its language that are about the same, nearest first.

    Few share nothing rare and have none. All is told by what `subject` gives.
    """
    return {name: like for some in _by_language(assets) for name, like in _related(some).items()}


def _related(assets: Sequence[Asset]) -> dict[str, list[str]]:
    """Of one language.

    Cosine of term vectors weighted by tf-idf with idf = log(n / df) (Spärck Jones 1972).
    The terms are those of title, description and tags, which every asset brings along without its body.
    """
    counted = {asset.id: _terms(asset) for asset in assets}
    spread = Counter(term for terms in counted.values() for term in terms)
    rarity = {term: math.log(len(assets) / count) for term, count in spread.items() if 1 < count < len(assets)}
    vectors: dict[str, dict[str, float]] = {}
    for name, terms in counted.items():
        chosen = [(term, (1 + math.log(count)) * rarity[term]) for term, count in terms.items() if term in rarity]
        length = math.sqrt(math.fsum(weight * weight for _, weight in chosen)) or 1.0
        vectors[name] = {term: weight / length for term, weight in chosen}
    names = list(vectors)
    holders: dict[str, tuple[array[int], array[float]]] = defaultdict(lambda: (array("l"), array("d")))
    for number, name in enumerate(names):
        for term, weight in vectors[name].items():
            holders[term][0].append(number)
            holders[term][1].append(weight)
    like: dict[str, list[str]] = {}
    for number, name in enumerate(names):
        # In a large library thousands share a word, and few come near: those who share the rarest one tell already
        # how near one must come, and only the others who do are looked at.
        scores = [0.0] * len(names)
        shared = [(weight, *holders[term]) for term, weight in sorted(vectors[name].items())]
        for weight, others, weights in shared:
            for other, its in zip(others, weights, strict=True):
                scores[other] += weight * its
        scores[number] = 0.0
        rarest = min((others for _, others, _ in shared if len(others) > _KEPT), key=len, default=())
        bar = _bar([scores[other] for other in rarest])
        found = {other for _, others, _ in shared for other in others if scores[other] >= bar}
        bar = _bar([scores[other] for other in found])
        near = sorted(((round(scores[other], 9), other) for other in found if scores[other] >= bar), reverse=True)
        like[name] = [names[other] for _, other in near[:_KEPT] if scores[other] >= LEAST]
    return like


def _bar(scores: Sequence[float]) -> float:
    """The likeness below which nothing is among the `_KEPT` nearest of these."""
    return (max(LEAST, nlargest(_KEPT, scores)[-1]) if len(scores) >= _KEPT else LEAST) - _ROUNDING


def _terms(asset: Asset) -> Counter[str]:
    return Counter(_words(" ".join((asset.title, asset.description or "", *asset.tags)), asset.language))


def _words(text: str, language: str) -> Iterable[str]:
    """Words of four letters or more, folded; in scripts without spaces, pairs of characters."""
    words = [word for word in _NOT_TERM.split(text.casefold()) if len(word) > 3]
    if is_spaced(language):
        return words
    pairs = [run[at : at + 2] for run in _UNSPACED.findall(text) for at in range(len(run) - 1)]
    return [word for word in words if word.isascii()] + pairs
