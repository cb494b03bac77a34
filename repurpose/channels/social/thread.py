"""A thread: a hook, one thought a post in the order of the text, the link where the network wants it."""

from __future__ import annotations

from dataclasses import replace

from repurpose.channels.channel import Brief
from repurpose.channels.social.count import over
from repurpose.channels.social.material import Material, plain
from repurpose.channels.social.post import Post, as_hook, linker_of, shown_tags, warning
from repurpose.channels.social.voice import fill, pattern
from repurpose.document.extract import SHORTEST
from repurpose.document.listing import Listing
from repurpose.document.manner import ASKS
from repurpose.document.outline import Point
from repurpose.language.density import density
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import ends_sentence
from repurpose.language.stems import stems
from repurpose.language.tags import is_spaced
from repurpose.rules.networks import Network

FEWEST = 4
"""Posts of a thread: fewer are said in one post."""

SENTENCES = 4
"""Sentences that make a thread where the text has no list of points: fewer don't hold together."""

STRONG = 0.8
"""What such a sentence must have above one with a post of its own: in a thread the weakest counts."""

COUNTED = 6
"""A thread of so many posts tells readers how far they are."""

TOLD = 2 / 3
"""How many points of a thread must have a sentence."""


def thread(brief: Brief, network: Network, given: Material) -> Post | None:
    """A hook, one thought a post in the order of the text, the link where the network wants it."""
    if network.thread_link is None:
        return None
    asset = brief.asset
    if asset.is_unnamed or (given.is_bare and not given.says):
        return None
    title = stems(asset.title, asset.language)
    listing = next((one for one in given.lists if _is_thread(one, asset.language, title)), None)
    if given.points:
        if sum(bool(one.says) for one in given.points) < TOLD * len(given.points):
            return None  # headings alone are a list, and are posted as one
        told = [replace(one, says="") if one.says in given.says else one for one in given.points]
        thoughts, why = [_point(network, *one) for one in enumerate(told, 1)], "its points, one a post"
    elif listing:
        thoughts, why = list(listing.items), "its list, an entry a post"
    else:
        strong = rhetoric(asset.language).enough + STRONG
        # Where one of the best is weak, no further ones are strong.
        found = plain(given.more) if all(one.score >= strong for one in given.best[:SENTENCES]) else []
        best = [one for one in found if one.text not in given.says and one.score >= strong]
        best = sorted(best, key=lambda one: -one.score)[:SENTENCES]
        thoughts = [one.text for one in found if one in best] if len(best) == SENTENCES else []
        why = "its best sentences, one a post"
    size = len(thoughts) + 1
    if size < FEWEST:
        return None
    counted = size >= COUNTED and not given.points
    marks = [f"{number}/{size}" if counted else "" for number in range(1, size + 1)]
    opening = listing.intro if listing and not given.points else given.says
    linker = linker_of(brief, network, "thread")
    link = linker.link(brief.url, own=True)
    tags = " ".join(shown_tags(brief, network))
    hook = as_hook(asset.title, opening, asset.language)
    first = {"hook": hook if opening else _counted(hook, marks[0]), "text": _counted(opening, marks[0])}
    last = {"text": _counted(thoughts[-1], marks[-1])}
    (first if network.thread_link == "first" else last)["link"] = link
    last["tags"] = tags
    shape = pattern(brief.project.patterns, network.name, "thread", "thread")
    middle = [_counted(text, mark) for text, mark in zip(thoughts[:-1], marks[1:-1], strict=True)]
    for ending in (last, {**last, "tags": ""}):
        texts = [fill(shape, first), *middle, fill(shape, ending)]
        if not any(over(warning(brief, network) + text, network) for text in texts):
            return Post("thread", texts[0], linker.links, why=(why,), angle="thread", rest=tuple(texts[1:]))
    return None


def _point(network: Network, number: int, point: Point) -> str:
    """A numbered point and what its section says of it, where there is room for both."""
    whole = f"{number}. {point.text}\n\n{point.says}".strip()
    return f"{number}. {point.text}" if over(whole, network) else whole


def _is_thread(listing: Listing, language: str, title: frozenset[str]) -> bool:
    """Whether what announces a list opens a thread under the title, and each entry of it is a thought."""
    said = stems(listing.intro, language) & title
    opens = len(listing.intro) >= SHORTEST * density(language) and len(said) >= min(2, len(title))
    return opens and all(_is_thought(item, language) for item in listing.items)


def _is_thought(text: str, language: str) -> bool:
    """Whether an entry of a list says enough for a post of its own, and stands alone."""
    lists, reading = rhetoric(language), read(text, language)
    leans = lists.pronouns.among(reading.words[:1]) or lists.leans.at_start(reading)
    leans = leans or (not is_spaced(language) and lists.opens.at_start(reading))
    asks = text.endswith(ASKS)
    return len(text) >= SHORTEST * density(language) and ends_sentence(text) and not leans and not asks


def _counted(text: str, mark: str) -> str:
    return f"{text} ({mark})" if text and mark else text
