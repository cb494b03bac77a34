"""An announcement: the title as hook, what the asset says, its points where there is room, link and hashtags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from repurpose.channels.channel import Brief
from repurpose.channels.social.material import Material, plain
from repurpose.channels.social.post import Post, as_hook, bulleted, fitted, numbered
from repurpose.document.extract import SHORTEST
from repurpose.document.manner import ASKS, tells_story
from repurpose.document.outline import promised_by
from repurpose.document.summary import shorten
from repurpose.language.density import density
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import ends_sentence, split_sentences
from repurpose.language.stems import overlap, stems
from repurpose.language.tags import is_spaced
from repurpose.model import Stage
from repurpose.rules.networks import Network

AGAIN = 2 / 3
"""The overlap of stems from which on a point says again what stands above it."""

COUNTED_AGAIN = 1 / 2
"""The same of a point whose figures all stand above it."""

NOTE = 100
"""Words of a note, of which nobody expects more than its title."""

ROOMY = 1_000
"""A network whose limit is above this takes several points in one post."""

_SMALL = {
    word: str(number) for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_NUMBER = re.compile(rf"\d[\d.,]*\d|\d|\b(?:half|{'|'.join(_SMALL)})\b")


def announcement(brief: Brief, network: Network, given: Material) -> Post | None:
    """The title as hook, what the asset says, its points where there is room, link and hashtags.

    Where nobody can follow a link, the points are said at once; without any, what it says must promise nothing.
    """
    asset, says = brief.asset, given.says
    if network.form == "post" and is_only_label(brief, given):
        return None
    has_title = network.form == "description"
    is_said = says.startswith(asset.title) or (has_title and says)
    hook = "" if is_said or asset.is_unnamed else as_hook(asset.title, says, asset.language)
    points = _fresh(given, asset.language) if network.limit.value > ROOMY else []
    told = bulleted(points) if len(points) > 1 else ""
    if network.form == "post" and not network.takes_links:
        told = numbered(given.points) or told
        if not given.points and not _is_whole(asset.title, says, asset.language):
            return None
    values = {"hook": hook, "text": says, "points": told, "cta": _call(brief, given) if network.takes_links else ""}
    post = fitted(brief, network, "announcement", "announcement", _ever_shorter(brief, values, given))
    if post is None:
        return None
    alt = (asset.image_alt,) if asset.image_alt and network.needs_image else ()
    title = _title(brief, network) if has_title else None
    return replace(post, alt=alt, why=("announces the asset",), title=title)


def _ever_shorter(brief: Brief, values: Mapping[str, str], given: Material) -> Iterator[Mapping[str, str]]:
    """What is said, whole and with ever more of it left out."""
    asset, hook, says = brief.asset, values["hook"], values["text"]
    yield values
    yield {**values, "points": ""}
    yield {**values, "points": "", "cta": ""}
    parts = _parts(says, asset.language)
    yield from ({"hook": hook, "text": part} for part in parts)
    if says and (asset.is_unnamed or given.is_bare):
        yield from ({"text": part} for part in (says, *parts))
    if not asset.is_unnamed:
        yield {"hook": hook or says}
        yield {"hook": shorten(asset.title, 120, asset.language)}


def is_only_label(brief: Brief, given: Material) -> bool:
    """Whether a text of some length has nothing to be announced by but a title that is a mere label."""
    return not given.says and given.is_bare and brief.document.words > NOTE


def _fresh(given: Material, language: str) -> list[str]:
    """The best sentences that say what doesn't stand above them, be it in figures for words."""
    said, counted = stems(given.says, language), _figures(given.says)
    points = [one.text for one in plain(given.best) if one.text not in given.says]
    return [
        point
        for point in points
        if overlap(stems(point, language), said)
        < (COUNTED_AGAIN if _figures(point) and _figures(point) <= counted else AGAIN)
    ]


def _figures(text: str) -> frozenset[str]:
    """The numbers in a text, small ones as figures: "two to three hours" has 2 and 3."""
    return frozenset(_SMALL.get(word, word) for word in _NUMBER.findall(text.casefold()))


def _is_whole(title: str, says: str, language: str) -> bool:
    """Whether title and text are all there is to know, and no promise of more."""
    teases = rhetoric(language).teases
    promises = promised_by(title) is not None or any(teases.within(read(one, language)) for one in (title, says))
    return ends_sentence(says) and not says.endswith(ASKS) and not promises


def _title(brief: Brief, network: Network) -> str:
    limit = network.title_limit.value if network.title_limit else network.limit.value
    kept = "".join(char for char in brief.asset.title if char not in network.refuses)
    return shorten(kept, limit, brief.asset.language)


def _call(brief: Brief, given: Material) -> str:
    """The author's call to action if the post leads where it calls; else one that fits the stage, none without one.

    What promises steps needs a text that has some.
    """
    asked = brief.asset.cta
    if asked and brief.project.addresses.resolve(brief.asset, asked.url).url == brief.url:
        return asked.text
    stages = brief.asset.stages
    known = next((one for one in stages if one in list(Stage)), None)
    if known == Stage.ADOPTION and not _shows_how(brief, given):
        known = Stage.ACQUISITION
    return brief.words(f"cta_{known.replace('-', '_')}") if known else ""


def _shows_how(brief: Brief, given: Material) -> bool:
    """Whether a text has points, or lists what is to be done."""
    document, language = brief.document, brief.asset.language
    if given.points or not is_spaced(language):  # there no first word tells an instruction
        return bool(given.points) or any(token.type == "ordered_list_open" for token in document.tokens)
    lists = rhetoric(language)
    return sum(lists.doing.at_start(lists.read(one.text)) for one in document.blocks if one.kind == "item") > 1


def _parts(text: str, language: str) -> list[str]:
    """Its first sentences, the most first, where what is left out isn't what they were leading to."""
    glue = " " if is_spaced(language) else ""
    sentences = split_sentences(text, language)
    return [
        glue.join(sentences[:size])
        for size in range(len(sentences) - 1, 0, -1)
        if not _leads_on(sentences[size - 1], sentences[size], language)
    ]


def _leads_on(sentence: str, after: str, language: str) -> bool:
    """Whether a sentence only leads to the one after it: it asks, is but a word, or begins what is then denied."""
    lists, reading = rhetoric(language), read(sentence, language)
    return (
        len(sentence) < SHORTEST * density(language)
        or not ends_sentence(sentence)
        or sentence.endswith(ASKS)
        or tells_story(reading, lists)
        or lists.usually.at_start(reading)
        or lists.generalizes.at_start(reading)
        or lists.turns.at_start(read(after, language))
    )
