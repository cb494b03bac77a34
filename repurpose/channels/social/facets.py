"""Bluesky's facets: which bytes of a post are a link or a hashtag. A link without a facet can't be opened there.

Sources: lexicon app.bsky.richtext.facet (offsets count bytes of the UTF-8 text, the end is not included), and the
detection of its own library, packages/api/src/rich-text. Mentions need an account's DID, which nobody offline knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from repurpose.channels.social.count import host, is_top_level, ours, shown
from repurpose.rules.networks import Network

_LINK = re.compile(r"https?://[^\s<>\"“”]+")
_BARE = re.compile(r"(?:(?<=[\s(])|^)([a-z][a-z0-9]*(?:\.[a-z0-9]+)+)(?![a-z0-9@.]*@)[^\s<>\"“”]*", re.I)
MAX_TAG = 64
_LINKS = "app.bsky.richtext.facet#link"


def facets(text: str, network: Network) -> list[dict[str, Any]]:
    """The facets of a post as its readers see it (`count.shown`), in order, none overlapping another."""
    found: list[tuple[int, int, dict[str, Any]]] = []
    shift = 0
    for link in ours(text) if network.link_text == "host" else ():
        start, seen = link.start() - shift, host(link[0])
        found.append((start, start + len(seen), {"$type": _LINKS, "uri": link[0]}))
        shift += len(link[0]) - len(seen)
    text = shown(text, network)
    own = list(found)
    found += [one for one in _links(text) if not any(one[0] < end and start < one[1] for start, end, _ in own)]
    for start, end, tag in _tags(text):
        if not any(start < other and begin < end for begin, other, _ in found):
            found.append((start, end, {"$type": "app.bsky.richtext.facet#tag", "tag": tag}))
    return [
        {"index": {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:end].encode())}, "features": [feature]}
        for start, end, feature in sorted(found, key=lambda one: one[0])
    ]


def _links(text: str) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Addresses with a scheme, and bare ones whose last part is a top-level domain."""
    end = 0
    candidates = [*_LINK.finditer(text), *_BARE.finditer(text)]
    for match in sorted(candidates, key=lambda one: one.start()):
        if match.start() < end:
            continue
        is_bare = match.re is _BARE
        if is_bare and not is_top_level(match[1].rpartition(".")[2]):
            continue
        shown = _without_punctuation(match[0])
        if shown.removeprefix("https://").removeprefix("http://"):
            end = match.start() + len(shown)
            uri = f"https://{shown}" if is_bare else shown
            yield match.start(), end, {"$type": _LINKS, "uri": uri}


def _without_punctuation(address: str) -> str:
    """An address without what ends the sentence around it; a bracket that it opened itself stays."""
    while address[-1:] in set(".,;:!?'’)]"):
        if address[-1] in ")]" and "(["[")]".index(address[-1])] in address:
            break
        address = address[:-1]
    return address


def _tags(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _tag().finditer(text):
        tag = _trailing().sub("", match[1])
        if tag and len(tag) <= MAX_TAG:
            yield match.start(), match.start() + 1 + len(tag), tag


@cache
def _tag() -> Any:
    import regex

    first = r"\p{L}\p{Emoji_Presentation}\p{Emoji_Modifier_Base}\p{Extended_Pictographic}"
    return regex.compile(rf"(?:(?<=\s)|^)#([{first}][{first}\p{{M}}\p{{Emoji_Modifier}}\u200d\d_-]*)")


@cache
def _trailing() -> Any:
    import regex

    return regex.compile(r"\p{P}+$")
