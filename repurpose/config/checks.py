"""What is wrong with settings that have the right types: each fault as its dotted name and what to tell of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from repurpose.clock import zone_named
from repurpose.config.sections import (
    COLUMNS,
    FACES,
    MAX_DAYS,
    UTM_NAMES,
    Access,
    Board,
    Build,
    Config,
    Coverage,
    Newsletter,
    Plan,
    Site,
    Utm,
)
from repurpose.ids import slugify
from repurpose.rules.mail_clients import CLIENTS, mail_clients
from repurpose.tables import did_you_mean

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Fault = tuple[str, str]

_UTM_PATTERN = re.compile(rf"(?:[^{{}}]|\{{\{{|\}}\}}|\{{(?:{'|'.join(UTM_NAMES)})\}})*")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
_SITE = re.compile(r"https?://(?:[^/\s?#\[\]]+|\[[0-9a-fA-F:.]+\](?::\d+)?)(?:/[^\s?#]*)?")
_WHOLE = re.compile(r"https?://[^\s<>\"']+")
_LIST_ID = re.compile(r"[\x20-\x3b\x3d\x3f-\x7e]*<[\w.-]+>|[\w.-]+", re.A)
_SERVER = re.compile(r"smtps?://(?:[^@/\s]*@)?(?:[^@/\s:\[\]]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?/?", re.I)
_UNSUBSCRIBE = re.compile(r"(?:https?://|mailto:)[\x21-\x3b\x3d\x3f-\x7e]+")


def faults(config: Config) -> Iterator[Fault]:
    """All that is wrong with a project's settings."""
    stages = config.lifecycle.all_stages
    yield from _site(config.site)
    yield from _brand(config.brand)
    yield from _build(config.build)
    yield from _utm(config.utm)
    yield from _plan(config.plan, stages)
    yield from _coverage(config.coverage, stages)
    yield from _board(config.board)
    yield from _access(config.access)
    yield from _sender(config.newsletter)
    yield from _tags("press_release.boilerplate", config.press_release.boilerplates)


def _site(site: Site) -> Iterator[Fault]:
    try:
        zone_named(site.timezone)
    except ValueError as error:
        yield "site.timezone", f"[site] timezone: {error}"
    if not _SITE.fullmatch(site.url):
        yield "site.url", f"[site] url: {site.url!r} is no address like https://example.com"
    elif not _is_host(urlsplit(site.url).hostname):
        yield "site.url", f"[site] url: {site.url!r} names no host"
    if not _LANGUAGE.fullmatch(site.language):
        yield "site.language", f"[site] language: {site.language!r} is no language tag like en or pt-BR"
    yield from _tags("site.description", site.descriptions)


def _tags(dotted: str, texts: Mapping[str, str]) -> Iterator[Fault]:
    """A text by language needs languages."""
    section, key = dotted.split(".")
    for tag in texts:
        if not _LANGUAGE.fullmatch(tag):
            yield dotted, f"[{section}] {key}: {tag!r} is no language tag like en or pt-BR"


def _is_host(name: str | None) -> bool:
    try:
        return bool(name and name.encode("idna"))
    except UnicodeError:
        return False


