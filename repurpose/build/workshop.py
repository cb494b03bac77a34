"""The workshop: everything that becomes of one asset, and what is made of all of them together.

It travels to other processes, so it holds names and plain data only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from repurpose.build.cache.asked import Asked, Looks, Trace
from repurpose.build.cache.drawn import NOTHING, Drawn
from repurpose.build.cache.record import LIBRARY, Packed, Record, pack
from repurpose.build.cache.told import Told
from repurpose.build.disclaimers import disclaimers
from repurpose.build.gate.gate import Gate
from repurpose.build.gate.openly import gated
from repurpose.build.mail_gate import mail_gate
from repurpose.build.render import Renderer
from repurpose.channels import registry
from repurpose.channels.channel import Brief, Channel, Composed, Draft, Entry, Project
from repurpose.config import FILE_NAME
from repurpose.document.document import Document, Parsed, parse_asset
from repurpose.document.house_style import house_style
from repurpose.errors import AssetError, CalendarError, ConfigError, Location, RepurposeError
from repurpose.files import read_bytes
from repurpose.formats.picture import UnreadableError, narrowed
from repurpose.ids import channel_of, piece_id
from repurpose.language.interface import interface
from repurpose.library.schedule import Planned
from repurpose.library.visibility import Showing, steady, verdict
from repurpose.model import Access, Asset, Notice, Piece

AMPLIFICATION = 20
ALLOWANCE = 256 * 1024
"""A piece may be 20 times its source and 256 KiB: reference links can make 60 MB of 31 KB, and no reader wants that."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What came of one channel of one asset."""

    pieces: tuple[Piece, ...] = ()
    entry: Entry | None = None
    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()
    reason: str | None = None
    media: frozenset[str] = frozenset()
    gated_media: frozenset[str] = frozenset()


class Narrower(NamedTuple):
    """A version of a picture, `width` pixels wide; the picture's file, its digest and its size."""

    file: str
    sha256: str
    size: tuple[int, int]
    width: int


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes one asset's pieces.

    `templates` are the project's own, by name (the built-in ones are here already), `looks` how all of them look.
    """

    project: Project
    channels: tuple[str, ...]
    drafts: bool
    templates: Mapping[str, str]
    looks: Looks
    drawn: Drawn = NOTHING

    def make_all(self, assets: Sequence[Asset]) -> list[Packed]:
        """Make several, one after the other."""
        return [self.make(asset) for asset in assets]

    def make(self, asset: Asset) -> Packed:
        """All pieces of one asset; a channel that fails hinders no other, and what seems to leak is told."""
        asked = Asked(self.project, steady(asset, self.project.told, self.project.config.build), asset)
        bench = _Bench(asked.project, self.channels, self.drafts, Renderer(self.templates, self.drawn))
        record, pieces, entries = bench.make(asset)
        trace = asked.trace(bench.renderer.used, self.looks)
        return self._packed(record._replace(trace=trace), pieces, entries)

    def narrow(self, wanted: Narrower) -> tuple[bytes, str | None]:
        """A smaller version of a picture; itself if that can't be made, and why."""
        file, size, width = Path(wanted.file), wanted.size, wanted.width
        try:
            return self.drawn.once(f"{wanted.sha256} {width}", lambda: narrowed(read_bytes(file), size, width)), None
        except UnreadableError as fault:
            return read_bytes(file), str(fault)

    def narrow_all(self, wanted: Sequence[Narrower]) -> list[tuple[Narrower, tuple[bytes, str | None]]]:
        """Several, one after the other."""
        return [(one, self.narrow(one)) for one in wanted]

    def collect(self, channel: str, order: str, entries: Sequence[Entry]) -> Packed:
        """What a channel makes of the whole library; `entries` are all it keeps, newest first, `order` their digest."""
        asked = Asked(self.project, (None, None), None)
        bench = _Bench(asked.project, self.channels, self.drafts, Renderer(self.templates, self.drawn))
        pieces, notices = bench.collect(channel, entries)
        trace = asked.trace(bench.renderer.used, self.looks)
        trace = trace._replace(span=trace.span._replace(known=trace.span.known and not trace.links))
        record = Record(f"{LIBRARY}{channel}", None, order, trace, Told(notices=tuple(notices)))
        return self._packed(record, pieces, {})

    def _packed(self, record: Record, pieces: Sequence[Piece], entries: Mapping[str, Entry]) -> Packed:
        try:
            return pack(record, pieces, entries)
        except TypeError as error:
            raise ConfigError(
                f"a channel keeps what is no plain data of {record.owner}: {error}",
                hint="an Entry's data may hold texts, numbers, dates, lists and tables only",
            ) from error


