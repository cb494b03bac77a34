"""The points of a text whose headings are its points: "5 habits for ...", "1. Write" and "2. Cut", "Step 1: Ask".

Headings that only number the parts of a text are none: the title must say how many points there are, or what the
numbered ones are ("mistakes", "rules"), or most of the headings must be instructions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from repurpose.document.document import Document, Heading
from repurpose.document.manner import ASKS, tells_story
from repurpose.document.standalone import fault, is_fragment, is_prose
from repurpose.language.density import density
from repurpose.language.rhetoric import Rhetoric, read, rhetoric
from repurpose.language.tags import is_spaced

FEWEST, MOST = 3, 12
"""Points of a text that is read as a list of them."""

LONGEST = 110
"""Characters of an English heading that is read at a glance."""

MOSTLY = 0.8
"""The part of headings that must be instructions, where the title doesn't say how many points there are."""

LOOKED_AT = 3
"""Paragraphs of a section that are read for the sentence that says its point."""

SHORTEST = 32
"""Graphemes of an English sentence that adds something to its heading."""

_NUMBER = re.compile(
    r"\W{0,3}(?:(?:step|tip|reason|way|lesson|rule|mistake|habit|idea|myth|schritt|tipp|grund|étape|conseil|raison|erreur"
    r"|paso|consejo|razón|error|ステップ|ポイント|コツ|工夫|理由|方法|手順|その|第|الخطوة|نصيحة|السبب|الطريقة)\s*)?"
    r"(?:no\.?\s?|#\s?)?(\d{1,2}|[一二三四五六七八九十]|[①-⑩])"
    r"\s?(?:(?<=[①-⑩])|[.):：、,–—-]+|步[：:、]?|[つ個]目[：:、の]?)\s*(?=\S)",
    re.I,
)
_COUNT = re.compile(
    r"(?<![A-Za-z0-9.,:/$€£#+-])(\d{1,2})(?:\s(?!(?:percent|prozent|min|sec|hour|day|week|month|year|tage?n?\b|woche|monat|jahr"
    r"|stunde|jours?\b|heure|semaine|mois|ans?\b|année|días?\b|horas?\b|mes(?:es)?\b|año|million|billion|x\b))[^\W\d]"
    r"|\s?(?=[のつ個个种種条條点點招大本項项步가]))|([一二三四五六七八九十])(?=[個个种種つ条條点點招大])",
    re.I,
)
_SPELT = re.compile(r"\w+")
_LISTED = re.compile(
    r"\b(?:tips|ways|reasons|mistakes|errors|wrong|lessons|rules|habits|ideas|myths|steps|things|secrets|principles|signs"
    r"|questions|benefits|facts|hacks|strategies|techniques|tipps|gründe|fehler|regeln|schritte|ideen|conseils|raisons|erreurs"
    r"|règles|étapes|idées|consejos|razones|errores|reglas|pasos|ideas|dicas|razões|erros|regras|passos)\b",
    re.I,
)
"""What a title calls the points that its headings number."""

_CHINESE = {word: number for digits in ("一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨⑩") for number, word in enumerate(digits, 1)}
_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "three drei trois tres três ثلاث ثلاثة",
            "four vier quatre cuatro quatro أربع أربعة",
            "five fünf cinq cinco خمس خمسة",
            "six sechs seis ست ستة",
            "seven sieben sept siete sete سبع سبعة",
            "eight acht huit ocho oito ثماني ثمانية",
            "nine neun neuf nueve nove تسع تسعة",
            "ten zehn dix diez dez عشر عشرة",
        ),
        3,
    )
    for word in words.split()
}
_SPANS = frozenset(
    """years months weeks days hours minutes seconds times percent million billion jahre jahren monate monaten wochen
    tage tagen stunden minuten ans années mois semaines jours heures años meses semanas días horas minutos""".split()
)
"""What a title counts that is no list."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its heading without number, and a sentence of its section that stands alone, if there is one."""

    text: str
    says: str


