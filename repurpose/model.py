"""The frozen types that every room shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from repurpose.errors import Location


class Status(StrEnum):
    """How far an asset has come, in the order of the board."""

    IDEA = "idea"
    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETIRED = "retired"


class Access(StrEnum):
    """Who may read; each tier may read what the tiers before it may."""

    OPEN = "open"
    REGISTERED = "registered"
    PREMIUM = "premium"


class Stage(StrEnum):
    """The stages of a customer's life that a piece can serve; a project may have others of its own."""

    ACQUISITION = "acquisition"
    ADOPTION = "adoption"
    CROSS_SELL = "cross-sell"
    ADVOCACY = "advocacy"
    REPEAT = "repeat"
    REFERRAL = "referral"
    RE_IGNITE = "re-ignite"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth telling that stops nothing: `code` is stable and can be ignored by name."""

    code: str
    location: Location
    text: str

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """Orders notices by place, then code."""
        return (*self.location.sort_key, self.code, self.text)


@dataclass(frozen=True, slots=True)
class Author:
    """A person or team that signs an asset."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CallToAction:
    """What the reader is asked to do next."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence somebody said, with who said it."""

    text: str
    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """One Markdown file, checked. Dates are aware; `path` is relative to the project, with `/`.

    `shelves` are those of its tags that are only categories, by which its site sorts it. `is_unnamed`: its title is
    but its file's name.
    """

    id: str
    path: str
    title: str
    slug: str
    language: str
    body: str
    body_line: int
    sha256: str
    date: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    shelves: tuple[str, ...] = ()
    description: str | None = None
    image: str | None = None
    image_alt: str | None = None
    translation_of: str | None = None
    series: str | None = None
    campaign: str | None = None
    cost: float | None = None
    status: Status = Status.PUBLISHED
    access: Access = Access.OPEN
    offer: str | None = None
    stages: tuple[str, ...] = ()
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()
    canonical_url: str | None = None
    originally_published: str | None = None
    cta: CallToAction | None = None
    quotes: tuple[Quote, ...] = ()
    expires: datetime | None = None
    evergreen: bool = False
    season: str | None = None
    embargo: datetime | None = None
    aliases: tuple[str, ...] = ()
    overrides: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    is_unnamed: bool = False

    def takes(self, channel: str) -> bool:
        """Whether its author wants it in a channel."""
        return channel not in self.exclude and (self.include is None or channel in self.include)

    def at(self, key: str | None = None) -> Location:
        """Where a front matter key stands; without a key, or for one that isn't there, line 1."""
        return Location(self.path, self.lines.get(key, 1) if key else 1)

    @property
    def day(self) -> dt.date | None:
        """The date as its author wrote it, without the time."""
        return self.date.date() if self.date else None


@dataclass(frozen=True, slots=True)
class Link:
    """A link that stands in a piece; `tracked` when it carries our UTM parameters."""

    url: str
    tracked: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished file of one channel. Several files of one piece share its id with another `role`.

    `path` is relative to the output folder, with `/`. `asset` is None for pieces of the whole library. `use` is above 1
    where it is made for a later use, with link ids of its own.
    """

    id: str
    role: str
    asset: str | None
    channel: str
    slot: str
    path: str
    media_type: str
    content: bytes
    language: str
    access: Access = Access.OPEN
    not_before: datetime | None = None
    source: str | None = None
    source_sha256: str | None = None
    links: tuple[Link, ...] = ()
    use: int = 1


@dataclass(frozen=True, slots=True)
class Placement:
    """One use of one piece on one channel on one day.

    `use` counts from 1. `on` is None where no day was ever told. `channel` brings its network with it (`social.x`).
    `state` is `approved`, `proposed` or `refused`; only what is approved happens. `cost` is in the project's currency.
    """

    piece_id: str
    use: int
    on: dt.date | None
    channel: str
    stage: str | None = None
    state: str = "approved"
    cost: float | None = None
