"""Settings and events to try sequences with: every trigger, twenty zones, days on which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from repurpose.config import Config, read_config
from repurpose.lifecycle.events import Event
from repurpose.lifecycle.sequence import Sequence, Step
from repurpose.lifecycle.simulate import Mail
from repurpose.lifecycle.trigger import KINDS

ZONES = (
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Los_Angeles",
    "America/St_Johns", "America/Sao_Paulo", "America/Santiago", "America/Havana", "Africa/Cairo", "Africa/Casablanca",
    "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Beirut", "Australia/Lord_Howe",
    "Pacific/Chatham", "Pacific/Apia",
)  # fmt: skip
TURNS = [
    datetime(2026, 3, 8, tzinfo=UTC),
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 4, 5, tzinfo=UTC),
    datetime(2026, 9, 27, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2011, 12, 30, tzinfo=UTC),  # Apia left this day out
]
"""Days about which clocks change somewhere."""

moments = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes), st.sampled_from(TURNS), st.integers(-9000, 9000)
)
zones = st.sampled_from(ZONES)
quiets = (
    st.tuples(st.times(), st.times())
    .map(lambda two: f"{two[0]:%H:%M}/{two[1]:%H:%M}")
    .filter(lambda text: text[:5] != text[6:])
)
caps = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 9)).map(lambda two: f"{two[0]} in {two[1]} days"), max_size=2
)
_delays = st.sampled_from(["0", "20 minutes", "5 hours", "1 day", "3 days", "1 week"])
_conditions = st.sampled_from(["use", "not purchase", "login", "not dissatisfied"])
_stops = st.sampled_from([[], ["purchase"], ["login", "use"]])
_OPTIONS = {"usage-level": "at_least = 2", "top-customer": "at_least = 50"}


@st.composite
def settings(draw: st.DrawFn) -> Config:
    """Three sequences or more of any trigger, with caps and quiet hours."""
    lines = ["[lifecycle]", f'quiet = "{draw(quiets)}"', f"cap = {draw(caps)!r}"]
    for kind in draw(st.lists(st.sampled_from(list(KINDS)), min_size=3, max_size=7, unique=True)):
        trigger = f'{{ kind = "{kind}", {_OPTIONS[kind]} }}' if kind in _OPTIONS else f'"{kind}"'
        lines += [f"[lifecycle.{kind}]", f"trigger = {trigger}", f"stop = {draw(_stops)!r}"]
        for number in range(draw(st.integers(1, 3))):
            lines += [f"[[lifecycle.{kind}.steps]]", f'asset = "a{number}"', f'delay = "{draw(_delays)}"']
            lines += [f'condition = "{draw(_conditions)}"'] if draw(st.integers(0, 3)) == 0 else []
            lines += ['wait_for = "satisfied"', 'patience = "4 days"'] if draw(st.integers(0, 3)) == 0 else []
    return read_config("\n".join(lines).replace("'", '"'), {})


events = st.builds(
    Event,
    moments,
    st.sampled_from(["ann", "bob"]),
    st.sampled_from(
        [
            "lead",
            "ad-click",
            "cart",
            "login",
            "use",
            "purchase",
            "referral",
            "top-customer",
            "at-risk",
            "satisfaction",
            "unsubscribe",
        ]
    ),
    value=st.sampled_from([None, 1.0, 30.0]),
    timezone=zones,
) | st.builds(
    Event,
    moments,
    st.sampled_from(["ann", "bob"]),
    st.just("due"),
    st.sampled_from(["service", "renewal", "lapse"]),
    on=moments.map(datetime.date),
)


def mail(sequence: Sequence, step: Step, language: str, at: datetime) -> Mail | None:
    """A mail for each step."""
    return Mail(step.asset or "", language, step.name, f"{sequence.name}/{step.name}")
