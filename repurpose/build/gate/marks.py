"""What is gated in an asset, as marks: its text, its headings, its links, its pictures and downloads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from repurpose.build.gate.addresses import file_key, link_keys
from repurpose.build.gate.letters import length
from repurpose.document.access import TIERS, said
from repurpose.document.document import Document, Parsed
from repurpose.document.links import Addresses
from repurpose.errors import Location
from repurpose.model import Access, Asset


class Kind(StrEnum):
    """What is gated."""

    TEXT = "text"
    HEADING = "heading"
    LINK = "link"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that only readers of a tier may read.

    `text` is a text with a line for each block, which begin at `lines` of the file; a heading; or the key of a link or
    file. `openly` are the passages of it that everyone of the tier below may read elsewhere in the asset, by their
    letters.
    """

    kind: Kind
    text: str
    tier: Access
    asset: str
    path: str
    lines: tuple[int, ...]
    openly: frozenset[str] = frozenset()

    def at(self, place: int = 0) -> Location:
        """Where a character of the text stands in the file."""
        number = self.text.count("\n", 0, place) if self.kind is Kind.TEXT else 0
        return Location(self.path, self.lines[min(number, len(self.lines) - 1)])


SHORTEST_HEADING = 8
"""A heading of one word, or three characters, proves nothing where it doesn't stand by itself: it is a word."""


def marks(parsed: Parsed, addresses: Addresses) -> Iterator[Mark]:
    """All that is gated in an asset; what its lower tiers may read as well is among it still."""
    for tier, document in parsed.gated.items():
        asset = parsed.asset
        blocks = [(document.location(token).line or asset.body_line, said(token)) for token in document.tokens]
        lines = [(line, " ".join(text.split())) for line, text in blocks if text.strip()]
        if lines:
            text = "\n".join(text for _, text in lines)
            yield Mark(Kind.TEXT, text, tier, asset.id, asset.path, tuple(line for line, _ in lines))
        yield from _headings(document, tier)
        for reference in document.references:
            for kind, key in keys_of(asset, addresses, reference.target, is_image=reference.is_image):
                yield Mark(kind, key, tier, asset.id, asset.path, (reference.location.line or asset.body_line,))


def _headings(document: Document, tier: Access) -> Iterator[Mark]:
    asset = document.asset
    places = [document.location(token).line for token in document.tokens if token.type == "heading_open"]
    for heading, line in zip(document.headings, places, strict=True):
        for text in {heading.text, heading.id}:
            if length(text) >= SHORTEST_HEADING:
                yield Mark(Kind.HEADING, text, tier, asset.id, asset.path, (line or asset.body_line,))


def keys_of(asset: Asset, addresses: Addresses, target: str, *, is_image: bool) -> Iterator[tuple[Kind, str]]:
    """The keys of a link or picture; a page of the own site is no secret, and has none."""
    found = addresses.resolve(asset, target, is_image=is_image)
    is_medium = found.path is not None and addresses.is_medium(found.path)
    if is_medium or is_image:  # under its author's name, and where it stands in the site
        for name in {target.partition("?")[0].partition("#")[0], found.path or ""}:
            if key := file_key(name):
                yield Kind.FILE, key
    if found.url and not found.own:
        for key in link_keys(found.url):
            yield Kind.LINK, key


def below(tier: Access) -> Access:
    """The highest tier that may not read what is of `tier`."""
    return TIERS[TIERS.index(tier) - 1]
