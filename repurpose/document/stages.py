"""Which stages of the customer's life an asset serves: as its author says, else as its words show, with reasons.

Most texts show none, and then none is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from repurpose.document.document import Document
from repurpose.errors import Location
from repurpose.language.rhetoric import read
from repurpose.language.stage_cues import stage_cues
from repurpose.language.tags import is_spaced

IN_TITLE, IN_HEADING, IN_TEXT = 3, 2, 1
"""What words count for by where they stand. Each counts once, where it counts most."""
ENOUGH = 4
"""What it takes to propose a stage: a word of the title is not enough by itself, nor are three in passing."""
MOST = 2
"""Stages that are proposed of one asset; a text that serves all serves none."""
NEAR = 0.6
"""The share of the best stage's count that another needs, to be proposed beside it."""


@dataclass(frozen=True, slots=True)
class Served:
    """A stage that an asset serves. `reasons` are the words that show it, and where; none where the author says so."""

    stage: str
    reasons: tuple[str, ...] = ()

    @property
    def is_proposed(self) -> bool:
        """Whether it is a guess by the words."""
        return bool(self.reasons)


def served(document: Document) -> tuple[Served, ...]:
    """The stages of an asset, the one that it serves best first."""
    if document.asset.stages:
        return tuple(Served(stage) for stage in document.asset.stages)
    language = document.asset.language
    cues = stage_cues(language)
    spaced = is_spaced(language)
    found: dict[str, dict[str, tuple[int, Location]]] = {stage: {} for stage in cues}
    for text, weight, location in _texts(document):
        line = read(text, language).line
        for stage, words in cues.items():
            for word in words:
                if (f" {word} " if spaced else word) in line:
                    found[stage].setdefault(word, (weight, location))
    counts = {stage: sum(weight for weight, _ in hits.values()) for stage, hits in found.items()}
    best = max(counts.values(), default=0)
    chosen = [stage for stage in cues if counts[stage] >= max(ENOUGH, NEAR * best)]
    chosen.sort(key=lambda stage: -counts[stage])
    return tuple(Served(stage, _reasons(found[stage])) for stage in chosen[:MOST])


def _texts(document: Document) -> Iterator[tuple[str, int, Location]]:
    """What is read, the weightiest first."""
    asset = document.asset
    yield asset.title, IN_TITLE, asset.at("title")
    if asset.description:
        yield asset.description, IN_HEADING, asset.at("description")
    for tag in asset.tags:
        yield tag, IN_HEADING, asset.at("tags")
    for heading in document.headings:
        yield heading.text, IN_HEADING, heading.location
    for block in document.blocks:
        yield block.text, IN_TEXT, block.location


def _reasons(hits: dict[str, tuple[int, Location]]) -> tuple[str, ...]:
    ordered = sorted(hits.items(), key=lambda hit: (-hit[1][0], hit[1][1].sort_key))
    return tuple(f"says “{word}” ({location})" for word, (_, location) in ordered)
