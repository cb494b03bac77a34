"""What an asset says in one sentence, and how a text is shortened so that the cut is seen."""

from __future__ import annotations

from repurpose.document.document import Block, Document
from repurpose.document.extract import ASKS, NEW, Subject, has_day, names_unknown, subject_of, tells_story
from repurpose.document.outline import outline
from repurpose.document.standalone import DANGLING, NOT_PROSE, SHORTEST, fault, is_fragment, is_labelled
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

LEAD = 3
"""Paragraphs in which a text says what it is about; what stands below them is a part of it."""

LONGEST = 300
"""Characters of a sentence that is still worth shortening."""

VAGUE = 0.8
"""What counts against a sentence to be posted that commits itself to nothing."""

FINE_AT_FIRST = (DANGLING, NOT_PROSE)
"""Faults that the first sentence of all may have: nothing stood before it that it could point at."""

_CUT = ("…", "...")
_CLOSING = " ,;:.–—-、，；：。・"


def summary(document: Document, limit: int = 160) -> str:
    """What the asset says: the author's description, else the sentence near the top that tells most of the subject.

    The latter stands alone and has at most `limit` graphemes if there is one such; else the first sentence stands in,
    shortened so that it shows. With no text at all it is the title.
    """
    if document.asset.description:
        return document.asset.description
    found = [(score - 0.2 * max(0, len(said) - limit) / limit, said) for score, said, _ in document.view(_telling)]
    if found:
        _, chosen = max(found, key=lambda one: one[0])
    else:
        chosen = next((sentence for block in _top(document) for sentence in block.sentences), document.asset.title)
    return shorten(chosen, limit, document.asset.language)


def statement(document: Document) -> str:
    """What the asset says, fit to be posted below its title.

    That is the author's description, else the best sentence near the top, else the lead. A description that only points
    ("In this post ...") or says the title again gives way to these. Empty where the description is cut and no sentence
    is clear by itself and of more than its day.
    """
    described, language = document.asset.description or "", document.asset.language
    described = "" if described.rstrip().endswith(_CUT) else described
    lists = rhetoric(language)
    if described and not lists.chatter.within(read(described, language)) and _new(described, document):
        return described
    hedge = lists.hedge
    found = ((score, said) for score, said, fit in document.view(_telling) if fit)
    weighed = [(score - VAGUE * hedge.within(read(said, language)), said) for score, said in found]
    return (max(weighed)[1] if weighed else _lead(document)) or described


def _lead(document: Document) -> str:
    """The first sentence of the text, if it is clear below the title.

    There "We're glad to announce ..." is clear, and says more than the title alone.
    """
    top, language = _top(document), document.asset.language
    sentence = next(iter(top[0].sentences), "") if top and top[0].kind == "paragraph" else ""
    if len(sentence) < SHORTEST * density(language):
        return ""
    reading, lists = read(sentence, language), rhetoric(language)
    is_news = lists.own_news.at_start(reading)
    why_not = fault(sentence, language, longest=LONGEST)
    if why_not and not (is_news and why_not == DANGLING):
        return ""
    greets = lists.chatter.within(reading) and not (is_news and lists.announces.within(reading))
    is_vague = tells_story(reading, lists) or lists.hedge.at_start(reading)
    if greets or (is_vague and not is_news) or lists.stale.within(reading):
        return ""
    if sentence.endswith(ASKS) or has_day(sentence) or lists.calls.at_start(reading):
        return ""
    if lists.first_person.within(reading) or is_fragment(sentence, reading, language):
        return ""
    is_told = is_news or _told(sentence, document.view(subject_of), language) >= ABOUT
    return sentence if is_told and _new(sentence, document) >= NEW else ""


def _new(text: str, document: Document) -> int:
    """How many words it adds to the title."""
    return len(stems(text, document.asset.language) - document.view(subject_of).title)


def _top(document: Document) -> list[Block]:
    return [block for block in document.blocks[:LOOKED_AT] if block.kind != "quote"]


def _telling(document: Document) -> list[tuple[float, str, bool]]:
    """The sentences near the top that may stand for the whole, by how much of the subject each tells.

    With each: whether it is fit to be posted.
    """
    language = document.asset.language
    subject, lists = document.view(subject_of), rhetoric(language)
    found: list[tuple[float, str, bool]] = []
    place = 0
    top = _top(document)
    # Below a heading that is a point of its own stands what belongs to that point.
    heads = {top[0].heading} if top and not document.view(outline) else {None}
    for index, block in enumerate(top):
        leads = index < LEAD and block.kind == "paragraph" and block.heading in heads
        for sentence in block.sentences:
            place += 1
            reading = read(sentence, language)
            why_not = fault(sentence, language, shortest=30, longest=LONGEST)
            if is_labelled(sentence) or (why_not and not (place == 1 and why_not in FINE_AT_FIRST)):
                continue
            told = _told(sentence, subject, language)
            score = SUBJECT * told - LATER * place
            score -= 0.6 * lists.chatter.within(reading) + 0.3 * lists.first_person.within(reading)
            fit = leads and not why_not and told >= ABOUT and not _is_of_its_day(reading, sentence, lists, language)
            fit = fit and len(sentence) >= SHORTEST * density(language)
            fit = fit and not names_unknown(sentence, reading, subject, language)
            fit = fit and len(stems(sentence, language) - subject.title) >= NEW
            found.append((score, sentence, fit))
    return found


def _is_of_its_day(reading: Reading, sentence: str, lists: Rhetoric, language: str) -> bool:
    """Whether it is about its day or its writer, or asks or greets the reader, or is but a part of a sentence."""
    return (
        sentence.endswith(ASKS)
        or has_day(sentence)
        or lists.chatter.within(reading)
        or lists.calls.at_start(reading)
        or lists.hedge.at_start(reading)
        or lists.stale.within(reading)
        or lists.first_person.within(reading)
        or tells_story(reading, lists)
        or is_fragment(sentence, reading, language)
        or (not reading.words and lists.hedge.within(reading))
    )


def _told(sentence: str, subject: Subject, language: str) -> float:
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
