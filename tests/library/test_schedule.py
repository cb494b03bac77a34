from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from repurpose.errors import RepurposeError
from repurpose.library.schedule import check_schedule, read_schedule
from repurpose.model import Placement, Stage

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
        (f"{ENTRY}[[entry]]\non = 2026-12-01\n", "4: piece must be"),
        (f"{ENTRY}stat = 'x'\n", "did you mean state"),
        (f"{ENTRY}use = 0\n", "use must be"),
        (f"{ENTRY}state = 'maybe'\n", "state must be"),
        (f"{ENTRY}stage = 'maybe'\n", "stage must be"),
        (f"{ENTRY}cost = -1\n", "cost must be"),
        (f"{ENTRY}{ENTRY}", "4: use 1 of launch/social.x/announcement stands already on line 1"),
        (ENTRY.replace("2026-12-01", "'soon'"), "1: "),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(RepurposeError) as caught:
        check_schedule(text)
    assert said in str(caught.value)
