"""The choice of units: the lead, then what matters most next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from repurpose.document.pyramid.unit import Unit
from repurpose.document.subject import Subject
from repurpose.language.rhetoric import rhetoric
from repurpose.language.stems import stems

LOOKED_AT = 8
"""Paragraphs at the top that may be the lead."""

LATER = 0.4
"""What each paragraph, and each section, further down counts against."""

MOST_NEWS = 2.6
"""What telling all that a lead tells counts for."""


class Choice:
    """Chooses units, and how many sentences of each."""

    def __init__(self, units: Sequence[Unit], subject: Subject, who: str | None, most: float, *, strict: bool) -> None:
        self._units, self._most, self._strict = units, most, strict
        self._counts: dict[int, int] = {}
        self.length = 0.0
        self._lead = self._find_lead(subject, who)

    def fill(self, fewest: float) -> None:
        """Take the lead, then what matters most next, until there is enough."""
        if self._lead is None:
            return
        self._take(self._lead)
        ranked = sorted(
            range(len(self._units)), key=lambda one: (self._units[one].place + LATER * self._units[one].section, one)
        )
        for index in ranked:
            if self.length >= fewest:
                return
            if index not in self._counts and self._follows(index):
                self._take(index)

    def kept(self) -> Iterator[tuple[Unit, int]]:
        """The chosen units and how many sentences of each, the lead first."""
        for index in sorted(self._counts, key=lambda one: (one != self._lead, one)):
            yield self._units[index], self._counts[index]

    def _take(self, index: int) -> None:
        count, length = self._units[index].fitting(self._most - self.length, strict=self._strict)
        if count:
            self._counts[index] = count
            self.length += length

    def _follows(self, index: int) -> bool:
        """Whether what its first words point at stands right above it."""
        before = index - 1
        if self._counts.get(before, -1) == len(self._units[before].sentences) and before != (self._lead or -1):
            return True
        return not self._units[index].leans

    def _find_lead(self, subject: Subject, who: str | None) -> int | None:
        """The paragraph near the top that tells most: who, what, when, where and why."""
        best: tuple[float, int] | None = None
        for index, unit in enumerate(self._units[:LOOKED_AT]):
            later = LATER * (index + unit.section)
            if best and MOST_NEWS - later < best[0]:
                break  # nothing below can tell so much
            if not unit.is_paragraph or not any(unit.usable(strict=self._strict)) or (index and unit.leans):
                continue
            score = _newsworth(unit, subject, who) - later
            if best is None or score > best[0]:
                best = score, index
        return best[1] if best else None


def _newsworth(unit: Unit, subject: Subject, who: str | None) -> float:
    """How much of a lead a paragraph's first sentence is."""
    sentence, language = unit.sentences[0], unit.language
    lists = rhetoric(language)
    reading = lists.read(sentence)
    what = min(1.0, subject.told(subject.shared(stems(sentence, language))))
    return (
        what
        + 0.5 * bool(who and who.casefold() in sentence.casefold())
        + 0.5 * lists.news.within(reading)
        + 0.3 * (lists.stale.within(reading) or any(map(str.isdigit, sentence)))
        + 0.3 * lists.gain.within(reading)
        - 0.8 * lists.chatter.at_start(reading)
        - 0.8 * sentence.endswith(("?", "？", "؟"))
    )
