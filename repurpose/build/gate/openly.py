"""What is said openly all the same: a quoted phrase, a link or a heading that stands in some open part is no secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from repurpose.build.gate.gate import Gate, Leak
from repurpose.build.gate.letters import length, letters
from repurpose.build.gate.marks import Kind, Mark, below, keys_of, marks
from repurpose.build.gate.views import unfolded
from repurpose.document.access import TIERS, said
from repurpose.document.document import Document, Parsed, parse_asset
from repurpose.document.links import Addresses
from repurpose.errors import AssetError
from repurpose.language.interface import interface
from repurpose.model import Access, Asset

THREE_WORDS = 12
"""How long a part must be to be looked for: one or two words stand anywhere."""

_PRINT = re.compile(r"\.[0-9a-f]{10}(?=\.)")
"""What stands in a picture's place and not in its author's name: a print of its content."""

Said = tuple[Kind, str, Access]
"""What is said, by its letters or key, and the lowest tier that may read it."""


def gated(parsed: Parsed, addresses: Addresses) -> tuple[Mark, ...]:
    """The marks of an asset, without what those of the tier below may read elsewhere in it."""
    found: list[Mark] = []
    known = list(marks(parsed, addresses))
    for tier in TIERS[1:]:
        own = [mark for mark in known if mark.tier is tier]
        openly: dict[int, set[str]] = {}
        for number, key in _found(Gate(own), own, parsed.documents[below(tier)], addresses) if own else ():
            openly.setdefault(number, set()).add(key)
        found += [replace(mark, openly=frozenset(openly.get(number, ()))) for number, mark in enumerate(own)]
    return tuple(mark for mark in found if not mark.openly or mark.kind is Kind.TEXT)


class Openly:
    """What a library says openly: the bodies of its assets, their names, the settings and the interface's own words.

    `assets` are those that everyone may see; `whole` gives one with its body.
    """

    def __init__(
        self, assets: Iterable[Asset], whole: Callable[[Asset], Asset], addresses: Addresses, settings: object
    ) -> None:
        self._assets, self._whole, self._addresses, self._settings = tuple(assets), whole, addresses, settings

    def said(self, leaks: Iterable[Leak]) -> frozenset[Said]:
        """Which of these are no leaks."""
        leaks = list(leaks)
        asked = {(leak.kind, leak.key): leak for leak in leaks}
        if not asked:
            return frozenset()
        known = [
            Mark(kind, leak.words if kind is Kind.HEADING else key, leak.tier, leak.asset, "", (1,))
            for (kind, key), leak in asked.items()
        ]
        parts = {part: leak for leak in leaks for part in leak.parts if _is_long(part)}
        known += [Mark(Kind.TEXT, part, leak.tier, leak.asset, "", (1,)) for part, leak in parts.items()]
        gate = Gate(known, whole=True)
        # Before an asset is parsed: the same in all of its text, gated parts and all.
        raw = Gate([*known, *(replace(mark, text=_PRINT.sub("", mark.text)) for mark in known)], whole=True)
        found: set[Said] = set()
        words = (interface(language).words for language in {asset.language for asset in self._assets} | {"en"})
        for _, text in texts_within([self._settings, *words]):
            found |= {(known[number].kind, key, Access.OPEN) for number, key in gate.found(unfolded(text))}
        few = known[len(asked) :]
        words_of_others = Gate(few, whole=True)
        for asset in self._assets if few else ():  # fewer than six words of another's description are no secret
            for _, text in texts_within(replace(asset, body="")):
                for number, key in words_of_others.found(unfolded(text)):
                    if few[number].asset != asset.id:
                        found.add((Kind.TEXT, key, Access.OPEN))
        for asset in self._assets:
            found |= {(known[number].kind, key, tier) for number, key, tier in self._by(gate, raw, known, asset)}
        return frozenset(found)

    def _by(self, gate: Gate, raw: Gate, known: list[Mark], asset: Asset) -> Iterator[tuple[int, str, Access]]:
        for number, key in gate.found(_names(asset)):
            yield number, key, Access.OPEN
        # A call to action that others make, too, is no secret; one of the asset itself may give away what it gates.
        for number, key in gate.found([asset.cta.url] if asset.cta else []):
            if known[number].asset != asset.id:
                yield number, key, Access.OPEN
        whole = self._whole(asset)
        if not any(True for _ in raw.found([whole.body, *unfolded(whole.body), asset.image or ""])):
            return
        try:
            documents = parse_asset(whole).documents
        except AssetError:  # it is told of where it is made; nobody reads it
            return
        for tier in (Access.OPEN, Access.REGISTERED):
            for number, key in _found(gate, known, documents[tier], self._addresses):
                yield number, key, tier


def is_said(leak: Leak, openly: frozenset[Said]) -> bool:
    """Whether the readers of the leak's piece may read it elsewhere; or all its parts, which met by chance.

    Where no part is long enough to be looked for, nothing tells chance from a text that was cut to pieces.
    """
    tiers = TIERS[: TIERS.index(leak.access) + 1]

    def is_in(kind: Kind, key: str) -> bool:
        return any((kind, key, tier) in openly for tier in tiers)

    parts = [letters(part).text for part in leak.parts if _is_long(part)]
    return is_in(leak.kind, leak.key) or bool(parts and all(is_in(Kind.TEXT, part) for part in parts))


def _is_long(part: str) -> bool:
    """Whether a part is looked for; an anchor is as long as its words."""
    return length(part.replace("-", " ")) >= THREE_WORDS


def _found(gate: Gate, known: list[Mark], document: Document, addresses: Addresses) -> Iterator[tuple[int, str]]:
    """What of the marks stands in a document, or in its asset's names."""
    text = "\n".join(said(token) for token in document.tokens)
    targets = "\n".join(reference.target for reference in document.references)
    ids = "\n".join(heading.id for heading in document.headings)
    # As a piece may say it, too, where tags stand beside: with the addresses within it.
    for number, key in gate.found([text, *unfolded(text), *unfolded(targets), ids, *_names(document.asset)]):
        yield number, key
    asset = document.asset
    keys = {
        key
        for reference in document.references
        for _, key in keys_of(asset, addresses, reference.target, is_image=reference.is_image)
    }
    if asset.image:
        keys |= {key for _, key in keys_of(asset, addresses, asset.image, is_image=True)}
    for number, mark in enumerate(known):
        if mark.text in keys:
            yield number, mark.text


def _names(asset: Asset) -> list[str]:
    """What every list shows of an asset, whatever is gated in it."""
    names = [asset.title, asset.slug, *asset.tags, asset.series or "", *(author.name for author in asset.authors)]
    names += [author.url or "" for author in asset.authors]
    return [*names, asset.canonical_url or "", asset.originally_published or ""]


def texts_within(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """All texts within settings or words, each with its dotted key."""
    if isinstance(value, str):
        yield key, value
    elif is_dataclass(value):
        for spec in fields(value):
            yield from texts_within(getattr(value, spec.name), f"{key}.{spec.name}")
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from texts_within(item, f"{key}.{name}" if key else str(name))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts_within(item, key)
