"""What words do in a sentence, language by language: point out of it, claim, contrast, promise, instruct.

The lists stand in `rhetoric/<language>.toml`. An entry is a word or several, in small letters; in scripts without
spaces it is any run of characters, and an entry that ends in `-` is the beginning of a word. Chinese has its lists in
simplified characters; a sentence in traditional ones is read as if it were written in them, and Arabic as if it had no
vowel signs.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, partial
from importlib.resources import files
from typing import Any

from repurpose.language.arabic import unvowelled
from repurpose.language.reading import WORD, Reading, Readings, of_words
from repurpose.language.tags import is_spaced, primary

ENOUGH = 1.5
"""The score that a sentence needs by full lists."""


PURPOSES = ("contrast", "denial", "claim", "defines", "gain", "news")
"""The lists of what a sentence gives its reader."""


class Phrases:
    """A list of words and phrases, looked for in a reading; longer ones by the rarest of their words.

    `common` counts the phrases of the language's lists that a word stands in: what few share is rare in a text as well.
    """

    def __init__(self, entries: Sequence[str], common: Counter[str], *, spaced: bool) -> None:
        self._spaced = spaced
        whole = [entry for entry in entries if spaced and not entry.endswith("-")]
        self._words = frozenset(entry for entry in whole if " " not in entry)
        self.parts = tuple(f" {entry[:-1]}" for entry in entries if entry.endswith("-")) if spaced else tuple(entries)
        longer = [entry for entry in whole if " " in entry]
        self._longer = _by_word(longer, lambda words: min(words, key=lambda word: (common[word], -len(word))))
        self._whole = frozenset(word for word in self._words if WORD.fullmatch(word))
        self._keys = frozenset(self._longer)
        self._all = self._words | self._keys
        self._signs = (*self._all, *(part.split()[0] for part in self.parts))
        self._starts = {word: (*found, *self.parts) for word, found in _by_word(longer, lambda words: words[0]).items()}

    def within(self, reading: Reading) -> bool:
        """Whether one of them stands anywhere in the sentence."""
        words, line = reading
        if not self._all.isdisjoint(words):  # else, as mostly, one look is enough
            if not self._words.isdisjoint(words):
                return True
            for key in self._keys.intersection(words):
                for one in self._longer[key]:
                    if one in line:
                        return True
        return bool(self.parts) and any(map(line.__contains__, self.parts))

    def by_word(self) -> Mapping[str, tuple[str, ...]]:
        """What is looked for where a word stands in the sentence; nothing more than the word where it is an entry."""
        return {**self._longer, **dict.fromkeys(self._words, ("",))}

    def at_start(self, reading: Reading) -> bool:
        """Whether the sentence begins with one of them."""
        words, line = reading
        if not words:
            return line.startswith(self.parts)
        return words[0] in self._words or line.startswith(self._starts.get(words[0], self.parts))

    def at_sight(self, sentence: str) -> bool:
        """Whether a sentence that nobody has read yet has one of them before its first space; others may begin it."""
        return sentence.partition(" ")[0].lower() in self._whole

    def at_a_glance(self, text: str) -> bool:
        """Whether one of them may stand in a sentence of a text that nobody has read yet; if not, none does."""
        small = text.lower()
        return not small.isascii() or any(map(small.__contains__, self._signs))

    def at_end(self, reading: Reading) -> bool:
        """Whether the sentence's last word is one of them."""
        return bool(reading.words) and reading.words[-1] in self._words

    def after(self, reading: Reading) -> str:
        """What stands behind the last of them that are longer than a word; all where there is none."""
        phrases = (one for found in self._longer.values() for one in found)
        ends = (reading.line.rfind(one) + len(one) for one in (*phrases, *self.parts) if one in reading.line)
        return reading.line[max(ends, default=0) :]

    def among(self, words: Sequence[str]) -> bool:
        """Whether one of these words is one of them."""
        return not self._words.isdisjoint(words)

    def without(self, reading: Reading) -> Reading:
        """The reading with those of them that are longer than a word taken out."""
        words, line = reading
        keys = self._keys.intersection(words)
        if not keys and not self.parts:
            return reading
        found = [one for key in keys for one in self._longer[key] if one in line]
        found += [one for one in self.parts if one in line]
        if not found:
            return reading
        for one in sorted(found, key=lambda one: (-len(one), one)):  # "at the same time" before "the same"
            line = line.replace(one, " " if self._spaced else "")
        return of_words(line.split()) if self._spaced else Reading((), line)


class Kinds:
    """Several lists, looked for at once: a sentence has few of their words, whichever list these are of."""

    def __init__(self, lists: Mapping[str, Phrases]) -> None:
        self._parts = [(name, phrases.parts) for name, phrases in lists.items() if phrases.parts]
        self._entries: dict[str, list[tuple[str, str]]] = {}
        for name, phrases in lists.items():
            for word, longer in phrases.by_word().items():
                self._entries.setdefault(word, []).extend((one, name) for one in longer)
        self._words = frozenset(self._entries)

    def within(self, reading: Reading) -> set[str]:
        """The names of those lists of which something stands anywhere in the sentence."""
        words, line = reading
        found = {name for word in self._words.intersection(words) for one, name in self._entries[word] if one in line}
        for name, parts in self._parts:
            if any(map(line.__contains__, parts)):
                found.add(name)
        return found


