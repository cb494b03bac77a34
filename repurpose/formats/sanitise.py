"""Raw HTML through an allow-list, and how deep it is nested."""

from __future__ import annotations

import re
from contextvars import ContextVar
from functools import cache
from typing import Any

import nh3

from repurpose.document.parser import SCHEMES
from repurpose.formats.style import Resolve

TAGS = frozenset(nh3.ALLOWED_TAGS - {"form", "style", "math", "svg", "center", "map", "area", "hgroup"}) | {
    "section",
    "input",
    "mark",
    "kbd",
    "center",
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "lang", "dir", "title", "role", "align"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan", "scope"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "div": {"tabindex"},
    "input": {"checked", "aria-label"},
    "details": {"open"},
    "time": {"datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "abbr": {"title"},
    "data": {"value"},
    "col": {"span"},
    "colgroup": {"span"},
}
_ALIGN = re.compile(r"text-align:(?:left|right|center)")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
"""What is for editors."""
_CLEAN_TAG = re.compile(r"<(/?)([a-z][\w-]*)(?:\"[^\"]*\"|[^\">])*>")
_PLAIN_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:\s+[a-z-]+(?:=\"[^\"<>]*\"|='[^'<>]*'|=[\w./:#%-]+)?)*\s*/?>")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

MAX_RAW_DEPTH = 200
"""No text needs more, and what inlines a mail's styles crashes on what is nested without end."""
MAX_RAW_TAGS = 10_000
"""Above it nobody looks how deep they are nested: a sanitiser needs time quadratic in the depth."""


_RESOLVE: ContextVar[Resolve] = ContextVar("resolve")
"""What resolves the addresses of the HTML at hand: a cleaner is made once, and knows no document."""


def sanitised(html: str, resolve: Resolve) -> str:
    """HTML with what is allowed alone, its addresses resolved."""
    token = _RESOLVE.set(resolve)
    try:
        clean: str = _cleaner().clean(html)
    finally:
        _RESOLVE.reset(token)
    # Not by nh3: it would set two attributes in an order that differs from run to run.
    return clean.replace("<input ", '<input disabled="" ')


@cache
def _cleaner() -> Any:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style", "svg", "math", "template", "noscript", "object"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        set_tag_attribute_values={"input": {"type": "checkbox"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """An attribute's value as it may stand; None where it may not."""
    if (tag, name) in {("a", "href"), ("img", "src")}:
        return _RESOLVE.get()(value, tag == "img")
    if name == "cite":
        return _RESOLVE.get()(value, False)
    if name == "style":
        return value if _ALIGN.fullmatch(value) else None
    if name == "tabindex":
        return value if value == "0" else None
    return value


def is_too_deep(html: str) -> bool:
    """Whether elements are nested deeper than anything can take."""
    return not _is_well_nested(html) and _depth(nh3.clean(html, tags=set(TAGS))) > MAX_RAW_DEPTH


def _is_well_nested(html: str) -> bool:
    """Whether each tag is plainly written and closed in its turn, and few stand in each other: then nothing is deep.

    Of all else only the sanitiser knows which tags match which; it adds at most two elements around one, of tables.
    """
    opened: list[str] = []
    tags = _PLAIN_TAG.findall(html)
    for closing, name in tags:
        if name in _VOID:
            continue
        if not closing:
            opened.append(name)
            if len(opened) > MAX_RAW_DEPTH // 4:
                return False
        elif not opened or opened.pop() != name:
            return False
    return not opened and len(tags) == html.count("<")


def _depth(html: str) -> int:
    """How deep elements stand in each other, in what the sanitiser has written."""
    depth = deepest = 0
    for closing, name in _CLEAN_TAG.findall(html):
        if name not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest
