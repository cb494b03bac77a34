"""The build: library -> briefs -> drafts -> pieces -> gate. A pure function of files and the told moment.

Each asset goes its way alone (`Workshop.make`), in this process or another; what needs the whole library is collected
after.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from repurpose.build.gate import Gate, Mark, marks
from repurpose.build.render import Renderer
from repurpose.channels import registry
from repurpose.channels.channel import Brief, Channel, Composed, Draft, Entry, Project
from repurpose.config import Config
from repurpose.document.access import TIERS
from repurpose.document.document import Document, Parsed, parse_asset
from repurpose.document.links import Addresses
from repurpose.errors import AssetError, ConfigError, GateError, RepurposeError, UsageError
from repurpose.files import read_bytes
from repurpose.ids import fold, piece_id
from repurpose.language.tags import canonical_tag, is_tag
from repurpose.library.ignores import without_ignored
from repurpose.library.media import Media, read_media
from repurpose.library.source import Library, read_library
from repurpose.library.visibility import Showing, verdict
from repurpose.model import Access, Asset, Notice, Piece

AMPLIFICATION = 20
ALLOWANCE = 256 * 1024
"""A piece may be 20 times its source and 256 KiB: reference links can make 60 MB of 31 KB, and no reader wants that."""

FEW = 40
"""Assets below which a second process takes longer to start than it saves."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. `channels` and `assets` narrow it down; empty: all."""

    root: Path
    config: Config
    moment: datetime
    content: str = "content"
    channels: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    drafts: bool = False
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, and what was wrong or worth telling.

    `failed` are the paths of the sources whose earlier pieces stay; `reasons` says, by piece folder, why a channel
    made nothing.
    """

    pieces: tuple[Piece, ...]
    errors: tuple[RepurposeError, ...]
    notices: tuple[Notice, ...]
    failed: frozenset[str]
    library: Library
    channels: tuple[str, ...]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """What came of one channel of one asset."""

    pieces: tuple[Piece, ...] = ()
    entry: Entry | None = None
    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one asset."""

    asset: Asset
    pieces: tuple[Piece, ...] = ()
    entries: Mapping[str, Entry] | None = None
    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()
    reasons: Mapping[str, str] | None = None
    media: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()


def build(order: Order, progress: Progress | None = None) -> Built:
    """Make all pieces that an order asks for; nothing is written.

    Raises:
        ConfigError: the settings, a template or a plug-in are at fault.
        UsageError: an asset is asked for that isn't there.
    """
    names = registry.chosen(order.config.channels.enabled, order.channels)
    library = read_library(order.root, order.config, order.content)
    media = read_media(order.root / order.content, order.content)
    shown = [asset for asset in library.assets if _is_public(asset, order)]
    project = Project(
        order.config, order.moment, _addresses(library, shown, media, order), _translations(shown, order.config)
    )
    workshop = Workshop(order.root, project, names, order.drafts)
    wanted = [asset for asset in library.assets if not order.assets or asset.id in order.assets]
    if missing := set(order.assets) - {asset.id for asset in library.assets}:
        raise UsageError(
            f"there is no asset {sorted(missing)[0]!r}", hint="an asset's id is its path below content/ without .md"
        )
    made = sorted(_made(workshop, wanted, order.jobs, progress), key=lambda one: one.asset.id)
    return _finished(order, workshop, library, media, made)


def _is_public(asset: Asset, order: Order) -> bool:
    return verdict(asset, Showing.PUBLIC, order.moment, order.config.build, order.drafts).made


def _addresses(library: Library, shown: Sequence[Asset], media: Media, order: Order) -> Addresses:
    site = Project(order.config, order.moment, Addresses(order.config.url))
    prefix = f"{order.content}/"
    posts = {asset.path.removeprefix(prefix): site.post(asset) for asset in shown}
    aliases: dict[str, str] = {}
    for asset in shown:
        place = site.post(asset)
        for alias in (place.strip("/"), *(alias.strip("/") for alias in asset.aliases), *_natural(asset)):
            aliases.setdefault(alias.removesuffix(".html"), place)
    return Addresses(
        order.config.url,
        posts,
        aliases,
        {name: medium.place for name, medium in media.files.items()},
        frozenset(asset.path.removeprefix(prefix) for asset in library.assets) - posts.keys(),
        order.content,
    )


