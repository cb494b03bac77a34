"""What a text is about, as a set: word stems without the small words; in scripts without spaces, pairs of characters.

Stems are Snowball's (snowballstem.org), so that "reuse", "reused" and "reusing" are one. Where words don't stand apart,
foreign ones do: a name in Latin letters and a Japanese loan word in katakana are one each, else they would outweigh the
rest. Pairs of hiragana alone are endings and particles, and tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import chain

from repurpose.language.rhetoric import read
from repurpose.language.tags import is_spaced, primary

SHORTEST = 3
"""Letters of a word that may carry meaning."""

KEPT = 8192
"""Words of which the stems are kept at most."""

_PART = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[a-z\u00df-\u024f][a-z0-9\u00df-\u024f]+|[ァ-ヴー]{2,}|[^\W\d_a-z\u00df-\u024fァ-ヴー]{2,}")
_WHOLE = re.compile(r"[a-z\u00df-\u024fァ-ヴー]")
_PAIR = re.compile(r"(?=(?![ぁ-ゖ]{2}|.?[的了和与與])(..))")
"""Two characters that stand side by side, and are no ending or particle."""

_SMALL = frozenset(
    """about after all also and any are been before being between both but can could did does doing down during each few
    for from had has have having her here hers him his how into its itself just more most much must not now off only
    other our out over own same she should some such than that the their them then there these they this those through
    too under until very was were what when where which while who whom why will with would you your
    aber als auch auf aus bei bis das dass dem den der des die diese dieser dieses durch ein eine einem einen einer
    eines für hat ihre ihren ist kann mit nach nicht noch nur oder ohne sein seine sich sie sind über und unter vom von
    vor war warum was wenn werden wie wir wird zum zur
    avec aux ces cette comme dans des elle est être leur les mais nos notre nous par pas plus pour que qui sans ses son
    sont sur tous tout une vos votre vous
    como con del desde donde ella entre esta este está están han las los más muy nos para pero por que qué ser sin sobre
    son sus también una uno unos
    até com das dos ela ele eles foi isso mais mas nas nos não para pela pelo por que sem ser seu sua são uma
    без более было быть вас ваш все всех вы где для его если есть или как когда кто мне мой мы над нас наш нет них она
    они оно под при про так там тем только что чтобы эта эти это этот
    إلى الذي التي أن إن بعد بين حتى ذلك على عن عند في قبل كان كل كما لا لم لن ليس ما مع من هذا هذه هل هو هي
    أو ثم""".split()
)


@lru_cache(maxsize=1024)  # of the same sentences and titles, again and again
def stems(text: str, language: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    if not is_spaced(language):
        return frozenset(_parts(text.lower()))
    return frozenset(chain.from_iterable(map(_stems(primary(language)).__getitem__, read(text, language).words)))


def _parts(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        if _WHOLE.match(run):
            yield run
        else:
            yield from _PAIR.findall(run)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller of two sets is in the other, 0 to 1."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


class _Stems(dict[str, tuple[str, ...]]):
    """The stems of one language's words, of whose parts ("e-mail") each has its own; a text says most words again."""

    def __init__(self, stem: Callable[[str], str]) -> None:
        self._stem = stem

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) == KEPT:
            self.clear()
        parts = (word,) if word.isalnum() else _PART.findall(word)
        found = tuple([self._stem(part) for part in parts if len(part) >= SHORTEST and part not in _SMALL])
        self[word] = found
        return found


@cache
def _stems(language: str) -> _Stems:
    return _Stems(_stemmer(language))


def _stemmer(language: str) -> Callable[[str], str]:
    name = _ALGORITHMS.get(language)
    if name is None:
        return str
    import Stemmer

    stem: Callable[[str], str] = Stemmer.Stemmer(name, maxCacheSize=0).stemWord
    return stem


_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "nb": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
