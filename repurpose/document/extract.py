"""The sentences worth repeating: word for word the author's, clear without what stands around them.

Chosen by what a reader gains: a figure, a claim, a contrast, an instruction; near the asset's subject; short enough to
quote. Left out is all that points at something outside the sentence ("This is why ...", "as shown above").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from repurpose.document.document import Block, Document
from repurpose.errors import Location
from repurpose.ids import block_slot
from repurpose.language.graphemes import graphemes
from repurpose.language.pointing import opens_dangling, points_out
from repurpose.language.sentences import ends_sentence
from repurpose.language.tags import is_spaced

SHORTEST, LONGEST = 45, 240
"""Graphemes of a sentence in a spaced language; others say the same in about 0.4 of them."""

_FIGURE = re.compile(
    r"\d[\d.,]*\s*(?:%|percent|per cent|times|x\b|倍|个|つ|分|年|天|日|人|k\b|million|billion"
    r"|hours?|days?|weeks?|minutes?|seconds?|years?)|[%٪]|\b\d+\b",
    re.I,
)
_CONTRAST = re.compile(
    r"\b(?:not|but|instead|rather|than|without|never|only|although|while|whereas|nicht|sondern|mais|sans|pero|sin)\b"
    r"|不是|而是|却|ではなく|しかし|ليس|بل|لا ",
    re.I,
)
_CLAIM = re.compile(
    r"\b(?:is|are|means?|makes?|costs?|wins?|needs?|must|should|always|every|most|best|worst|cannot|can't|shows?|beats?)\b|是|必须|应该|最|です|ます|べき|يجب|أهم|أفضل",
    re.I,
)
_DOING = re.compile(
    r"(?:use|keep|write|start|stop|make|give|put|ask|choose|count|measure|plan|test|send|build|check|set|pick|treat|tell|name|cut|turn|run|add|avoid|never|always|don't)\b",
    re.I,
)
_CODE_LIKE = re.compile(
    r"https?://|[{}<>`|\\=]|\w+\(\)|\w_\w|\w::\w|--\w|\$\w|\b\w+\.\w{2,4}\b(?=\s|$)|#\d+|@\w|\[\^?\w*\]|\[ ?x? ?\]"
)
_NOT_WORDS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A sentence worth repeating. `slot` is the digest of its block; `why` says what it was chosen for."""

    text: str
    slot: str
    location: Location
    score: float
    why: tuple[str, ...]


def snippets(document: Document, limit: int = 5) -> tuple[Snippet, ...]:
    """The best sentences of a document, best first, at most one of a block, none saying what another says."""
    found: list[Snippet] = []
    seen: set[str] = set()
    subject = _subject(document)
    for position, block in enumerate(document.blocks):
        best = max(
            (one for one in _candidates(block, document, subject, position)), key=lambda one: one.score, default=None
        )
        if best is not None and best.slot not in seen:
            seen.add(best.slot)
            found.append(best)
    chosen: list[Snippet] = []
    # The order of equals is that of the text, so that the same text gives the same choice.
    for snippet in sorted(found, key=lambda one: -one.score):
        if len(chosen) < limit and not any(
            _alike(snippet.text, other.text, document.asset.language) for other in chosen
        ):
            chosen.append(snippet)
    return tuple(chosen)


def summary(document: Document, limit: int = 160) -> str:
    """What the asset says: the author's description, else its first sentence that can stand alone.

    The latter is shortened at a word where it has more than `limit` graphemes. With no text at all it is the title.
    """
    if document.asset.description:
        return document.asset.description
    language = document.asset.language
    first = [sentence for block in document.blocks[:8] for sentence in block.sentences]
    alone = (sentence for sentence in first if fault(sentence, language, shortest=30, longest=limit) is None)
    chosen = next(alone, None) or next(iter(first), document.asset.title)
    return shorten(chosen, limit, language)


