from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.errors import RepurposeError
from repurpose.library.schedule import _KEYS, Schedule, check_schedule, read_schedule
from repurpose.model import Placement, Stage
from tests.builders import config

ENTRY = '[[entry]]\npiece = "launch/social.x/announcement"\non = 2026-12-01\n'


def test_entries_become_placements() -> None:
    text = f'{ENTRY}use = 2\nstage = "repeat"\nstate = "approved"\ncost = 40\n\n{ENTRY}state = "refused"\n'
    schedule = check_schedule(text)
    on = dt.date(2026, 12, 1)
    first = Placement("launch/social.x/announcement", 2, on, "social.x", Stage.REPEAT, "approved", 40.0)
    assert schedule.placements == (first, Placement("launch/social.x/announcement", 1, on, "social.x", None, "refused"))
    assert schedule.approved == (first,)


def test_no_calendar_is_an_empty_one(tmp_path: Path) -> None:
    assert read_schedule(tmp_path).placements == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[entry]\n", "1: is no TOML"),
        ("entri = 1\n", "1: unknown key: entri"),
        (f"{ENTRY}[[entry]]\non = 2026-12-01\n", "4: piece is missing"),
        (f"{ENTRY}stat = 'x'\n", "4: unknown key: stat; did you mean state"),
        (f"{ENTRY}use = 0\n", "4: use must be"),
        (f"{ENTRY}state = 'maybe'\n", "4: state must be"),
        (
            f"{ENTRY}\n{ENTRY}use = 2\nstate = 'aproved'\n",
            "9: state must be one of proposed, approved, refused, not 'aproved'; did you mean approved?",
        ),
        (f"{ENTRY}stage = 3\n", "4: stage must be"),
        (f"{ENTRY}cost = -1\n", "4: cost must be"),
        (f"{ENTRY}{ENTRY}", "4: use 1 of launch/social.x/announcement stands already on line 1"),
        (ENTRY.replace("2026-12-01", "'soon'"), "3: on must be a day"),
        (ENTRY.replace("2026-12-01", "2026-12-01T09:30:00Z"), "`time` and `zone` stand beside it"),
        (ENTRY.replace("2026", "0001"), "3: on must be a day"),
        (f"{ENTRY}time = '25:00'\n", "4: time: '25:00' is no time of day like 09:30"),
        (f"{ENTRY}zone = 'Mars'\n", "4: zone: 'Mars' is no time zone"),
        (f"{ENTRY}text = ' '\n", "4: text must be words"),
        (f"{ENTRY}reasons = 'one'\n", "4: reasons must be a list of texts"),
        (f"{ENTRY}expected = {{ click = -1 }}\n", "4: expected must be a table of numbers"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(RepurposeError) as caught:
        check_schedule(text)
    assert said in str(caught.value)


def test_an_entry_says_when_why_and_with_which_words() -> None:
    """What a plan and an editor write is kept as it was written."""
    text = (
        f'{ENTRY}time = 09:30:00\nzone = "America/New_York"\ntext = """\nTwo\n[[entry]]\n"""\n'
        'reasons = ["half  of them\\nnever saw it"]\nexpected = { click = 71, lift = 1.4 }\n'
        f"\n{ENTRY}use = 2\n"
    )
    first, second = check_schedule(text).entries
    assert (first.line, second.line) == (1, 13)  # a header within a text is none
    assert (first.time, first.zone, first.text) == (dt.time(9, 30), "America/New_York", "Two\n[[entry]]")
    assert (first.reasons, first.expected) == (("half of them never saw it",), {"click": 71, "lift": 1.4})
    assert (first.asset, first.day) == ("launch", dt.date(2026, 12, 1))
    assert first.moment(config()) == dt.datetime(2026, 12, 1, 14, 30, tzinfo=dt.UTC)


def test_time_comes_from_the_channel_else_it_is_the_whole_day() -> None:
    """`[plan] times` gives the time, the site its zone."""
    [one] = check_schedule(ENTRY).entries
    berlin = config().site.timezone
    assert (berlin, one.time_of_day(config())) == ("UTC", None)
    assert one.moment(config()) == dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    timed = config('[plan]\ntimes = { social.x = ["17:00", "09:00"], newsletter = "07:00" }\n')
    assert one.moment(timed) == dt.datetime(2026, 12, 1, 17, tzinfo=dt.UTC)


def test_a_comment_accepts_a_notice() -> None:
    """As in an asset's front matter, with a reason."""
    schedule = check_schedule(f"# repurpose: ignore calendar-slot both are short\n{ENTRY}# repurpose: ignore x\n")
    assert [(one.code, one.first) for one in schedule.ignores] == [("calendar-slot", 1)]
    assert [notice.code for notice in schedule.notices] == ["ignore-reason"]


_VALUES = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=8) | st.dates() | st.times()


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([*_KEYS, "piec", "x"]),
            _VALUES | st.lists(_VALUES, max_size=2) | st.sampled_from(["a/social.x/b", "approved", "09:30", "UTC"]),
        ),
        max_size=3,
    )
)
def test_whatever_an_entry_holds_it_is_read_or_told(entries: list[dict[str, Any]]) -> None:
    """Never anything but a schedule, or errors that a person can mend."""

    def text(value: object) -> str:
        if isinstance(value, list):
            return f"[{', '.join(map(text, value))}]"
        if isinstance(value, dt.time):
            return value.replace(tzinfo=None).isoformat()
        if isinstance(value, dt.date):
            return value.isoformat()
        return str(value) if isinstance(value, float) else json.dumps(value)

    written = "".join(
        "[[entry]]\n" + "".join(f"{key} = {text(value)}\n" for key, value in entry.items() if value is not None)
        for entry in entries
    )
    told: tuple[RepurposeError, ...] = ()
    schedule = Schedule()
    try:
        schedule = check_schedule(written)
    except RepurposeError as error:
        told = error.parts
    assert all(part.location is not None for part in told)
    assert all(one.moment(config()).tzinfo is dt.UTC for one in schedule.entries)
