"""What a channel is, what it is given, and what it gives back.

A channel is a class with the attributes and methods of `Channel`, named by an entry point of the group
`repurpose.channels`. It knows no disk, clock, network or other channel: what it may know is in the Brief.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any, Protocol

from repurpose.config import Config, Utm
from repurpose.document.document import Document
from repurpose.document.links import Addresses, Resolved, folder_of, place_of, relative, tidy, tracked
from repurpose.errors import RepurposeError
from repurpose.ids import channel_of, link_id, piece_id
from repurpose.language.interface import Interface, interface
from repurpose.language.tags import canonical_tag
from repurpose.library.brand import Brand
from repurpose.library.fillings import Filling
from repurpose.library.neighbours import Neighbours
from repurpose.library.schedule import Planned
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Link, Notice


@dataclass(frozen=True, slots=True)
class Draft:
    """One file of a piece, before it is rendered.

    It is made from `fields` by `template`; or by `encoder` (a name in `build.encode`), which may render `template` on
    its way. `network` is set where the channel has several. `links` are the links that stand in it. `use` and
    `not_before` are set where the calendar asks for it.
    """

    slot: str
    role: str
    path: str
    media_type: str
    fields: Mapping[str, Any]
    template: str | None = None
    encoder: str | None = None
    network: str | None = None
    links: tuple[Link, ...] = ()
    access: Access = Access.OPEN
    language: str | None = None
    use: int = 1
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a channel keeps of one asset for its `collect`: plain data, in the asset's language."""

    asset: str
    language: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Composed:
    """What a channel made.

    With no drafts and no entry, `reason` says why there is nothing; `errors` are what was wrong with a part of it;
    `media` are the places of pictures and files that it shows or links to.
    """

    drafts: tuple[Draft, ...] = ()
    entry: Entry | None = None
    notices: tuple[Notice, ...] = ()
    reason: str | None = None
    errors: tuple[RepurposeError, ...] = ()
    media: frozenset[str] = frozenset()


FILES = "files"
"""The setting that every channel has: which of its files are made, as patterns over their names (`*.html`)."""

BY_ASSET = ("translations", "planned", "neighbours", "steps", "unfed")
"""The fields of Project that hold something of each asset, by its id.

A brief's project holds its own asset's alone, and `collect` is given none: so what is told here can change without
anything being made anew but the pieces of the assets it is told of.
"""


