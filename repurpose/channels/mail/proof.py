"""What is worth mending in a mail's own words and links, told where its author wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from repurpose.channels.channel import Brief
from repurpose.errors import Location
from repurpose.language.vague_links import is_vague
from repurpose.model import Notice

SUBJECT_SHOWN = 60
"""Columns of a subject that a desktop mail program shows; phones show about 40."""

PREHEADER_SHOWN = 140
"""Characters that any mail program shows beside the subject."""

_SHOUTING = re.compile(r"[!！]{2,}|[?？][!！]|[$€£]{2,}")
_ANSWER = re.compile(r"(?:re|fwd?|aw|wg)\s*:", re.I)
_CAPITALS = 12
"""Capital letters, and no small one, that are shouted; less may be a name."""


def proof(brief: Brief, subject: str, own_preheader: str | None, where: Location | None) -> Iterator[Notice]:
    """What mail programs cut, spam filters dislike, and readers of links can't tell.

    `where` is where the subject stands if not in the asset.
    """
    asset = brief.asset
    at = where or asset.at("newsletter.subject" if "newsletter.subject" in asset.lines else "title")
    if len(subject) > SUBJECT_SHOWN:
        yield Notice(
            "subject-long",
            at,
            f"the mail's subject has {len(subject)} characters; mail programs show about {SUBJECT_SHOWN}",
        )
    if why := _spammy(subject):
        yield Notice("subject-spam", at, f"the mail's subject {why}, as spam does")
    if own_preheader and len(own_preheader) > PREHEADER_SHOWN:
        yield Notice(
            "preheader-long",
            asset.at("newsletter.preheader"),
            f"the preheader has {len(own_preheader)} characters; mail programs show {PREHEADER_SHOWN} at most",
        )
    for reference in brief.document.references:
        if reference.is_image:
            continue
        if reference.target.startswith("http://"):
            text = f"the link {reference.target[:80]} isn't https, so mail programs may warn of it"
            yield Notice("link-http", reference.location, text)
        if is_vague(reference.text, asset.language):
            text = f"the link's words {reference.text.strip()!r} don't say where it leads"
            yield Notice("link-text", reference.location, text)


def _spammy(subject: str) -> str | None:
    letters = [char for char in subject if char.isupper() or char.islower()]
    if len(letters) >= _CAPITALS and all(char.isupper() for char in letters):
        return "is all capitals"
    if match := _SHOUTING.search(subject):
        return f"shouts ({match[0]})"
    return "begins like an answer" if _ANSWER.match(subject) else None
