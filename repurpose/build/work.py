"""One asset that is being made: parsed, given to each channel, looked over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from repurpose.build.bench import Part, Sketch
from repurpose.build.cache.asked import Asked
from repurpose.build.cache.record import Record
from repurpose.build.cache.told import Told
from repurpose.build.disclaimers import disclaimers
from repurpose.build.gate.gate import Gate
from repurpose.build.gate.openly import gated
from repurpose.build.mail_gate import mail_gate
from repurpose.channels.channel import Entry
from repurpose.document.document import Parsed, parse_asset
from repurpose.document.house_style import house_style
from repurpose.errors import AssetError, RepurposeError
from repurpose.language.interface import interface
from repurpose.library.visibility import Showing, steady, verdict
from repurpose.model import Asset, Notice, Piece

if TYPE_CHECKING:
    from repurpose.build.workshop import Workshop

AMPLIFICATION = 20
ALLOWANCE = 256 * 1024
"""A piece may be 20 times its source and 256 KiB: reference links can make 60 MB of 31 KB, and no reader wants that."""


class Work:
    """One asset that is being made."""

    def __init__(self, workshop: Workshop, asset: Asset) -> None:
        self._workshop, self._asset = workshop, asset
        project = workshop.project
        self._asked = Asked(project, steady(asset, project.told, project.config.build), asset)
        self._bench = workshop.bench(self._asked)
        self._sketches: dict[str, Sketch | Part] = {}
        self._parts: dict[str, Part] = {}
        self._faults: tuple[RepurposeError, ...] = ()
        self._parsed: Parsed | None = None
        try:
            self._parsed = parse_asset(asset)
        except AssetError as fault:
            self._faults = fault.parts

    def compose(self, channel: str) -> None:
        """Have a channel compose what it makes of it, if it is for that."""
        if self._parsed and self._asset.takes(channel):
            self._sketches[channel] = self._bench.sketch(channel, self._parsed)

    def render(self, channel: str) -> None:
        """Finish what a channel composed."""
        if sketch := self._sketches.pop(channel, None):
            self._parts[channel] = sketch if isinstance(sketch, Part) else self._bench.part(sketch)

    def finished(self) -> tuple[Record, tuple[Piece, ...], Mapping[str, Entry]]:
        """What came of it, with the pieces and entries."""
        asset, parts = self._asset, self._parts.values()
        pieces = tuple(piece for part in parts for piece in part.pieces)
        told = self._told(self._parsed, pieces) if self._parsed else Told(self._faults)
        entries = {name: part.entry for name, part in self._parts.items() if part.entry}
        if stopped := _too_large(pieces, asset):
            told, pieces, entries = told._replace(errors=(*told.errors, stopped)), (), {}
        trace = self._asked.trace(self._bench.renderer.used, self._workshop.looks)
        return Record(asset.path, asset.id, origin(asset), trace, told), pieces, entries

    def _told(self, parsed: Parsed, pieces: Sequence[Piece]) -> Told:
        asset, project, parts = self._asset, self._asked.project, self._parts.values()
        known = gated(parsed, project.addresses) if parsed.is_gated else ()
        gate = Gate(known)
        found, faults = mail_gate(pieces, asset.at(), project.config.newsletter.clients, project.addresses.weight)
        media = frozenset(place for part in parts for place in part.media)
        is_public = verdict(asset, Showing.PUBLIC, project.told, project.config.build, self._workshop.drafts).made
        return Told(
            errors=(*(error for part in parts for error in part.errors), *faults),
            notices=(
                *_missing_words(asset),
                *parsed.notices,
                *house_style(parsed, project.config.style),
                *disclaimers(pieces, asset, project.config.style),
                *found,
                *(notice for part in parts for notice in part.notices),
            ),
            reasons={name: part.reason for name, part in self._parts.items() if part.reason},
            media=media | self._image() if pieces and is_public else frozenset(),
            gated_media=frozenset(place for part in parts for place in part.gated_media),
            marks=known,
            suspects=tuple(leak for piece in pieces for leak in gate.leaks(piece)) if known else (),
        )

    def _image(self) -> frozenset[str]:
        """The place of the asset's own picture, which cards show as well."""
        asset, addresses = self._asset, self._asked.project.addresses
        found = addresses.resolve(asset, asset.image, is_image=True).path if asset.image else None
        return frozenset({found} if found else ())


def origin(asset: Asset) -> str:
    """A digest of an asset's own source, and of the slug it was given."""
    return hashlib.sha256(f"{asset.sha256}\0{asset.slug}".encode()).hexdigest()[:32]


def _missing_words(asset: Asset) -> Iterator[Notice]:
    words = interface(asset.language)
    if words.is_missing:
        text = f"there are no interface words for {asset.language}, so {words.language} stands in"
        yield Notice("interface-words", asset.at("language"), text)


def _too_large(pieces: Iterable[Piece], asset: Asset) -> AssetError | None:
    limit = AMPLIFICATION * len(asset.body.encode()) + ALLOWANCE
    large = next((piece for piece in pieces if len(piece.content) > limit), None)
    if large is None:
        return None
    return AssetError(
        f"{large.path} would be {len(large.content) / 1024 / 1024:.1f} MiB, far more than its text",
        asset.at(),
        "look for links or tables that unfold without end",
    )
