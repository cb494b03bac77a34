"""The containers of pieces that are more than a filled template: feeds, mails, JSON, calendars, Word, PDF, share cards.

An encoder takes the draft and a function that fills a template, and gives the file's bytes. Heavy libraries are
imported inside the one that needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from repurpose.build.encode.card import shown
from repurpose.channels.channel import Draft

Fill = Callable[[str, Mapping[str, Any]], str]

_ENCODERS = {
    "atom": "feed.atom",
    "card": "card.card",
    "compact": "json.compact",
    "csv": "csv.csv",
    "docx": "docx.docx",
    "ics": "ics.ics",
    "json": "json.as_json",
    "jsonfeed": "feed.jsonfeed",
    "mail_html": "mail.mail_html",
    "mail_text": "mail.mail_text",
    "mime": "mail.mime",
    "ninjs": "ninjs.ninjs",
    "pdf": "pdf.pdf",
    "rows": "csv.rows",
    "rss": "feed.rss",
}
"""Each in its module here, which is imported when the first piece of its kind is made."""

DRAWN: Mapping[str, Callable[[Draft], str]] = {"card": shown}
"""The encoders whose work is worth keeping by what it shows."""


@cache
def encoder(name: str) -> Callable[[Draft, Fill], bytes]:
    """The encoder of that name."""
    module, _, function = _ENCODERS[name].partition(".")
    found: Callable[[Draft, Fill], bytes] = getattr(import_module(f"repurpose.build.encode.{module}"), function)
    return found
