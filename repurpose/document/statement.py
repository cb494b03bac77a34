"""What an asset says, fit to be posted below its title."""

from __future__ import annotations

import re

from repurpose.document.document import Document
from repurpose.document.extract import NEW
from repurpose.document.manner import ASKS, counts_besides_day, is_unsigned, tells_story
from repurpose.document.standalone import DANGLING, SHORTEST, fault, is_fragment, is_labelled, is_prose
from repurpose.document.subject import subject_of
from repurpose.document.summary import ABOUT, LONG, LONGEST, is_fit, telling, told_of, top_of
from repurpose.language.days import has_day
from repurpose.language.density import density
from repurpose.language.rhetoric import read, rhetoric
from repurpose.language.sentences import ends_sentence, split_sentences
from repurpose.language.stems import stems
from repurpose.language.tags import is_spaced

VAGUE = 0.8
"""What counts against a sentence that commits itself to nothing."""

ANEW = 2
"""Words that a description must add to the title of which it repeats as many."""

CUT = 20
"""Words from which on a description without an end may have been cut off: shorter ones are labels."""

BREATH = 35
"""Words of a sentence that nobody says in one breath."""

FEW = 4
"""Sentences of an opening that is posted as a whole."""

_THIS = re.compile(r"\bthis (?=(\w+ \w+))", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CUT = ("…", "...")


def statement(document: Document) -> str:
    """What the asset says, fit to be posted below its title.

    That is the author's description, else the best sentence near the top, else the lead, else the opening paragraph. A
    description that only points ("In this post ...") or says the title again gives way to these, and so does one that
    speaks as "I" below a title that doesn't. Empty where the description is cut and nothing is clear by itself and of
    more than its day.
    """
    described, language = _described(document), document.asset.language
    lists, reading = rhetoric(language), read(described, language)
    # Where words don't stand apart, what dates a sentence may be anywhere in it.
    is_dated = lists.stale.at_start(reading) if reading.words else lists.stale.within(reading)
    points = lists.chatter.within(reading) or is_dated or _is_heavy(described, language)
    points = points or lists.first_person.within(reading) or lists.itself.within(reading)
    if described and not points:
        return described
    told = _news(document) or _told(document) or _lead(document) or _opening(document)
    # "In this post ..." says nothing below a title that tells by itself.
    is_vain = lists.itself.within(reading) and len(document.view(subject_of).title) >= LONG
    return told or ("" if is_vain else described)


def _told(document: Document) -> str:
    """The best sentence near the top that is fit to be posted: by its place, then by what it tells."""
    language = document.asset.language
    lists = rhetoric(language)
    weighed = [
        (one.is_near, one.score - VAGUE * lists.hedge.within(lists.read(one.text)), one.text, one)
        for one in document.view(telling)
        if one.is_near or one.opens
    ]
    return next((text for *_, text, one in sorted(weighed, reverse=True) if is_fit(one, document)), "")


def _news(document: Document) -> str:
    """The sentence near the top that announces what the title names: "We are excited to announce that X has ...".

    "This" points at nothing outside where the title has what it speaks of.
    """
    language, subject = document.asset.language, document.view(subject_of)
    lists = rhetoric(language)
    for block in top_of(document):
        if block.kind != "paragraph" or not lists.announces.at_a_glance(block.text):
            continue
        for sentence in block.sentences:
            reading = lists.read(sentence)
            if not lists.announces.within(reading) or lists.itself.within(reading):
                continue
            if len(stems(sentence, language) & subject.title) < 2:
                continue
            # Where words don't stand apart, the title is said again by few pairs of characters and much courtesy.
            if not reading.words and lists.chatter.within(lists.announces.without(reading)):
                continue
            clear = _THIS.sub(lambda this: "the " if stems(this[1], language) & subject.title else this[0], sentence)
            why_not = fault(clear, language, longest=LONGEST)
            if why_not and not (why_not == DANGLING and lists.own_news.at_start(reading)):
                continue
            if not (lists.stale.within(reading) or lists.first_person.within(reading) or has_day(sentence)):
                # Who is glad to announce it is no news, nor is what the title has.
                told = lists.announces.after(reading)
                return sentence if _new(told, document) >= NEW else ""
    return ""


def _described(document: Document) -> str:
    """The author's description as an organisation may post it, without a start that was true on its day only."""
    asset = document.asset
    described, language = asset.description or "", asset.language
    if described.rstrip().endswith(_CUT):
        return ""
    described = _whole(described, document)
    lists, reading = rhetoric(language), read(described, language)
    if lists.first_person.within(reading) and not lists.first_person.within(read(asset.title, language)):
        return ""
    said = stems(described, language)
    title = document.view(subject_of).title
    if not said - title or (len(said - title) < ANEW and len(said & title) >= ANEW):
        return ""
    if not lists.stale.at_start(reading):
        # "This post explains ..." says less than what stands before it.
        sentences = split_sentences(described, language)
        first = next((at for at, one in enumerate(sentences) if lists.itself.within(read(one, language))), 0)
        return " ".join(sentences[:first]) if first else described
    _, *rest = split_sentences(described, language)
    return " ".join(rest) if rest and fault(rest[0], language) is None else described


def _whole(text: str, document: Document) -> str:
    """A description without the sentence in which a site cut it off after so many words, and didn't show it."""
    language = document.asset.language
    if not text or ends_sentence(text) or not is_spaced(language) or len(text.split()) < CUT:
        return text
    *whole, last = split_sentences(text, language)
    if whole:
        return " ".join(whole)
    goes_on = re.search(rf"{re.escape(last)}\s+\w", " ".join(document.text[: 3 * len(text)].split()))
    return "" if goes_on else text


def _is_heavy(text: str, language: str) -> bool:
    """Whether it begins with a sentence that is out of breath, or within one: a marketer would write it anew."""
    if not is_spaced(language) or not text:
        return False
    first, *_ = split_sentences(text, language)
    return text[0].islower() or len(first.split()) > BREATH


def _opening(document: Document) -> str:
    """The opening paragraph as a whole, if it is short: its sentences may point at one another, and tell a story."""
    top, language = top_of(document), document.asset.language
    if not top or top[0].kind != "paragraph" or not 1 < len(top[0].sentences) <= FEW:
        return ""
    text, (first, *rest) = top[0].text, top[0].sentences
    lists, reading = rhetoric(language), read(text, language)
    if len(text) > LONGEST * density(language) or fault(first, language, longest=LONGEST) or not is_prose(text):
        return ""
    if any(kind.within(reading) for kind in (lists.chatter, lists.stale, lists.first_person)):
        return ""
    if has_day(text) or any(one.endswith(ASKS) or not ends_sentence(one) for one in (first, *rest)):
        return ""
    title = document.view(subject_of).title
    return text if stems(text, language) & title and _says_more(text, document) else ""


def _lead(document: Document) -> str:
    """The first sentence of the text, if it is clear below the title.

    There "We're glad to announce ..." is clear, and says more than the title alone.
    """
    top, language = top_of(document), document.asset.language
    sentence = next(iter(top[0].sentences), "") if top and top[0].kind == "paragraph" else ""
    if len(sentence) < SHORTEST * density(language):
        return ""
    reading, lists = read(sentence, language), rhetoric(language)
    is_news = lists.own_news.at_start(reading)
    why_not = fault(sentence, language, longest=LONGEST)
    if why_not and not (is_news and why_not == DANGLING):
        return ""
    greets = lists.chatter.within(reading) and not (is_news and lists.announces.within(reading))
    # What is told of a year that the title names, or of a day with its year, is a record, and true for longer.
    years = _YEAR.findall(document.asset.title)
    is_record = any(year in sentence for year in years) or (has_day(sentence) and bool(_YEAR.search(sentence)))
    is_record = is_record and counts_besides_day(sentence)
    is_vague = (tells_story(reading, lists) and not is_record) or lists.hedge.at_start(reading)
    is_vague = is_vague or lists.background.at_start(reading)
    is_dated = lists.stale.at_start(reading) or (lists.stale.within(reading) and not is_record)
    if greets or (is_vague and not is_news) or is_dated:
        return ""
    if (
        sentence.endswith(ASKS)
        or (has_day(sentence) and not is_record)
        or is_unsigned(sentence)
        or lists.calls.at_start(reading)
    ):
        return ""
    if lists.first_person.within(reading) or is_fragment(sentence, reading, language):
        return ""
    is_told = is_news or told_of(sentence, document.view(subject_of), language) >= ABOUT
    return sentence if is_told and _says_more(sentence, document) else ""


def _says_more(text: str, document: Document) -> bool:
    """Whether it adds enough to the title: words, or twice as many pairs of characters."""
    return _new(text, document) >= (NEW if is_spaced(document.asset.language) else 2 * NEW)


def _new(text: str, document: Document) -> int:
    """How many words it adds to the title."""
    return len(stems(text, document.asset.language) - document.view(subject_of).title)


def named(document: Document) -> str:
    """The first sentence of a paragraph that says something of what the title begins with, wherever it stands.

    Below "Loomline 3 is here" that is "Loomline 3 keeps the whole project on the phone". Where no sentence near the top
    will do, as in a launch that begins "Today we're releasing ...", it says at least what the thing is or does.
    """
    language = document.asset.language
    if document.asset.is_unnamed or not is_spaced(language):
        return ""
    lists = rhetoric(language)
    for block in document.blocks:
        sentence = block.sentences[0] if block.sentences and block.kind == "paragraph" else ""
        if not _opens_with_name(sentence, document) or not _says_more(sentence, document):
            continue
        reading = lists.read(sentence)
        spoken = (lists.stale, lists.chatter, lists.first_person, lists.hedge, lists.itself, lists.dull, lists.ours)
        if (
            any(kind.within(reading) for kind in spoken)
            or tells_story(reading, lists)
            or lists.usually.at_start(reading)
        ):
            continue
        if not (
            has_day(sentence)
            or sentence.endswith(ASKS)
            or is_unsigned(sentence)
            or is_labelled(sentence)
            or is_fragment(sentence, reading, language)
            or fault(sentence, language, longest=LONGEST)
        ):
            return sentence
    return ""


def _opens_with_name(sentence: str, document: Document) -> bool:
    """Whether it begins as the title does, with a word that the text writes with a capital wherever it stands."""
    first, title = sentence.partition(" ")[0], document.asset.title.partition(" ")[0]
    if not first[:1].isupper() or first != title:
        return False
    text, name = document.text, re.escape(first)
    return re.search(rf"(?<=\w ){name}\b", text) is not None and re.search(rf"\b{name.lower()}\b", text) is None
