"""Winners for the steps of sequences: proposed, and only where they are better than what stands there."""

from __future__ import annotations

from dataclasses import replace

from repurpose.config import Plan
from repurpose.editorial.plan.candidates import Known
from repurpose.editorial.plan.plan import make_plan
from repurpose.editorial.plan.proposals import added
from repurpose.editorial.plan.steps import for_steps
from repurpose.library.fillings import Filling, fillings
from repurpose.library.schedule import check_schedule
from repurpose.model import Access, Asset
from tests import builders
from tests.editorial.plan.test_plan import X, asset, known, measured

SEQUENCES = """
[lifecycle.back]
trigger = "inactive"
[[lifecycle.back.steps]]
asset = "one"
[[lifecycle.back.steps]]
name = "winner"
[[lifecycle.back.steps]]
name = "advice"
asset = "two"
stage = "advocacy"
"""
NAMES = ("one", "two", "three", "four", *(f"more-{number}" for number in range(12)))


def told(calendar: str = "", stages: tuple[str, ...] = ("re-ignite",), **special: Asset) -> Known:
    """Sixteen assets, of which three and four have won on X, three the more."""
    assets = [special.get(name) or asset(name, stages=stages) for name in NAMES]
    some = known(*assets, plan=Plan(cadence={X: 1}, audience={X: 5000}), calendar=calendar, slots=("a",))
    config = replace(builders.config(SEQUENCES), plan=some.config.plan)
    clicks = {f"{name}/{X}/a": 60 for name in NAMES} | {f"three/{X}/a": 400, f"four/{X}/a": 340}
    return measured(replace(some, config=config), clicks)


def pieces(some: Known, stage: str | None = None) -> list[str]:
    return [one.placement.piece_id for one in for_steps(some, stage)[0]]


def test_the_best_winner_for_each_step_and_each_once() -> None:
    proposals, remarks = for_steps(told())

    assert [one.placement.piece_id for one in proposals] == ["three/lifecycle/back.one", "four/lifecycle/back.winner"]
    assert proposals[0].reasons[0].startswith("A winner on social.x: ")
    assert proposals[0].reasons[1] == "It would stand in step 1 of the sequence back, in place of one."
    assert proposals[1].reasons[1] == "It would stand in step 2 of the sequence back, which has no mail yet."
    assert proposals[0].placement.state == "proposed"
    assert not remarks


def test_what_serves_another_stage_or_isnt_open_is_no_winner_here() -> None:
    assert pieces(told(stages=("acquisition",))) == []
    assert (
        pieces(told(three=asset("three", stages=("re-ignite",), access=Access.PREMIUM)))[0] == "four/lifecycle/back.one"
    )
    assert (
        pieces(told(three=asset("three", stages=("re-ignite",), exclude=("lifecycle",))))[0]
        == "four/lifecycle/back.one"
    )
    assert pieces(told(), "cross-sell") == []


def test_what_was_proposed_or_refused_isnt_proposed_again() -> None:
    entry = '[[entry]]\npiece = "three/lifecycle/back.one"\non = 2026-11-20\nstate = "{}"\n'

    assert pieces(told(entry.format("refused"))) == ["four/lifecycle/back.one", "three/lifecycle/back.winner"]
    assert pieces(told(entry.format("approved"))) == ["four/lifecycle/back.winner"]


def test_without_a_winner_it_says_so() -> None:
    some = replace(told(), scores=None)

    assert for_steps(some) == ((), ("[lifecycle.back] winner: no winner serves re-ignite yet.",))


def test_an_approved_proposal_fills_the_step() -> None:
    """From the plan through the calendar's text into the step, with the editor's subject."""
    some = told()
    plan = make_plan(some, 1, channel="lifecycle")
    text = added("", plan.proposals).replace('"proposed"', '"approved"\ntext = "Look at this"')

    steps = fillings(some.assets.values(), some.config, check_schedule(text))

    [first] = steps["one"]
    [second] = steps["three"]
    assert first == Filling("back", 0, None, second.since)
    assert (second.number, second.subject, f"{second.since:%F}") == (0, "Look at this", "2026-11-23")
