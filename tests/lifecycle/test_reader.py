"""`[lifecycle]`: what is understood, and each fault at its line."""

from __future__ import annotations

import pytest

from repurpose.config import read_config
from repurpose.errors import Errors
from repurpose.lifecycle.duration import Duration, read_duration
from repurpose.lifecycle.sequence import Lifecycle, Tone
from repurpose.lifecycle.trigger import KINDS
from repurpose.model import Access


def read(text: str) -> Lifecycle:
    return read_config(text, {}).lifecycle


def faults(text: str) -> list[str]:
    with pytest.raises(Errors) as raised:
        read(text)
    return [f"{part}{f' — {part.hint}' if part.hint else ''}" for part in raised.value.parts]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_kind_of_trigger_needs_only_an_asset(kind: str) -> None:
    """Stage, tone, stops and re-entry follow from the trigger; underscores are as good as hyphens."""
    options = ", at_least = 3" if kind == "usage-level" else ""
    name = kind.replace("-", "_")
    life = read(f'[lifecycle.s]\ntrigger = {{ kind = "{name}"{options} }}\nsteps = [{{ asset = "guides/one" }}]')

    [step] = life.sequences["s"].steps
    assert life.sequences["s"].trigger.kind == kind
    assert (step.name, step.asset, step.delay) == ("one", "guides/one", Duration())
    assert step.stage == life.sequences["s"].stage


def test_all_that_a_sequence_can_say() -> None:
    life = read(
        """
[lifecycle]
quiet = ""
cap = "2 a week"
satisfied = 4
stages = ["onboarding"]
[lifecycle.x]
trigger = { event = "webinar", what = "spring" }
stage = "onboarding"
access = "registered"
stop = ["purchase", "not use"]
again = "30 days"
referred_from = "two"
[[lifecycle.x.steps]]
asset = "a"
[[lifecycle.x.steps]]
name = "two"
delay = "2 hours"
tone = "loyalty"
condition = "webinar: spring"
wait_for = ["satisfied", "use: map"]
patience = "2 weeks"
subject = { en = "Hello", de = "Hallo" }
cta = { text = "Go", url = "/go/" }
"""
    )
    sequence = life.sequences["x"]
    first, second = sequence.steps
    assert (life.quiet, [str(one) for one in life.cap], life.satisfied) == (None, ["2 in 7 days"], 4)
    assert (sequence.stage, sequence.access, sequence.referred_at) == ("onboarding", Access.REGISTERED, 1)
    assert (sequence.comes_again, sequence.rest) == (True, Duration(30))
    assert [str(one) for one in sequence.stops] == ["purchase", "not use"]
    assert (first.tone, first.is_whole, first.line) == (Tone.EDUCATION, True, 14)
    assert (second.asset, second.delay, second.patience) == (None, Duration(minutes=120), Duration(14))
    assert [str(one) for one in second.waits_for] == ["satisfied", "use: map"]
    assert second.words.subject == {"en": "Hello", "de": "Hallo"}
    assert (second.words.cta, second.words.cta_url) == ({"en": "Go"}, {"*": "/go/"})


def test_every_fault_is_told_where_it_stands() -> None:
    assert faults(
        """
[lifecycle]
quiet = "9-17"
caps = []
[lifecycle.a]
trigger = "lead-aquired"
steps = [{ asset = "x" }]
[lifecycle.b]
trigger = "usage-level"
steps = []
[lifecycle.c]
trigger = "first-login"
stop = "purchas"
[[lifecycle.c.steps]]
asset = "x"
delay = "soon"
[[lifecycle.c.steps]]
tone = "tipp"
[lifecycle."d e"]
trigger = "first-login"
steps = [{ asset = "x" }, { asset = "y/x" }]
"""
    ) == [
        "repurpose.toml:3: [lifecycle] quiet: '9-17' is no time like 21:00/08:00",
        "repurpose.toml:4: [lifecycle] has no setting 'caps' — did you mean cap?",
        "repurpose.toml:6: [lifecycle.a] trigger: there is none of the kind 'lead-aquired'; did you mean lead-acquired?",
        "repurpose.toml:9: [lifecycle.b] trigger: usage-level needs at_least: so many uses",
        "repurpose.toml:10: [lifecycle.b] needs steps: a list of tables, or [[lifecycle.b.steps]]",
        "repurpose.toml:13: [lifecycle.c] stop: 'purchas' is nothing that is known of a contact; did you mean purchase?",
        "repurpose.toml:14: [lifecycle.c] step 1, delay: 'soon' is no span like 3 days or 2 hours (ten years at most)",
        "repurpose.toml:17: [lifecycle.c] step 2, tone: there is none named 'tipp'; did you mean tip?",
        "repurpose.toml:17: [lifecycle.c] step 2: needs an asset, or a name — an asset's id is its path below content/"
        " without .md; a step that the calendar fills needs a name",
        "repurpose.toml:19: [lifecycle.d e]: the name holds ' '; only letters, digits, - . and _ may stand in a slug",
        "repurpose.toml:21: [lifecycle.d e] has two steps named 'x' — give one of them a `name` of its own",
    ]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("3 days", Duration(3)),
        ("1 week", Duration(7)),
        ("90 min", Duration(minutes=90)),
        (5, Duration(5)),
        ("0", Duration()),
    ],
)
def test_spans(told: object, meant: Duration) -> None:
    assert read_duration(told) == meant


@pytest.mark.parametrize("told", ["", "soon", "-1 days", True, 1.5, "99999 days", None])
def test_what_is_no_span(told: object) -> None:
    with pytest.raises(ValueError, match="no span"):
        read_duration(told)
