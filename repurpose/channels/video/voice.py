"""How long a voice takes to say something, and the captions that stand meanwhile.

No recording is known yet: the times are those of a speaker who keeps the pace, and no caption stands for less time than
it takes to read it. So a text that is long to read is spoken more slowly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from repurpose.channels.video.breaks import Part, broken, joined, parts, width
from repurpose.formats.lines import is_wide
from repurpose.language.words import reading_length
from repurpose.rules.captions import BY_CHARACTERS, Captions

SENTENCE_PAUSE, SCENE_PAUSE = 250, 750
"""Milliseconds of silence after a sentence, and after a scene: an editorial choice."""

FULL = 0.92
"""The part of a caption's room that is planned for: broken where it reads best, its parts aren't of one width."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: from when until when it stands, in milliseconds, and its lines."""

    start: int
    end: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of a language, at a pace: words or characters a minute, as the language's rules count."""

    language: str
    rules: Captions
    pace: int

    @property
    def counts_words(self) -> bool:
        """Whether its pace is told in words; else in characters."""
        return self.rules.pace.unit != BY_CHARACTERS

    def milliseconds(self, text: str) -> float:
        """How long it takes to say a text."""
        length = reading_length(text, self.language) if self.counts_words else sum(map(_size, text))
        return length * 60_000 / self.pace

    def cues(self, sentences: Sequence[str], start: int) -> Iterator[Cue]:
        """The captions of what is said in one go from `start` on; the last ends when all is said."""
        for said in self._together(sentences):
            some = parts(said, self.language, self.rules.columns.value)
            spoken = self.milliseconds(said)
            for group in self._groups(some, spoken):
                end = start + self._time(group, spoken * width(group) / max(1, width(some)))
                yield Cue(start, end - self.rules.gap.value, self._lines(group))
                start = end
            start += SENTENCE_PAUSE

    def _together(self, sentences: Sequence[str]) -> Iterator[str]:
        """Sentences, the shortest of them with the next one: no caption flashes by."""
        said = ""
        for sentence in sentences:
            said = f"{said} {sentence}" if said else sentence
            if self.milliseconds(said) >= self.rules.shortest.value:
                yield said
                said = ""
        if said:
            yield said

    def _groups(self, some: Sequence[Part], spoken: float) -> Sequence[Sequence[Part]]:
        """The parts of each caption: as few captions as hold them."""
        room = self.rules.columns.value * self.rules.lines.value
        count = max(1, ceil(width(some) / (room * FULL)), ceil(spoken / (self.rules.longest.value * FULL)))
        while count < len(some):
            groups = broken(some, count)
            if all(self._fits(group, spoken * width(group) / width(some)) for group in groups):
                return groups
            count += 1
        return [[one] for one in some]

    def _fits(self, group: Sequence[Part], spoken: float) -> bool:
        lines = self._broken(group)
        is_short = len(lines) <= self.rules.lines.value and all(map(self._is_line, lines))
        return is_short and self._time(group, spoken) <= self.rules.longest.value + self.rules.gap.value

    def _is_line(self, line: Sequence[Part]) -> bool:
        return width(line) <= self.rules.columns.value

    def _broken(self, group: Sequence[Part]) -> Sequence[Sequence[Part]]:
        """A caption's lines."""
        for count in range(1, len(group)):
            lines = broken(group, count)
            if all(map(self._is_line, lines)):
                return lines
        return [[one] for one in group]

    def _lines(self, group: Sequence[Part]) -> tuple[str, ...]:
        return tuple(joined(line) for line in self._broken(group))

    def _time(self, group: Sequence[Part], spoken: float) -> int:
        """Milliseconds until the next caption: as long as it is spoken, and no less than it takes to read."""
        read = width(group) * 1000 / self.rules.speed.value
        return ceil(max(spoken, read + self.rules.gap.value, self.rules.shortest.value + self.rules.gap.value))


def _size(char: str) -> float:
    """What a character counts for where characters are counted: two letters of a Latin word are a syllable."""
    return (1.0 if is_wide(char) else 0.5) if char.isalnum() else 0.0
