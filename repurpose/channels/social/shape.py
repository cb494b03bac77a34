"""Sentences -> posts that fit a network: one that announces the asset, and one for each sentence worth repeating."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from repurpose.channels.channel import Brief, Linker, tracking
from repurpose.channels.social.count import over
from repurpose.document.extract import Snippet, snippets
from repurpose.document.summary import shorten, summary
from repurpose.language.graphemes import graphemes
from repurpose.language.sentences import ends_sentence, split_sentences
from repurpose.language.tags import is_spaced
from repurpose.model import Link
from repurpose.rules.networks import Network

ROOMY = 1_000
"""A network whose limit is above this takes several points in one post."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its slot, text, the links in it, texts for those who don't see its pictures, why it was made.

    `use` counts its uses; `planned`: the calendar asks for it, and `due` is when.
    """

    slot: str
    text: str
    links: tuple[Link, ...] = ()
    alt: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    use: int = 1
    planned: bool = False
    due: datetime | None = None


def posts_of(brief: Brief, network: Network, best: Sequence[Snippet]) -> tuple[list[Post], str | None]:
    """The posts for one network, of the sentences worth repeating; with none, the reason."""
    if network.needs_image and brief.asset.image is None:
        return [], f"{network.title} takes no post without a picture, and the asset has no image"
    if not brief.document.blocks and not brief.asset.description:
        return [], "the asset has no text to post"
    announcement = _announcement(brief, network, best)
    posts = [announcement] if announcement else []
    for snippet in best if not network.needs_image else ():
        post = _fitted(brief, network, snippet.slot, snippet.text)
        if post and not (announcement and snippet.text in announcement.text):  # no network hears a sentence twice
            posts.append(replace(post, why=snippet.why))
    return posts, None if posts else f"nothing in it fits {network.limit.value} {network.limit.unit} with its link"


def post_of(brief: Brief, network: Network, slot: str) -> Post | None:
    """The post of the sentence worth repeating that has this slot, be it among the best or not."""
    for snippet in snippets(brief.document, len(brief.document.blocks) + len(brief.asset.quotes)):
        if snippet.slot == slot:
            post = _fitted(brief, network, slot, snippet.text)
            return replace(post, why=snippet.why) if post else None
    return None


def _announcement(brief: Brief, network: Network, best: Sequence[Snippet]) -> Post | None:
    """The title as hook, what the asset says, its points where there is room, link and hashtags."""
    asset = brief.asset
    says = summary(brief.document, 300)
    opening = "" if says.startswith(asset.title) else _as_sentence(asset.title, says)
    points = [one.text for one in sorted(best, key=lambda one: one.location.sort_key) if one.text not in says]
    listed = "\n".join(f"• {point}" for point in points) if len(points) > 1 and network.limit.value > ROOMY else ""
    parts = [opening, says, listed]
    for shorter in (
        parts,
        [opening, says],
        [opening, _first_sentence(says, asset.language)],
        [opening or says],
        [shorten(asset.title, 120, asset.language)],
    ):
        post = _fitted(brief, network, "announcement", "\n\n".join(filter(None, shorter)))
        if post:
            alt = (asset.image_alt,) if asset.image_alt and network.needs_image else ()
            return replace(post, alt=alt, why=("announces the asset",))
    return None


def _fitted(brief: Brief, network: Network, slot: str, text: str) -> Post | None:
    """`text` with link and hashtags if that fits, else with fewer hashtags, else None: a sentence is never cut."""
    linker = Linker(brief, tracking=tracking(brief, "social", slot, network=network.name, medium="social"))
    takes_links = network.links is None or network.links.value > 0
    link = linker.link(brief.url, own=True) if takes_links else ""
    tags = hashtags(brief.asset.tags, network.hashtags.value if network.hashtags else 0)
    for count in range(len(tags), -1, -1):
        whole = "\n\n".join(filter(None, (text, link, " ".join(tags[:count]))))
        if not over(whole, network):
            return Post(slot, whole, linker.links)
    return None


def hashtags(tags: tuple[str, ...], limit: int) -> list[str]:
    """Tags in the networks' form: words run together, each with a capital, so that screen readers tell them apart."""
    found: list[str] = []
    for tag in tags:
        words = [word for word in re.split(r"[\W_]+", tag) if word]
        name = "".join(word if any(char.isupper() for char in word) else word[:1].upper() + word[1:] for word in words)
        if name and not name.isdigit() and len(graphemes(name)) <= 40 and f"#{name}" not in found:
            found.append(f"#{name}")
    return found[:limit]


def _as_sentence(title: str, says: str) -> str:
    """The title as the first line; left out where the next line already says the same words."""
    words = set(re.findall(r"\w{4,}", title.lower()))
    repeated = words and len(words & set(re.findall(r"\w{4,}", says.lower()))) / len(words) > 0.8
    return "" if repeated and ends_sentence(says) else title


def _first_sentence(text: str, language: str) -> str:
    sentences = split_sentences(text, language)
    return sentences[0] if sentences and (is_spaced(language) or ends_sentence(sentences[0])) else text