def _natural(asset: Asset) -> Iterator[str]:
    """The addresses that other generators give a file by its path: `/blog/2024/x/`, with its language folder or not."""
    parts = asset.id.removesuffix("/index").split("/")
    yield "/".join(parts)
    if len(parts) > 1 and is_tag(parts[0]):
        yield "/".join(parts[1:])


def _translations(shown: Sequence[Asset], config: Config) -> dict[str, tuple[tuple[str, str], ...]]:
    """By asset, the other languages it can be read in.

    Told by `translation_of`, or by the same path below two language folders.
    """
    site_language = canonical_tag(config.site.language) or "en"
    project = Project(config, datetime.min.replace(tzinfo=UTC), Addresses(config.url))
    groups: dict[str, list[Asset]] = {}
    for asset in shown:
        folder, _, rest = asset.id.partition("/")
        groups.setdefault(asset.translation_of or (rest if rest and is_tag(folder) else asset.id), []).append(asset)
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for group in groups.values():
        languages = {
            asset.language: project.post(asset) for asset in sorted(group, key=lambda asset: asset.id, reverse=True)
        }
        if len(languages) > 1:
            for asset in group:
                others = sorted(languages.items(), key=lambda one: (one[0] != site_language, one[0]))
                out[asset.id] = tuple((language, place) for language, place in others if language != asset.language)
    return out


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes one asset's pieces. Travels to other processes, so it holds names and data only."""

    root: Path
    project: Project
    channels: tuple[str, ...]
    drafts: bool

    def make_all(self, assets: Sequence[Asset]) -> list[Made]:
        """Make several, one after the other."""
        return [self.make(asset) for asset in assets]

    def make(self, asset: Asset) -> Made:
        """All pieces of one asset; a channel that fails hinders no other, and what would leak is shown nowhere."""
        parsed = parse_asset(asset)
        parts = {name: self._part(name, parsed) for name in self._wanted(asset)}
        pieces = tuple(piece for part in parts.values() for piece in part.pieces)
        errors = [error for part in parts.values() for error in part.errors]
        known = marks(asset, parsed.gated, parsed.documents[Access.OPEN].text)
        made = Made(
            asset,
            pieces,
            {name: part.entry for name, part in parts.items() if part.entry},
            (*errors, *_too_large(pieces, asset)),
            (*parsed.notices, *(notice for part in parts.values() for notice in part.notices)),
            {name: part.reason for name, part in parts.items() if part.reason},
            self._media(parsed),
            known,
        )
        gate = Gate(known)
        leak = next((error for piece in pieces if (error := gate.leak(piece))), None)
        return made if leak is None else replace(made, pieces=(), entries={}, errors=(*made.errors, leak))

    def _part(self, name: str, parsed: Parsed) -> _Part:
        """What one channel makes of an asset."""
        asset, channel = parsed.asset, registry.load(name)
        answer = verdict(asset, channel.showing, self.project.moment, self.project.config.build, self.drafts)
        if not answer.made:
            told = {"embargo": "embargo", "expired": "expires"}.get(answer.code or "")
            notices = (Notice(answer.code or "", asset.at(told), f"{asset.id} {answer.why}"),) if told else ()
            return _Part(notices=notices, reason=f"it {answer.why}")
        try:
            composed = [channel.compose(brief) for brief in self._briefs(parsed, channel, answer.not_before)]
            pieces = tuple(self._pieces(composed, name, asset, answer.not_before))
        except ConfigError:  # the project is at fault, not the asset
            raise
        except RepurposeError as error:
            return _Part(errors=error.parts)
        return _Part(
            pieces,
            next((one.entry for one in composed if one.entry), None),
            (),
            tuple(notice for one in composed for notice in one.notices),
            next((one.reason for one in composed if one.reason), None),
        )

    def _wanted(self, asset: Asset) -> list[str]:
        included = [name for name in self.channels if asset.include is None or name in asset.include]
        return [name for name in included if name not in asset.exclude]

    def _briefs(self, parsed: Parsed, channel: Channel, not_before: datetime | None) -> Iterator[Brief]:
        """A brief for each tier of the channel that may read more than the tier before it."""
        earlier: Document | None = None
        for tier, document in parsed.documents.items():
            if tier in channel.tiers and document is not earlier:
                yield Brief(parsed.asset, document, self.project, tier, not_before)
            earlier = document

    def _pieces(
        self, composed: Iterable[Composed], channel: str, asset: Asset | None, not_before: datetime | None
    ) -> Iterator[Piece]:
        renderer = Renderer(self.root)
        language = asset.language if asset else self.project.language
        same: dict[str, Piece] = {}  # several pieces may stand in one file
        for draft in (draft for one in composed for draft in one.drafts):
            if draft.path in same:
                yield _sharing(same[draft.path], draft, channel)
            else:
                same[draft.path] = renderer.piece(draft, channel, asset, language, not_before=not_before)
                yield same[draft.path]

    def _media(self, parsed: Parsed) -> frozenset[str]:
        """The places of the media that the asset shows or links to."""
        asset, addresses = parsed.asset, self.project.addresses
        targets = [(reference.target, reference.is_image) for reference in parsed.documents[TIERS[-1]].references]
        targets += [(asset.image, True)] if asset.image else []
        found = (addresses.resolve(asset, target, is_image=is_image).path for target, is_image in targets)
        return frozenset(place for place in found if place and place.startswith("assets/"))

    def collect(self, entries: Mapping[str, Sequence[Entry]]) -> tuple[list[Piece], list[Notice]]:
        """The pieces that need the whole library."""
        pieces: list[Piece] = []
        notices: list[Notice] = []
        for name in self.channels:
            composed = registry.load(name).collect(_newest_first(entries.get(name, ())), self.project)
            pieces += self._pieces([composed], name, None, None)
            notices += composed.notices
        return pieces, notices


