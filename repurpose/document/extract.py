"""The sentences worth repeating: word for word the author's, clear without what stands around them.

Chosen by what a reader gains: a figure, a contrast, a claim, an instruction, a question, something new; near the
asset's subject; short enough to quote. A text that has nothing of the kind gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from repurpose.document import standalone
from repurpose.document.document import Block, Document
from repurpose.document.manner import ASKS, has_day, is_by_guest, is_truism, is_unsigned
from repurpose.document.score import Score
from repurpose.document.standalone import (
    fault,
    is_called_by_instruction,
    is_fragment,
    is_labelled,
    lacks_subject,
)
from repurpose.document.subject import Subject, compares_with_unknown, subject_of
from repurpose.errors import Location
from repurpose.ids import block_slot
from repurpose.language.punctuation import listed, quoted, signed
from repurpose.language.rhetoric import Reading, Rhetoric, read, rhetoric
from repurpose.language.stems import overlap, stems
from repurpose.model import Asset

ALIKE = 0.5
"""The overlap of stems from which on two sentences say the same."""

SHORTEST = 32
"""Graphemes of an English sentence that says enough for a post of its own."""

NEW = 3
"""Words that a sentence must add to the title beside which it stands."""

ALONE = 0.4
"""What an entry of a list must have above other sentences: it was written to stand among its like."""

STEP = 0.9
"""The same for an entry that instructs: it may be one step of several."""

TELLING = ("figure", "contrast", "quote")
"""Angles of what says something even where a list goes on from it."""

SKIPPED = 3
"""Words of a heading that names what kind of section stands below it; longer ones say something."""

ASKED = 6
"""The same of a heading that asks: "Do you have questions?"."""
_TO_READERS = frozenset("you your why how what who which when where".split())
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A sentence worth repeating.

    `slot` is the digest of its block; `angle` says what it is good for: figure, contrast, claim, gain, news, tip,
    question or quote. `why` says what it was chosen for.
    """

    text: str
    slot: str
    location: Location
    score: float
    angle: str
    why: tuple[str, ...]


def snippets(document: Document, limit: int = 5) -> tuple[Snippet, ...]:
    """The best sentences of a document, best first, at most one of a block, none saying what another says."""
    asset = document.asset
    subject = document.view(subject_of)
    found = [*_quotes(asset), *_best_of_blocks(document, subject)]
    chosen: list[Snippet] = []
    known: list[frozenset[str]] = []
    # The order of equals is that of the text, so that the same text gives the same choice.
    for snippet in sorted(found, key=lambda one: -one.score):
        if len(chosen) == limit:
            break
        said = stems(snippet.text, asset.language)
        if _counts_again(snippet, asset.title):
            continue
        if len(said - subject.title) >= NEW and all(overlap(said, other) < ALIKE for other in known):
            chosen.append(snippet)
            known.append(said)
    return tuple(chosen)


def _counts_again(snippet: Snippet, title: str) -> bool:
    """Whether its figures are those of the title, which stands beside it."""
    counted = {*_NUMBER.findall(snippet.text)}  # none in "twice as many"
    return snippet.angle == "figure" and bool(counted) and counted <= {*_NUMBER.findall(title)}


def _quotes(asset: Asset) -> Iterator[Snippet]:
    """What people said, from the front matter: the only words of others that have a name to them."""
    for quote in asset.quotes:
        who = listed(filter(None, (quote.name, quote.role)), asset.language)
        text = quote.text.strip().strip('"“”„«»「」')
        said = quoted(text, asset.language)
        yield Snippet(
            signed(said, who, asset.language),
            block_slot(quote.text),
            asset.at("quotes"),
            3.0,
            "quote",
            ("what somebody said",),
        )


def _best_of_blocks(document: Document, subject: Subject) -> Iterator[Snippet]:
    lists = rhetoric(document.asset.language)
    skipped: dict[str | None, bool] = {None: False}
    seen: set[str] = set()
    position = 0
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        if block.heading not in skipped:
            heading = read(block.heading or "", document.asset.language)
            # "Thanks" and "Release notes" name a section of that kind, "Thanks to you we doubled our list" doesn't.
            most = ASKED if (block.heading or "").endswith(ASKS) else SKIPPED
            skipped[block.heading] = len(heading.words) <= most and lists.skip.within(heading)
        if skipped[block.heading] or block.kind in {"quote", "about"}:
            continue
        best = max(_candidates(block, document, subject, lists, position), key=lambda one: one.score, default=None)
        position += 1
        if best and best.angle not in TELLING and _introduces(block, after):
            continue
        if best is not None and best.slot not in seen:
            seen.add(best.slot)
            yield best


def _introduces(block: Block, after: Block | None) -> bool:
    """Whether a paragraph of one sentence only leads to the list below it."""
    if after is None or after.kind != "item" or after.heading != block.heading:
        return False
    return block.kind == "paragraph" and len(block.sentences) == 1


def _candidates(
    block: Block, document: Document, subject: Subject, lists: Rhetoric, position: int
) -> Iterator[Snippet]:
    language, by_guest = document.asset.language, document.view(is_by_guest)
    for index, sentence in enumerate(block.sentences):
        if not 12 <= len(sentence) <= 300 or (not lists.known and index):  # unread, only openings are safe
            continue
        reading = read(sentence.lstrip("\"'“‘«「『【*_(（¿¡ "), language)
        shortest = SHORTEST if reading.words else standalone.SHORTEST
        if fault(sentence, language, shortest=shortest) or _is_unwanted(sentence, reading, lists, block, language):
            continue
        after = read(block.sentences[index + 1], language) if index + 1 < len(block.sentences) else None
        if after and lists.concedes.at_start(reading) and lists.concludes.at_start(after):
            continue
        if compares_with_unknown(sentence, language) or (by_guest and lists.ours.within(reading)):
            continue
        scored = Score(sentence, reading, lists, language)
        scored.by_purpose(is_stressed=sentence in block.stressed)
        if not scored.angle:
            continue
        scored.by_place(opens=index == 0, early=position < 3)
        scored.by_subject(subject)
        scored.by_manner(subject)
        alone = 0.0 if block.kind != "item" else STEP if scored.angle == "tip" else ALONE
        if scored.total >= lists.enough + alone:
            yield Snippet(
                sentence, block_slot(block.text), block.location, scored.total, scored.angle, tuple(scored.why)
            )


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
    if sentence.endswith("?") and "the" in reading.bag and _TO_READERS.isdisjoint(reading.bag):
        return True  # an English question that asks no reader is the writer's own
    return is_labelled(sentence) or (block.kind == "item" and lacks_subject(reading))
