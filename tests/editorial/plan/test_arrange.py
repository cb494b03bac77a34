"""What goes into which slot, on options small enough to be worked out by hand."""

from __future__ import annotations

import datetime as dt
import random
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.editorial.plan.arrange import Rules, arrange
from repurpose.editorial.plan.option import RELATIVE, Option, drawn, expected, untried
from repurpose.editorial.plan.slots import Slot
from repurpose.usage.score.prior import Posterior, Prior
from repurpose.usage.score.wear import Wear

X = "social.x"
DAY = dt.date(2026, 11, 23)


def option(name: str, rate: float = 0.02, **fields: object) -> Option:
    told: dict[str, object] = {"normal": 0.02, "tried": True} | fields
    return Option(f"{name}/{X}/a", name, X, 2, Posterior(rate * 1e6, (1 - rate) * 1e6), **told)  # type: ignore[arg-type]


def worn(left: float, last: dt.date = DAY) -> Wear:
    """A piece of which so much is left on a day."""
    return Wear(-log(left), 0.1, 1.0, last, 0.9, 1.0, 1000.0, 1.0, doubt=0.0, kept={})


def slots(*days: int, channel: str = X) -> list[Slot]:
    return [Slot(DAY + dt.timedelta(day), channel) for day in days]


RULES = Rules(exposures={X: 1000.0}, tries=0.0)


def names(*days: int, options: list[Option], rules: Rules = RULES) -> list[str | None]:
    chosen = {choice.slot.day: choice.option.asset for choice in arrange(slots(*days), {X: options}, rules)}
    return [chosen.get(DAY + dt.timedelta(day)) for day in days]


def test_the_best_goes_first_and_then_rests() -> None:
    assert names(0, 1, 2, options=[option("low", 0.01), option("high", 0.05), option("mid", 0.03)]) == [
        "high", "mid", "low",
    ]  # fmt: skip
    assert names(0, 13, 14, options=[option("one")], rules=Rules({X: 1.0}, cooldown={X: 0}, tries=0.0)) == [
        "one", None, "one",
    ]  # fmt: skip


def test_a_text_waits_for_its_cooldown_and_another_of_its_asset_does_not() -> None:
    one = option("a", 0.05, last=DAY - dt.timedelta(30))
    other = Option(f"a/{X}/b", "a", X, 1, one.posterior, 0.02)
    assert names(0, 40, options=[one]) == [None, "a"]
    chosen = arrange(slots(0), {X: [one, other]}, RULES)
    assert [choice.option.piece for choice in chosen] == [f"a/{X}/b"]


def test_a_worn_winner_gives_way_where_it_is_worn_below_another() -> None:
    fresh = option("fresh", 0.03)
    assert names(1, options=[option("winner", 0.05, wear=worn(0.5)), fresh]) == ["fresh"]
    assert names(1, options=[option("winner", 0.05, wear=worn(0.7)), fresh]) == ["winner"]
    rested = option("winner", 0.05, wear=worn(0.5, DAY - dt.timedelta(120)))
    assert expected(rested, DAY, 1000).quality == pytest.approx(1 - 0.5 * 2**-2)
    assert names(0, options=[rested, fresh]) == ["winner"]


def test_what_costs_more_than_it_brings_is_not_done() -> None:
    rules = Rules({X: 1000.0}, cost={X: 25.0}, tries=0.0)
    assert names(0, options=[option("a", 0.02)], rules=rules) == [None]
    assert names(0, options=[option("a", 0.02, worth=2.0)], rules=rules) == ["a"]


def test_an_asset_is_on_one_channel_a_day() -> None:
    mail = Option("a/newsletter/message", "a", "newsletter", 2, Posterior(50, 950), 0.02)
    both = [Slot(DAY, X), Slot(DAY, "newsletter")]
    rules = Rules({X: 10.0, "newsletter": 10.0}, channels=(X, "newsletter"), tries=0.0)
    assert len(arrange(both, {X: [option("a")], "newsletter": [mail]}, rules)) == 1


def test_one_slot_in_ten_is_a_try_and_the_same_one_each_time() -> None:
    many = [option(f"a{number}", 0.02) for number in range(30)]
    rules = Rules({X: 1000.0}, cooldown={X: 1}, gap=1)
    chosen = arrange(slots(*range(1000)), {X: many}, rules)
    assert 60 < sum(choice.is_try for choice in chosen) < 140
    assert arrange(slots(*range(1000)), {X: many}, rules) == chosen


def test_where_nothing_is_measured_there_is_no_try_and_no_number() -> None:
    chosen = arrange(slots(*range(50)), {X: [option(f"a{number}") for number in range(60)]}, Rules())
    assert len(chosen) == 50
    assert not any(choice.is_try or choice.expected for choice in chosen)


def test_an_untried_piece_inherits_half_of_its_asset_s_lift() -> None:
    prior = Prior(0.02, (0.6 * 0.02) ** 2, 0.0, 30)
    assert untried(prior, 1.0).mean == pytest.approx(0.02)
    assert untried(prior, 4.0).mean == pytest.approx(0.04)
    assert untried(RELATIVE, 0.25).mean == pytest.approx(0.5)
    assert untried(Prior(0.7, 0.01, 0.0, 30), 100.0).mean < 1


def test_draws_follow_the_posterior() -> None:
    chance = random.Random(1)
    some = option("a", 0.02)
    mean = sum(drawn(some, chance) for _ in range(2000)) / 2000
    assert mean == pytest.approx(0.02, rel=0.01)


@given(
    rates=st.lists(st.floats(0.001, 0.5), min_size=1, max_size=12),
    days=st.lists(st.integers(0, 200), min_size=1, max_size=30, unique=True),
    cooldown=st.integers(0, 90),
    gap=st.integers(0, 30),
)
def test_cooldown_and_gap_are_kept(rates: list[float], days: list[int], cooldown: int, gap: int) -> None:
    options = [
        Option(f"a{number // 2}/{X}/{number}", f"a{number // 2}", X, 1, Posterior(rate * 100, (1 - rate) * 100))
        for number, rate in enumerate(rates)
    ]
    chosen = arrange(slots(*sorted(days)), {X: options}, Rules({X: 100.0}, cooldown={X: cooldown}, gap=gap))
    for number, one in enumerate(chosen):
        for other in chosen[number + 1 :]:
            apart = (other.slot.day - one.slot.day).days
            assert one.option.piece != other.option.piece or apart >= cooldown
            assert one.option.asset != other.option.asset or apart >= gap


def test_an_untried_channel_takes_up_what_an_asset_did_elsewhere() -> None:
    assert untried(RELATIVE, 4.0).mean == pytest.approx(2.0)


def test_an_untried_piece_wears_with_its_use() -> None:
    fresh = Option("a/x/1", "a", X, 1, Posterior(20, 980), 0.02, audience=1000.0)
    used = fresh.used(DAY, 4000.0)
    assert expected(used, DAY + dt.timedelta(1), 1000.0).quality < 0.8


def test_costs_say_nothing_where_nothing_is_measured() -> None:
    assert names(0, options=[option("a")], rules=Rules(cost={X: 500.0})) == ["a"]
