"""What a reader gains by a sentence, with the reasons."""

from __future__ import annotations

import re

from repurpose.document.manner import ASKS, DIGIT, answers_itself, tells_story
from repurpose.document.standalone import (
    names_subject,
)
from repurpose.document.subject import Subject, names_unknown, points_at_unknown
from repurpose.language.density import density
from repurpose.language.rhetoric import Reading, Rhetoric
from repurpose.language.stems import stems

BEST_LENGTH = 110
"""Characters of a sentence that is taken in at a glance; sentences are marked down the further they are from it."""

MOST = 2.2
"""What purposes can add up to."""

_FIGURE = re.compile(
    r"""(?:[$€£¥₹]\s?\d[\d.,]*|(?<![\w.,#v:/-])\d[\d.,]*(?:\s?[%٪]|[xX×]\b|\s?(?:percent|per\ cent|times|fold|prozent
    |million\w*|billion\w*
    |milliarden?|mille|millones|k\b|ms\b
    |[kKMGT]i?B\b|hours?|minutes?|seconds?|days|weeks|months|years|people|users
    |teams
    |customers|companies|contributors|Stunden?|Minuten?|Tagen?|heures?|jours|horas?|días|часов|минут|дней))
    |(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d.]))
    |(?<![第A-Za-z–-])\d[\d.,]*\s?(?:倍|個|件|人(?!の)|分|秒|時間|日間|年間|万|億|割|回|文字|か国|カ国|社|店|台|冊|杯|ドル|ポイント|家|位|名|平方米|公里
    |天|小时|小時|分钟|分鐘|次|个|個|亿|億|萬|元|円|(?<!\d{4})(?<!\d{4}\s)年(?!前)|[かヶカ]月|个月|명|개|배|시간|분|%)
    |[٠-٩]+|\d[\d.,]*\s+(?:ساعة|ساعات|دقيقة|دقائق|يوم|يوما|يومًا|أيام|أسبوع|أسابيع|مرة|مرات|شهر|أشهر|سنة|سنوات|ألف|مليون|مليار
    |ريال|دولار|جنيه|درهم|دينار|شخص|عميل|مستخدم|موظف|بالمئة|بالمائة|في\ المئة|في\ المائة)""",
    re.X,
)
_HALVES = frozenset(("half", "twice", "double", "triple", "thirds", "tenfold", "hälfte", "doppelt", "moitié", "mitad"))
_HALVED = re.compile(r".{20,}[,;] (?:but|yet) .{20,}")


class Score:
    """Adds up what speaks for and against one sentence."""

    def __init__(self, sentence: str, reading: Reading, lists: Rhetoric, language: str) -> None:
        self._sentence, self._reading, self._lists, self._language = sentence, reading, lists, language
        self.total, self.angle, self.why = 0.0, "", list[str]()

    def _add(self, gain: float, why: str, angle: str = "") -> None:
        self.total += gain
        self.why.append(why)
        self.angle = self.angle or angle

    def by_purpose(self, *, is_stressed: bool) -> None:
        """What a reader gains; the first purpose that is found names the angle."""
        lists, reading, sentence = self._lists, self._reading, self._sentence
        if sentence.endswith(ASKS):
            self._add(0.7, "a question", "question")
        if (DIGIT.search(sentence) and _FIGURE.search(sentence)) or not _HALVES.isdisjoint(reading.bag):
            self._add(1.3, "a figure", "figure")
        if lists.doing.at_start(reading) and not names_subject(reading):
            self._add(0.9, "an instruction", "tip")
        if lists.contrast.within(reading) or _HALVED.match(sentence):
            self._add(0.8, "a contrast", "contrast")
        elif answers_itself(sentence):
            self._add(0.8, "two halves that answer each other", "contrast")
        elif lists.denial.within(reading):
            self._add(0.5 if lists.is_full else 0.8, "what isn't so", "claim")
        if is_stressed:
            self._add(0.7, "in bold", "claim")
        for phrases, gain, why, angle in (
            (lists.claim, 0.6, "a claim", "claim"),
            (lists.defines, 0.3, "what something is", ""),
            (lists.gain, 0.7, "a gain for the reader", "gain"),
            (lists.news, 0.3, "something new", "news"),
        ):
            if phrases.within(reading):
                self._add(gain, why, angle)
        self.total = min(self.total, MOST)  # words of every kind make no sentence better
        if not lists.known:
            self._add(0.6, "opens its paragraph", "claim")

    def by_place(self, *, opens: bool, early: bool) -> None:
        """Where it stands."""
        if opens:
            self._add(0.3, "opens its paragraph")
        if early:
            self._add(0.3, "near the top")

    def by_subject(self, subject: Subject) -> None:
        """Whether it is about what the asset is about; a thing named as if it were known must be."""
        said = stems(self._sentence, self._language)
        shared = said & subject.weights.keys()
        if shared:
            self._add(min(1.0 if self._lists.is_full else 1.2, subject.told(said)), "on the subject")
        astray = 0.7 if self._lists.is_full else 0.4
        if subject.title and not shared & subject.title:
            self.total -= astray
        if subject.title and not shared and self._lists.is_full:
            self.total -= 0.5
        if names_unknown(self._sentence, self._reading, subject, self._language):
            self.total -= 0.9
        if points_at_unknown(self._sentence, subject, self._language):
            self.total -= 0.9

    def by_manner(self, subject: Subject) -> None:
        """How it says it: what is long, hedged, bracketed, told as a story or about the writer is marked down."""
        lists, reading, sentence = self._lists, self._reading, self._sentence
        size = len(sentence) / density(self._language)
        self.total -= abs(size - BEST_LENGTH) / BEST_LENGTH * 0.6
        for found, loss in (
            (lists.hedge.within(reading), 0.4),
            (not subject.is_dull and lists.dull.within(reading), 0.8),
            (self.angle != "figure" and tells_story(reading, lists), 0.6),
            (lists.ours.within(reading), 0.6),
            ("(" in sentence or "（" in sentence, 0.3),
            (";" in sentence, 0.2),
            (sentence.count(",") > 3, 0.4),
            (":" in sentence, 0.3),
            (sentence.endswith("!"), 0.2),
        ):
            if found:
                self.total -= loss
