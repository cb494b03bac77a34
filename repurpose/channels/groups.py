"""Tags and authors: what posts are listed by, and subscribed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from repurpose.channels.channel import Project
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location
from repurpose.ids import slugify

FEEDS = "feed"
FEW = 12
"""How many tags, and how many authors, have feeds unless a project says another number: each is three more files."""


def tag_slug(tag: str) -> str:
    """C++ and C# are no C."""
    return slugify(tag.replace("+", " plus ").replace("#", " sharp "))


def told_apart(tags: Iterable[str]) -> list[str]:
    """The tags that have a page, those that differ by case alone once."""
    return list({tag_slug(tag): tag for tag in reversed(tuple(tags)) if tag_slug(tag)}.values())[::-1]


def listing(project: Project, language: str, kind: str, name: str) -> str | None:
    """The place of the page that lists the posts of a tag, author or series; None for a name without letters."""
    slug = tag_slug(name) if kind == "tags" else slugify(name)
    return f"{project.folder(language)}{kind}/{slug}/" if slug else None


def followed(project: Project, kind: str, places: Iterable[str]) -> dict[str, int]:
    """The places, of those that each dated post is listed at, that have feeds, with how many posts: the fullest ones.

    Raises:
        ConfigError: the setting is no number.
    """
    if FEEDS not in project.channels or kind not in {"tags", "authors"}:
        return {}
    most = project.options(FEEDS).get(kind, FEW)
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        raise ConfigError(f"[channels.feed] {kind} must be a number, 0 or more, not {most!r}", Location(FILE_NAME))
    full = sorted(Counter(places).items(), key=lambda one: (-one[1], one[0]))
    return dict(full[:most])
