"""The bench: the pieces of one channel, of an asset or of the whole library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from repurpose.build.earlier import NONE, Earlier, fingerprints
from repurpose.build.mail_gate import mail_gate
from repurpose.build.render import Renderer
from repurpose.channels import registry
from repurpose.channels.channel import Brief, Channel, Composed, Draft, Entry, Project
from repurpose.config import FILE_NAME
from repurpose.document.document import Document, Parsed
from repurpose.errors import CalendarError, ConfigError, Location, RepurposeError
from repurpose.ids import channel_of, piece_id
from repurpose.library.schedule import Planned
from repurpose.library.visibility import Showing, verdict
from repurpose.model import Access, Asset, Notice, Piece


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one channel of one asset."""

    pieces: tuple[Piece, ...] = ()
    entry: Entry | None = None
    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()
    reason: str | None = None
    media: frozenset[str] = frozenset()
    gated_media: frozenset[str] = frozenset()


class Collected(NamedTuple):
    """What came of one channel of the whole library, with the fingerprints of its files, by path."""

    pieces: list[Piece]
    notices: tuple[Notice, ...]
    fingerprints: Mapping[str, str]


class Sketch(NamedTuple):
    """What a channel composed of an asset, not rendered yet; `only_planned`: it is for the calendar's entries alone."""

    name: str
    channel: Channel
    asset: Asset
    composed: Sequence[Composed]
    planned: Sequence[Planned]
    only_planned: bool
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class Bench:
    """Where pieces are made: its project writes down what it is asked."""

    project: Project
    drafts: bool
    renderer: Renderer

    def sketch(self, name: str, parsed: Parsed) -> Sketch | Part:
        """What one channel composes of an asset; where it makes nothing, that is its part already."""
        asset, channel = parsed.asset, registry.load(name)
        answer = verdict(asset, channel.showing, self.project.told, self.project.config.build, self.drafts)
        planned = _of_channel(self.project.planned.get(asset.id, ()), name)
        only_planned = bool(planned) and answer.code in {"old", "scheduled"} and channel.showing is not Showing.PUBLIC
        if not answer.made and not only_planned:
            told = {"embargo": "embargo", "expired": "expires"}.get(answer.code or "")
            notices = (Notice(answer.code or "", asset.at(told), f"{asset.id} {answer.why}"),) if told else ()
            return Part(notices=notices, reason=f"it {answer.why}")
        try:
            with _named(name, asset):
                composed = [channel.compose(brief) for brief in self._briefs(parsed, channel, only_planned)]
        except ConfigError:  # the project is at fault, not the asset
            raise
        except RepurposeError as fault:
            return Part(errors=fault.parts)
        return Sketch(name, channel, asset, composed, planned, only_planned, answer.not_before)

    def part(self, sketch: Sketch) -> Part:
        """The finished part of a channel."""
        name, channel, asset, composed, planned, only_planned, not_before = sketch
        try:
            with _named(name, asset):
                pieces = tuple(self._pieces(composed, name, asset, not_before))
        except ConfigError:  # a template is at fault, not the asset
            raise
        except RepurposeError as fault:
            return Part(errors=fault.parts)
        errors = tuple(error for one in composed for error in one.errors)
        if only_planned:
            wanted = {(one.placement.piece_id, one.placement.use) for one in planned}
            pieces = tuple(piece for piece in pieces if (piece.id, piece.use) in wanted)
        return Part(
            pieces,
            next((one.entry for one in composed if one.entry), None),
            (*errors, *self._missing(planned, pieces, channel, errors)),
            tuple(notice for one in composed for notice in one.notices),
            next((one.reason for one in composed if one.reason), None),
            frozenset(place for one in composed if not _is_gated(one) for place in one.media),
            frozenset(place for one in composed if _is_gated(one) for place in one.media),
        )

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
        self,
        composed: Iterable[Composed],
        channel: str,
        asset: Asset | None,
        not_before: datetime | None,
        earlier: Earlier = NONE,
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
                rendered = earlier.content(draft)
                same[key] = self.renderer.piece(draft, channel, asset, language, rendered, not_before=due)
                yield same[key]

    def collect(self, name: str, entries: Sequence[Entry], earlier: Earlier) -> Collected:
        """The pieces of a channel that need the whole library; of `earlier` is taken what would be the same."""
        with _named(name):
            composed = registry.load(name).collect(entries, self.project)
        pieces = list(self._pieces([composed], name, None, None, earlier))
        notices, errors = mail_gate(pieces, Location(FILE_NAME), self.project.config.newsletter.clients)
        notices += [Notice("mail-size", Location(FILE_NAME), error.message) for error in errors]
        return Collected(pieces, (*composed.notices, *notices), fingerprints(composed.drafts))


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
