"""Sanitised HTML as a tree of elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^\s=>/]+(?:=\"[^\"]*\")?)*)\s*/?>|([^<]+|<)")
_ATTRIBUTE = re.compile(r"([^\s=]+)(?:=\"([^\"]*)\")?")

VOID = frozenset("br hr img input wbr col".split())
"""The elements that hold nothing."""
_RENAMED = {
    **dict.fromkeys(("center", "header", "footer", "nav", "aside", "article"), "div"),
    "tt": "code",
    "strike": "s",
    "acronym": "abbr",
    "rtc": "span",
}
"""Out of use; or landmarks, which a page has once, and names."""

DEEPEST = 80
"""Elements deeper than that are left out, and what is in them stays."""


@dataclass(slots=True)
class Node:
    """An element, with what stands in it: elements and text, as it is escaped."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def elements(self) -> Iterator[Node]:
        """The elements that stand right in it."""
        return (child for child in self.children if isinstance(child, Node))


def tree(html: str) -> Node:
    """What a sanitiser gave, which has closed and escaped everything, below a root without a name."""
    root = Node("")
    stack = [("", root)]
    for match in _TOKEN.finditer(html):
        closing, tag, attributes, text = match.groups()
        if text is not None:
            stack[-1][1].children.append(text)
        elif closing:
            if any(tag == name for name, _ in stack):
                while stack.pop()[0] != tag:
                    pass
        else:
            attrs = {name: unescape(value or "") for name, value in _ATTRIBUTE.findall(attributes)}
            node = Node(_RENAMED.get(tag, tag), attrs)
            is_too_deep = len(stack) > DEEPEST
            if not is_too_deep:
                stack[-1][1].children.append(node)
            if tag not in VOID:
                stack.append((tag, stack[-1][1] if is_too_deep else node))
    return root


def walk(root: Node) -> Iterator[Node]:
    """An element and all below it, in no order."""
    ahead = [root]
    while ahead:
        node = ahead.pop()
        yield node
        ahead += node.elements()
