"""Pictures on a page: each names its smaller versions, and the browser takes the one that fits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

from repurpose.channels.channel import Project
from repurpose.config import FILE_NAME
from repurpose.document.links import narrower_place, relative
from repurpose.errors import ConfigError, Location

COLUMN = 697
"""Pixels that the text is wide at most: 41rem of 17 pixels, as templates/blog/style.css has it."""

_IMAGE = re.compile(r'<img [^>]*?\bsrc="([^"]*)"[^>]*>')
_WIDTH, _HEIGHT = (re.compile(rf'\s{name}="(\d+)"') for name in ("width", "height"))
_OTHERS = re.compile(r'\s(?:srcset|sizes)="[^"]*"')


def responsive(html: str, project: Project, page: str, places: Iterable[str]) -> str:
    """The HTML of a page, with the sizes of all pictures of ours, and `srcset` at those that have smaller versions.

    Raises:
        ConfigError: the setting is no yes or no.
    """
    wanted = project.options("blog").get("srcset", True)
    if not isinstance(wanted, bool):
        raise ConfigError(f"[channels.blog] srcset must be true or false, not {wanted!r}", Location(FILE_NAME))
    known = {relative(page, place): place for place in places if project.addresses.size(place)}

    def said(match: re.Match[str]) -> str:
        place = known.get(unescape(match[1]))
        size = project.addresses.size(place) if place else None
        if place is None or size is None:
            return match[0]
        tag = _sized(match[0], size)
        if not wanted or not project.addresses.narrower(place):
            return tag
        versions = [(narrower_place(place, width), width) for width in project.addresses.narrower(place)]
        told = ", ".join(f"{relative(page, one)} {width}w" for one, width in (*versions, (place, size[0])))
        given = _WIDTH.search(tag)
        shown = min(COLUMN, size[0], int(given[1]) if given else COLUMN)
        sizes = f"(min-width: {shown}px) {shown}px, 100vw"
        return f'{_ended(_OTHERS.sub("", tag))} srcset="{escape(told)}" sizes="{sizes}">'

    return _IMAGE.sub(said, html) if known else html


def _sized(tag: str, size: tuple[int, int]) -> str:
    """A picture's tag with its width and height, so that nothing jumps; of those that the author gave, the other."""
    width, height = _WIDTH.search(tag), _HEIGHT.search(tag)
    if width and height:
        return tag
    wide = int(width[1]) if width else round(int(height[1]) * size[0] / size[1]) if height else size[0]
    high = int(height[1]) if height else round(wide * size[1] / size[0])
    others = (("width", wide, width), ("height", high, height))
    return _ended(tag) + "".join(f' {name}="{value}"' for name, value, given in others if not given) + ">"


def _ended(tag: str) -> str:
    return tag[:-1].rstrip(" /")