@dataclass(frozen=True, slots=True)
class Project:
    """What all briefs share: the settings, the told moment, where everything stands, which channels are built.

    `planned` are the approved entries of the calendar, `neighbours` what stands near in the site, `steps` the
    steps of sequences that it stands in, `unfed` those that are too old for any feed, each by asset.
    `patterns` are the texts of templates/social/patterns by their names, `brand` its files.
    """

    config: Config
    told: datetime
    addresses: Addresses
    translations: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    planned: Mapping[str, tuple[Planned, ...]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, Neighbours] = field(default_factory=dict)
    steps: Mapping[str, tuple[Filling, ...]] = field(default_factory=dict)
    unfed: Mapping[str, bool] = field(default_factory=dict)
    brand: Brand = field(default_factory=Brand)

    @property
    def moment(self) -> datetime:
        """The told moment. Whoever reads it is made anew at every other one: ask `today` or `is_past` where they do."""
        return self.told

    @property
    def today(self) -> date:
        """The day of the moment, where the site is at home."""
        return self.told.astimezone(self.config.zone).date()

    def is_past(self, when: datetime) -> bool:
        """Whether a time has come."""
        return when <= self.told

    def of(self, asset_id: str) -> dict[str, Any]:
        """What the fields of `BY_ASSET` hold of one asset, as far as they hold anything."""
        return {name: {asset_id: getattr(self, name)[asset_id]} for name in BY_ASSET if asset_id in getattr(self, name)}

    @property
    def language(self) -> str:
        """The site's language."""
        return canonical_tag(self.config.site.language) or "en"

    def folder(self, language: str) -> str:
        """The folder that pieces of a language stand in: none for the site's own."""
        return folder_of(language, self.language)

    def post(self, asset: Asset) -> str:
        """An asset's place in the site."""
        return place_of(asset, self.language)

    def options(self, channel: str) -> Mapping[str, Any]:
        """A channel's own settings."""
        return self.config.channels.options.get(channel, {})

    def makes(self, channel: str, path: str) -> bool:
        """Whether a channel's file is one of those that are wanted."""
        patterns, name = self.options(channel).get(FILES), path.rpartition("/")[2]
        return patterns is None or any(fnmatchcase(name, one) for one in patterns)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What stands where a text is cut: for whom the rest is, what it is, and where one gets it, if that is told."""

    says: str
    offer: str | None = None
    button: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What a channel composes one asset's drafts from: the asset, its text as one tier may read it, the project.

    `only_planned`: the asset is too old, or too far ahead, for anything but what the calendar asks for.
    """

    asset: Asset
    document: Document
    project: Project
    tier: Access = Access.OPEN
    only_planned: bool = False

    def planned(self, channel: str) -> tuple[Planned, ...]:
        """The uses of the asset's pieces of a channel, with its network, that the calendar asks for."""
        entries = self.project.planned.get(self.asset.id, ())
        return tuple(one for one in entries if channel_of(one.placement.piece_id) == channel)

    def due(self, planned: Planned) -> datetime | None:
        """When a planned use may be seen; None: by now."""
        moment = planned.moment(self.project.config)
        return None if self.project.is_past(moment) else moment

    @property
    def words(self) -> Interface:
        """The interface's words in the asset's language."""
        return interface(self.asset.language)

    @property
    def invitation(self) -> Invitation | None:
        """What stands where the text is cut for this tier; None where nothing is."""
        if self.document.gate is None:
            return None
        is_registered = self.document.gate is Access.REGISTERED
        told, is_home = self.project.config.access, self.asset.language == self.project.language
        says, button = (told.registered, told.register) if is_registered else (told.premium, told.join)
        url = told.register_url if is_registered else told.join_url
        return Invitation(
            (says if is_home else None) or self.words("registered" if is_registered else "members"),
            self.asset.offer,
            ((button if is_home else None) or self.words("register" if is_registered else "join")) if url else None,
            url,
        )

    @property
    def url(self) -> str:
        """The absolute address of the asset's post."""
        return self.project.addresses.url(self.project.post(self.asset))

    @property
    def canonical(self) -> str:
        """The address of the original: elsewhere if the author says so."""
        return self.asset.canonical_url or self.url

    @property
    def folder(self) -> str:
        """`<language>/<slug>`, or `<slug>` in the site's language: the asset's folder in every channel."""
        return self.project.post(self.asset).rstrip("/")

    def image(self) -> str | None:
        """The absolute address of the asset's own picture."""
        return self._shown(self.asset.image) if self.asset.image else None

    def leads_with_image(self) -> bool:
        """Whether the picture is to stand above the text: not where the text shows it itself."""
        image = self.image()
        shown = (self._shown(reference.target) for reference in self.document.references if reference.is_image)
        return image is not None and image not in shown

    def image_size(self, target: str) -> tuple[int, int] | None:
        """The width and height of a picture as the author names it, where they are known."""
        addresses = self.project.addresses
        return addresses.size(addresses.resolve(self.asset, target, is_image=True).path or "")

    def _shown(self, target: str) -> str | None:
        return self.project.addresses.resolve(self.asset, target, is_image=True).url


