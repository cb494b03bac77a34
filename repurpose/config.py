"""repurpose.toml, checked into frozen settings. Precedence: `REPURPOSE_*` over the file over the default.

A setting `key` of `[section]` is `REPURPOSE_SECTION_KEY` in the environment (texts, numbers, true/false).
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import time, tzinfo
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from repurpose.clock import parse_time, zone_named
from repurpose.days import Days, read_days
from repurpose.errors import ConfigError, Errors, Location
from repurpose.ids import slugify
from repurpose.lifecycle.sequence import Lifecycle
from repurpose.rules.mail_clients import CLIENTS, mail_clients
from repurpose.tables import Table, TableError, did_you_mean, read_toml

FILE_NAME = "repurpose.toml"
DEFAULT_URL = "https://example.com"


@dataclass(frozen=True, slots=True)
class Site:
    """`[site]`: who publishes, where, in which language."""

    title: str = ""
    url: str = DEFAULT_URL
    language: str = "en"
    timezone: str = "UTC"
    author: str | None = None
    description: str | None = None
    logo: str | None = None


MAX_DAYS = 36_525
"""A hundred years: more days than that are a slip."""


@dataclass(frozen=True, slots=True)
class Build:
    """`[build]`: how many days ahead pieces that people hand over are made, and how many days back (None: all)."""

    ahead: int = 30
    back: int | None = None


UTM_NAMES = ("network", "medium", "campaign", "channel", "asset", "slug", "language", "link_id")


_UTM_PATTERN = re.compile(rf"(?:[^{{}}]|\{{\{{|\}}\}}|\{{(?:{'|'.join(UTM_NAMES)})\}})*")


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


_OPEN = {"channels", "social"}
"""Sections whose sub-tables belong to a plug-in or network, which alone knows their keys."""

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")

_KEPT_KEYS = {
    "brand": {"accent", "background", "text", "colours", "colors", "fonts", "font", "logo"},
    "usage": {"database", "mapping", "authority"},
}


def read_config(text: str, environ: Mapping[str, str], path: str = FILE_NAME, default_title: str = "") -> Config:
    """The settings in a repurpose.toml text, the environment's laid over them.

    Raises:
        Errors: everything that is wrong, each a ConfigError with its line.
    """
    try:
        table = read_toml(text.removeprefix("\ufeff"))
    except TableError as error:
        raise ConfigError(f"is no TOML: {error}", Location(path, error.line)) from None
    reader = _Reader(table, environ, path)
    config = reader.config(default_title)
    if reader.errors:
        raise Errors(sorted(reader.errors, key=lambda error: error.location.sort_key if error.location else ("", 0)))
    return config


def _is_host(name: str | None) -> bool:
    try:
        return bool(name and name.encode("idna"))
    except UnicodeError:
        return False


class _Reader:
    def __init__(self, table: Table, environ: Mapping[str, str], path: str) -> None:
        self.table, self.environ, self.path = table, environ, path
        self.errors: list[ConfigError] = []

    def config(self, default_title: str) -> Config:
        known = {spec.name for spec in fields(Config)}
        for name in self.table.values:
            if name not in known:
                self._unknown(name, name, known, "section")
        made: dict[str, Any] = {}
        for spec in fields(Config):
            section = self.table.values.get(spec.name, {})
            if not isinstance(section, dict):
                self._wrong(spec.name, f"[{spec.name}] must be a section")
                section = {}
            if spec.name == "lifecycle":
                made[spec.name] = self._lifecycle(section)
            elif spec.name in _KEPT_KEYS:
                made[spec.name] = self._kept(spec.name, section)
            else:
                assert spec.default is not MISSING
                made[spec.name] = self._section(spec.name, type(spec.default), section)
        config = Config(**made)
        if not config.site.title:
            config = replace(config, site=replace(config.site, title=default_title or "Untitled"))
        self._values(config)
        return config

    def _kept(self, name: str, section: dict[str, Any]) -> dict[str, Any]:
        for key in section:
            if key not in _KEPT_KEYS[name]:
                self._unknown(f"{name}.{key}", key, _KEPT_KEYS[name], f"key in [{name}]")
        return dict(section)

    def _lifecycle(self, section: dict[str, Any]) -> Lifecycle:
        if not section:
            return Lifecycle()
        from repurpose.lifecycle.reader import LifecycleReader

        site = self.table.values.get("site")
        language = site.get("language") if isinstance(site, dict) else None
        reader = LifecycleReader(self.table, self.path, language if isinstance(language, str) else Site().language)
        made = reader.read(section)
        self.errors += reader.errors
        return made

    def _section(self, name: str, shape: type, section: dict[str, Any]) -> Any:
        hints = get_type_hints(shape)
        keys = {spec.name.rstrip("_"): spec.name for spec in fields(shape) if spec.name != "options"}
        values: dict[str, Any] = {}
        options: dict[str, Any] = {}
        for key, value in section.items():
            if key in keys:
                values[key] = value
            elif name in _OPEN and isinstance(value, dict):
                options[key] = value
            else:
                self._unknown(f"{name}.{key}", key, set(keys), f"key in [{name}]")
        for key, attribute in keys.items():
            told = self.environ.get(f"REPURPOSE_{name}_{key}".upper())
            if told is not None:
                values[key] = _from_text(told, hints[attribute])
        values = _short_forms(name, values)
        made: dict[str, Any] = {"options": options} if name in _OPEN else {}
        for key, value in values.items():
            try:
                made[keys[key]] = _typed(value, hints[keys[key]])
            except ValueError as error:
                self._wrong(f"{name}.{key}", f"[{name}] {key} {error}")
        return shape(**made)

    def _values(self, config: Config) -> None:
        try:
            zone_named(config.site.timezone)
        except ValueError as error:
            self._wrong("site.timezone", f"[site] timezone: {error}")
        if not re.fullmatch(r"https?://(?:[^/\s?#\[\]]+|\[[0-9a-fA-F:.]+\](?::\d+)?)(?:/[^\s?#]*)?", config.site.url):
            self._wrong("site.url", f"[site] url: {config.site.url!r} is no address like https://example.com")
        elif not _is_host(urlsplit(config.site.url).hostname):
            self._wrong("site.url", f"[site] url: {config.site.url!r} names no host")
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", config.site.language):
            self._wrong(
                "site.language", f"[site] language: {config.site.language!r} is no language tag like en or pt-BR"
            )
        for key in ("accent", "background", "text"):
            colour = config.brand.get(key)
            if colour is not None and not (isinstance(colour, str) and COLOUR.fullmatch(colour)):
                self._wrong(f"brand.{key}", f"[brand] {key} must be a colour like #1d3fbb, not {colour!r}")
        fonts = config.brand.get("fonts", [])
        if not isinstance(fonts, list) or not all(isinstance(one, str) for one in fonts):
            self._wrong("brand.fonts", '[brand] fonts must be a list of font files, such as ["fonts/Noto.ttf"]')
        for key in ("ahead", "back"):
            if not 0 <= (getattr(config.build, key) or 0) <= MAX_DAYS:
                self._wrong(f"build.{key}", f"[build] {key} must be 0 to {MAX_DAYS} days")
        for key in ("source", "medium", "campaign", "content"):
            if not _UTM_PATTERN.fullmatch(getattr(config.utm, key)):
                self._wrong(f"utm.{key}", f"[utm] {key} may name {', '.join(f'{{{name}}}' for name in UTM_NAMES)}")
        for key in ("cadence", "cooldown", "audience"):
            for name, count in getattr(config.plan, key).items():
                if count < 0:
                    self._wrong(f"plan.{key}", f"[plan] {key}: {name} must be 0 or more")
        for name, value in config.plan.values.items():
            stages = config.lifecycle.all_stages
            if name not in stages:
                near = did_you_mean(name, stages)
                hint = f"did you mean {near}?" if near else f"known: {', '.join(stages)}"
                self._wrong("plan.values", f"[plan] values: there is no stage {name!r}; {hint}")
            if not (math.isfinite(value) and value >= 0):
                self._wrong("plan.values", f"[plan] values: {name} must be a number, 0 or more")
        self._coverage(config.coverage, config.lifecycle.all_stages)
        for name, count in config.board.wip.items():
            if count < 1:
                self._wrong("board.wip", f"[board] wip: {name} must be 1 or more")
        for key in ("register_url", "join_url"):
            value = getattr(config.access, key)
            if value is not None and not re.fullmatch(r"https?://[^\s<>\"']+", value):
                self._wrong(
                    f"access.{key}", f"[access] {key}: {value!r} is no whole address like https://example.com/join"
                )
        self._sender(config.newsletter)

    def _coverage(self, coverage: Coverage, stages: tuple[str, ...]) -> None:
        for key, names in (("wanted", coverage.wanted), ("before", coverage.before)):
            for name in names:
                stage = re.split(r"[.@]", name)[0]
                if stage not in stages:
                    near = did_you_mean(stage, stages)
                    hint = f"did you mean {near}?" if near else f"known: {', '.join(stages)}"
                    self._wrong(f"coverage.{key}", f"[coverage] {key}: there is no stage {stage!r}; {hint}")
        for name, count in coverage.wanted.items():
            if count < 0:
                self._wrong("coverage.wanted", f"[coverage] wanted: {name} must be 0 or more")

    def _sender(self, sender: Newsletter) -> None:
        """What goes into a mail's head must stand on one line, and be what it says."""
        for key in ("from_", "reply_to", "list_id", "unsubscribe_url"):
            value = getattr(sender, key)
            if value and any(char in value for char in "\r\n\0"):
                self._wrong(f"newsletter.{key.rstrip('_')}", f"[newsletter] {key.rstrip('_')} must stand on one line")
        for name in sender.digest:
            if not slugify(name.removeprefix("tag:")):
                self._wrong("newsletter.digest", f"[newsletter] digest: {name!r} is neither weekly nor a tag")
        if sender.clients != CLIENTS and (unknown := set(sender.clients) - set(mail_clients().names)):
            known = ", ".join(mail_clients().names)
            self._wrong(
                "newsletter.clients", f"[newsletter] clients: there is no {sorted(unknown)[0]!r}; known: {known}"
            )
        if sender.esp != "generic":
            from repurpose.rules.mail_systems import mail_systems

            if sender.esp not in mail_systems():
                near = did_you_mean(sender.esp, mail_systems())
                known = f"did you mean {near}?" if near else f"known: {', '.join(mail_systems())}"
                self._wrong("newsletter.esp", f"[newsletter] esp: there is no mail system {sender.esp!r}; {known}")
        if sender.list_id and not re.fullmatch(r"[\x20-\x3b\x3d\x3f-\x7e]*<[\w.-]+>|[\w.-]+", sender.list_id, re.A):
            self._wrong(
                "newsletter.list_id", "[newsletter] list_id must be like news.example.com, or Name <news.example.com>"
            )
        if sender.unsubscribe_url and not re.fullmatch(
            r"(?:https?://|mailto:)[\x21-\x3b\x3d\x3f-\x7e]+", sender.unsubscribe_url
        ):
            self._wrong(
                "newsletter.unsubscribe_url", "[newsletter] unsubscribe_url must begin with https:// or mailto:"
            )

    def _unknown(self, dotted: str, key: str, known: set[str], what: str) -> None:
        near = did_you_mean(key, known)
        hint = f"did you mean {near}?" if near else f"known: {', '.join(sorted(known))}"
        self.errors.append(ConfigError(f"unknown {what}: {key}", self._at(dotted), hint))

    def _wrong(self, dotted: str, message: str) -> None:
        self.errors.append(ConfigError(message, self._at(dotted)))

    def _at(self, dotted: str) -> Location:
        return Location(
            self.path, self.table.lines.get(dotted) or self.table.lines.get(dotted.split(".", maxsplit=1)[0])
        )