def outline(document: Document) -> tuple[Point, ...]:
    """The points that the headings are, in order; none where the headings are only the parts of a text."""
    lists = rhetoric(document.asset.language)
    for group, promised in _groups(document, lists):
        texts = [_bare(heading.text) for heading in group]
        counted = _number(group[0].text) is not None and _LISTED.search(document.asset.title) is not None
        told = (
            promised
            or counted
            or MOSTLY * len(group) <= sum(lists.doing.at_start(read(text, document.asset.language)) for text in texts)
        )
        if told and FEWEST <= len(group) <= MOST and _are_points(texts, document.asset.language):
            said = _said(document, {heading.text for heading in group}, lists)
            return tuple(Point(text, said.get(heading.text, "")) for text, heading in zip(texts, group, strict=True))
    return ()


def _groups(document: Document, lists: Rhetoric) -> Iterator[tuple[list[Heading], bool]]:
    """Headings of one level that may be points, and whether they are as many as the title says."""
    language, promised = document.asset.language, promised_by(document.asset.title)
    levels = sorted({heading.level for heading in document.headings})
    for level in levels:
        named = [one for one in document.headings if one.level == level]
        if len(named) < FEWEST:
            continue
        telling = [one for one in named if not is_frame(one.text, language, lists)]
        numbered = [one for one in telling if _number(one.text)]
        if numbered and [_number(one.text) for one in numbered] == list(range(1, len(numbered) + 1)):
            yield numbered, len(numbered) == promised
        elif not numbered and (promised == len(telling) or (level == levels[0] and len(telling) > FEWEST)):
            yield telling, promised == len(telling)


def _number(heading: str) -> int | None:
    found = _NUMBER.match(heading)
    return (_CHINESE.get(found[1]) or int(found[1])) if found else None


def _bare(heading: str) -> str:
    return heading[found.end() :] if (found := _NUMBER.match(heading)) else heading


def promised_by(title: str) -> int | None:
    """How many points the title says there are: "Five ways to ..."."""
    if found := _COUNT.search(title):
        return _CHINESE[found[2]] if found[2] else int(found[1])
    words = _SPELT.findall(title.lower())
    return next((_WORDS[word] for word, after in pairwise(words) if word in _WORDS and after not in _SPANS), None)


def is_frame(heading: str, language: str, lists: Rhetoric) -> bool:
    """Whether it names a part of the text: "Introduction", "References"."""
    if len(heading) > 20 * density(language):
        return False
    reading = read(_bare(heading), language)
    return lists.frames.at_start(reading) or lists.skip.within(reading)


def _are_points(texts: Sequence[str], language: str) -> bool:
    """Whether they tell something: no code, no names alone, no mere questions."""
    if any(len(text) > LONGEST or not is_prose(text) or text.endswith((":", "：")) for text in texts):
        return False
    full = [text for text in texts if not is_spaced(language) or len(text.split()) > 1]
    asked = [text for text in texts if text.endswith(ASKS)]
    return 2 * len(full) > len(texts) and 2 * len(asked) < len(texts) and len(set(texts)) == len(texts)


def _said(document: Document, headings: set[str], lists: Rhetoric) -> dict[str, str]:
    """For each heading the first sentence of its section that stands alone."""
    language = document.asset.language
    said: dict[str, str] = {}
    looked: dict[str, int] = {}
    for block in document.blocks:
        heading = block.heading or ""
        looked[heading] = looked.get(heading, 0) + 1
        if heading not in headings or heading in said or looked[heading] > LOOKED_AT or block.kind != "paragraph":
            continue
        for sentence in block.sentences:
            reading = read(sentence, language)
            unwanted = lists.chatter.within(reading) or lists.stale.within(reading) or sentence.endswith(ASKS)
            unwanted = unwanted or tells_story(reading, lists) or is_fragment(sentence, reading, language)
            unwanted = unwanted or lists.first_person.within(reading)
            if not unwanted and fault(sentence, language, shortest=SHORTEST) is None:
                said[heading] = sentence
                break
    return said