class Linker:
    """Resolves the links of one piece, and remembers which stand in it and what was wrong with them.

    `tracking` are UTM parameters for links to our own site; `page` is the place of a page of the site, whose links
    within it are written relative, so that it works below any address. A page `outside` the site links to it by whole
    addresses, and has its pictures beside it.
    """

    def __init__(
        self,
        brief: Brief,
        *,
        tracking: Mapping[str, str] | None = None,
        page: str | None = None,
        outside: bool = False,
    ) -> None:
        self._brief, self._tracking, self._page, self._outside = brief, tracking, page, outside
        self._resolved = brief.document.view(_resolved)
        self._media: set[str] = set()
        self._links: dict[str, Link] = {}
        self._faults: dict[tuple[str, str], str] = {}

    def __call__(self, href: str, is_image: bool = False) -> str | None:
        """The address to write for one that the author wrote; None to leave it out."""
        found = self._resolved.get((href, is_image))
        if found is None:
            found = self._brief.project.addresses.resolve(self._brief.asset, href, is_image=is_image)
            self._resolved[href, is_image] = found
        if found.fault:
            self._faults.setdefault((href, found.fault[0]), found.fault[1])
        if found.url is None:
            return None
        is_medium = found.path is not None and self._brief.project.addresses.is_medium(found.path)
        if is_medium and found.path is not None:
            self._media.add(found.path)
        if self._page is None or (self._outside and not is_medium and not href.startswith("#")):
            return found.url if is_image else self.link(found.url, own=found.own)
        if "://" in href:
            return found.url
        if found.path is None or href[:1] in {"", "#"}:
            return tidy(href)  # as its author wrote it: it leads there from a page as well
        tail = found.url[len(self._brief.project.addresses.url(found.path)) :]
        return relative(self._page, found.path) + tail

    def link(self, url: str, *, own: bool) -> str:
        """Write down a link that is already absolute; one of our own site is tracked."""
        is_tracked = own and self._tracking is not None
        address = tracked(url, self._tracking or {}) if is_tracked else url
        if address not in self._links:
            self._links[address] = Link(address, is_tracked)
        return address

    @property
    def media(self) -> frozenset[str]:
        """The places of the media that were written."""
        return frozenset(self._media)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that were written, in order."""
        return tuple(self._links.values())

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was wrong with links, each at the line of the first one."""
        if not self._faults:
            return ()
        places = {reference.target: reference.location for reference in reversed(self._brief.document.references)}
        return tuple(
            Notice(code, places.get(href, self._brief.asset.at()), text) for (href, code), text in self._faults.items()
        )


def again(link: str, piece: str, planned: Planned) -> str:
    """What tracks the first use of a piece, in a link or a text, as it is in the use that is planned."""
    placement = planned.placement
    return link.replace(link_id(piece), link_id(placement.piece_id, placement.use))


def _resolved(document: Document) -> dict[tuple[str, bool], Resolved]:
    """Where the links of a document lead, as far as some piece of it has asked: all pieces ask for the same."""
    return {}


def tracking(brief: Brief, channel: str, slot: str, *, network: str | None = None, medium: str) -> dict[str, str]:
    """The UTM parameters of a piece's links, by the patterns of `[utm]`."""
    name = f"{channel}.{network}" if network else channel
    asset = brief.asset
    values = {
        "network": network or channel,
        "medium": medium,
        "campaign": asset.campaign or asset.id,
        "channel": channel,
        "asset": asset.id,
        "slug": asset.slug,
        "language": asset.language,
        "link_id": link_id(piece_id(asset.id, name, slot)),
    }
    return utm_values(brief.project.config.utm, values)


def utm_values(utm: Utm, values: Mapping[str, str]) -> dict[str, str]:
    """The UTM parameters that the patterns of `[utm]` give for what they may name."""
    patterns = {
        "utm_source": utm.source,
        "utm_medium": utm.medium,
        "utm_campaign": utm.campaign,
        "utm_content": utm.content,
    }
    # Analytics tell capitals apart and cut at spaces, so a value has neither.
    return {key: "-".join(pattern.format(**values).lower().split()) for key, pattern in patterns.items()}


class Channel(Protocol):
    """A channel. `tiers` are those it composes for: most make only what everyone may read."""

    name: str
    does: str
    files: tuple[str, ...]
    showing: Showing
    tiers: tuple[Access, ...]
    options: Mapping[str, str]

    def compose(self, brief: Brief) -> Composed:
        """Make one asset's drafts."""

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Make what needs the whole library; `entries` come newest first, undated last."""
