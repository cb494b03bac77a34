"""Links, their labels, definitions and addresses: the plain ones at once, all others by the stock functions."""

from __future__ import annotations

import re
from typing import Any

from markdown_it.common import normalize_url
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkLabel
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference as stock_reference
from markdown_it.rules_inline.link import link as stock_link

from repurpose.document.rules.inline import State

_PLAIN_LABEL = re.compile(r"[^\[\]\\`<{]*\]")
_PLAIN_DESTINATION = re.compile(r"[^\x00-\x20\x7f()\\&<][^\x00-\x20\x7f()\\&]*")
_PLAIN_LINK = re.compile(
    r"\[([^\[\]\\`<{]*)\]"  # its words, and then its address, its label, or neither
    rf"(?:\(({_PLAIN_DESTINATION.pattern})\)|\[([^\[\]\\`<{{]*)\]|(?![(\[]))"
)
_PLAIN_DEFINITION = re.compile(rf"\[([^\[\]\\]+)\]:[ \t]*({_PLAIN_DESTINATION.pattern})[ \t]*")
_BEGINS_TITLE = frozenset("\"'(")
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


def label(state: State, start: int, disableNested: bool = False) -> int:  # noqa: N803 (its stock name)
    """`parseLinkLabel`: where the label that opens at `start` ends, -1 if it doesn't.

    With no bracket, code, tag, escape or attribute within, the first `]` is the end.
    """
    found = None if _is_too_deep(state) else _PLAIN_LABEL.match(state.src, start + 1, state.posMax)
    return found.end() - 1 if found else parseLinkLabel(state, start, disableNested)


def _is_too_deep(state: State) -> bool:
    """Whether the stock functions may see less than there is."""
    return state.went_too_deep or (state.level > 0 and state.level >= state.md.options.maxNesting)


def link(state: State, silent: bool) -> bool:
    """`link`, where `[words](address)`, `[words][label]` or `[words]` is all there is to it."""
    found = None if _is_too_deep(state) else _PLAIN_LINK.match(state.src, state.pos, state.posMax)
    attrs = _led_to(state, found) if found else None
    if found is None or attrs is None:
        return stock_link(state, silent)
    if not silent:
        end = state.posMax
        state.pos, state.posMax = found.span(1)
        state.push("link_open", "a", 1).attrs = attrs
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = end
    state.pos = found.end()
    return True


def _led_to(state: State, found: re.Match[str]) -> dict[str, str | int | float] | None:
    """What a link's token says of where it leads; None if that isn't plain."""
    words, address, label = found.groups()
    if address is not None:
        href = state.md.normalizeLink(address)
        return {"href": href} if state.md.validateLink(href) else None
    known = state.env.get("references")
    meant = known.get(normalizeReference(label or words)) if known else None
    if meant is None:
        return None
    return {"href": meant["href"], "title": meant["title"]} if meant["title"] else {"href": meant["href"]}


def reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`reference`, where `[label]: address` is a line and no title may follow on the next."""
    at, after = state.bMarks[start] + state.tShift[start], start + 1
    found = _PLAIN_DEFINITION.fullmatch(state.src, at, state.eMarks[start])
    below = state.bMarks[after] + state.tShift[after]
    if found is None or silent or state.is_code_block(start) or state.src[below : below + 1] in _BEGINS_TITLE:
        return stock_reference(state, start, end, silent)
    named, href = normalizeReference(found[1]), state.md.normalizeLink(found[2])
    if not named or named in state.env.get("references", ()) or not state.md.validateLink(href):
        return stock_reference(state, start, end, silent)
    state.env.setdefault("references", {})[named] = {"title": "", "href": href, "map": [start, after]}
    state.line = after
    return True


def destination(string: str, pos: int, maximum: int) -> Any:
    """`parseLinkDestination`: an address without brackets, escapes and entities is what stands there."""
    found = _PLAIN_DESTINATION.match(string, pos, maximum)
    if found is None or string[found.end() : min(found.end() + 1, maximum)] in {"(", "\\", "&"}:
        return parseLinkDestination(string, pos, maximum)
    return _Destination(found.end(), found[0])


def normalized(url: str) -> str:
    """`normalizeLink`: most addresses are normal as they stand."""
    return url if _NORMAL.fullmatch(url) else normalize_url.normalizeLink(url)
