"""What a text is about, and what a sentence names that its reader doesn't know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from repurpose.document.document import Document
from repurpose.language.reading import Reading
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.stems import stems

_NAMES = re.compile(r"^(?:\w+\sthe|The)\s(?:[\w-]+\s){0,2}?[A-Z]")
_THING = re.compile(r"the (?<=[a-z,;—–-] the )(?=((?:[\w'’.-]+(?:,? |\b)){1,5}))")
_MORE_ON_IT = frozenset("of that who which to where when for in on behind between with from at whose".split())
_SAID_OF_IT = _MORE_ON_IT | {"you", "your", "we", "i", "they"}
_OTHER = re.compile(
    r"\bthe (?:wider|broader|larger|bigger|smaller|safer|newer|older|higher|lower|faster|slower|longer|shorter|easier"
    r"|harder|simpler|cheaper|closer|deeper|greater|earlier|later|stronger|weaker|lighter|heavier|younger) ([\w'’-]+)",
    re.I,
)
_BEFORE_THE = frozenset(
    "when if once since because after before while for in on at with by during from as through under where".split()
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an asset is about: the stems of its title, tags, description and headings, by how much each tells.

    `is_dull`: its title is about what is housekeeping elsewhere, as meetings are.
    """

    weights: Mapping[str, float]
    title: frozenset[str]
    is_dull: bool = False

    def shared(self, said: frozenset[str]) -> frozenset[str]:
        """Those of the stems of a sentence that are stems of it, too."""
        return frozenset(self.weights.keys() & said)

    def told(self, shared: frozenset[str]) -> float:
        """How much of it these stems of it tell."""
        return fsum(map(self.weights.__getitem__, shared))


def subject_of(document: Document) -> Subject:
    """What the asset is about."""
    asset = document.asset
    weights: dict[str, float] = {}
    title = frozenset[str]() if asset.is_unnamed else stems(asset.title, asset.language)
    for text, weight in (
        (" ".join(heading.text for heading in document.headings), 0.15),
        (asset.description or "", 0.25),
        (" ".join(asset.tags), 0.35),
    ):
        weights |= dict.fromkeys(stems(text, asset.language), weight)
    is_dull = rhetoric(asset.language).dull.within(read(asset.title, asset.language))
    return Subject(weights | dict.fromkeys(title, 0.4), title, is_dull)


def names_unknown(sentence: str, reading: Reading, subject: Subject, language: str) -> bool:
    """Whether an English sentence begins with "the", or "when the", and something nobody has introduced."""
    words = reading.words
    after = 1 if words[:1] == ("the",) else 2 if words[1:2] == ("the",) and words[0] in _BEFORE_THE else 0
    if not after or _NAMES.match(sentence):
        return False
    near = words[after : after + 3]
    return not (
        rhetoric(language).superlative.among(near)
        or any(word.endswith("est") for word in near)
        or stems(" ".join(near), language) & subject.title
    )


def points_at_unknown(sentence: str, subject: Subject, language: str) -> bool:
    """Whether an English sentence says "the" of something that neither it nor the title has told of before."""
    lists = rhetoric(language)
    for found in _THING.finditer(sentence):
        near = found[1].lower().split()[:3]
        if found[1][0].isupper() or not (_SAID_OF_IT.isdisjoint(near[1:2]) and _MORE_ON_IT.isdisjoint(near[2:])):
            continue
        if lists.superlative.among(near) or lists.generic.among(near) or any(word.endswith("est") for word in near):
            continue
        thing = stems(" ".join(near[:2]), language)
        if not thing & subject.title and not thing & stems(sentence[: found.start()], language):
            return True
    return False


def compares_with_unknown(sentence: str, language: str) -> bool:
    """Whether an English sentence says "the wider park" of a park that it has not told of before."""
    found = list(_OTHER.finditer(sentence))
    if len(found) > 1 and not found[0].start():  # "The longer the text, the fewer readers" compares within itself
        return False
    generic = rhetoric(language).generic
    for one in found:
        noun = one[1].lower()
        if noun not in _SAID_OF_IT and not generic.among((noun,)):
            return stems(noun, language).isdisjoint(stems(sentence[: one.start()], language))
    return False
