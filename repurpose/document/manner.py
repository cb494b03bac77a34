"""How a sentence speaks: truisms, stories, guests, quotes without their speaker."""

from __future__ import annotations

import re
from itertools import pairwise

from repurpose.document.document import Document
from repurpose.document.subject import subject_of
from repurpose.language.days import DIGIT, without_days
from repurpose.language.reading import Reading
from repurpose.language.rhetoric import Rhetoric
from repurpose.language.stems import stems

ASKS = ("?", "？", "؟")
"""How a question ends."""

OPENING = 8
"""Words within which a sentence shows whether it tells a story."""

LINE = 40
"""Characters of a Chinese or Japanese sentence whose halves are heard as answering each other."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNSIGNED = re.compile(r"[\"“„«「『].*[\"”“»」』]", re.S)
_PAUSE = re.compile(r"[,，،、]")
_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_TOPICS = ("は", "が", "では", "には")
"""What ends the topic of a Japanese sentence, which no second half answers."""

_ENDING = " .。!！"
_DID = re.compile(r"(?!need$|feed$|speed$|embed$|hundred$|exceed$|proceed$|succeed$|based$|used$)[a-z]{2,}ed$")
_NOT_DONE = frozenset(
    """a an the your our their my its and or of to for in on by with is are be been being was were has have had get gets
    more most less well highly newly fully more so as when if not than no any all every each""".split()
)
_UNIVERSAL = frozenset("always every everyone everybody all".split())
_WORTHY = frozenset("best vital essential crucial critical important must-have invaluable key".split())
_REASONED = frozenset(
    "because so if when than but not without instead don't isn't can't never no only until unless while since".split()
)
_INTRODUCED = re.compile(
    r"((?:[A-Z][\w.-]+ ?){1,4})(?:(?:\([^)]*\))|, (?:headquartered|based|founded|located|an?|the)\b[^.]*?,)?"
    r" is (?:an?|one of|the)\b"
)


def is_truism(sentence: str, reading: Reading) -> bool:
    """Whether an English sentence says of all that they want the best, with no figure, reason or contrast to it."""
    if _UNIVERSAL.isdisjoint(reading.words) or _WORTHY.isdisjoint(reading.words[2:]):
        return False
    return _REASONED.isdisjoint(reading.words) and not DIGIT.search(sentence)


def is_by_guest(document: Document) -> bool:
    """Whether an English text begins by introducing whom its title names: "We" is then not who publishes it."""
    first = next((block.sentences[0] for block in document.blocks if block.sentences), "")
    found = _INTRODUCED.match(first)
    return found is not None and bool(stems(found[1], document.asset.language) & document.view(subject_of).title)


def answers_itself(sentence: str) -> bool:
    """Whether a sentence is two halves of like length and shape: "数字让人相信，故事让人行动。"."""
    if sentence.isascii() and sentence.count(",") != 1:  # as mostly
        return False
    halves = _PAUSE.split(sentence, maxsplit=2)
    if len(halves) != 2 or halves[0].endswith(_TOPICS):
        return False
    short, long = sorted((half.strip(_ENDING) for half in halves), key=len)
    if len(short) < 0.6 * len(long):
        return False
    if " " in short:
        return any(len(word) > 3 for word in {*short.lower().split()} & {*long.lower().split()})
    # The same word in the same place, counted from the start or the end: "让人" here and there.
    there = {found[1]: found.start() for found in _PAIR.finditer(long)}
    apart = len(long) - len(short)
    shifts = [there[found[1]] - found.start() for found in _PAIR.finditer(short) if found[1] in there]
    return len(sentence) <= LINE and any(abs(shift) <= 1 or abs(shift - apart) <= 1 for shift in shifts)


def tells_story(reading: Reading, lists: Rhetoric) -> bool:
    """Whether a sentence begins by telling what somebody did: a story that is over."""
    if not reading.words:
        return lists.narrates.within(reading)
    words = reading.words[:OPENING]
    if lists.narrates.among(words):
        return True
    return any(
        word.endswith("ed") and _DID.match(word) and before not in _NOT_DONE for before, word in pairwise(words[:4])
    )


def counts_besides_day(sentence: str) -> bool:
    """Whether it has a number that is no day and no year."""
    return DIGIT.search(_YEAR.sub("", without_days(sentence))) is not None


def is_unsigned(sentence: str) -> bool:
    """Whether it is a quote as a whole, and nobody is said to have said it."""
    return _UNSIGNED.fullmatch(sentence) is not None