def _short_forms(section: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values in full where a shorter form may stand: one for a list of one, a list for a table of nothing more."""
    full = dict(values)
    if section == "newsletter" and isinstance(values.get("digest"), str):
        full["digest"] = [values["digest"]]
    if section == "style":
        for key, nothing in (("spellings", []), ("banned", "")):
            value = values.get(key)
            if isinstance(value, list) and all(isinstance(one, str) for one in value):
                full[key] = dict.fromkeys(value, nothing)
    return full


_NAMES: dict[object, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _typed(value: Any, hint: Any) -> Any:
    """`value` as the type that `hint` asks for; ValueError says what it should be."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Union):
        return _typed(value, next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError("must be a list")
        return tuple(_typed(item, arguments[0]) for item in value)
    if hint == Mapping[str, str]:
        if isinstance(value, str):  # a contact given as one line
            return {"name": value}
        if not isinstance(value, dict):
            raise ValueError("must be a table")
        return {key: str(item) for key, item in value.items()}
    if origin is Mapping:
        if not isinstance(value, dict):
            raise ValueError("must be a table")
        return {key: _typed_item(key, item, arguments[1]) for key, item in _flat(value)}
    if hint is Required:
        return _required(value)
    if hint is Days:
        return read_days(value if isinstance(value, list) else [value])
    if hint is time:
        return parse_time(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ValueError(f"must be {_NAMES[hint]}, not {value!r}")
    return value


def _required(value: Any) -> Required:
    """Required words: a text, or a table of it."""
    table = {"text": value} if isinstance(value, str) else value
    if not isinstance(table, dict) or not isinstance(table.get("text"), str) or set(table) - _REQUIRED:
        raise ValueError("must be texts, or tables of text, channels, tags")
    lists = {key: table.get(key, []) for key in ("channels", "tags")}
    return Required(table["text"], **{key: _typed(found, tuple[str, ...]) for key, found in lists.items()})


_REQUIRED = {"text", "channels", "tags"}


def _typed_item(key: str, value: Any, hint: Any) -> Any:
    if get_origin(hint) is tuple and not isinstance(value, list):
        value = [value]
    try:
        return _typed(value, hint)
    except ValueError as error:
        raise ValueError(f"of {key} {error}") from None


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a table, by their dotted names: `social.x = 5` may stand in quotes or not."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _from_text(text: str, hint: Any) -> Any:
    """A value from the environment: its text, read as the type that `hint` asks for (a list is split at commas)."""
    arguments = [part for part in get_args(hint) if part is not type(None)]
    if get_origin(hint) in (types.UnionType, Union):
        return _from_text(text, arguments[0])
    if get_origin(hint) is tuple or hint is Days:
        return [part.strip() for part in text.split(",") if part.strip()]
    readers: dict[Any, Callable[[str], Any]] = {int: int, float: float}
    try:
        return readers[hint](text) if hint in readers else text.lower() == "true" if hint is bool else text
    except ValueError:
        return text
