"""A file of events -> what happened to whom, when: CSV with a head, or JSON Lines. Each bad line is told, once.

A line has `at`, `contact` and `event`; by its event also `what`, `value` and `on`. `timezone`, `language`, `tier` and
`referred_by` may stand on any line, and hold from then on. Other columns are passed over.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from repurpose.clock import parse_when, zone_named
from repurpose.errors import EventError, Location
from repurpose.lifecycle.trigger import DUE, EVENTS, KINDS, event_name
from repurpose.model import Access
from repurpose.tables import did_you_mean

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "at": ("time", "timestamp", "when", "occurred_at", "date"),
    "contact": ("contact_id", "email", "user", "user_id", "customer", "customer_id"),
    "event": ("event_name", "type", "kind", "name"),
    "what": ("feature", "product", "campaign", "item"),
    "value": ("amount", "score", "count", "quantity"),
    "on": ("due", "due_on", "due_date"),
    "timezone": ("time_zone", "tz", "zone"),
    "language": ("lang", "locale"),
    "tier": ("access",),
    "referred_by": ("referrer", "referred"),
}
"""The columns, and what else they may be called."""

NEEDED = ("at", "contact", "event")
OF_TRIGGERS = {name: kind.event for name, kind in KINDS.items() if name not in {"inactive", "anniversary"}}
"""A trigger's name may stand for its event; nobody can tell an anniversary, or silence, as an event."""

YEARS = range(1900, 2200)
"""What can be reckoned with, with spans of ten years and anniversaries on top."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a contact, or became known of them. `at` is in UTC; what isn't told is empty."""

    at: datetime
    contact: str
    kind: str
    what: str = ""
    value: float | None = None
    on: date | None = None
    timezone: str = ""
    language: str = ""
    tier: str = ""
    referred_by: str = ""

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Orders events by time; those of one moment always in the same way."""
        value = -1.0 if self.value is None else self.value
        known = (self.timezone, self.language, self.tier, self.referred_by)
        return (self.at, self.kind, self.what, value, self.on or date.min, *known)


def read_events(
    content: bytes, path: str, zone: tzinfo, own: Collection[str] = ()
) -> tuple[tuple[Event, ...], tuple[EventError, ...]]:
    """The events by contact and time, each once; and what is wrong, a line each.

    Times without a zone are in `zone`. `own` are events that the project's sequences wait for.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        text = content.decode("utf-8-sig", errors="surrogateescape")
    rows = _json_lines(text) if text.lstrip()[:1] in {"{", "["} else _csv(text)
    events: set[Event] = set()
    errors: list[EventError] = []
    for line, row in rows:
        try:
            if isinstance(row, ValueError):
                raise row
            events.add(_event(row, zone, own))
        except ValueError as error:
            errors.append(EventError(str(error), Location(path, line)))
    return tuple(sorted(events, key=lambda one: (one.contact, one.sort_key))), tuple(errors)


def _json_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any] | ValueError]]:
    if text.lstrip()[:1] == "[":
        yield 1, ValueError("is one JSON list; write each event as a line of its own, without brackets and commas")
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else "too deep, or no number"
            yield number, ValueError(f"is no JSON: {why}")
            continue
        yield number, row if isinstance(row, dict) else ValueError('is no table like {"at": ..., "contact": ...}')


def _csv(text: str) -> Iterator[tuple[int, Mapping[str, Any] | ValueError]]:
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    head: Sequence[str] = ()
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            if not head:
                yield 1, ValueError(f"is empty; its head names the columns {', '.join(NEEDED)}")
            return
        except csv.Error as error:
            yield line, ValueError(f"is no CSV: {error}")
            line = reader.line_num + 1
            continue
        here, line = line, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if not head:
            head = [_column(cell) for cell in cells]
            if missing := [name for name in NEEDED if name not in head]:
                yield here, ValueError(f"has no column {missing[0]!r}; its columns are {', '.join(head)}")
                return
        elif len(cells) > len(head):
            yield here, ValueError(f"has {len(cells)} cells, and the head has {len(head)}: is one of them unquoted?")
        else:
            yield here, dict(zip(head, cells, strict=False))


def _column(name: str) -> str:
    name = name.strip().lower().replace(" ", "_").replace("-", "_")
    return next((column for column, others in COLUMNS.items() if name in others), name)


def _event(row: Mapping[str, Any], zone: tzinfo, own: Collection[str]) -> Event:
    """The event of a row.

    Raises:
        ValueError: the row is none; the text says why.
    """
    cells: dict[str, str] = {}
    for key, value in row.items():
        column = _column(str(key))
        if column in COLUMNS and (column not in cells or key == column):
            cells[column] = _cell(column, value)
    for name in NEEDED:
        if not cells.get(name):
            raise ValueError(f"has no {name}")
    kind, what = _kind(cells["event"], own), cells.get("what", "")
    if kind == "due" and not what:
        what = event_name(cells["event"]).removesuffix("-due")
    at = _in_our_age(parse_when(cells["at"], zone)).astimezone(UTC)
    event = Event(at, cells["contact"], kind, what, _number(cells.get("value", "")))
    if on := cells.get("on"):
        event = replace(event, on=_in_our_age(parse_when(on, UTC)).date())
    if kind == "due" and (event.on is None or what not in DUE):
        raise ValueError(f"due needs `what`, one of {', '.join(DUE)}, and the day `on`")
    if kind == "satisfaction" and event.value is None and what not in {"good", "bad"}:
        raise ValueError("satisfaction needs a `value`, or `what`: good or bad")
    timezone = cells.get("timezone", "")
    if timezone:
        zone_named(timezone)
    language, tier = cells.get("language", ""), cells.get("tier", "").lower()
    if language and not _LANGUAGE.fullmatch(language):
        raise ValueError(f"{language!r} is no language tag like en or pt-BR")
    if tier and tier not in list(Access):
        raise ValueError(f"there is no tier {tier!r}; known: {', '.join(Access)}")
    return replace(
        event,
        timezone=timezone,
        language=language.replace("_", "-").lower(),
        tier=tier,
        referred_by=cells.get("referred_by", ""),
    )


def _cell(column: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(f"{column} must be a text or a number")
    text = str(value).strip()
    if not text.isprintable():
        raise ValueError(f"{column} holds what is no text, or no UTF-8")
    if len(text) > _LONGEST:
        raise ValueError(f"{column} is longer than {_LONGEST} characters")
    return text


def _kind(written: str, own: Collection[str]) -> str:
    name = event_name(written)
    if name in EVENTS or name in own:
        return name
    if name in OF_TRIGGERS:
        return OF_TRIGGERS[name]
    known = {*EVENTS, *own}
    near = did_you_mean(name, known)
    hint = f"did you mean {near}?" if near else f"known: {', '.join((*EVENTS, *sorted(own)))}"
    raise ValueError(f"there is no event {written!r}; {hint}")


def _in_our_age(moment: datetime) -> datetime:
    """A moment of a year that customers live in; others are slips, such as a database's 0001-01-01 for nothing."""
    if moment.year not in YEARS:
        raise ValueError(f"the year {moment.year} is none from {YEARS[0]} to {YEARS[-1]}")
    return moment


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"value {text!r} is no number like 9 or 49.90") from None
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"value {text!r} is no number from 0 on")
    return number
