"""Flags of return: what may be said of a piece, and how many more exposures would settle what can't be said yet.

A winner's true rate is at least a quarter above the stratum's mean with a probability of .95. That bar is safe under
daily looks: the prior has priced in that hundreds of pieces are looked at every day.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import ceil

from repurpose.usage.score.prior import Posterior, Prior

WIN = 1.25
"""A winner's rate is at least so many times the mean."""
LOSS = 0.8
"""A loser's rate is at most so many times the mean."""
SURE = 0.95
LIKELY = 0.80
"""From here on a piece is promising; a winner stays one until it falls below."""
LEAST_ACTIONS = 10
LEAST_ACTIONS_LIKELY = 5
LEAST_DAYS = 3
LIST_ERRORS = 0.10
"""The expected share of wrong ones in a list for one look."""
_NEVER = 10**9


class Flag(StrEnum):
    """What is said of a piece's return."""

    PROVEN = "proven"
    WINNER = "winner"
    PROMISING = "promising"
    ORDINARY = "ordinary"
    LOSER = "loser"
    TOO_EARLY = "too early"
    UNMEASURED = "unmeasured"


def flag_of(win: float, loss: float, actions: float, days: int, *, was_winner: bool = False) -> Flag:
    """The flag for these probabilities; `actions` as counted, `days` since it began.

    `win`: that the true rate is at least 1.25 times the normal one; `loss`: that it is at most .8 times. `was_winner`:
    it bore the badge before; the badge goes when the probability falls below .80, not below .95.
    """
    if actions >= LEAST_ACTIONS and days >= LEAST_DAYS and win >= (LIKELY if was_winner else SURE):
        return Flag.WINNER
    if win >= LIKELY and actions >= LEAST_ACTIONS_LIKELY:
        return Flag.PROMISING
    if loss >= SURE:
        return Flag.LOSER
    return Flag.ORDINARY if 1 - loss - win >= SURE else Flag.TOO_EARLY


def exposures_to_settle(
    prior: Prior, posterior: Posterior, actions: float, dispersion: float = 1.0, *, rate: float | None = None
) -> int | None:
    """How many more exposures would settle the flag if the shrunk rate (or `rate`) holds; None: none within reason.

    Found by bisection, by the same probabilities as the flag's: where what is normal is itself too uncertain, no
    number of exposures of this piece settles it. What it would settle to is what the rate says: winner, loser or
    ordinary.
    """
    rate = posterior.mean if rate is None else rate
    low, high = LOSS * prior.mean, WIN * prior.mean

    def settled(more: float) -> bool:
        told = Posterior(
            posterior.alpha + more * rate,
            posterior.beta + more * (1 if posterior.counted else 1 - rate),
            posterior.counted,
        )
        win = prior.chance(told, WIN)
        if rate >= high:
            return win >= SURE and actions + more * dispersion * rate >= LEAST_ACTIONS
        not_lost = prior.chance(told, LOSS)
        return 1 - not_lost >= SURE if rate <= low else not_lost - win >= SURE

    top = 1.0
    while not settled(top):
        top *= 2
        if top > _NEVER:
            return None
    bottom = 0.0 if top == 1 else top / 2
    while top - bottom > 0.5:
        middle = (bottom + top) / 2
        bottom, top = (bottom, middle) if settled(middle) else (middle, top)
    return ceil(top * dispersion)


def exposures_for_even_chance(
    prior: Prior, posterior: Posterior, actions: float, dispersion: float = 1.0
) -> int | None:
    """How many more exposures settle the flag in half of all cases: the median over what the true rate may be."""
    several = [
        exposures_to_settle(prior, posterior, actions, dispersion, rate=posterior.quantile(chance))
        for chance in (0.1, 0.3, 0.5, 0.7, 0.9)
    ]
    return sorted(several, key=lambda number: _NEVER if number is None else number)[2]


def one_look(wins: Sequence[float]) -> list[int]:
    """The largest list whose expected share of wrong ones is at most a tenth: places in `wins`, the surest first.

    For one look, such as a monthly report; who looks every day and keeps what was ever listed is wrong more often.
    """
    order = sorted(range(len(wins)), key=lambda place: -wins[place])
    wrong, length = 0.0, 0
    for number, place in enumerate(order, 1):
        wrong += 1 - wins[place]
        if wrong > LIST_ERRORS * number:
            break
        length = number
    return order[:length]
