"""What a network's program takes besides the text that people paste."""

from __future__ import annotations

import re
from typing import Any

from repurpose.channels.channel import Brief
from repurpose.channels.social.count import length, shown
from repurpose.channels.social.facets import facets
from repurpose.channels.social.post import Post, warning
from repurpose.document.summary import shorten
from repurpose.rules.networks import Network

_RESERVED = re.compile(r"[\\|{}@\[\]()<>#*_~]")
_TAG = re.compile(r"(?:(?<=\s)|^)#(\w+)")


def forms(brief: Brief, network: Network, post: Post, says: str) -> dict[str, Any]:
    """The fields of a post that only its network has; `says` is what the asset says."""
    found: dict[str, Any] = {"angle": post.angle}
    if post.title is not None and network.title_limit:
        found["title"] = {
            "text": post.title,
            "length": length(post.title, network, network.title_limit),
            "limit": network.title_limit.value,
            "unit": network.title_limit.unit,
        }
    if post.url:
        found["url"] = post.url
    if network.needs_image:
        found["image"] = brief.image()
    if post.rest:
        found["thread"] = [_part(text, network) for text in post.rest]
    if network.name == "linkedin":
        found["commentary"] = little_text(post.text)
    if network.link_text:
        found["paste"] = post.text
    if network.name == "bluesky":
        found["card"] = _card(brief, network, post, says)
    if spoiler := warning(brief, network):
        found["spoiler_text"] = spoiler
    return found


def _part(text: str, network: Network) -> dict[str, Any]:
    """One further post of a thread."""
    return {
        **({"paste": text} if network.link_text else {}),
        "text": shown(text, network),
        "length": length(text, network),
        "limit": network.limit.value,
        "unit": network.limit.unit,
        "alt": [],
        "facets": facets(text, network) if network.name == "bluesky" else [],
    }


def _card(brief: Brief, network: Network, post: Post, says: str) -> dict[str, str] | None:
    """The card that Bluesky shows of a link (app.bsky.embed.external); None where the post has no link."""
    if not post.links:
        return None
    language = brief.asset.language
    title = network.card_title.value if network.card_title else 300
    description = network.card_description.value if network.card_description else 1000
    return {
        "uri": post.links[0].url,
        "title": shorten(brief.asset.title, title, language),
        "description": shorten(says, description, language),
    }


def little_text(text: str) -> str:
    """A text for LinkedIn's Posts API, which drops all after the first reserved character that isn't escaped.

    Source: learn.microsoft.com, Posts API, little text format; hashtags are written as its template wants them.
    """
    out, start = [], 0
    for tag in _TAG.finditer(text):
        out += [_escaped(text[start : tag.start()]), f"{{hashtag|\\#|{_escaped(tag[1])}}}"]
        start = tag.end()
    return "".join([*out, _escaped(text[start:])])


def _escaped(text: str) -> str:
    return _RESERVED.sub(lambda char: f"\\{char[0]}", text)
