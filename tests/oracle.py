"""Whether a page can do anything but be read: an allow-list of elements, attributes and schemes.

It parses as browsers do, and knows nothing of how the pages are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import html5lib

_SPACE = re.compile("[\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SCHEMES = frozenset("http https mailto tel xmpp irc ircs ftp sftp geo sms magnet matrix".split())

_HEAD = frozenset("head title meta link style".split())
_TAGS = _HEAD | frozenset(
    """a abbr article aside b bdi bdo blockquote body br caption center cite code col colgroup data dd del details dfn
    div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html i img input ins kbd li main mark nav ol p pre
    q rp rt rtc ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u
    ul var wbr acronym""".split()
)
_ANYWHERE = frozenset("align class dir id lang role style title".split())
_ATTRIBUTES = {
    "a": "href hreflang name rel",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "data": "value",
    "del": "cite datetime",
    "details": "open",
    "div": "tabindex",
    "html": "xmlns",
    "img": "alt height loading src width",
    "input": "checked disabled type",
    "ins": "cite datetime",
    "li": "value",
    "link": "href hreflang rel title type",
    "meta": "charset content name property",
    "ol": "reversed start type",
    "pre": "tabindex",
    "q": "cite",
    "table": "bgcolor border cellpadding cellspacing width",
    "td": "bgcolor colspan rowspan",
    "th": "colspan rowspan scope",
    "time": "datetime",
}
_LINKS = frozenset("canonical stylesheet alternate icon author prev next".split())
_STYLE = re.compile(r"url\s*\(|expression|javascript|behaviou?r|@import|position|binding|\\", re.I)


def faults(html: str) -> list[str]:
    """What in a page or a piece of one is active, or unknown; empty if it can only be read."""
    document = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    found = []
    for element, in_head in _elements(document, False):
        tag = element.tag
        if not isinstance(tag, str):
            found.append(f"comment {element.text!r}")
        elif tag == "script" and in_head and element.get("type") == "application/ld+json":
            json.loads(element.text or "")  # data: nothing runs it
        elif tag not in _TAGS or (tag in _HEAD - {"head"} and not in_head):
            found.append(f"element {tag}")
        else:
            found += [
                f"{tag} {name}={value[:80]!r}"
                for name, value in element.attrib.items()
                if not _is_harmless(tag, name, value)
            ]
            if tag == "input" and (element.get("type") != "checkbox" or "disabled" not in element.attrib):
                found.append("input that takes something")
    return found


def _elements(element: Any, in_head: bool) -> Iterator[tuple[Any, bool]]:
    stack = [(element, in_head)]
    while stack:
        current, inside = stack.pop()
        yield current, inside
        stack += [(child, inside or current.tag == "head") for child in current]


def _is_harmless(tag: str, name: str, value: str) -> bool:
    if name not in _ANYWHERE and name not in _ATTRIBUTES.get(tag, "").split() and not name.startswith("aria-"):
        return False
    if name == "style":
        return not _STYLE.search(value)
    if name == "tabindex":
        return value == "0"
    if name == "rel":
        return value in _LINKS
    if name in {"href", "src", "cite"}:
        return _is_harmless_address(value, is_image=name == "src")
    return True


def _is_harmless_address(value: str, *, is_image: bool) -> bool:
    bare = _SPACE.sub("", value)
    if re.match(r"[/\\]{2}", bare):
        return False
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return True
    allowed = {"http", "https"} if is_image else _SCHEMES
    return scheme[1].lower() in allowed
