"""The sections of repurpose.toml, as frozen settings with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, tzinfo
from typing import Any, TypeVar

from repurpose.clock import zone_named
from repurpose.days import Days
from repurpose.lifecycle.sequence import Lifecycle
from repurpose.rules.mail_clients import CLIENTS

FILE_NAME = "repurpose.toml"
DEFAULT_URL = "https://example.com"


FACES: Mapping[str, tuple[str, str]] = {
    "regular": ("400", "normal"),
    "bold": ("700", "normal"),
    "italic": ("400", "italic"),
    "bold_italic": ("700", "italic"),
    "variable": ("100 900", "normal"),
}
"""The faces that `[brand] font` may have, each with its weight and style as CSS has them."""


@dataclass(frozen=True, slots=True)
class Site:
    """`[site]`: who publishes, where, in which language."""

    title: str = ""
    url: str = DEFAULT_URL
    language: str = "en"
    timezone: str = "UTC"
    author: str | None = None
    description: str | None = None
    descriptions: Mapping[str, str] = field(default_factory=dict)
    """By language, where `description` is a table."""
    logo: str | None = None


MAX_DAYS = 36_525
"""A hundred years: more days than that are a slip."""


@dataclass(frozen=True, slots=True)
class Build:
    """`[build]`: how many days ahead pieces that people hand over are made, and how many days back (None: all)."""

    ahead: int = 30
    back: int | None = None


UTM_NAMES = ("network", "medium", "campaign", "channel", "asset", "slug", "language", "link_id")


@dataclass(frozen=True, slots=True)
class Utm:
    """`[utm]`: patterns of the tracking parameters; they may name what `UTM_NAMES` lists, in braces."""

    source: str = "{network}"
    medium: str = "{medium}"
    campaign: str = "{campaign}"
    content: str = "{link_id}"


@dataclass(frozen=True, slots=True)
class Channels:
    """`[channels]`: which are built (None: all that are installed), and each one's own settings."""

    enabled: tuple[str, ...] | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Access:
    """`[access]`: where readers register and where they become members, and what is said where a text is cut.

    The words hold for pieces in the site's language; None: the interface's own.
    """

    register_url: str | None = None
    join_url: str | None = None
    registered: str | None = None
    premium: str | None = None
    register: str | None = None
    join: str | None = None


@dataclass(frozen=True, slots=True)
class Newsletter:
    """`[newsletter]`: the sender, what the law wants in every mail, the mail system, and the digests.

    `digest` names them: `weekly`, or a tag. `clients` are those whose lacks are told. `smtp` is
    the server of test mails. Campaign drafts are made at the address `api`, for the lists of these numbers, in the
    template of that number.
    """

    from_: str | None = None
    reply_to: str | None = None
    list_id: str | None = None
    postal_address: str | None = None
    unsubscribe_url: str | None = None
    esp: str = "generic"
    smtp: str | None = None
    digest: tuple[str, ...] = ()
    clients: tuple[str, ...] = CLIENTS
    api: str | None = None
    lists: tuple[int, ...] = ()
    template: int | None = None


@dataclass(frozen=True, slots=True)
class PressRelease:
    """`[press_release]`: who speaks, from which city, in which newsroom's style, and whom editors may call."""

    organisation: str | None = None
    boilerplate: str | None = None
    boilerplates: Mapping[str, str] = field(default_factory=dict)
    """By language, where `boilerplate` is a table."""
    contacts: tuple[Mapping[str, str], ...] = ()
    city: str | None = None
    dateline: str | None = None
    style: str = "ap"


@dataclass(frozen=True, slots=True)
class Social:
    """`[social]`: which networks (None: all that are known), and each one's own rules."""

    networks: tuple[str, ...] | None = None
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """`[plan]`: how often a channel is used a week, on which days it isn't, after how many days a text may come again.

    `times` are the times of day that a channel is used at, in the site's zone; `seasons` the days that a `season` of
    the front matter means; `confirm_after` the months after which facts are to be confirmed; `audience` how many a
    channel reaches; `values` what a reader of each stage is worth. Channels are named with their network
    (`social.x`), or without one for all of theirs (`social`).
    """

    cadence: Mapping[str, int] = field(default_factory=dict)
    blackout: Days = field(default_factory=Days)
    cooldown: Mapping[str, int] = field(default_factory=dict)
    times: Mapping[str, tuple[time, ...]] = field(default_factory=dict)
    seasons: Mapping[str, Days] = field(default_factory=dict)
    confirm_after: int = 12
    audience: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Required:
    """Words that must be said: in pieces of all channels, or of those named; of all assets, or of those with a tag."""

    text: str
    channels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """`[style]`: the house style.

    `spellings` are right spellings, each with wrong ones that are more than another case; `banned` are words, each with
    what to write instead; `required` what must be said.
    """

    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    banned: Mapping[str, str] = field(default_factory=dict)
    required: tuple[Required, ...] = ()


COLUMNS = ("idea", "draft", "review", "approved", "scheduled", "live", "winning", "resting", "retired")
"""The columns of the board, in the order that an asset goes through them."""


@dataclass(frozen=True, slots=True)
class Board:
    """`[board]`: which columns are shown (None: all), and how many assets may stand in one at a time."""

    columns: tuple[str, ...] | None = None
    wip: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """`[coverage]`: how many assets are wanted, and which stages come before the purchase.

    `wanted` is by stage, or `stage.channel`, each with `@language` after it if only that language counts.
    """

    wanted: Mapping[str, int] = field(default_factory=dict)
    before: tuple[str, ...] = ("acquisition",)


@dataclass(frozen=True, slots=True)
class Config:
    """A project's settings. Sections of rooms that a build never enters are kept as they were written."""

    site: Site = Site()
    build: Build = Build()
    utm: Utm = Utm()
    channels: Channels = Channels()
    access: Access = Access()
    newsletter: Newsletter = Newsletter()
    press_release: PressRelease = PressRelease()
    social: Social = Social()
    brand: Mapping[str, Any] = field(default_factory=dict)
    style: Style = Style()
    usage: Mapping[str, Any] = field(default_factory=dict)
    plan: Plan = Plan()
    board: Board = Board()
    lifecycle: Lifecycle = Lifecycle()
    coverage: Coverage = Coverage()

    @property
    def zone(self) -> tzinfo:
        """The site's time zone."""
        return zone_named(self.site.timezone)

    @property
    def url(self) -> str:
        """The site's address, without a slash at its end."""
        return self.site.url.rstrip("/")


Told = TypeVar("Told")


def of_channel(table: Mapping[str, Told], channel: str) -> Told | None:
    """What a setting says of a channel: its own word (`social.x`), else that of all its networks (`social`)."""
    return table.get(channel, table.get(channel.partition(".")[0]))
