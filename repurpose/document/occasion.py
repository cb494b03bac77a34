"""What is to happen: the sentence near the top of a text that names a day to come."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from repurpose.document.document import Document
from repurpose.document.extract import SHORTEST
from repurpose.document.manner import ASKS, is_unsigned
from repurpose.document.standalone import DANGLING, fault
from repurpose.document.subject import subject_of
from repurpose.document.summary import LEAD, LONGEST, top_of
from repurpose.language.days import days, has_day
from repurpose.language.rhetoric import rhetoric
from repurpose.language.stems import stems

NAMED = 2
"""Words of the title that a sentence further down must have."""

_NEVER = date(9000, 1, 1)
"""From here on a day is a way to say "for ever", and no clock can be set a day later."""

_ASIDE = ("(", "（")


class Occasion(NamedTuple):
    """What is to happen, in the author's words, and the last day that they name."""

    text: str
    day: date


def occasion(document: Document) -> Occasion | None:
    """The first sentence near the top that stands alone and names a day after that of the text; a view of it.

    Until then, that is what a post has to say of an event, a launch or an end: when it is.
    """
    asset = document.asset
    if asset.date is None:
        return None
    written, lists, title = asset.date.date(), rhetoric(asset.language), document.view(subject_of).title
    for number, block in enumerate(top_of(document)):
        for sentence in block.sentences if block.kind == "paragraph" and has_day(block.text) else ():
            last = max(days(sentence, written), default=written)
            if not written < last < _NEVER or sentence.endswith(ASKS) or is_unsigned(sentence):
                continue
            # Further down only what the title names is what the text is about.
            if number >= LEAD and len(title & stems(sentence, asset.language)) < min(NAMED, len(title)):
                continue
            reading = lists.read(sentence)
            if lists.first_person.within(reading) or lists.stale.at_start(reading) or sentence.startswith(_ASIDE):
                continue
            why_not = fault(sentence, asset.language, shortest=SHORTEST, longest=LONGEST)
            # "We open ..." and "Join us on ..." point at who publishes it, and at what the title names.
            is_clear = lists.own_news.at_start(reading) or lists.calls.at_start(reading)
            if why_not is None or (why_not == DANGLING and is_clear):
                return Occasion(sentence, last)
    return None
