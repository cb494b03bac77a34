"""The sentences worth repeating: word for word the author's, clear without what stands around them.

Chosen by what a reader gains: a figure, a contrast, a claim, an instruction, a question, something new; near the
asset's subject; short enough to quote. A text that has nothing of the kind gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice, zip_longest
from typing import NamedTuple

from repurpose.document import standalone
from repurpose.document.document import Block, Document
from repurpose.document.manner import ASKS, is_by_guest, is_truism, is_unsigned
from repurpose.document.score import Scale, Score
from repurpose.document.standalone import (
    fault,
    is_at_fault_at_sight,
    is_called_by_instruction,
    is_fragment,
    is_labelled,
    is_plainly_at_fault,
    lacks_subject,
)
from repurpose.document.subject import compares_with_unknown, subject_of
from repurpose.errors import Location
from repurpose.ids import block_slot
from repurpose.language.days import has_day
from repurpose.language.density import density
from repurpose.language.punctuation import listed, quoted, signed
from repurpose.language.reading import Reading
from repurpose.language.rhetoric import Rhetoric, rhetoric
from repurpose.language.stems import overlap, stems
from repurpose.model import Asset

ALIKE = 0.5
"""The overlap of stems from which on two sentences say the same."""

SHORTEST = 32
"""Graphemes of an English sentence that says enough for a post of its own."""

NEW = 3
"""Words that a sentence must add to the title beside which it stands."""

TELLING = ("figure", "contrast", "quote")
"""Angles of what says something even where a list goes on from it."""

EARLY = 3
"""Blocks that stand near the top."""

SKIPPED = 3
"""Words of a heading that names what kind of section stands below it; longer ones say something."""

ASKED = 6
"""The same of a heading that asks: "Do you have questions?"."""
_TO_READERS = frozenset("you your why how what who which when where".split())
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A sentence worth repeating.

    `block` is the text of its block; `angle` says what it is good for: figure, contrast, claim, gain, news, tip,
    question or quote. `why` says what it was chosen for.
    """

    text: str
    block: str
    location: Location
    score: float
    angle: str
    why: tuple[str, ...]

    @property
    def slot(self) -> str:
        """The digest of its block."""
        return block_slot(self.block)


class _Candidate(NamedTuple):
    """A sentence of a block, by its place there, with what it scored."""

    score: Score
    block: Block
    place: int


class _Drawn:
    """The sentences worth repeating, best first, found out as far as somebody has asked."""

    def __init__(self, source: Iterator[Snippet]) -> None:
        self._source, self._known = source, list[Snippet]()

    def first(self, count: int) -> tuple[Snippet, ...]:
        self._known.extend(islice(self._source, max(0, count - len(self._known))))
        return tuple(self._known[:count])


def snippets(document: Document, limit: int = 5) -> tuple[Snippet, ...]:
    """The best sentences of a document, best first, at most one of a block, none saying what another says."""
    return document.view(_drawn).first(limit)


def _drawn(document: Document) -> _Drawn:
    return _Drawn(_chosen(document))


def _chosen(document: Document) -> Iterator[Snippet]:
    """The best sentences, none saying what another or the title says."""
    asset = document.asset
    subject = document.view(subject_of)
    known: list[frozenset[str]] = []
    for snippet in merge(_quotes(asset), _best_of_blocks(document), key=lambda one: -one.score):
        said = stems(snippet.text, asset.language)
        if _counts_again(snippet, asset.title):
            continue
        if len(said - subject.title) >= NEW and all(overlap(said, other) < ALIKE for other in known):
            known.append(said)
            yield snippet


def _counts_again(snippet: Snippet, title: str) -> bool:
    """Whether its figures are those of the title, which stands beside it."""
    if snippet.angle != "figure":
        return False
    counted = {*_NUMBER.findall(snippet.text)}  # none in "twice as many"
    return bool(counted) and counted <= {*_NUMBER.findall(title)}


def _quotes(asset: Asset) -> Iterator[Snippet]:
    """What people said, from the front matter: the only words of others that have a name to them."""
    for quote in asset.quotes:
        who = listed(filter(None, (quote.name, quote.role)), asset.language)
        text = quote.text.strip().strip('"“”„«»「」')
        said = quoted(text, asset.language)
        yield Snippet(
            signed(said, who, asset.language),
            quote.text,
            asset.at("quotes"),
            3.0,
            "quote",
            ("what somebody said",),
        )