def origin(asset: Asset) -> str:
    """A digest of an asset's own source, and of the slug it was given."""
    return hashlib.sha256(f"{asset.sha256}\0{asset.slug}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where one asset is worked on: its project writes down what it is asked."""

    project: Project
    channels: tuple[str, ...]
    drafts: bool
    renderer: Renderer

    def make(self, asset: Asset) -> tuple[Record, tuple[Piece, ...], Mapping[str, Entry]]:
        """What came of an asset (its trace still empty), with the pieces and entries."""
        record = Record(asset.path, asset.id, origin(asset), Trace())
        try:
            parsed = parse_asset(asset)
        except AssetError as fault:
            return record._replace(told=Told(fault.parts)), (), {}
        parts = {name: self._part(name, parsed) for name in self._wanted(asset)}
        pieces = tuple(piece for part in parts.values() for piece in part.pieces)
        known = gated(parsed, self.project.addresses) if parsed.is_gated else ()
        gate = Gate(known)
        clients = self.project.config.newsletter.clients
        found, faults = mail_gate(pieces, asset.at(), clients, self.project.addresses.weight)
        style = self.project.config.style
        media = frozenset(place for part in parts.values() for place in part.media)
        is_public = verdict(asset, Showing.PUBLIC, self.project.told, self.project.config.build, self.drafts).made
        told = Told(
            errors=(*(error for part in parts.values() for error in part.errors), *faults),
            notices=(
                *_missing_words(asset),
                *parsed.notices,
                *house_style(parsed, style),
                *disclaimers(pieces, asset, style),
                *found,
                *(notice for part in parts.values() for notice in part.notices),
            ),
            reasons={name: part.reason for name, part in parts.items() if part.reason},
            media=media | self._image(asset) if pieces and is_public else frozenset(),
            gated_media=frozenset(place for part in parts.values() for place in part.gated_media),
            marks=known,
            suspects=tuple(leak for piece in pieces for leak in gate.leaks(piece)) if known else (),
        )
        if stopped := _too_large(pieces, asset):
            return record._replace(told=told._replace(errors=(*told.errors, stopped))), (), {}
        return record._replace(told=told), pieces, {name: part.entry for name, part in parts.items() if part.entry}

    def _part(self, name: str, parsed: Parsed) -> _Part:
        """What one channel makes of an asset."""
        asset, channel = parsed.asset, registry.load(name)
        answer = verdict(asset, channel.showing, self.project.told, self.project.config.build, self.drafts)
        planned = _of_channel(self.project.planned.get(asset.id, ()), name)
        only_planned = bool(planned) and answer.code in {"old", "scheduled"} and channel.showing is not Showing.PUBLIC
        if not answer.made and not only_planned:
            told = {"embargo": "embargo", "expired": "expires"}.get(answer.code or "")
            notices = (Notice(answer.code or "", asset.at(told), f"{asset.id} {answer.why}"),) if told else ()
            return _Part(notices=notices, reason=f"it {answer.why}")
        try:
            with _named(name, asset):
                composed = [channel.compose(brief) for brief in self._briefs(parsed, channel, only_planned)]
                pieces = tuple(self._pieces(composed, name, asset, answer.not_before))
        except ConfigError:  # the project is at fault, not the asset
            raise
        except RepurposeError as fault:
            return _Part(errors=fault.parts)
        errors = tuple(error for one in composed for error in one.errors)
        if only_planned:
            wanted = {(one.placement.piece_id, one.placement.use) for one in planned}
            pieces = tuple(piece for piece in pieces if (piece.id, piece.use) in wanted)
        return _Part(
            pieces,
            next((one.entry for one in composed if one.entry), None),
            (*errors, *self._missing(planned, pieces, channel, errors)),
            tuple(notice for one in composed for notice in one.notices),
            next((one.reason for one in composed if one.reason), None),
            frozenset(place for one in composed if not _is_gated(one) for place in one.media),
            frozenset(place for one in composed if _is_gated(one) for place in one.media),
        )

    def _wanted(self, asset: Asset) -> list[str]:
        return [name for name in self.channels if asset.takes(name)]

    def _missing(
        self,
        planned: Iterable[Planned],
        pieces: Sequence[Piece],
        channel: Channel,
        errors: Sequence[RepurposeError],
    ) -> Iterator[CalendarError]:
        """What the calendar asks for from today on, and the channel doesn't make. A page is used again as it is."""
        made = {(piece.id, piece.use) for piece in pieces}
        told = {error.location for error in errors}
        for one in planned:
            piece = one.placement.piece_id
            use = 1 if channel.showing is Showing.PUBLIC else one.placement.use
            if (piece, use) in made or one.at in told or one.day < self.project.today:
                continue
            if any(piece == other for other, _ in made):
                yield CalendarError(
                    f"the channel {channel.name} makes no later use of {piece}", one.at, "leave this entry out"
                )
                continue
            slots = sorted({other.rpartition("/")[2] for other, _ in made if channel_of(other) == channel_of(piece)})
            hint = f"its slots there: {', '.join(slots)}" if slots else "its asset has nothing for that channel"
            yield CalendarError(f"there is no piece {piece}", one.at, hint)

    def _briefs(self, parsed: Parsed, channel: Channel, only_planned: bool) -> Iterator[Brief]:
        """A brief for each tier of the channel that may read more than the tier before it."""
        earlier: Document | None = None
        for tier, document in parsed.documents.items():
            if tier in channel.tiers and document is not earlier:
                yield Brief(parsed.asset, document, self.project, tier, only_planned)
            earlier = document

    def _pieces(
        self, composed: Iterable[Composed], channel: str, asset: Asset | None, not_before: datetime | None
    ) -> Iterator[Piece]:
        language = asset.language if asset else self.project.language
        same: dict[tuple[str, int], Piece] = {}  # several pieces may stand in one file
        for draft in (draft for one in composed for draft in one.drafts):
            if not self.project.makes(channel, draft.path):
                continue
            key = (draft.path, id(draft.fields))
            if key in same:
                yield _sharing(same[key], draft, channel, draft.not_before or not_before)
            else:
                due = draft.not_before or not_before
                same[key] = self.renderer.piece(draft, channel, asset, language, not_before=due)
                yield same[key]

    def _image(self, asset: Asset) -> frozenset[str]:
        """The place of the asset's own picture, which cards show as well."""
        found = self.project.addresses.resolve(asset, asset.image, is_image=True).path if asset.image else None
        return frozenset({found} if found else ())

    def collect(self, name: str, entries: Sequence[Entry]) -> tuple[list[Piece], tuple[Notice, ...]]:
        """The pieces of a channel that need the whole library."""
        with _named(name):
            composed = registry.load(name).collect(entries, self.project)
        pieces = list(self._pieces([composed], name, None, None))
        notices, errors = mail_gate(pieces, Location(FILE_NAME), self.project.config.newsletter.clients)
        notices += [Notice("mail-size", Location(FILE_NAME), error.message) for error in errors]
        return pieces, (*composed.notices, *notices)


@contextmanager
def _named(channel: str, asset: Asset | None = None) -> Iterator[None]:
    """Name the channel, with its package, that fails as no channel may.

    Raises:
        ConfigError: the channel raised something that is no RepurposeError.
    """
    try:
        yield
    except RepurposeError:
        raise
    except Exception as error:
        raise ConfigError(
            f"the channel {channel!r} of the package {registry.package(channel)} failed: {error!r}",
            asset.at() if asset else None,
            "leave the channel out of `[channels] enabled`, and report it to its authors",
        ) from error


def _missing_words(asset: Asset) -> Iterator[Notice]:
    words = interface(asset.language)
    if words.is_missing:
        text = f"there are no interface words for {asset.language}, so {words.language} stands in"
        yield Notice("interface-words", asset.at("language"), text)


def _is_gated(composed: Composed) -> bool:
    return any(draft.access is not Access.OPEN for draft in composed.drafts)


def _sharing(piece: Piece, draft: Draft, channel: str, not_before: datetime | None) -> Piece:
    name = f"{channel}.{draft.network}" if draft.network else channel
    return replace(
        piece,
        id=piece_id(piece.asset, name, draft.slot),
        slot=draft.slot,
        role=draft.role,
        links=draft.links,
        use=draft.use,
        not_before=not_before,
    )


def _of_channel(planned: Iterable[Planned], channel: str) -> list[Planned]:
    """The entries of a channel's pieces, whichever its network."""
    return [one for one in planned if (channel_of(one.placement.piece_id) or "").partition(".")[0] == channel]


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
