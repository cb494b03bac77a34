"""Calendars as iCalendar (RFC 5545), with the names of RFC 7986.

Written here, since the libraries that do it take longer to import than a build takes; tests read what is written with
two of them. Every moment is in UTC, so that no time zone needs telling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from repurpose.channels.channel import Draft
from repurpose.library.agenda import Item

FOLD = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""

LASTING = timedelta(minutes=15)
"""How long a use that has a time is shown."""

_STATUS = {"proposed": "TENTATIVE", "refused": "CANCELLED"}
_BREAK = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

# A calendar must have a component (RFC 5545, 3.4): where nothing is planned it is the definition of UTC.
_NOTHING = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def ics(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The draft's fields `name`, `host`, `moment` and `items` as a calendar."""
    fields = draft.fields
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//repurpose//calendar//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escape(fields['name'])}",
        f"X-WR-CALNAME:{escape(fields['name'])}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *(line for item in fields["items"] for line in _event(item, fields["host"], fields["moment"])),
        *(() if fields["items"] else _NOTHING),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line)).encode()


def _event(item: Item, host: str, moment: datetime) -> Iterator[str]:
    """One event. Its number is that of the minute it was told in, so that what is told later replaces it."""
    yield "BEGIN:VEVENT"
    yield f"UID:{item.link_id}@{escape(host)}"
    yield f"DTSTAMP:{_utc(moment)}"
    yield f"SEQUENCE:{max(0, int(moment.timestamp()) // 60)}"
    if item.at:
        yield f"DTSTART:{_utc(item.at)}"
        yield f"DTEND:{_utc(item.at + LASTING)}"
    else:
        yield f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{item.day + timedelta(1):%Y%m%d}"  # the first day that it isn't
    yield f"SUMMARY:{escape(f'{item.channel}: {item.title}')}"
    yield f"DESCRIPTION:{escape(description(item))}"
    yield "CATEGORIES:" + ",".join(escape(name) for name in (item.channel, item.stage) if name)
    yield f"STATUS:{_STATUS.get(item.state, 'CONFIRMED')}"
    if item.url:
        yield f"URL:{item.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def description(item: Item) -> str:
    """What is to be done, with what, and why, in lines."""
    lines = [f"{item.piece}, use {item.use}: {item.state}"]
    lines += [item.url] if item.url else []
    lines += [f"outputs/{item.file}"] if item.file else []
    lines += [f"- {reason}" for reason in item.reasons]
    lines += ["Expected: " + ", ".join(f"{number:g} {name}" for name, number in item.expected.items())] * bool(
        item.expected
    )
    return "\n".join(lines)


def escape(text: str) -> str:
    """A TEXT value: what has a meaning is escaped, line breaks of all kinds are one, controls are left out."""
    plain = _CONTROL.sub("", _BREAK.sub("\n", text))
    for char in ("\\", ";", ","):
        plain = plain.replace(char, f"\\{char}")
    return plain.replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """A line in pieces of at most `FOLD` octets, each after the first begun with a space; no character is split."""
    raw = line.encode()
    start, room = 0, FOLD
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        yield (" " if start else "") + raw[start:end].decode()
        start, room = end, FOLD - 1
    yield (" " if start else "") + raw[start:].decode()


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
