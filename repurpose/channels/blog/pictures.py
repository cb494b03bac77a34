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
_WIDTH = re.compile(r'\swidth="(\d+)"')
_OTHERS = re.compile(r'\s(?:srcset|sizes)="[^"]*"')


def responsive(html: str, project: Project, page: str, places: Iterable[str]) -> str:
    """The HTML of a page, with `srcset` and `sizes` at the pictures of ours that have smaller versions.

    Raises:
        ConfigError: the setting is no yes or no.
    """
    wanted = project.options("blog").get("srcset", True)
    if not isinstance(wanted, bool):
        raise ConfigError(f"[channels.blog] srcset must be true or false, not {wanted!r}", Location(FILE_NAME))
    known = {relative(page, place): place for place in places if project.addresses.narrower(place)} if wanted else {}

    def said(match: re.Match[str]) -> str:
        place = known.get(unescape(match[1]))
        size = project.addresses.size(place) if place else None
        if place is None or size is None:
            return match[0]
        versions = [(narrower_place(place, width), width) for width in project.addresses.narrower(place)]
        told = ", ".join(f"{relative(page, one)} {width}w" for one, width in (*versions, (place, size[0])))
        given = _WIDTH.search(match[0])
        shown = min(COLUMN, size[0], int(given[1]) if given else COLUMN)
        sizes = f"(min-width: {shown}px) {shown}px, 100vw"
        return f'{_OTHERS.sub("", match[0])[:-1].rstrip(" /")} srcset="{escape(told)}" sizes="{sizes}">'

    return _IMAGE.sub(said, html) if known else html
