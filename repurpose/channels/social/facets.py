"""Bluesky's facets: which bytes of a post are a link or a hashtag. A link without a facet can't be opened there.

Source: lexicon app.bsky.richtext.facet; offsets count bytes of the UTF-8 text, the end is not included.
"""

from __future__ import annotations

import re
from typing import Any

_LINK = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?'’)\]]")
_TAG = re.compile(r"(?:(?<=\s)|^)#([^\s#]*[^\s#\W\d][^\s#]*)")
_TRAILING = re.compile(r"[^\w\ufe0f\U0001f000-\U0001faff]+$")
MAX_TAG = 64


def facets(text: str) -> list[dict[str, Any]]:
    """The facets of a post, in order, none overlapping another."""
    found = [
        (match.start(), match.end(), {"$type": "app.bsky.richtext.facet#link", "uri": match[0]})
        for match in _LINK.finditer(text)
    ]
    for match in _TAG.finditer(text):
        tag = _TRAILING.sub("", match[1])
        begin, stop = match.start(), match.start() + 1 + len(tag)
        if tag and len(tag) <= MAX_TAG and not any(begin < end and start < stop for start, end, _ in found):
            found.append((begin, stop, {"$type": "app.bsky.richtext.facet#tag", "tag": tag}))
    return [
        {"index": {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}, "features": [feature]}
        for start, end, feature in sorted(found, key=lambda one: one[0])
    ]
