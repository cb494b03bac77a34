"""An announcement: the title as hook, what the asset says, its points where there is room, link and hashtags."""

from __future__ import annotations

from dataclasses import replace

from repurpose.channels.channel import Brief
from repurpose.channels.social.material import Material
from repurpose.channels.social.post import Post, as_hook, bulleted, fitted, is_bare, numbered
from repurpose.document.extract import SHORTEST, tells_story
from repurpose.document.summary import shorten
from repurpose.language.density import density
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import ends_sentence, split_sentences
from repurpose.language.tags import is_spaced
from repurpose.model import Stage
from repurpose.rules.networks import Network

ROOMY = 1_000
"""A network whose limit is above this takes several points in one post."""


def announcement(brief: Brief, network: Network, given: Material) -> Post | None:
    """The title as hook, what the asset says, its points where there is room, link and hashtags.

    Where nobody can follow a link, the points are said at once.
    """
    asset, says = brief.asset, given.says
    hook = "" if says.startswith(asset.title) or asset.is_unnamed else as_hook(asset.title, says, asset.language)
    points = [one.text for one in given.plain if one in given.best and one.text not in says]
    told = bulleted(points) if network.limit.value > ROOMY and len(points) > 1 else ""
    if given.points and network.links is not None and not network.links.value:
        told = numbered(given.points)
    values = {"hook": hook, "text": says, "points": told, "cta": _call(brief)}
    first = _first_sentence(says, asset.language)
    label = {"hook": shorten(asset.title, 120, asset.language)}
    for shorter in (
        values,
        {**values, "points": ""},
        {**values, "points": "", "cta": ""},
        {"hook": hook, "text": first},
        *([{"text": first}] if says and (asset.is_unnamed or is_bare(brief)) else []),
        *([] if asset.is_unnamed else [{"hook": hook or says}, label]),
    ):
        post = fitted(brief, network, "announcement", "announcement", shorter)
        if post:
            alt = (asset.image_alt,) if asset.image_alt and network.needs_image else ()
            title = _title(brief, network) if network.form == "description" else None
            return replace(post, alt=alt, why=("announces the asset",), title=title)
    return None


def _title(brief: Brief, network: Network) -> str:
    limit = network.title_limit.value if network.title_limit else network.limit.value
    kept = "".join(char for char in brief.asset.title if char not in network.refuses)
    return shorten(kept, limit, brief.asset.language)


def _call(brief: Brief) -> str:
    """The author's call to action, else one that fits the stage of the customer's life; none without a stage."""
    if brief.asset.cta:
        return brief.asset.cta.text
    stages = brief.asset.stages
    known = next((one for one in stages if one in list(Stage)), None)
    return brief.words(f"cta_{known.replace('-', '_')}") if known else ""


def _first_sentence(text: str, language: str) -> str:
    """Its first sentence, if that says something by itself, and doesn't only begin a story."""
    first, *_ = split_sentences(text, language) or [""]
    whole = is_spaced(language) or ends_sentence(first)
    told = first == text or not tells_story(read(first, language), rhetoric(language))
    return first if whole and told and len(first) >= SHORTEST * density(language) else text