def shorten(text: str, limit: int, language: str) -> str:
    """`text` in at most `limit` graphemes: cut after a word, with an ellipsis that shows the cut."""
    clusters = graphemes(text)
    if len(clusters) <= limit:
        return text
    head = "".join(clusters[: limit - 1])
    if is_spaced(language) and clusters[limit - 1].strip():
        head = head.rsplit(None, 1)[0] if " " in head else head
    return head.rstrip(" ,;:.–—-、，；：。") + "…"


def fault(sentence: str, language: str, shortest: int = SHORTEST, longest: int = LONGEST) -> str | None:
    """Why a sentence can't stand alone, or None."""
    size = len(graphemes(sentence))
    scale = 1.0 if is_spaced(language) else 0.4
    if size < shortest * scale:
        return "too short"
    if size > longest * (1.0 if scale == 1.0 else 0.6):
        return "too long"
    if not ends_sentence(sentence):
        return "doesn't end as a sentence"
    if opens_dangling(sentence, language):
        return "begins with a word that points at what stood before"
    if points_out(sentence):
        return "points at something outside it"
    if _CODE_LIKE.search(sentence):
        return "holds code or an address"
    if not _is_balanced(sentence):
        return "has an open quote or bracket"
    if is_spaced(language) and sentence[:1].islower():
        return "begins in the middle"
    return None


def _is_balanced(text: str) -> bool:
    pairs = ("()", "[]", "“”", "«»", "「」", "『』", "（）", "【】", "《》")
    return text.count('"') % 2 == 0 and all(text.count(pair[0]) == text.count(pair[1]) for pair in pairs)


def _candidates(block: Block, document: Document, subject: frozenset[str], position: int) -> list[Snippet]:
    language = document.asset.language
    slot = block_slot(block.text)
    out = []
    for index, sentence in enumerate(block.sentences):
        if fault(sentence, language) is None:
            score, why = _score(sentence, language, subject, opens=index == 0, early=position < 3, kind=block.kind)
            out.append(Snippet(sentence, slot, block.location, score, why))
    return out


def _score(
    sentence: str, language: str, subject: frozenset[str], *, opens: bool, early: bool, kind: str
) -> tuple[float, tuple[str, ...]]:
    score, why = 0.0, []
    for gain, name, found in (
        (1.2, "a figure", _FIGURE.search(sentence)),
        (1.0, "a contrast", _CONTRAST.search(sentence)),
        (0.6, "a claim", _CLAIM.search(sentence)),
        (0.8, "an instruction", _DOING.match(sentence)),
        (0.5, "opens its paragraph", opens),
        (0.4, "near the top", early),
        (0.5, "a quotation", kind == "quote"),
    ):
        if found:
            score += gain
            why.append(name)
    shared = subject & _terms(sentence, language)
    if shared:
        score += min(1.5, 0.5 * len(shared))
        why.append(f"on the subject ({', '.join(sorted(shared)[:3])})")
    if sentence.rstrip().endswith(("?", "？", "؟")):
        score -= 0.8
    size = len(graphemes(sentence)) / (1.0 if is_spaced(language) else 0.4)
    score -= abs(size - 110) / 110 * 0.6
    return score, tuple(why)


def _subject(document: Document) -> frozenset[str]:
    asset = document.asset
    return frozenset(_terms(" ".join((asset.title, asset.description or "", *asset.tags)), asset.language))


def _terms(text: str, language: str) -> set[str]:
    """Words of four letters or more, folded; in scripts without spaces, pairs of characters."""
    if is_spaced(language):
        return {word for word in _NOT_WORDS.split(text.casefold()) if len(word) > 3}
    run = _NOT_WORDS.sub("", text)
    return {run[index : index + 2] for index in range(len(run) - 1)}


def _alike(one: str, other: str, language: str) -> bool:
    first, second = _terms(one, language), _terms(other, language)
    return bool(first and second) and len(first & second) / min(len(first), len(second)) > 0.6
