"""What an asset says in one sentence, and how a text is shortened so that the cut is seen."""

from __future__ import annotations

from repurpose.document.document import Block, Document
from repurpose.document.extract import NEW
from repurpose.document.manner import ASKS, has_day, is_by_guest, is_unsigned, tells_story
from repurpose.document.outline import is_frame, outline
from repurpose.document.standalone import DANGLING, LEADING, NOT_PROSE, SHORTEST, fault, is_fragment, is_labelled
from repurpose.document.subject import Subject, names_unknown, subject_of
from repurpose.language.density import density
from repurpose.language.graphemes import graphemes
from repurpose.language.phrases import phrases
from repurpose.language.rhetoric import Reading, Rhetoric, read, rhetoric
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


def summary(document: Document, limit: int = 160) -> str:
    """What the asset says: the author's description, else the sentence near the top that tells most of the subject.

    The latter stands alone and has at most `limit` graphemes if there is one such; else the first sentence stands in,
    shortened so that it shows. With no text at all it is the title.
    """
    if document.asset.description:
        return document.asset.description
    found = [(score - 0.2 * max(0, len(said) - limit) / limit, said) for score, said, _ in document.view(telling)]
    if found:
        _, chosen = max(found, key=lambda one: one[0])
    else:
        chosen = next((sentence for block in top_of(document) for sentence in block.sentences), document.asset.title)
    return shorten(chosen, limit, document.asset.language)


def top_of(document: Document) -> list[Block]:
    """The blocks in which an author says what the text is about; no quotes, and nothing set aside."""
    return [block for block in document.blocks[:LOOKED_AT] if block.kind not in {"quote", "aside", "about"}]


def telling(document: Document) -> list[tuple[float, str, int]]:
    """The sentences near the top that may stand for the whole, by how much of the subject each tells.

    With each: how fit it is to be posted. 2 is by its place, 1 only by naming its subject, as "An incident postmortem
    is ..." does wherever it stands.
    """
    language = document.asset.language
    subject, lists = document.view(subject_of), rhetoric(language)
    found: list[tuple[float, str, int]] = []
    place, by_guest = 0, document.view(is_by_guest)
    top = top_of(document)
    # Below a heading that is a point of its own stands what belongs to that point; "Background" is none.
    are_points = bool(document.view(outline))
    heads = {top[0].heading} if top and not are_points else {None}
    heads |= {one.heading for one in top if one.heading and is_frame(one.heading, language, lists)}
    for index, block in enumerate(top):
        is_near = index < LEAD and block.heading in heads
        for number, sentence in enumerate(block.sentences):
            place += 1
            reading = read(sentence, language)
            why_not = fault(sentence, language, shortest=30, longest=LONGEST)
            if is_labelled(sentence) or (why_not and not (place == 1 and why_not in FINE_AT_FIRST)):
                continue
            told = told_of(sentence, subject, language)
            score = SUBJECT * told - LATER * place
            score -= 0.6 * lists.chatter.within(reading) + 0.3 * lists.first_person.within(reading)
            said = stems(sentence, language)
            names = number == 0 and not are_points and not lists.hedge.within(lists.excused.without(reading))
            leads = is_near or (names and _opens_with_subject(sentence, reading, subject, language))
            # Where words don't stand apart, a title is counted by pairs, and no number of them makes it long.
            is_clear = place == 1 or len(subject.title) < LONG or not lists.is_full or not is_spaced(language)
            enough = ABOUT if is_clear else 2 * ABOUT
            fit = leads and block.kind == "paragraph" and not why_not and told >= enough
            fit = fit and not _is_of_its_day(reading, sentence, lists, language)
            fit = fit and not (by_guest and lists.ours.within(reading))
            fit = fit and (place == 1 or not subject.title or not said.isdisjoint(subject.title))
            fit = fit and len(sentence) >= SHORTEST * density(language)
            fit = fit and not names_unknown(sentence, reading, subject, language)
            fit = fit and len(said - subject.title) >= (NEW if is_spaced(language) else 2 * NEW)  # pairs of characters
            found.append((score, sentence, (1 + is_near) * fit))
    return found


def _opens_with_subject(sentence: str, reading: Reading, subject: Subject, language: str) -> bool:
    """Whether it begins with what the title names, where words stand apart and the first of them can be told."""
    if not is_spaced(language) or not LEADING.isdisjoint(reading.words[:1]):
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
    said = stems(sentence, language)
    return min(3.0, subject.told(said))


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
        head = _whole_phrases(text, head, language)
    return head.rstrip(_CLOSING) + "…"


def _whole_phrases(text: str, head: str, language: str) -> str:
    """As much of `head` as ends where a phrase of `text` does; all of it where none does."""
    size = 0
    for phrase in phrases(text, language):
        if size + len(phrase) > len(head):
            break
        size += len(phrase)
    return head[:size] if size else head
