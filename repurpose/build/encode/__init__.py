"""The containers of pieces that are more than a filled template: feeds, mails, JSON, calendars, Word, PDF, share cards.

An encoder takes the draft and a function that fills a template, and gives the file's bytes. Heavy libraries are
imported inside the one that needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from repurpose.build.encode.card import card, shown
from repurpose.build.encode.csv import csv, rows
from repurpose.build.encode.docx import docx
from repurpose.build.encode.feed import atom, jsonfeed, rss
from repurpose.build.encode.ics import ics
from repurpose.build.encode.json import as_json, compact
from repurpose.build.encode.mail import mail_html, mail_text, mime
from repurpose.build.encode.ninjs import ninjs
from repurpose.build.encode.pdf import pdf
from repurpose.channels.channel import Draft

Fill = Callable[[str, Mapping[str, Any]], str]

ENCODERS: Mapping[str, Callable[[Draft, Fill], bytes]] = {
    "atom": atom,
    "card": card,
    "compact": compact,
    "csv": csv,
    "docx": docx,
    "ics": ics,
    "json": as_json,
    "jsonfeed": jsonfeed,
    "mail_html": mail_html,
    "mail_text": mail_text,
    "mime": mime,
    "ninjs": ninjs,
    "pdf": pdf,
    "rows": rows,
    "rss": rss,
}

DRAWN: Mapping[str, Callable[[Draft], str]] = {"card": shown}
"""The encoders whose work is worth keeping by what it shows."""
