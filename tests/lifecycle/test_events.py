"""Files of events: CSV and JSON Lines say the same; each bad line is told once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from repurpose.lifecycle.events import Event, read_events

BERLIN = ZoneInfo("Europe/Berlin")


def read(content: str | bytes) -> tuple[list[Event], list[str]]:
    events, errors = read_events(content.encode() if isinstance(content, str) else content, "e", BERLIN, {"webinar"})
    return list(events), [str(error) for error in errors]


def test_csv_and_json_lines_say_the_same() -> None:
    head = "Timestamp;Email;Type;Feature;Amount;Due date\r\n"
    csv = f"\ufeff{head}2026-12-01 09:30;ann;Renewal due;;;2027-01-05\r\n2026-12-02;bob;use;map;3;\r\n"
    lines = [
        {"at": "2026-12-02", "contact": "bob", "event": "use", "what": "map", "value": 3},
        {"at": "2026-12-01T09:30", "contact": "ann", "event": "due", "what": "renewal", "on": "2027-01-05"},
    ]
    expected = [
        Event(datetime(2026, 12, 1, 8, 30, tzinfo=UTC), "ann", "due", "renewal", on=date(2027, 1, 5)),
        Event(datetime(2026, 12, 1, 23, tzinfo=UTC), "bob", "use", "map", 3.0),
    ]

    assert read(csv) == (expected, [])
    assert read("\n".join(map(json.dumps, lines))) == (expected, [])


def test_a_line_that_stands_twice_counts_once() -> None:
    events, _ = read("at,contact,event\n" + "2026-12-01,ann,login\n" * 3)

    assert len(events) == 1


def test_each_bad_line_is_told_once() -> None:
    events, errors = read(
        b"at,contact,event,what,value,on,timezone,tier\n"
        b"soon,ann,login,,,,,\n"
        b"2026-12-01,,login,,,,,\n"
        b'2026-12-01,ann,"log\nin",,,,,\n'
        b"2026-12-01,ann,login,,,,,\n"
        b"2026-12-01,ann,purchase,,much,,,\n"
        b"2026-12-01,ann,due,renewal,,,,\n"
        b"2026-12-01,ann,satisfaction,,,,,\n"
        b"2026-12-01,ann,login,,,,Europe/Berln,\n"
        b"2026-12-01,ann,login,,,,,gold\n"
        b"2026-12-01,ann,login,,,,,,,,\n"
        b"2026-12-01,a\xffn,login,,,,,\n"
        b"2026-12-01,ann,webinars,,,,,\n"
    )

    assert [error.split(":")[1] for error in errors] == "2 3 4 7 8 9 10 11 12 13 14".split()
    assert [one.kind for one in events] == ["login"]
    assert "did you mean webinar?" in errors[-1]


def test_a_line_ends_where_editors_end_it() -> None:
    """Not at a form feed or a line separator, which may stand in a cell and make it a bad one."""
    _, errors = read("at,contact,event\n2026-12-01,a\u2028b,login\n2026-12-01,a\x0cb,login\nsoon,a,login\n")

    assert [error.split(":")[1] for error in errors] == ["2", "3", "4"]


def test_bad_json_lines() -> None:
    events, errors = read(
        '{"at": "2026-12-01", "contact": 7, "event": "login"}\n{"at": \n[1]\n{"at": [], "contact": "a"}\n'
    )

    assert [one.contact for one in events] == ["7"]
    assert [error.split(":")[1] for error in errors] == ["2", "3", "4"]


def test_a_head_without_a_needed_column() -> None:
    assert read("when,what\n1,2\n") == ([], ["e:1: has no column 'contact'; its columns are at, what"])
    assert read("") == ([], ["e:1: is empty; its head names the columns at, contact, event"])


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: b"at,contact,event\n" + text.encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    """No file makes it fail in another way than by naming the line."""
    _, errors = read_events(content, "e", UTC)

    for error in errors:
        assert error.location is not None
        assert error.location.line is not None
        assert 1 <= error.location.line <= content.count(b"\n") + content.count(b"\r") + 2


def test_a_spreadsheets_own_text_is_read() -> None:
    """Excel's "Unicode text" is UTF-16 with tabs."""
    events, errors = read("at\tcontact\tevent\r\n2026-12-01\tJosé\tlogin\r\n".encode("utf-16"))

    assert [one.contact for one in events] == ["José"]
    assert errors == []


def test_a_json_list_is_told_in_one_line() -> None:
    _, errors = read('[\n {"at": "2026-12-01", "contact": "a", "event": "login"},\n {"at": "2026-12-02"}\n]\n')

    assert errors == ["e:1: is one JSON list; write each event as a line of its own, without brackets and commas"]


def test_dates_beyond_reckoning_are_told() -> None:
    events, errors = read(
        "at,contact,event,what,on\n0002-01-01,a,login,,\n9998-12-31,a,login,,\n2026-12-01,a,due,renewal,0001-01-01\n"
    )

    assert events == []
    assert [error.partition(": ")[2] for error in errors] == [
        f"the year {year} is none from 1900 to 2199" for year in (2, 9998, 1)
    ]
