"""Labels, destinations and addresses of links: the plain ones at once, all others by the stock functions."""

from __future__ import annotations

import re
from typing import Any

from markdown_it.common import normalize_url
from markdown_it.helpers import parseLinkDestination, parseLinkLabel
from markdown_it.rules_inline import StateInline

_PLAIN_LABEL = re.compile(r"[^\[\]\\`<{]*\]")
_PLAIN_DESTINATION = re.compile(r"[^\x00-\x20\x7f()\\&<][^\x00-\x20\x7f()\\&]*")
_NORMAL = re.compile(
    r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/(?:[\w.~/+,;=@!$-]|%[0-9A-Fa-f]{2})*)?(?:\?[\w.~/+,;=&-]*)?(?:\#[\w.~/-]*)?"
    r"|(?:\.\.?/)*[a-zA-Z][\w-]*(?:[./][\w-]+)*/?(?:\#[\w-]+)?"
    r"|\#[\w-]+",
    re.A,
)


class _Destination:
    """What `parseLinkDestination` gives."""

    __slots__ = ("ok", "pos", "str")

    def __init__(self, pos: int, text: str) -> None:
        self.ok, self.pos, self.str = True, pos, text


def label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803 (its stock name)
    """`parseLinkLabel`: where the label that opens at `start` ends, -1 if it doesn't.

    With no bracket, code, tag, escape or attribute within, the first `]` is the end.
    """
    too_deep = state.level >= state.md.options["maxNesting"] or getattr(state, "went_too_deep", True)
    if not too_deep:  # else the stock function sees less than there is
        found = _PLAIN_LABEL.match(state.src, start + 1, state.posMax)
        if found:
            return found.end() - 1
    return parseLinkLabel(state, start, disableNested)


def destination(string: str, pos: int, maximum: int) -> Any:
    """`parseLinkDestination`: an address without brackets, escapes and entities is what stands there."""
    found = _PLAIN_DESTINATION.match(string, pos, maximum)
    if found is None or string[found.end() : min(found.end() + 1, maximum)] in {"(", "\\", "&"}:
        return parseLinkDestination(string, pos, maximum)
    return _Destination(found.end(), found[0])


def normalized(url: str) -> str:
    """`normalizeLink`: most addresses are normal as they stand."""
    return url if _NORMAL.fullmatch(url) else normalize_url.normalizeLink(url)
