"""Social posts: what each network takes, within its limits, one file of posts a network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, again, tracking
from repurpose.channels.social.count import length, over, shown
from repurpose.channels.social.facets import facets
from repurpose.channels.social.forms import forms
from repurpose.channels.social.material import material
from repurpose.channels.social.post import Post, warning
from repurpose.channels.social.shape import post_of, posts_of
from repurpose.clock import rfc3339
from repurpose.config import FILE_NAME
from repurpose.errors import AssetError, CalendarError, ConfigError, Location, RepurposeError
from repurpose.ids import block_slot, piece_id
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Link
from repurpose.rules.networks import Network, network_meant, networks, with_overrides

_URL = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?'’)\]]")
SNIPPETS = 2
"""How many posts of one sentence each network gets beside the announcement."""


class Social:
    """Posts for the networks of rules/networks.toml."""

    name = "social"
    does = "posts for each network, counted as it counts, to paste or to hand to a scheduler"
    files = ("social/<slug>/<network>.json", "social/<slug>/<network>.txt")
    showing = Showing.HANDED_OVER
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {}

    def compose(self, brief: Brief) -> Composed:
        """The posts of every network that the project uses."""
        asset = brief.asset
        used = _used(brief.project, asset)
        own = _own_posts(asset, used)
        given = material(brief, SNIPPETS)
        errors: list[RepurposeError] = []
        drafts: list[Draft] = []
        for network in used.values():
            if network.name in own:
                posts, faults = _written(brief, network, own[network.name])
                errors += faults
                reason = None if posts else "the author's own post can't be used"
            else:
                posts, reason = posts_of(brief, network, given)
            posts, misfits = _with_planned(brief, network, posts)
            errors += misfits
            drafts += _drafts(brief, network, posts, reason, given.says)
        return Composed(tuple(drafts), errors=tuple(errors))

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Nothing: posts are made from one asset."""
        return Composed()


def _used(project: Project, asset: Asset) -> dict[str, Network]:
    """The networks of the project, and those that the author has words for; by the project's own numbers."""
    social = project.config.social
    usual = tuple(name for name, network in networks().items() if not network.asked_for or name in social.options)
    names = social.networks if social.networks is not None else usual
    for setting, told in (("[social] networks", names), *((f"[social.{name}]", (name,)) for name in social.options)):
        for name in told:
            if name not in networks():
                raise ConfigError(f"{setting}: there is no network {name!r}", Location(FILE_NAME), _meant(name))
    if social.networks is None:
        own = asset.overrides.get("social", {})
        names = (*names, *(name for name in networks() if name in own and name not in names))
    return {name: with_overrides(networks()[name], social.options.get(name, {}), Location(FILE_NAME)) for name in names}


def _meant(name: str) -> str:
    near = network_meant(name)
    return f"did you mean {near}?" if near else f"known: {', '.join(networks())}"


def _own_posts(asset: Asset, used: Mapping[str, Network]) -> dict[str, list[str]]:
    """The author's own posts by network."""
    own: dict[str, list[str]] = {}
    for name, value in asset.overrides.get("social", {}).items():
        where = asset.at(f"social.{name}")
        if name not in networks():
            raise AssetError(f"social: there is no network {name!r}", where, _meant(name))
        texts = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise AssetError(f"social: {name} must be a text or a list of texts", where)
        if name in used:
            own[name] = [text.strip() for text in texts]
    return own


