"""iCalendar, read back by two parsers that aren't ours, and by the letter of RFC 5545."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from repurpose.build.encode.ics import FOLD, LASTING, description, escape, fold, ics
from repurpose.channels.channel import Draft
from repurpose.library.agenda import Item
from repurpose.model import Stage

MOMENT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 31)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff"), max_size=120)
TITLES = WORDS | st.text(alphabet="a;,\\:\"n '\n", max_size=20)


def item(title: str = "A piece", **fields: Any) -> Item:
    """A use of the last day of a year, all day."""
    known: dict[str, Any] = {
        "piece": "post/social.x/announcement",
        "use": 2,
        "channel": "social.x",
        "asset": "post",
        "title": title,
        "day": DAY,
        "state": "approved",
    }
    return Item(**known | fields)


def written(items: Sequence[Item], moment: dt.datetime = MOMENT, name: str = "Tests: calendar") -> bytes:
    """The calendar of these."""
    fields = {"name": name, "host": "example.org", "moment": moment, "items": items}
    return ics(Draft("calendar", "ics", "x", "text/calendar", fields), lambda *_: "")


def as_icalendar(raw: bytes) -> list[dict[str, Any]]:
    """The events, as one parser reads them."""
    calendar: Any = icalendar.Calendar.from_ical(raw)
    return [
        {
            "uid": str(event["UID"]),
            "starts": event["DTSTART"].dt,
            "ends": event["DTEND"].dt,
            "stamp": event["DTSTAMP"].dt,
            "sequence": int(event["SEQUENCE"]),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
            "status": str(event["STATUS"]),
            "categories": [str(one) for one in event["CATEGORIES"].cats],
            "url": str(event["URL"]) if "URL" in event else None,
        }
        for event in calendar.walk("VEVENT")
    ]


def as_vobject(raw: bytes) -> list[dict[str, Any]]:
    """The events, as the other reads them."""
    read = vobject.readOne(raw.decode())
    return [
        {
            "uid": event.uid.value,
            "starts": event.dtstart.value,
            "ends": event.dtend.value,
            "stamp": event.dtstamp.value,
            "sequence": int(event.sequence.value),
            "summary": event.summary.value,
            "description": event.description.value,
            "status": event.status.value,
            "categories": event.categories.value,
            "url": event.url.value if hasattr(event, "url") else None,
        }
        for event in read.contents.get("vevent", [])
    ]


def meant(one: Item) -> dict[str, Any]:
    """What a calendar program should make of an item."""
    return {
        "uid": f"{one.link_id}@example.org",
        "starts": one.at or one.day,
        "ends": one.at + LASTING if one.at else one.day + dt.timedelta(1),
        "stamp": MOMENT,
        "sequence": int(MOMENT.timestamp()) // 60,
        "summary": f"{one.channel}: {one.title}",
        "description": description(one),
        "status": {"proposed": "TENTATIVE"}.get(one.state, "CONFIRMED"),
        "categories": [name for name in (one.channel, one.stage) if name],
        "url": one.url,
    }


@given(
    TITLES,
    st.lists(TITLES.map(str.strip).filter(bool), max_size=2).map(tuple),
    st.none() | st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2900, 1, 1), timezones=st.just(dt.UTC)),
)
def test_two_parsers_read_what_was_meant(title: str, reasons: tuple[str, ...], at: dt.datetime | None) -> None:
    """Whatever an editor writes: quotes, separators, other scripts, line ends."""
    on = at.replace(microsecond=0) if at else None
    one = item(title, reasons=reasons, at=on, stage=Stage.REPEAT, state="proposed")
    raw = written([one])
    assert as_icalendar(raw) == [meant(one)]
    assert as_vobject(raw) == [meant(one)]


def test_events_are_whole() -> None:
    """Each has what RFC 5545 asks for; a whole day ends on the next; what has a time is in UTC."""
    at = dt.datetime(2026, 12, 31, 23, 50, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    raw = written(
        [item(url="https://example.org/post/?a=1,2;3"), item("Timed", use=3, at=at, cost=3.5, file="a/b.txt")]
    )
    lines = raw.decode().split("\r\n")
    assert lines[:4] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//repurpose//calendar//EN", "CALSCALE:GREGORIAN"]
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert {"DTSTART:20270101T045000Z", "DTEND:20270101T050500Z"} < set(lines)
    assert "URL:https://example.org/post/?a=1,2;3" in lines
    events = raw.decode().split("BEGIN:VEVENT")[1:]
    for event in events:
        for key in ("UID:", "DTSTAMP:20261122T120000Z", "SEQUENCE:", "DTSTART", "DTEND", "SUMMARY:", "STATUS:"):
            assert event.count(f"\r\n{key}") == 1
    assert len(set(re.findall("UID:.*", raw.decode()))) == len(events) == 2
    assert "outputs/a/b.txt" in description(item(file="a/b.txt"))


def test_a_use_keeps_its_id_and_what_is_told_later_wins() -> None:
    """Whatever else of it changes."""
    [before] = as_icalendar(written([item()]))
    moved = item("Other words", day=DAY + dt.timedelta(9), state="proposed")
    [after] = as_icalendar(written([moved], MOMENT + dt.timedelta(minutes=1)))
    assert before["uid"] == after["uid"]
    assert after["sequence"] == int(str(before["sequence"])) + 1
    assert as_icalendar(written([item(use=3)]))[0]["uid"] != before["uid"]


def test_a_calendar_of_nothing_is_one() -> None:
    """It has a component all the same, as RFC 5545 asks."""
    assert as_icalendar(written([])) == as_vobject(written([])) == []
    assert len(icalendar.Calendar.from_ical(written([])).subcomponents) == 1


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=400))
def test_lines_are_folded(line: str) -> None:
    """Of at most 75 octets, no character split, and the same when unfolded."""
    parts = list(fold(line))
    assert all(len(part.encode()) <= FOLD for part in parts)
    assert parts[0] + "".join(part.removeprefix(" ") for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


@pytest.mark.parametrize("size", [74, 75, 76, 149, 150])
@pytest.mark.parametrize("char", ["a", "é", "字", "🎉"])
def test_folds_are_as_long_as_may_be(char: str, size: int) -> None:
    """A line of 75 octets is not folded, and no part has room for another character."""
    parts = list(fold(char * size))
    octets = len(char.encode())
    assert (len(parts) == 1) == (size * octets <= FOLD)
    assert all(len(part.encode()) + octets > FOLD for part in parts[:-1])


@given(st.text(max_size=60))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    """No value begins a property of its own, and none holds a control character."""
    value = escape(text.encode("utf-8", "ignore").decode())
    assert len(value.splitlines() or [""]) == 1
    assert not [char for char in value if unicodedata.category(char) == "Cc" and char not in "\t\x80" and char < "\x80"]


def test_a_name_is_escaped() -> None:
    """The calendar's own, too."""
    raw = written([], name="a\r\nBEGIN:VEVENT;b,c")
    assert "NAME:a\\nBEGIN:VEVENT\\;b\\,c\r\n" in raw.decode()
