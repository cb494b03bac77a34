"""What a reader gains by a sentence, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from repurpose.document.manner import ASKS, answers_itself, tells_story
from repurpose.document.standalone import names_subject
from repurpose.document.subject import Subject, names_unknown, points_at_unknown
from repurpose.language.density import density
from repurpose.language.reading import Reading
from repurpose.language.rhetoric import rhetoric
from repurpose.language.stems import stems

BEST_LENGTH = 110
"""Characters of a sentence that is taken in at a glance; sentences are marked down the further they are from it."""

MOST = 2.2
"""What purposes can add up to."""

UNREAD = 0.6
"""What stands for them in a language that has no lists."""

ROUNDING = 0.01
"""What is added up in another order differs by less."""

OPENS, EARLY = 0.3, 0.3
"""What opening a paragraph counts for, and standing near the top."""
_OPENS = "opens its paragraph"

ALONE = 0.4
"""What an entry of a list must have above other sentences: it was written to stand among its like."""

STEP = 0.9
"""The same for an entry that instructs: it may be one step of several."""

# It begins with a sign that prose has few of, so that the search runs over the rest without a try.
_COUNTED = re.compile(
    r"""[$€£¥₹\d](?:
    (?<=[$€£¥₹])\s?\d[\d.,]*
    |(?<=\d)(?<![\w.,#v:/-]\d)[\d.,]*(?:\s?[%٪]|[xX×]\b|\s?(?:percent|per\ cent|times|fold|prozent
    |million\w*|billion\w*
    |milliarden?|mille|millones|k\b|ms\b
    |[kKMGT]i?B\b|hours?|minutes?|seconds?|days|weeks|months|years|people|users
    |teams
    |customers|companies|contributors|Stunden?|Minuten?|Tagen?|heures?|jours|horas?|días|часов|минут|дней))
    |(?<=\d)(?<![\w.,]\d)\d{0,2}(?:,\d{3})+(?![\d.])
    |(?<=\d)(?<![第A-Za-z–-]\d)[\d.,]*\s?(?:倍|個|件|人(?!の)|分|秒|時間|日間|年間|万|億|割|回|文字|か国|カ国|社|店|台|冊|杯|ドル|ポイント|家|位|名|平方米|公里
    |天|小时|小時|分钟|分鐘|次|个|個|亿|億|萬|元|円|(?<!\d{4})(?<!\d{4}\s)年(?!前)|[かヶカ]月|个月|명|개|배|시간|분|%)
    |(?<=[٠-٩])
    |(?<=\d)[\d.,]*\s+(?:ساعة|ساعات|دقيقة|دقائق|يوم|يوما|يومًا|أيام|أسبوع|أسابيع|مرة|مرات|شهر|أشهر|سنة|سنوات|ألف|مليون|مليار
    |ريال|دولار|جنيه|درهم|دينار|شخص|عميل|مستخدم|موظف|بالمئة|بالمائة|في\ المئة|في\ المائة))""",
    re.X,
)
_HALVES = frozenset(("half", "twice", "double", "triple", "thirds", "tenfold", "hälfte", "doppelt", "moitié", "mitad"))
_HALVED = re.compile(r".{20,}[,;] (?:but|yet) .{20,}")


class _Purpose(NamedTuple):
    """What a reader gains by a sentence: what that counts for, why, and the angle it gives, if it gives one."""

    gain: float
    why: str
    angle: str = ""


_QUESTION = _Purpose(0.7, "a question", "question")
_FIGURE = _Purpose(1.3, "a figure", "figure")
_INSTRUCTION = _Purpose(0.9, "an instruction", "tip")
_CONTRAST = _Purpose(0.8, "a contrast", "contrast")
_ANSWER = _Purpose(0.8, "two halves that answer each other", "contrast")
_DENIAL = _Purpose(0.5, "what isn't so", "claim")
_PLAIN_DENIAL = _Purpose(0.8, "what isn't so", "claim")
_STRESS = _Purpose(0.7, "in bold", "claim")
_LISTED = {
    "claim": _Purpose(0.6, "a claim", "claim"),
    "defines": _Purpose(0.3, "what something is"),
    "gain": _Purpose(0.7, "a gain for the reader", "gain"),
    "news": _Purpose(0.3, "something new", "news"),
}
"""Further purposes, by the names of their lists."""


class Score(NamedTuple):
    """What speaks for and against a sentence, added up; the angle of the first purpose that gives one; the reasons."""

    total: float
    angle: str
    why: tuple[str, ...]


class Scale:
    """What the sentences of one asset are weighed by."""

    def __init__(self, subject: Subject, language: str) -> None:
        self._subject, self._language, self._lists = subject, language, rhetoric(language)
        self._density = density(language)
        self._most_told = 1.0 if self._lists.is_full else 1.2

    def weigh(
        self, sentence: str, reading: Reading, *, opens: bool, early: bool, is_item: bool, is_stressed: bool
    ) -> Score | None:
        """The score of a sentence that opens its paragraph, stands early in the text; None where it isn't enough.

        What is dear to find out is asked last, and not at all where the sentence can't come to enough.
        """
        lists, subject = self._lists, self._subject
        purposes = self._purposes(sentence, reading, is_stressed=is_stressed)
        gained, angle = 0.0, ""
        for one in purposes:
            gained += one.gain
            angle = angle or one.angle
        if not angle:
            if lists.known:
                return None
            angle = "claim"
        total = min(gained, MOST)  # words of every kind make no sentence better
        if not lists.known:
            total += UNREAD
        if opens:
            total += OPENS
        if early:
            total += EARLY
        enough = lists.enough + (0.0 if not is_item else STEP if angle == "tip" else ALONE)
        length = abs(len(sentence) / self._density - BEST_LENGTH) / BEST_LENGTH * 0.6
        if total + self._most_told - length + ROUNDING < enough:
            return None
        shared = subject.shared(stems(sentence, self._language))
        if shared:
            total += min(self._most_told, subject.told(shared))
        for loss in self._astray(shared):
            total -= loss
        if total - length + ROUNDING < enough:
            return None
        if names_unknown(sentence, reading, subject, self._language):
            total -= 0.9
        if points_at_unknown(sentence, subject, self._language):
            total -= 0.9
        total -= length
        for loss in self._losses(sentence, reading, angle):
            total -= loss
        if total < enough:
            return None
        why = [one.why for one in purposes]
        for is_so, words in (
            (not lists.known, _OPENS),
            (opens, _OPENS),
            (early, "near the top"),
            (shared, "on the subject"),
        ):
            if is_so:
                why.append(words)
        return Score(total, angle, tuple(why))

    def _purposes(self, sentence: str, reading: Reading, *, is_stressed: bool) -> list[_Purpose]:
        """What a reader gains."""
        lists = self._lists
        listed = lists.purposes.within(reading)
        found = []
        if sentence.endswith(ASKS):
            found.append(_QUESTION)
        if _COUNTED.search(sentence) or not _HALVES.isdisjoint(reading.words):
            found.append(_FIGURE)
        if lists.doing.at_start(reading) and not names_subject(reading):
            found.append(_INSTRUCTION)
        if "contrast" in listed or _is_halved(sentence):
            found.append(_CONTRAST)
        elif answers_itself(sentence):
            found.append(_ANSWER)
        elif "denial" in listed:
            found.append(_DENIAL if lists.is_full else _PLAIN_DENIAL)
        if is_stressed:
            found.append(_STRESS)
        if listed:
            found += [purpose for name, purpose in _LISTED.items() if name in listed]
        return found

    def _astray(self, shared: frozenset[str]) -> tuple[float, ...]:
        """What counts against a sentence that tells nothing of the title, and nothing of the subject."""
        if not self._subject.title or not shared.isdisjoint(self._subject.title):
            return ()
        if not self._lists.is_full:
            return (0.4,)
        return (0.7,) if shared else (0.7, 0.5)

    def _losses(self, sentence: str, reading: Reading, angle: str) -> Iterator[float]:
        """What counts against how it is said: hedged, bracketed, told as a story or about the writer."""
        lists = self._lists
        for found, loss in (
            (lists.hedge.within(reading), 0.4),
            (not self._subject.is_dull and lists.dull.within(reading), 0.8),
            (angle != "figure" and tells_story(reading, lists), 0.6),
            (lists.ours.within(reading), 0.6),
            ("(" in sentence or "（" in sentence, 0.3),
            (";" in sentence, 0.2),
            (sentence.count(",") > 3, 0.4),
            (":" in sentence, 0.3),
            (sentence.endswith("!"), 0.2),
        ):
            if found:
                yield loss


def _is_halved(sentence: str) -> bool:
    """Whether two halves of some length are set against each other."""
    return (" but " in sentence or " yet " in sentence) and _HALVED.match(sentence) is not None
