from __future__ import annotations

import pytest

from repurpose.usage.score.flags import LOSS, SURE, WIN, Flag, exposures_to_settle, flag_of, one_look
from repurpose.usage.score.prior import Posterior, Prior, fit_prior

NORMAL = Prior(0.02, (0.6 * 0.02) ** 2, 0.0, 100)


def test_the_prior_is_as_reckoned_by_hand() -> None:
    """A usual variation of .6 around 2 %: the mean is worth .02 * .98 / .012^2 - 1 = 135.1 exposures."""
    assert NORMAL.strength == pytest.approx(135.11, abs=0.01)
    told = NORMAL.posterior(1000, 40)
    assert (told.alpha, told.beta) == pytest.approx((40 + 2.7022, 960 + 132.409), abs=0.001)
    assert told.mean / 0.02 == pytest.approx(1.881, abs=0.001)


def test_the_prior_is_found_again() -> None:
    """Equal rates leave only the usual variation, weighed as 30 pieces; huge counts show the true one."""
    alike = fit_prior([1e6] * 300, [2e4] * 300)
    assert alike is not None
    assert alike.variance == pytest.approx(30 / 330 * (0.6 * 0.02) ** 2, rel=0.01)
    apart = fit_prior([1e6] * 300, [1e4, 3e4] * 150)
    assert apart is not None
    assert apart.mean == pytest.approx(0.02)
    assert apart.variance == pytest.approx((30 * 0.012**2 + 300 * 0.01**2 * 300 / 299) / 330, rel=0.01)


def test_one_huge_placement_does_not_say_what_is_normal() -> None:
    found = fit_prior([1e7, *[1e4] * 20], [1e6, *[200] * 20])
    assert found is not None
    assert found.mean < 0.025


def test_nobody_acted() -> None:
    assert fit_prior([100, 200], [0, 0]) is None
    assert fit_prior([], []) is None


def test_more_than_one_action_an_exposure() -> None:
    """Two clicks a view are no error: rates are Gamma distributed then."""
    found = fit_prior([100, 120, 90], [210, 230, 150], counted=True)
    assert found is not None
    assert found.counted
    told = found.posterior(100, 300)
    assert 2 < told.mean < 3
    assert 0.5 < told.above(2.2) < 1


def _flag(told: Posterior, actions: int, days: int, *, was_winner: bool = False) -> Flag:
    win, loss = told.above(WIN * NORMAL.mean), 1 - told.above(LOSS * NORMAL.mean)
    return flag_of(win, loss, actions, days, was_winner=was_winner)


@pytest.mark.parametrize(
    ("shown", "acted", "flag"),
    [
        (0, 0, Flag.TOO_EARLY),
        (60, 6, Flag.PROMISING),
        (4000, 160, Flag.WINNER),
        (4000, 30, Flag.LOSER),
        (40_000, 800, Flag.ORDINARY),
        (1000, 22, Flag.TOO_EARLY),
    ],
)
def test_flags(shown: int, acted: int, flag: Flag) -> None:
    assert _flag(NORMAL.posterior(shown, acted), acted, 9) is flag


def test_a_badge_needs_ten_actions_and_three_days_and_goes_only_below_80() -> None:
    sure = NORMAL.posterior(4000, 160)
    assert _flag(sure, 160, 2) is Flag.PROMISING
    assert _flag(NORMAL.posterior(50, 9), 9, 9) is Flag.PROMISING
    between = NORMAL.posterior(700, 23)
    assert 0.8 < between.above(WIN * NORMAL.mean) < 0.95
    assert _flag(between, 23, 9) is Flag.PROMISING
    assert _flag(between, 23, 9, was_winner=True) is Flag.WINNER
    assert _flag(NORMAL.posterior(700, 18), 18, 9, was_winner=True) is Flag.TOO_EARLY


@pytest.mark.parametrize(("shown", "acted"), [(60, 6), (1000, 14), (1000, 22), (300, 9)])
def test_so_many_more_exposures_settle_it_and_one_less_does_not(shown: int, acted: int) -> None:
    now = NORMAL.posterior(shown, acted)
    more = exposures_to_settle(NORMAL, now, acted)
    assert more is not None

    def settled(extra: int) -> bool:
        then = Posterior(now.alpha + extra * now.mean, now.beta + extra * (1 - now.mean))
        win, lost = then.above(WIN * NORMAL.mean), 1 - then.above(LOSS * NORMAL.mean)
        return bool((win >= SURE and acted + extra * now.mean >= 10) or lost >= SURE or 1 - lost - win >= SURE)

    assert settled(more)
    assert not settled(more - 2)


def test_a_rate_at_the_bar_itself_is_never_settled() -> None:
    at_the_bar = Posterior(25.0, 975.0)
    assert exposures_to_settle(NORMAL, at_the_bar, 25) is None


def test_where_normal_is_a_guess_no_number_of_exposures_settles_it() -> None:
    guess = Prior(0.02, (0.6 * 0.02) ** 2, 0.008, 3)
    assert exposures_to_settle(guess, guess.posterior(8000, 240), 240) is None


def test_the_list_for_one_look_is_the_longest_with_a_tenth_wrong() -> None:
    assert one_look([0.5, 0.99, 0.9, 0.85, 0.2]) == [1, 2, 3]
    assert one_look([0.5]) == []
    assert one_look([]) == []
