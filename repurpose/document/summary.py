"""What an asset says in one sentence, and how a text is shortened so that the cut is seen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

from repurpose.document.document import Block, Document
from repurpose.document.extract import NEW
from repurpose.document.manner import ASKS, is_by_guest, is_unsigned, tells_story
from repurpose.document.outline import is_frame, outline
from repurpose.document.standalone import (
    DANGLING,
    LEADING,
    NOT_PROSE,
    SHORTEST,
    fault,
    is_at_fault_at_sight,
    is_fragment,
    is_labelled,
    is_plainly_at_fault,
)
from repurpose.document.subject import Subject, names_unknown, subject_of
from repurpose.language.days import has_day
from repurpose.language.density import density
from repurpose.language.graphemes import graphemes
from repurpose.language.phrases import phrases
from repurpose.language.reading import Reading
from repurpose.language.rhetoric import Rhetoric, rhetoric
from repurpose.language.stems import stems
from repurpose.language.tags import is_spaced

LOOKED_AT = 12
"""Authors say what a text is about at its top: so many blocks are read for it."""

SUBJECT, LATER = 2.0, 0.25
"""What telling the subject counts for, and what each sentence further down counts against."""

ABOUT = 0.35
"""How much of the subject a sentence must tell to stand for the whole: a word of the title or a tag."""

LONG = 4
"""Words of a title of which one alone tells little."""

LEAD = 3
"""Paragraphs in which a text says what it is about; what stands below them is a part of it."""

OPENING = 6
"""Words in which a sentence names its subject."""

LONGEST = 300
"""Characters of a sentence that is still worth shortening."""

FINE_AT_FIRST = (DANGLING, NOT_PROSE)
"""Faults that the first sentence of all may have: nothing stood before it that it could point at."""

_CLOSING = " ,;:.–—-、，；：。・"


class Told(NamedTuple):
    """A sentence near the top: how much of the subject it has `told`, and its `score` by that, place and manner.

    `place` counts the sentences from the top, from 1; `opens`: it is its block's first, `is_near`: it stands where a
    text says what it is about.
    """

    score: float
    text: str
    told: float
    place: int
    opens: bool
    is_near: bool
    kind: str


def summary(document: Document, limit: int = 160) -> str:
    """What the asset says: the author's description, else the sentence near the top that tells most of the subject.

    The latter stands alone and has at most `limit` graphemes if there is one such; else the first sentence stands in,
    shortened so that it shows. With no text at all it is the title.
    """
    if document.asset.description:
        return document.asset.description
    language, found = document.asset.language, document.view(telling)
    ranked = sorted(found, key=lambda one: one.score - 0.2 * max(0, len(one.text) - limit) / limit, reverse=True)
    # Whether a sentence can stand alone is the dearest question: it is asked of the best until one can.
    chosen = next((one for one in ranked if stands(one, language)), found[0] if found else None)
    return shorten(chosen.text if chosen else document.asset.title, limit, language)


def top_of(document: Document) -> list[Block]:
    """The blocks in which an author says what the text is about; no quotes, and nothing set aside."""
    return [block for block in document.blocks[:LOOKED_AT] if block.kind not in {"quote", "aside", "about"}]


def telling(document: Document) -> list[Told]:
    """The sentences near the top that may stand for the whole.

    Those that plainly can't are left out, but for the first of all, which may stand for it if nothing else does.
    """
    language = document.asset.language
    subject, lists = document.view(subject_of), rhetoric(language)
    found: list[Told] = []
    top, place = top_of(document), 0
    # Below a heading that is a point of its own stands what belongs to that point; "Background" is none.
    heads = {top[0].heading} if top and not document.view(outline) else {None}
    heads |= {one for one in {block.heading for block in top} if one and is_frame(one, language, lists)}
    for index, block in enumerate(top):
        is_near = index < LEAD and block.heading in heads
        for number, sentence in enumerate(block.sentences):
            place += 1
            if place > 1 and is_at_fault_at_sight(sentence, lists):
                continue
            reading = lists.read(sentence)
            if place > 1 and is_plainly_at_fault(sentence, reading, lists):
                continue
            told = told_of(sentence, subject, language)
            score = SUBJECT * told - LATER * place
            score -= 0.6 * lists.chatter.within(reading) + 0.3 * lists.first_person.within(reading)
            found.append(Told(score, sentence, told, place, number == 0, is_near, block.kind))
    return found


def stands(one: Told, language: str) -> bool:
    """Whether a sentence may stand for the whole; nothing stood before the first that it could point at."""
    if is_labelled(one.text):
        return False
    why_not = fault(one.text, language, shortest=30, longest=LONGEST)
    return why_not is None or (one.place == 1 and why_not in FINE_AT_FIRST)


def is_fit(one: Told, document: Document) -> bool:
    """Whether a sentence is fit to be posted: by its place, or by naming its subject wherever it stands.

    So does "An incident postmortem is ...".
    """
    language, subject, text = document.asset.language, document.view(subject_of), one.text
    lists, said = rhetoric(language), stems(text, language)
    reading = lists.read(text)
    # Where words don't stand apart, a title is counted by pairs, and no number of them makes it long.
    is_clear = one.place == 1 or len(subject.title) < LONG or not lists.is_full or not is_spaced(language)
    if one.kind != "paragraph" or one.told < (ABOUT if is_clear else 2 * ABOUT):
        return False
    if one.place > 1 and subject.title and said.isdisjoint(subject.title):
        return False
    if len(text) < SHORTEST * density(language):
        return False
    if len(said - subject.title) < (NEW if is_spaced(language) else 2 * NEW):  # pairs of characters
        return False
    if not one.is_near:
        names = one.opens and not document.view(outline) and _opens_with_subject(text, reading, subject, language)
        if not names or lists.hedge.within(lists.excused.without(reading)):
            return False
    return not (
        (document.view(is_by_guest) and lists.ours.within(reading))
        or names_unknown(text, reading, subject, language)
        or _is_of_its_day(reading, text, lists, language)
        or is_labelled(text)
        or fault(text, language, shortest=30, longest=LONGEST)
    )


def _opens_with_subject(sentence: str, reading: Reading, subject: Subject, language: str) -> bool:
    """Whether it begins with what the title names, where words stand apart and the first of them can be told."""
    if not is_spaced(language) or reading.first in LEADING:
        return False
    opening = " ".join(sentence.split(None, OPENING)[:OPENING])
    return len(stems(opening, language) & subject.title) >= max(1, min(2, len(subject.title)))


def _is_of_its_day(reading: Reading, sentence: str, lists: Rhetoric, language: str) -> bool:
    """Whether it is about its day or its writer, or asks or greets the reader, or is but a part of a sentence."""
    return (
        sentence.endswith(ASKS)
        or has_day(sentence)
        or is_unsigned(sentence)
        or lists.chatter.within(reading)
        or lists.calls.at_start(reading)
        or lists.hedge.at_start(reading)
        or lists.usually.at_start(reading)
        or lists.background.at_start(reading)
        or lists.stale.within(reading)
        or lists.itself.within(reading)
        or lists.first_person.within(reading)
        or tells_story(reading, lists)
        or is_fragment(sentence, reading, language)
        or (not reading.words and lists.hedge.within(reading))
    )


def told_of(sentence: str, subject: Subject, language: str) -> float:
    """How much of the subject a sentence tells."""
    return min(3.0, subject.told(subject.shared(stems(sentence, language))))


def shorten(text: str, limit: int, language: str) -> str:
    """`text` in at most `limit` graphemes, with an ellipsis that shows the cut.

    It is cut after a word; where words don't stand apart, after a phrase.
    """
    clusters = graphemes(text)
    if len(clusters) <= limit:
        return text
    head = "".join(clusters[: limit - 1])
    if is_spaced(language):
        if clusters[limit - 1].strip() and " " in head:
            head = head.rsplit(None, 1)[0]
    else:
        head = _whole_phrases(text, clusters[: limit - 1], language)
    return head.rstrip(_CLOSING) + "…"


def _whole_phrases(text: str, clusters: Sequence[str], language: str) -> str:
    """As much of the first `clusters` of `text` as ends where a phrase does; all of them where none does.

    A phrase may end within an emoji of several signs, which is never cut.
    """
    head, ends = "".join(clusters), set(accumulate(len(one) for one in clusters))
    sizes = takewhile(lambda size: size <= len(head), accumulate(len(one) for one in phrases(text, language)))
    return head[: max((size for size in sizes if size in ends), default=len(head))]