def _best_of_blocks(document: Document) -> Iterator[Snippet]:
    """The best sentence of each block that has one, best first.

    Few sentences score enough, and of those only the first few are wanted: so what is dear to find out, whether one
    can stand alone, is asked last.
    """
    taken: set[str] = set()
    # The order of equals is that of the text, so that the same text gives the same choice.
    for score, block, index in sorted(_scored(document), key=lambda one: -one.score.total):
        if block.text not in taken and _is_repeatable(block, index, document):
            taken.add(block.text)
            yield Snippet(block.sentences[index], block.text, block.location, score.total, score.angle, score.why)


def _scored(document: Document) -> Iterator[_Candidate]:
    """The sentences that score enough, in the order of the text; whether they can stand alone is left open."""
    language = document.asset.language
    lists, scale = rhetoric(language), Scale(document.view(subject_of), language)
    shortest = max(12, SHORTEST * density(language))
    for number, (block, after) in enumerate(_blocks(document, lists)):
        # Of a language that has no lists only openings are safe.
        for index, sentence in enumerate(block.sentences if lists.known else block.sentences[:1]):
            if not shortest <= len(sentence) <= 300 or is_at_fault_at_sight(sentence, lists):
                continue
            reading = _read(sentence, lists)
            if is_plainly_at_fault(sentence, reading, lists):
                continue
            score = scale.weigh(
                sentence,
                reading,
                opens=index == 0,
                early=number < EARLY,
                is_item=block.kind == "item",
                is_stressed=sentence in block.stressed,
            )
            if score and (score.angle in TELLING or not _introduces(block, after)):
                yield _Candidate(score, block, index)


def _blocks(document: Document, lists: Rhetoric) -> Iterator[tuple[Block, Block | None]]:
    """The blocks whose sentences may be repeated, each with the one below it."""
    skipped: dict[str | None, bool] = {None: False}
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        if block.heading not in skipped:
            heading = lists.read(block.heading or "")
            # "Thanks" and "Release notes" name a section of that kind, "Thanks to you we doubled our list" doesn't.
            most = ASKED if (block.heading or "").endswith(ASKS) else SKIPPED
            skipped[block.heading] = len(heading.words) <= most and lists.skip.within(heading)
        if not skipped[block.heading] and block.kind not in {"quote", "about"}:
            yield block, after


def _introduces(block: Block, after: Block | None) -> bool:
    """Whether a paragraph of one sentence only leads to the list below it."""
    if after is None or after.kind != "item" or after.heading != block.heading:
        return False
    return block.kind == "paragraph" and len(block.sentences) == 1


def _read(sentence: str, lists: Rhetoric) -> Reading:
    return lists.read(sentence.lstrip("\"'“‘«「『【*_(（¿¡ "))


def _is_repeatable(block: Block, index: int, document: Document) -> bool:
    """Whether a sentence of a block can stand alone, and somebody would repeat it."""
    sentence, language = block.sentences[index], document.asset.language
    lists = rhetoric(language)
    reading = _read(sentence, lists)
    shortest = SHORTEST if reading.words else standalone.SHORTEST
    if fault(sentence, language, shortest=shortest) or _is_unwanted(sentence, reading, lists, block, language):
        return False
    after = lists.read(block.sentences[index + 1]) if index + 1 < len(block.sentences) else None
    if after and lists.concedes.at_start(reading) and lists.concludes.at_start(after):
        return False
    by_guest = document.view(is_by_guest)
    return not compares_with_unknown(sentence, language) and not (by_guest and lists.ours.within(reading))


def _is_unwanted(sentence: str, reading: Reading, lists: Rhetoric, block: Block, language: str) -> bool:
    """Whether nobody would repeat it: thanks, signposts, what was true on its day only, entries of a log."""
    if lists.calls.at_start(reading) or lists.usually.at_start(reading) or is_unsigned(sentence):
        return True
    if lists.chatter.within(reading) or lists.stale.within(reading) or has_day(sentence):
        return True
    if lists.first_person.within(reading) or is_fragment(sentence, reading, language) or is_truism(sentence, reading):
        return True
    if lists.doing.at_start(reading) and is_called_by_instruction(reading):
        return True
    if block.kind == "item" and sentence.endswith(ASKS):
        return True  # one of several that are asked together
    if sentence.endswith("?") and "the" in reading.words and _TO_READERS.isdisjoint(reading.words):
        return True  # an English question that asks no reader is the writer's own
    return is_labelled(sentence) or (block.kind == "item" and lacks_subject(reading))