def _sharing(piece: Piece, draft: Draft, channel: str) -> Piece:
    name = f"{channel}.{draft.network}" if draft.network else channel
    return replace(
        piece, id=piece_id(piece.asset, name, draft.slot), slot=draft.slot, role=draft.role, links=draft.links
    )


def _too_large(pieces: Iterable[Piece], asset: Asset) -> list[RepurposeError]:
    limit = AMPLIFICATION * len(asset.body.encode()) + ALLOWANCE
    large = next((piece for piece in pieces if len(piece.content) > limit), None)
    if large is None:
        return []
    size = len(large.content) / 1024 / 1024
    return [
        AssetError(
            f"{large.path} would be {size:.1f} MiB, far more than its text",
            asset.at(),
            "look for links or tables that unfold without end",
        )
    ]


def _made(workshop: Workshop, assets: Sequence[Asset], jobs: int | None, progress: Progress | None) -> Iterator[Made]:
    count = jobs if jobs is not None else 1 if len(assets) < FEW else multiprocessing.cpu_count()
    if count <= 1 or len(assets) < 2:
        for number, asset in enumerate(assets, 1):
            yield workshop.make(asset)
            if progress:
                progress(number, len(assets))
        return
    size = max(1, min(50, len(assets) // (count * 4) + 1))
    chunks = [assets[start : start + size] for start in range(0, len(assets), size)]
    # Forked workers have everything imported already; elsewhere than on Linux, forking isn't safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(count, mp_context=context) as executor:
        done = 0
        for future in as_completed([executor.submit(workshop.make_all, chunk) for chunk in chunks]):
            made = future.result()
            yield from made
            done += len(made)
            if progress:
                progress(done, len(assets))


def _finished(order: Order, workshop: Workshop, library: Library, media: Media, made: Sequence[Made]) -> Built:
    pieces = [piece for one in made for piece in one.pieces]
    notices = [*library.notices, *media.notices, *(notice for one in made for notice in one.notices)]
    errors = [*library.errors, *(error for one in made for error in one.errors)]
    leaked = {one.asset.path for one in made if any(isinstance(error, GateError) for error in one.errors)}
    if not order.assets:
        entries: dict[str, list[Entry]] = {}
        for one in made:
            for name, entry in (one.entries or {}).items():
                entries.setdefault(name, []).append(entry)
        collected, told = workshop.collect(entries)
        pieces += collected
        notices += told
    used = {place for one in made for place in one.media}
    pieces += _media_pieces(media, used, workshop.project.language)
    gate = Gate(mark for one in made for mark in one.marks)
    checked: list[Piece] = []
    for piece in pieces:
        if error := gate.leak(piece):
            errors.append(error)
            leaked.add(piece.source or "")
        else:
            checked.append(piece)
    single, clashes = _one_a_path(checked)
    errors += clashes
    failed = {error.location.path for error in errors if error.location} - leaked
    notices += _unknown_channels(library, workshop.channels)
    by_path: dict[str, list[Notice]] = {}
    for notice in dict.fromkeys(notices):
        by_path.setdefault(notice.location.path, []).append(notice)
    told_notices = [
        notice for path, some in by_path.items() for notice in without_ignored(some, library.ignores.get(path, ()))
    ]
    return Built(
        tuple(single),
        tuple(sorted(errors, key=lambda error: error.location.sort_key if error.location else ("", 0))),
        tuple(sorted(told_notices, key=lambda notice: notice.sort_key)),
        frozenset(failed),
        library,
        workshop.channels,
        {f"{one.asset.id}/{name}": why for one in made for name, why in (one.reasons or {}).items()},
    )


def _newest_first(entries: Iterable[Entry]) -> list[Entry]:
    by_id = sorted(entries, key=lambda entry: entry.asset)
    return sorted(by_id, key=lambda entry: -entry.data["date"].timestamp() if entry.data.get("date") else float("inf"))


def _media_pieces(media: Media, used: set[str], language: str) -> Iterator[Piece]:
    """The media that are shown somewhere; two files of the same name and content are one."""
    by_place = {medium.place: medium for medium in media.files.values() if medium.place in used}
    for place, medium in sorted(by_place.items()):
        name = place.removeprefix("assets/")
        yield Piece(
            piece_id(None, "media", name),
            "file",
            None,
            "media",
            name,
            f"site/{place}",
            medium.media_type,
            read_bytes(medium.file),
            language,
        )


def _one_a_path(pieces: Iterable[Piece]) -> tuple[list[Piece], list[RepurposeError]]:
    """Refuse a piece whose file is another's already, by letter case and Unicode form as well."""
    owners: dict[str, Piece] = {}
    kept: list[Piece] = []
    errors: list[RepurposeError] = []
    for piece in pieces:
        owner = owners.setdefault(fold(piece.path), piece)
        if owner.path == piece.path and owner.content == piece.content:
            kept.append(piece)
        else:
            errors.append(
                AssetError(
                    f"{piece.id} and {owner.id} would both be written to {owner.path}",
                    hint="give one of their assets another `slug`",
                )
            )
    return kept, errors


def _unknown_channels(library: Library, built: Sequence[str]) -> Iterator[Notice]:
    installed = {one.name for one in registry.known()} | set(built)
    for asset in library.assets:
        for name in (*(asset.include or ()), *asset.exclude):
            if name not in installed:
                yield Notice(
                    "unknown-channel",
                    asset.at("channels"),
                    f"there is no channel {name!r}; `repurpose channels` lists them",
                )