def _written(brief: Brief, network: Network, texts: Sequence[str]) -> tuple[list[Post], list[AssetError]]:
    """The author's posts, word for word, and what is wrong with those that the network would not take.

    Links to the site are tracked; one is added where there is none and the network shows links.
    """
    where = brief.asset.at(f"social.{network.name}")
    if network.needs_image and brief.asset.image is None:
        return [], [AssetError(f"social: {network.title} takes no post without a picture", where, "add an `image`")]
    posts: list[Post] = []
    errors: list[AssetError] = []
    for text in dict.fromkeys(texts):
        slot = block_slot(text)
        linker = Linker(brief, tracking=tracking(brief, "social", slot, network=network.name, medium="social"))
        whole = _tracked(text, linker)
        if "://" not in text and network.form == "post" and network.takes_links:
            whole = f"{text}\n\n{linker.link(brief.url, own=True)}"
        counted = warning(brief, network) + whole
        if excess := over(counted, network):
            size = f"{length(counted, network)} of {network.limit.value} {network.limit.unit}"
            message = f"social: the post for {network.name} has {size}, {excess} over"
            errors.append(AssetError(message, where, "shorten it; links and what tracks them count as well"))
        else:
            alt = (brief.asset.image_alt,) if brief.asset.image_alt and network.needs_image else ()
            posts.append(Post(slot, whole, linker.links, alt, ("the author's own words",)))
    return posts, errors


def _with_planned(brief: Brief, network: Network, posts: Sequence[Post]) -> tuple[list[Post], list[CalendarError]]:
    """The posts, and those that the calendar asks for: an earlier one again, another sentence, an editor's words."""
    kept = {} if brief.only_planned else {(post.slot, post.use): post for post in posts}
    errors: list[CalendarError] = []
    for planned in brief.planned(f"social.{network.name}"):
        placement = planned.placement
        slot = placement.piece_id.rpartition("/")[2]
        post: Post | None
        if planned.text:
            written, faults = _written(brief, network, [planned.text])
            errors += [CalendarError(fault.message, planned.at, fault.hint) for fault in faults]
            post = replace(written[0], why=("an editor's words for this use",)) if written else None
        else:
            post = next((one for one in posts if one.slot == slot), None) or post_of(brief, network, slot)
        if post is not None:
            first = piece_id(brief.asset.id, f"social.{network.name}", post.slot)
            kept[(slot, placement.use)] = replace(
                post,
                slot=slot,
                text=again(post.text, first, planned),
                rest=tuple(again(text, first, planned) for text in post.rest),
                url=again(post.url, first, planned) if post.url else None,
                links=tuple(replace(link, url=again(link.url, first, planned)) for link in post.links),
                use=placement.use,
                planned=True,
                due=brief.due(planned),
            )
    return list(kept.values()), errors


def _when(post: Post) -> dict[str, Any]:
    """What a post says of the use it is for, if the calendar asks for it."""
    if not post.planned:
        return {}
    return {"use": post.use, "not_before": rfc3339(post.due) if post.due else None}


def _tracked(text: str, linker: Linker) -> str:
    return _URL.sub(lambda url: linker(url[0]) or url[0], text)


def _drafts(brief: Brief, network: Network, posts: Sequence[Post], reason: str | None, says: str) -> Iterator[Draft]:
    """Two files a network. Each post is a piece of its own; all of a network's stand in the same two files."""
    name = f"social.{network.name}"
    folder = f"social/{brief.folder}/{network.name}"
    listed: list[dict[str, Any]] = [
        {
            "id": piece_id(brief.asset.id, name, post.slot),
            "text": shown(post.text, network),
            "length": length(warning(brief, network) + post.text, network),
            "limit": network.limit.value,
            "unit": network.limit.unit,
            "alt": list(post.alt),
            "facets": facets(post.text, network) if network.name == "bluesky" else [],
            "why": list(post.why),
            **forms(brief, network, post, says),
            **_when(post),
        }
        for post in posts
    ]
    document = {"network": network.name, "posts": listed, "reason": reason}
    slots: Sequence[tuple[str, tuple[Link, ...], int, datetime | None]] = [
        (post.slot, post.links, post.use, post.due) for post in posts
    ] or [("none", (), 1, None)]
    for slot, links, use, due in slots if listed or not brief.only_planned else ():
        yield Draft(
            slot,
            "json",
            f"{folder}.json",
            "application/json",
            document,
            encoder="json",
            network=network.name,
            links=links,
            use=use,
            not_before=due,
        )
        yield Draft(
            slot,
            "text",
            f"{folder}.txt",
            "text/plain",
            document,
            template="social/posts.txt",
            network=network.name,
            links=links,
            use=use,
            not_before=due,
        )
