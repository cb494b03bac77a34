"""What an asset gives for posts, found once for all networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from repurpose.channels.channel import Brief
from repurpose.channels.social.post import is_bare
from repurpose.document.document import Document
from repurpose.document.extract import NEW, Snippet, snippets
from repurpose.document.listing import Listing, listings
from repurpose.document.occasion import occasion
from repurpose.document.outline import Point, outline
from repurpose.document.statement import named, statement
from repurpose.language.days import has_day
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.stems import stems
from repurpose.language.tags import is_spaced

MOST = 8
"""Sentences that are looked at: no post or thread takes more."""


@dataclass(frozen=True, slots=True)
class Material:
    """What an asset gives for posts, found once for all networks.

    `is_bare`: its title is a mere label; `best` are the sentences with a post of their own.
    """

    document: Document
    is_bare: bool
    says: str
    best: tuple[Snippet, ...]
    lists: tuple[Listing, ...]
    points: tuple[Point, ...]

    @property
    def more(self) -> tuple[Snippet, ...]:
        """Further sentences, after the best; few posts need them."""
        return snippets(self.document, MOST)


def material(brief: Brief, count: int) -> Material:
    """What there is to post; of sentences the `count` best."""
    document = brief.document
    coming = _to_come(brief)
    # Where the title names the day, what tells of it is wanted only if nothing else speaks for the whole.
    says = "" if has_day(brief.asset.title) else coming
    says = says or statement(document) or _spokesman(brief) or coming
    is_label = is_bare(brief)
    # Where words don't stand apart most titles name a subject, and few tell what is said of it.
    if not says and (brief.asset.is_unnamed or is_label or not is_spaced(brief.asset.language)):
        found = snippets(document, MOST)
        says = next((one.text for one in found if one.angle not in {"question", "quote", "tip"}), "")
    says = says or named(document)
    return Material(document, is_label, says, snippets(document, count), listings(document), document.view(outline))


def _to_come(brief: Brief) -> str:
    """What is to happen, and when, unless the author describes the text or the title says as much.

    None once that day is over.
    """
    if brief.asset.description:
        return ""
    found, language = brief.document.view(occasion), brief.asset.language
    if found is None or len(stems(found.text, language) - stems(brief.asset.title, language)) < NEW:
        return ""
    over = datetime.combine(found.day + timedelta(days=1), time(), brief.project.config.zone)
    return "" if brief.project.is_past(over) else found.text


def plain(found: Sequence[Snippet]) -> list[Snippet]:
    """Those sentences that can stand among others, in the order of the text: no questions, no quotes."""
    named = [one for one in found if one.angle not in {"question", "quote"}]
    return sorted(named, key=lambda one: one.location.sort_key)


def _spokesman(brief: Brief) -> str:
    """The sentence that may speak for the whole, where the text's top has none: no tip, which is one of several."""
    language = brief.asset.language
    title = stems(brief.asset.title, language)
    # Two words of the title; where words don't stand apart, a third of its pairs of characters.
    enough = min(2.0, len(title)) if is_spaced(language) else len(title) / 3
    lists = rhetoric(language)
    telling = (
        one
        for one in snippets(brief.document, MOST)
        if one.angle in {"figure", "contrast", "claim", "gain"}
        and not lists.hedge.within(lists.contrast.without(read(one.text, language)))
    )
    return next((one.text for one in telling if len(stems(one.text, language) & title) >= enough), "")
