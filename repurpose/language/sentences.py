"""Where sentences end, in every language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from repurpose.language.tags import is_spaced, primary

# sentencex panics on a capital letter, one of these spaces and a full stop; each becomes a plain space, one to one.
_SPACES = dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2028\u2029\u0085",
    ),
    " ",
)
_FALLBACK = re.compile(r"(?<=[.!?。！？؟])\s+|(?<=[。！？])(?=\S)")
_BEFORE_FIGURE = re.compile(r"(?<=[。！？])(?=[0-9０-９A-Za-z])")
_INITIAL = re.compile(r"(?:^|\s)[ء-ي]\.$")
"""A letter that stands for a title or an era: "د. أحمد"."""
_AFTER_QUOTE = tuple("と っ は が を に の で も か や へ だ。 だっ だと です な より から まで など という".split())
"""What goes on after a Japanese quote that ends as a sentence does."""
_CLOSERS = "」』）)】〉》”’\"'"
_PAIRS = ("「」", "『』", "（）", "()", "“”", "《》", "【】")
_ENDS = tuple(".!?。！？؟…।॥։")


def split_sentences(text: str, language: str) -> list[str]:
    """The sentences of a paragraph, each stripped, none empty; together they hold every word of it."""
    if not text.strip():
        return []
    found = [part.strip() for part in _segments(text, language)]
    if len(found) == 1 and is_spaced(language):  # as of most entries of lists
        return found
    if not is_spaced(language):  # sentencex sees no end before a figure or a name in Latin letters
        found = [half for part in found for half in _halves(part)]
    return _joined([part for part in found if part], text, language)


def _halves(part: str) -> list[str]:
    """A segment cut where a sentence in it ends before a figure; not within a quote or brackets."""
    out = [""]
    for half in _BEFORE_FIGURE.split(part):
        opened = any(out[-1].count(pair[0]) > out[-1].count(pair[1]) for pair in _PAIRS)
        if opened or not out[-1]:
            out[-1] += half
        else:
            out.append(half)
    return [half.strip() for half in out]


@cache
def _segmenter() -> Callable[[str, str], list[str]]:
    import sentencex

    segment: Callable[[str, str], list[str]] = sentencex.segment
    return segment


def _segments(text: str, language: str) -> list[str]:
    try:
        return _segmenter()(primary(language), text if text.isascii() else text.translate(_SPACES))
    except BaseException as error:  # the panic of a Rust extension is no Exception
        if type(error).__name__ != "PanicException":
            raise
        return _FALLBACK.split(text)


def _joined(parts: list[str], text: str, language: str) -> list[str]:
    """Put back together what is not the end of a sentence: `M. | Dupont`, a closing quote, 「…？」| と, や. | NET."""
    out: list[str] = []
    spaced, tag = is_spaced(language), primary(language)
    for part in parts:
        if out and (_continues(out[-1], part, tag, spaced=spaced) or (not spaced and _is_name(out[-1], part, text))):
            tight = not spaced or part[0] in _CLOSERS or out[-1].endswith(" .") or out[-1] == "."
            glue = "" if tight else " "
            out[-1] = f"{out[-1]}{glue}{part}"
        else:
            out.append(part)
    return out


def _is_name(before: str, part: str, text: str) -> bool:
    """Whether a full stop belongs to a name, where words don't stand apart: "JavaやNode.js、.NETで"."""
    return before.endswith(".") and part[0].isascii() and part[0].isalnum() and f"{before}{part}" in text


def _continues(before: str, part: str, tag: str, *, spaced: bool) -> bool:
    if before.endswith(" .") or (before == "." and part[0].isalnum()):  # ".NET"
        return True
    if before.endswith(("!", "?")) and part[0].islower() and spaced:  # "the dbg! macro", "Yahoo! is"
        return True
    if part[0] in _CLOSERS and (part[0] not in "\"'" or before.count(part[0]) % 2 == 1):
        return True
    if tag == "ja" and before.endswith(("」", "』")) and part.startswith(_AFTER_QUOTE):
        return True
    if tag == "ar" and _INITIAL.search(before):
        return True
    if tag == "fr" and re.search(r"(?:^|\s)(?:M|MM|Mme|Mlle|Dr|Pr)\.$", before):
        return True
    # A sentence that opened a bracket and hasn't closed it goes on, unless it has clearly ended.
    return ")" in part and len(before) < 400 and before.count("(") > before.count(")")


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, closing quotes and brackets aside."""
    return text.endswith(_ENDS) or text.rstrip().rstrip(_CLOSERS + "*_").endswith(_ENDS)
