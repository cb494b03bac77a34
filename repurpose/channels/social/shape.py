"""Sentences -> posts that fit a network: an announcement, one for each sentence or list worth repeating, a thread.

Nothing is cut: what doesn't fit gives up its hashtags, then what only helps, then the post.
"""

from __future__ import annotations

import re
from dataclasses import replace

from repurpose.channels.channel import Brief
from repurpose.channels.social.announcement import announcement, is_only_label
from repurpose.channels.social.count import over
from repurpose.channels.social.material import Material
from repurpose.channels.social.post import Post, bulleted, fitted, linker_of, numbered, shown_title
from repurpose.channels.social.thread import thread
from repurpose.document.extract import SHORTEST, Snippet, snippets
from repurpose.language.density import density
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.stems import overlap, stems
from repurpose.rules.networks import Network

TOLD = 2 / 3
"""How much of the title a sentence must say to do without it."""


def posts_of(brief: Brief, network: Network, given: Material) -> tuple[list[Post], str | None]:
    """The posts for one network; with none, the reason."""
    if network.needs_image and brief.asset.image is None:
        return [], f"{network.title} takes no post without a picture, and the asset has no image"
    if not brief.document.blocks and not brief.asset.description:
        return [], "the asset has no text to post"
    if brief.asset.is_unnamed and (network.form == "title" or not given.says):
        return [], "the asset has no title, and no sentence that speaks for it"
    if network.form == "title":
        return _submission(brief, network)
    opening = announcement(brief, network, given)
    posts = [opening] if opening else []
    if network.form == "post" and not network.needs_image:
        said = [stems(opening.text, brief.asset.language)] if opening and given.best else []
        for snippet in given.best:
            post = post_of_snippet(brief, network, snippet)
            # No network hears a sentence twice.
            if post and all(overlap(stems(snippet.text, brief.asset.language), one) < 0.8 for one in said):
                posts.append(post)
        posts += [post for post in (_list(brief, network, given), thread(brief, network, given)) if post]
    if posts:
        return posts, None
    if is_only_label(brief, given):
        return [], "its title is a mere label, and no sentence speaks for the whole: a `description` would"
    if network.links is not None and not network.links.value:
        return [], f"{network.title} shows no link to follow, and nothing short tells the whole without"
    return [], f"nothing in it fits {network.limit.value} {network.limit.unit} with its link"


def post_of(brief: Brief, network: Network, slot: str) -> Post | None:
    """The post of the sentence worth repeating that has this slot, be it among the best or not."""
    for snippet in snippets(brief.document, len(brief.document.blocks) + len(brief.asset.quotes)):
        if snippet.slot == slot:
            return post_of_snippet(brief, network, snippet)
    return None


def post_of_snippet(brief: Brief, network: Network, snippet: Snippet) -> Post | None:
    """The post of one sentence; the title stands with it where the sentence doesn't name the subject."""
    asset = brief.asset
    title = stems(asset.title, asset.language)
    # Two words of a long title don't tell a stranger what it is about; most of them do.
    named = len(stems(snippet.text, asset.language) & title) >= max(2, TOLD * len(title))
    values = {"text": snippet.text, "context": "" if named or asset.is_unnamed else asset.title}
    post = fitted(brief, network, snippet.slot, snippet.angle, [values], kind="snippet")
    return replace(post, why=snippet.why) if post else None


def _list(brief: Brief, network: Network, given: Material) -> Post | None:
    """The asset's own points with its title, else the first list that fits as a whole with what announces it."""
    if given.points:
        values = {"intro": shown_title(brief), "points": numbered(given.points)}
        post = fitted(brief, network, "outline", "list", [values])
        if post:
            return replace(post, why=("its headings, which are its points",))
    lists = rhetoric(brief.asset.language)
    title = stems(brief.asset.title, brief.asset.language)
    for listing in given.lists:
        said = stems(listing.intro, brief.asset.language)
        # "Common incentives include:" says nothing even under the title; "Use your status liberally:" does.
        if (
            len(listing.intro) < SHORTEST * density(brief.asset.language)
            and said.isdisjoint(title)
            and not lists.doing.at_start(read(listing.intro, brief.asset.language))
        ):
            continue
        named = len(said & title) >= max(2, TOLD * len(title))
        values = {
            "hook": "" if named else shown_title(brief),
            "intro": listing.intro,
            "points": bulleted(listing.items),
        }
        post = fitted(brief, network, listing.slot, "list", [values])
        if post:
            return replace(post, why=("a list that makes sense alone",))
    return None


def _submission(brief: Brief, network: Network) -> tuple[list[Post], str | None]:
    """The asset's own title, or its part before a colon, for networks that take a title and a link."""
    whole = brief.asset.title
    for title in (whole, re.split(r":\s|：|\s[—–]\s", whole, maxsplit=1)[0]):
        if not over(title, network):
            linker = linker_of(brief, network, "announcement")
            url = linker.link(brief.url, own=True)
            return [Post("announcement", title, linker.links, (), ("its title",), "announcement", url=url)], None
    return [], f"its title is longer than {network.limit.value} {network.limit.unit}"
