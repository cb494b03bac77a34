"""What every page of the site has around its own part, and where its lists stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from repurpose.channels.channel import Project
from repurpose.config import FILE_NAME
from repurpose.document.links import relative
from repurpose.errors import ConfigError, Location

FILES = ("feed.xml", "atom.xml", "feed.json")

To = Callable[[str], str]
"""How a page writes the way to a place of the site."""


def relative_to(place: str) -> To:
    """From a page at `place`, so that the site works below any address."""
    return lambda target: relative(place, target)


def from_anywhere(project: Project) -> To:
    """From a page that is shown at any address: with the site's own path, from its root."""
    base = urlsplit(project.config.url).path.rstrip("/")
    return lambda target: f"{base}/{quote(target)}"


def frame(project: Project, language: str, place: str, title: str, to: To) -> dict[str, Any]:
    """The fields of `blog/base.html`."""
    folder = project.folder(language)
    feeds = FILES if "feed" in project.channels else ()
    return {
        **project.fields(language),
        "place": place,
        "title": title,
        "url": project.addresses.url(place),
        "home": to(folder),
        "archive": to(f"{folder}archive/"),
        "tag_list": to(f"{folder}tags/"),
        "style": to("style.css"),
        "fonts": [to(face.file.place) for face in project.brand.faces if face.style == "normal"],
        "logo": {"href": to(logo.place), "size": logo.size} if (logo := project.brand.logo) else None,
        "icon": to("icon.svg"),
        "search": to(f"{folder}search/") if is_searched(project) else None,
        "feeds": {name: to(f"{folder}{name}") for name in feeds},
        "subscribe": to(f"{folder}feeds/") if feeds else None,
        "own_feeds": {},
    }


def is_searched(project: Project) -> bool:
    """Whether the site can be searched.

    Raises:
        ConfigError: the setting is no yes or no.
    """
    wanted = project.options("blog").get("search", False)
    if not isinstance(wanted, bool):
        raise ConfigError(f"[channels.blog] search must be true or false, not {wanted!r}", Location(FILE_NAME))
    return wanted