def _by_word(entries: Sequence[str], choose: Callable[[list[str]], str]) -> dict[str, tuple[str, ...]]:
    """Phrases between spaces, by one of their words."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        key = choose(entry.split())
        found[key] = (*found.get(key, ()), f" {entry} ")
    return found


@dataclass(frozen=True, slots=True)
class Rhetoric:
    """The lists of one language, and how its sentences are `read` to be looked through.

    What can't stand alone: `opens` (a sentence that begins so goes on from another), `leans` (points outside, wherever
    it stands, but for the `excused`), `trails` (points outside as the last word), `pronouns` (need a name before).
    What nobody wants repeated: `stale` (true on its day only), `chatter` (thanks, greetings, signposts), `calls` (verbs
    that begin what sends the reader elsewhere: "Visit", "Join"), `dull` (the writer's own housekeeping), `hedge`,
    `first_person`, `narrates` (verbs of a story that is over), and `skip` (headings whose sections are of that kind).
    `frames` are headings that name a part of the text.
    What is worth repeating: `claim`, `defines` (what makes a weaker claim), `contrast`, `denial` (words that deny, and
    by themselves set nothing against anything), `gain`, `news`, and `doing` (verbs that begin an instruction);
    all of it but the last are its `purposes`, which are looked for at once.
    `superlative` and `generic` words after an article name what needs no introduction. `enough` is the score from which
    on a sentence is worth a post of its own: shorter lists find less in it, and long ones are `is_full`.
    What a text says to its reader, and not about somebody: `address` ("you", "we"); with `ours` its author speaks of
    their own side. `own_news` begins what an organisation says for itself, and `announces` is what it is glad to do:
    both may stand under a title. `shows` announces a table, picture or example beside it. `turns` begins what is set
    against what stood before it; `usually` what isn't so any more, and `generalizes` what an exception may follow.
    `background` begins what readers know of the world before they read. What begins by what it `concedes` is half of a
    thought where the next sentence begins by what it `concludes`. `itself` is how a text speaks of itself. `teases`
    promises what only the whole text has.
    """

    read: Callable[[str], Reading]
    known: bool
    enough: float
    is_full: bool
    opens: Phrases
    leans: Phrases
    excused: Phrases
    trails: Phrases
    pronouns: Phrases
    stale: Phrases
    chatter: Phrases
    calls: Phrases
    dull: Phrases
    claim: Phrases
    defines: Phrases
    ours: Phrases
    own_news: Phrases
    announces: Phrases
    purposes: Kinds
    contrast: Phrases
    denial: Phrases
    gain: Phrases
    news: Phrases
    doing: Phrases
    hedge: Phrases
    first_person: Phrases
    narrates: Phrases
    superlative: Phrases
    generic: Phrases
    skip: Phrases
    frames: Phrases
    address: Phrases
    shows: Phrases
    turns: Phrases
    usually: Phrases
    generalizes: Phrases
    background: Phrases
    concedes: Phrases
    concludes: Phrases
    itself: Phrases
    teases: Phrases


@cache
def rhetoric(tag: str) -> Rhetoric:
    """The lists of a language; all of them empty where there are none."""
    spaced, table = is_spaced(tag), _table(primary(tag))
    names = [spec.name for spec in fields(Rhetoric) if spec.type == "Phrases"]
    entries = {name: [_folded(entry, tag) for entry in table.get(name, ())] for name in names}
    common = Counter(word for found in entries.values() for entry in found if " " in entry for word in entry.split())
    lists = {name: Phrases(found, common, spaced=spaced) for name, found in entries.items()}
    purposes = Kinds({name: lists[name] for name in PURPOSES})
    enough = float(table.get("enough", ENOUGH))
    readings = Readings(partial(_folded, tag=tag), spaced=spaced)
    is_full = bool(table) and enough >= ENOUGH
    return Rhetoric(readings.__getitem__, bool(table), enough, is_full, purposes=purposes, **lists)


@cache
def _table(language: str) -> Mapping[str, Any]:
    file = files("repurpose.language") / "rhetoric" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _folded(text: str, tag: str) -> str:
    """A text in the characters of the lists: simplified Chinese, Arabic without its vowel signs."""
    language = primary(tag)
    if language == "ar":
        return unvowelled(text)
    return text.translate(_simplified(language)) if language == "zh" else text


@cache
def _simplified(language: str) -> Mapping[int, str]:
    return {ord(pair[0]): pair[1] for pair in _table(language)["traditional"].split()}


def read(sentence: str, language: str) -> Reading:
    """A sentence, ready to be looked through."""
    return rhetoric(language).read(sentence)
