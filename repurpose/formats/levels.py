"""The levels of headings, none skipped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

_HEADING = re.compile(r"<(/?)h([1-6])(?=[\s>])")
_TOP = re.compile(r"<h1[\s>]")
_ID = re.compile(r"\sid=\"([^\"]*)\"")


def levelled(html: str) -> tuple[str, Mapping[str, int]]:
    """HTML whose headings skip no level, below a title of level 1; and the level of each that has an id.

    Where an author gave his sections the title's level, all move down by one.
    """
    before, opened = 1, 1
    lower = 1 if _TOP.search(html) else 0
    levels: dict[str, int] = {}

    def level(match: re.Match[str]) -> str:
        nonlocal before, opened
        if not match[1]:
            before = opened = min(int(match[2]) + lower, before + 1, 6)
            if found := _ID.match(html, match.end()):
                levels[unescape(found[1])] = opened
        return f"<{match[1]}h{opened}"

    return _HEADING.sub(level, html), levels