def _brand(brand: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("accent", "background", "text"):
        colour = brand.get(key)
        if colour is not None and not (isinstance(colour, str) and _COLOUR.fullmatch(colour)):
            yield f"brand.{key}", f"[brand] {key} must be a colour like #1d3fbb, not {colour!r}"
    if not isinstance(brand.get("logo", ""), str):
        yield "brand.logo", f"[brand] logo must be a file of the project, not {brand['logo']!r}"
    font = brand.get("font", "")
    faces = font if isinstance(font, Mapping) else {"regular": font}
    if not faces or not set(faces) <= set(FACES) or not all(isinstance(one, str) for one in faces.values()):
        known = ", ".join(FACES)
        yield "brand.font", f"[brand] font must be a file of the project, or a table of them by face ({known})"
    fonts = brand.get("fonts", [])
    if not isinstance(fonts, list) or not all(isinstance(one, str) for one in fonts):
        yield "brand.fonts", '[brand] fonts must be a list of font files, such as ["fonts/Noto.ttf"]'


def _build(build: Build) -> Iterator[Fault]:
    for key in ("ahead", "back"):
        if not 0 <= (getattr(build, key) or 0) <= MAX_DAYS:
            yield f"build.{key}", f"[build] {key} must be 0 to {MAX_DAYS} days"


def _utm(utm: Utm) -> Iterator[Fault]:
    for key in ("source", "medium", "campaign", "content"):
        if not _UTM_PATTERN.fullmatch(getattr(utm, key)):
            yield f"utm.{key}", f"[utm] {key} may name {', '.join(f'{{{name}}}' for name in UTM_NAMES)}"


def _plan(plan: Plan, stages: Iterable[str]) -> Iterator[Fault]:
    for key in ("cadence", "cooldown", "audience"):
        for name, count in getattr(plan, key).items():
            if count < 0:
                yield f"plan.{key}", f"[plan] {key}: {name} must be 0 or more"
    for name, value in plan.values.items():
        if name not in stages:
            yield "plan.values", f"[plan] values: {_no_stage(name, stages)}"
        if not (math.isfinite(value) and value >= 0):
            yield "plan.values", f"[plan] values: {name} must be a number, 0 or more"


def _coverage(coverage: Coverage, stages: Iterable[str]) -> Iterator[Fault]:
    for key, names in (("wanted", coverage.wanted), ("before", coverage.before)):
        for name in names:
            stage = re.split(r"[.@]", name)[0]
            if stage not in stages:
                yield f"coverage.{key}", f"[coverage] {key}: {_no_stage(stage, stages)}"
    for name, count in coverage.wanted.items():
        if count < 0:
            yield "coverage.wanted", f"[coverage] wanted: {name} must be 0 or more"


def _no_stage(name: str, stages: Iterable[str]) -> str:
    return f"there is no stage {name!r}; {_meant(name, stages)}"


def _meant(name: str, known: Iterable[str]) -> str:
    near = did_you_mean(name, known)
    return f"did you mean {near}?" if near else f"known: {', '.join(known)}"


def _board(board: Board) -> Iterator[Fault]:
    for key, names in (("columns", board.columns or ()), ("wip", board.wip)):
        for name in names:
            if name not in COLUMNS:
                yield f"board.{key}", f"[board] {key}: there is no column {name!r}; {_meant(name, COLUMNS)}"
    for name, count in board.wip.items():
        if count < 1:
            yield "board.wip", f"[board] wip: {name} must be 1 or more"


def _access(access: Access) -> Iterator[Fault]:
    for key in ("register_url", "join_url"):
        value = getattr(access, key)
        if value is not None and not _WHOLE.fullmatch(value):
            yield f"access.{key}", f"[access] {key}: {value!r} is no whole address like https://example.com/join"


def _sender(sender: Newsletter) -> Iterator[Fault]:
    """What goes into a mail's head must stand on one line, and be what it says."""
    for key in ("from_", "reply_to", "list_id", "unsubscribe_url"):
        value = getattr(sender, key)
        if value and any(char in value for char in "\r\n\0"):
            yield f"newsletter.{key.rstrip('_')}", f"[newsletter] {key.rstrip('_')} must stand on one line"
    for name in sender.digest:
        if not slugify(name.removeprefix("tag:")):
            yield "newsletter.digest", f"[newsletter] digest: {name!r} is neither weekly nor a tag"
        elif did_you_mean(name, ("weekly",)):
            hint = f"did you mean weekly? a tag of that name is 'tag:{name}'"
            yield "newsletter.digest", f"[newsletter] digest: there is no digest {name!r}; {hint}"
    if sender.smtp and not _SERVER.fullmatch(sender.smtp):
        hint = "write it as smtps://user@mail.example.org"
        yield "newsletter.smtp", f"[newsletter] smtp: {sender.smtp!r} is no server; {hint}"
    if sender.clients != CLIENTS and (unknown := set(sender.clients) - set(mail_clients().names)):
        known = ", ".join(mail_clients().names)
        yield "newsletter.clients", f"[newsletter] clients: there is no {sorted(unknown)[0]!r}; known: {known}"
    if sender.esp != "generic":
        from repurpose.rules.mail_systems import mail_systems

        if sender.esp not in mail_systems():
            hint = _meant(sender.esp, mail_systems())
            yield "newsletter.esp", f"[newsletter] esp: there is no mail system {sender.esp!r}; {hint}"
    if sender.list_id and not _LIST_ID.fullmatch(sender.list_id):
        yield "newsletter.list_id", "[newsletter] list_id must be like news.example.com, or Name <news.example.com>"
    if sender.unsubscribe_url and not _UNSUBSCRIBE.fullmatch(sender.unsubscribe_url):
        yield "newsletter.unsubscribe_url", "[newsletter] unsubscribe_url must begin with https:// or mailto:"
