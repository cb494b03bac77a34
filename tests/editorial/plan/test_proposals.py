"""Writing into calendar.toml: what people wrote stays byte for byte, what is added reads back as it was meant."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from repurpose.editorial.plan.proposal import Proposal
from repurpose.editorial.plan.proposals import added
from repurpose.library.schedule import check_schedule
from repurpose.model import Placement, Stage

WRITTEN = """\
# Our calendar; ask Ana before you move the newsletter.

[[entry]]   # the launch
use   = 1
piece = 'launch/newsletter/message'  # not the release
on    = 2026-12-01
state = "approved"

# and one we don't want
[[entry]]
piece = "launch/social.x/announcement"
on = 2026-12-02
state = "refused"
"""


def proposal(text: str = "A sentence.", reasons: tuple[str, ...] = ("It won.",), **fields: object) -> Proposal:
    placement = Placement("launch/social.x/abc", 2, dt.date(2026, 12, 8), "social.x", Stage.REPEAT, "proposed")
    told: dict[str, object] = {
        "time": dt.time(9, 30), "expected": {"impression": 2100.0, "click": 7.1}, "said": "", "lift": 2.0,
        "is_try": False, "quality": None, "unseen": None,
    } | fields  # fmt: skip
    return Proposal(placement, "Launch", text, reasons=reasons, **told)  # type: ignore[arg-type]


def test_what_people_wrote_stays() -> None:
    after = added(WRITTEN, [proposal()])
    assert after.startswith(WRITTEN)
    assert after.removeprefix(WRITTEN) == (
        '\n[[entry]]\n# A sentence.\npiece = "launch/social.x/abc"\non = 2026-12-08\ntime = "09:30"\nuse = 2\n'
        'stage = "repeat"\nstate = "proposed"\nreasons = [\n    "It won.",\n]\n'
        "expected = {impression = 2100, click = 7.1}\n"
    )


def test_a_new_calendar_says_what_to_do_with_it() -> None:
    text = added("", [proposal(), proposal()])
    assert text.startswith("# What is planned.")
    assert text.count("[[entry]]") == 2


def test_a_calendar_that_ends_without_a_line_end_is_not_broken() -> None:
    assert len(check_schedule(added(WRITTEN.rstrip("\n"), [proposal()])).entries) == 3


@given(
    text=st.text(max_size=300),
    reasons=st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=3),
    clicks=st.floats(0, 1e9),
)
def test_whatever_a_piece_says_is_read_back(text: str, reasons: list[str], clicks: float) -> None:
    spoken = " ".join(text.split())
    one = proposal(spoken, tuple(reasons), expected={"click": clicks})
    planned = check_schedule(added(WRITTEN, [one])).entries[-1]
    assert planned.placement == one.placement
    assert planned.time == dt.time(9, 30)
    assert planned.reasons == tuple(" ".join(reason.split()) for reason in reasons)
    assert planned.expected == {"click": clicks}


def test_the_ends_of_lines_stay_as_they_are() -> None:
    after = added(WRITTEN.replace("\n", "\r\n"), [proposal()])
    assert after.count("\n") == after.count("\r\n")
