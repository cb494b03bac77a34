"""What a reader gains by a sentence, with the reasons."""

from __future__ import annotations

import re

from repurpose.document.manner import ASKS, answers_itself, tells_story
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

UNREAD = 0.6
"""What stands for them in a language that has no lists."""

ROUNDING = 0.01
"""What is added up in another order differs by less."""

OPENS, EARLY = 0.3, 0.3
"""What opening a paragraph counts for, and standing near the top."""

# It begins with a sign that prose has few of, so that the search runs over the rest without a try.
_FIGURE = re.compile(
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


_GAINS = (
    ("claim", 0.6, "a claim", "claim"),
    ("defines", 0.3, "what something is", ""),
    ("gain", 0.7, "a gain for the reader", "gain"),
    ("news", 0.3, "something new", "news"),
)
"""Further purposes, by the names of their lists: what each adds, why, and the angle it gives."""


class Score:
    """Adds up what speaks for and against one sentence.

    `at_best` is what its `total` can come to: first if it has every purpose, then with those that it has.
    """

    __slots__ = (
        "_early", "_language", "_length", "_lists", "_opens", "_reading", "_sentence", "_shared", "_subject", "_told",
        "angle", "at_best", "total", "why",
    )  # fmt: skip

    def __init__(
        self,
        sentence: str,
        reading: Reading,
        lists: Rhetoric,
        subject: Subject,
        language: str,
        *,
        opens: bool,
        early: bool,
    ) -> None:
        self._sentence, self._reading, self._lists, self._subject = sentence, reading, lists, subject
        self._language, self._opens, self._early = language, opens, early
        self._shared = subject.shared(stems(sentence, language))
        self._told = min(1.0 if lists.is_full else 1.2, subject.told(self._shared))
        self._length = abs(len(sentence) / density(language) - BEST_LENGTH) / BEST_LENGTH * 0.6
        self.total, self.angle, self.why = 0.0, "", list[str]()
        self.at_best = MOST + UNREAD * (not lists.known) + self._told + OPENS * opens + EARLY * early - self._length
        self.at_best += ROUNDING - sum(self._astray())

    def _add(self, gain: float, why: str, angle: str = "") -> None:
        self.total += gain
        self.why.append(why)
        self.angle = self.angle or angle

    def _astray(self) -> tuple[float, ...]:
        """What counts against it where it tells nothing of the title, and nothing of the subject."""
        if not self._subject.title or not self._shared.isdisjoint(self._subject.title):
            return ()
        if not self._lists.is_full:
            return (0.4,)
        return (0.7,) if self._shared else (0.7, 0.5)

    def by_purpose(self, *, is_stressed: bool) -> None:
        """What a reader gains; the first purpose that is found names the angle."""
        lists, reading, sentence = self._lists, self._reading, self._sentence
        found = lists.purposes.within(reading)
        if sentence.endswith(ASKS):
            self._add(0.7, "a question", "question")
        if _FIGURE.search(sentence) or not _HALVES.isdisjoint(reading.words):
            self._add(1.3, "a figure", "figure")
        if lists.doing.at_start(reading) and not names_subject(reading):
            self._add(0.9, "an instruction", "tip")
        if "contrast" in found or _is_halved(sentence):
            self._add(0.8, "a contrast", "contrast")
        elif answers_itself(sentence):
            self._add(0.8, "two halves that answer each other", "contrast")
        elif "denial" in found:
            self._add(0.5 if lists.is_full else 0.8, "what isn't so", "claim")
        if is_stressed:
            self._add(0.7, "in bold", "claim")
        for purpose, gain, why, angle in _GAINS:
            if purpose in found:
                self._add(gain, why, angle)
        self.total = min(self.total, MOST)  # words of every kind make no sentence better
        self.at_best -= MOST - self.total
        if not lists.known:
            self._add(UNREAD, "opens its paragraph", "claim")

    def by_place(self) -> None:
        """Where it stands."""
        if self._opens:
            self._add(OPENS, "opens its paragraph")
        if self._early:
            self._add(EARLY, "near the top")

    def by_subject(self) -> None:
        """Whether it is about what the asset is about; a thing named as if it were known must be."""
        if self._shared:
            self._add(self._told, "on the subject")
        for loss in self._astray():
            self.total -= loss
        if names_unknown(self._sentence, self._reading, self._subject, self._language):
            self.total -= 0.9
        if points_at_unknown(self._sentence, self._subject, self._language):
            self.total -= 0.9

    def by_manner(self) -> None:
        """How it says it: what is long, hedged, bracketed, told as a story or about the writer is marked down."""
        lists, reading, sentence = self._lists, self._reading, self._sentence
        self.total -= self._length
        for found, loss in (
            (lists.hedge.within(reading), 0.4),
            (not self._subject.is_dull and lists.dull.within(reading), 0.8),
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


def _is_halved(sentence: str) -> bool:
    """Whether two halves of some length are set against each other."""
    return (" but " in sentence or " yet " in sentence) and _HALVED.match(sentence) is not None
