"""The inverted pyramid: what matters most of a text, in whole sentences, so that an editor may cut it from its end.

Nothing is written anew and no sentence is cut: sentences are chosen, and stay in the author's order below the lead.
Authors put what matters at the top of a text and at the top of its sections, so that is what is chosen first. What
speaks to the reader ("you", "we", an instruction) is passed over as long as enough is said without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from repurpose.document.document import Document
from repurpose.document.pyramid.blocks import units
from repurpose.document.pyramid.choice import Choice
from repurpose.document.pyramid.paragraph import plain_text
from repurpose.document.pyramid.unit import Unit, speaks_to_reader
from repurpose.document.subject import subject_of

ENOUGH = 150
"""Words of a text that stands without what speaks to its reader; below it, that is taken as well."""


@dataclass(frozen=True, slots=True)
class Release:
    """The chosen tokens, the lead first.

    `length` is how long they take to read, in English words; `spoken` the first sentence among them that speaks to its
    reader, if one had to be taken. `passed` is the text's own first sentence, with its paragraph's token, if it
    is left out since it does.
    """

    tokens: tuple[Token, ...]
    length: float
    spoken: str | None
    passed: tuple[Token, str] | None = None

    @property
    def text(self) -> str:
        """What is said, in plain text."""
        return plain_text(self.tokens)


def inverted_pyramid(document: Document, fewest: float, most: float, who: str | None = None) -> Release:
    """What matters most of a document, in `fewest` to `most` words where it has so many.

    `who` is the name that the lead should tell. Code, tables, headings, pictures and asides are left out, and so are
    sentences that announce one of them, and quotes without a speaker.
    """
    found = list(units(document, who))
    chosen = Choice(found, document.view(subject_of), who, most, strict=True)
    chosen.fill(fewest)
    spoken = None
    if chosen.length < min(ENOUGH, fewest):
        chosen = Choice(found, document.view(subject_of), who, most, strict=False)
        chosen.fill(fewest)
        said = ((one, unit.language) for unit, count in chosen.kept() for one in unit.sentences[:count])
        spoken = next((one for one, language in said if speaks_to_reader(one, language, who)), None)
    kept = list(chosen.kept())
    tokens = tuple(token for unit, count in kept for token in unit.first(count))
    return Release(tokens, chosen.length, spoken, _passed(found, kept, who))


def _passed(found: Sequence[Unit], kept: Sequence[tuple[Unit, int]], who: str | None) -> tuple[Token, str] | None:
    """The first sentence of all, if it speaks to its reader and isn't taken: authors tell their news in it."""
    if not found or not found[0].is_paragraph or any(unit is found[0] for unit, _ in kept):
        return None
    first = found[0].sentences[0]
    return (found[0].tokens[0], first) if speaks_to_reader(first, found[0].language, who) else None
