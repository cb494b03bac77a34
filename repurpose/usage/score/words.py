"""Why a flag is what it is, in plain words filled from its numbers.

No lift is told but the shrunk one, and nothing is told as sure that isn't.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from math import exp, floor

from repurpose.usage.score.flags import SURE, Flag
from repurpose.usage.score.score import Channel, Score
from repurpose.usage.score.series import Measure
from repurpose.usage.score.standing import Standing
from repurpose.usage.score.wear import Wear, WearState, channel_fall

NOUNS = {
    "impression": ("impression", "impressions"),
    "delivery": ("delivered mail", "delivered mails"),
    "open": ("opened mail", "opened mails"),
    "view": ("page view", "page views"),
    "visit": ("visit", "visits"),
    "click": ("click", "clicks"),
    "conversion": ("conversion", "conversions"),
    "purchase": ("purchase", "purchases"),
    "signup": ("sign-up", "sign-ups"),
    "engagement": ("engagement", "engagements"),
    "like": ("like", "likes"),
    "share": ("share", "shares"),
    "comment": ("comment", "comments"),
}
"""What a metric counts, one and many."""

_FEW = 20
_WORN_A_LITTLE = 0.9
_TIMES, _LEAST = 10, 50


def count(number: float, metric: str) -> str:
    """`1 click`, `2,140 impressions`."""
    one, many = NOUNS.get(metric, (metric, metric))
    return f"{number:,.0f} {one if round(number) == 1 else many}"


def percent(share: float) -> str:
    """A probability or share: never told as 0% or 100%, which nothing here is."""
    return "more than 99%" if share > 0.99 else "less than 1%" if share < 0.01 else f"{floor(share * 100)}%"


def per_mille(rate: float, normal: float) -> tuple[str, str, str]:
    """Out of how many, and how many of them by each of two rates, so that both are numbers one can picture."""
    base = next((base for base in (100, 1000, 10_000, 100_000) if base * min(rate, normal) >= 5), 1_000_000)
    return f"{base:,}", f"{base * rate:,.0f}", f"{base * normal:,.0f}"


def reasons(score: Score, channel: Channel, today: dt.date, *, forecast: bool = True) -> tuple[str, ...]:
    """Every reason that there is to tell, the return first; `forecast`: also what would settle it, if it is open."""
    return tuple(
        filter(
            None,
            (
                return_reason(score, forecast=forecast),
                *_comparison(score, channel),
                influence_reason(score, channel.sharing or "share"),
                wear_reason(score, channel, today),
                *_truth(score, today),
            ),
        )
    )


def return_reason(score: Score, *, forecast: bool = True) -> str:
    """Why the return's flag is what it is; with a `forecast` of what would settle one that is open."""
    standing, measure = score.standing, score.measure
    if standing is None or measure is None:
        return _unmeasured(score)
    seen = f"{count(standing.actions, measure.action)} on {count(standing.exposures, measure.exposure)}"
    rates, expect = _rates(standing, measure, score.wear), _expect(score, standing)
    if score.flag is Flag.PROVEN:
        return f"{rates} It won in several uses, weeks apart: no accident. {expect}"
    if score.flag is Flag.WINNER:
        sure = (
            f"enough to be {percent(standing.win)} sure that it is at least a quarter better than normal"
            if standing.win >= SURE
            else f"it was a winner, and with {percent(standing.win)} it stays one until that falls below 80%"
        )
        return f"{rates} We have {seen}: {sure}. {expect}"
    if score.flag is Flag.PROMISING:
        return (
            f"{rates} With {seen} we are {percent(standing.win)} sure that it is at least a quarter "
            f"better than normal; a winner needs 95%. {_settle(score, standing, measure)}"
        )
    if score.flag is Flag.LOSER:
        return (
            f"{rates} With {seen} we are {percent(standing.loss)} sure that it is at least a fifth "
            "worse than normal. Use something else."
        )
    if score.flag is Flag.ORDINARY:
        return f"{rates} That is on {seen}: as good as most, and more of them won't change it."
    return f"Too early to tell, with {seen}." + (f" {_settle(score, standing, measure)}" if forecast else "")


def _rates(standing: Standing, measure: Measure, wear: Wear | None) -> str:
    base, own, normal = per_mille(standing.rate, standing.normal)
    met, did = NOUNS[measure.exposure][1], NOUNS[measure.action][1]
    if _is_worn(wear):
        return f"When fresh, {base} {met} bring about {own} {did}; normal is {normal}."
    return f"Out of {base} {met}, expect about {own} {did}; normal is {normal}."


def _expect(score: Score, standing: Standing) -> str:
    used = "Once it has rested" if score.rest_until else "Used again"
    told = f"{used}, expect about {standing.lift:.1f} times the normal"
    return f"{told}; a part of what was seen so far was luck." if _is_lucky(standing) else f"{told}."


def _is_worn(wear: Wear | None) -> bool:
    """Whether so much is gone that counts and the fresh rate don't seem to go together."""
    return wear is not None and wear.left < _WORN_A_LITTLE


def _is_lucky(standing: Standing) -> bool:
    return standing.seen_lift > 1.05 * standing.lift


def _settle(score: Score, standing: Standing, measure: Measure) -> str:
    met = NOUNS[measure.exposure][1]
    far = _TIMES * max(standing.exposures, _LEAST / standing.normal)  # at least as many as bring 50 normal actions
    if score.flag is Flag.PROMISING:
        more = standing.more
        if more is not None and more <= far:
            return f"If it goes on like this, about {_rounded(more)} more {met} will settle it."
    even = standing.even_chance
    if even is not None and even <= far:
        return f"With about {_rounded(even)} more {met} it is as likely as not that we can tell."
    sure = standing.if_normal_were_sure
    if even is None and sure is not None and sure <= far:
        told = "What is normal here isn't known well enough yet: more pieces to compare it with will help"
        return f"{told}." if sure < standing.exposures / 2 else f"{told}, and about {_rounded(sure)} more {met}."
    return f"It is so close to the line that even {_TIMES} times as many {met} may not settle it."


def _unmeasured(score: Score) -> str:
    if score.measure is None:
        return "Not measured: no export tells both how often pieces of this channel were met and what readers then did."
    met, did = NOUNS[score.measure.exposure][1], NOUNS[score.measure.action][1]
    if not score.series.days:
        return f"Not measured: no {met} with their {did} are known for it. That is no zero."
    return (
        f"Not measured: nobody has acted on anything on {score.channel} yet, so there is no normal to compare it with."
    )


def _comparison(score: Score, channel: Channel) -> Iterator[str]:
    if score.paid:
        yield "It was paid for, so it is compared with other paid uses only."
    group = channel.paid if score.paid else channel.organic
    if group is not None and score.standing is not None and score.flag is not Flag.TOO_EARLY:
        pieces = group.priors[score.standing.stratum].pieces
        if pieces < _FEW:
            yield f"It is compared with only {pieces - 1} other uses on {score.channel}: what is normal is a guess yet."


def influence_reason(score: Score, metric: str) -> str:
    """Why readers are said to pass it on; empty if they aren't."""
    if not score.is_influence or score.influence is None:
        return ""
    told = score.influence
    return (
        f"Readers pass it on: about {told.lift:.1f} times as many {NOUNS[metric][1]} as normal ({told.actions:,} so "
        f"far; {percent(told.win)} sure that it is at least a quarter more). This says nothing of its "
        f"{NOUNS[score.measure.action][1] if score.measure else 'return'}."
    )


def wear_reason(score: Score, channel: Channel, today: dt.date) -> str:
    """What is said of its wear; empty if there is nothing to say."""
    wear, state = score.wear, score.wear_state
    if wear is None or wear.last is None:
        return ""
    gone = percent(1 - wear.left)
    times = exp(wear.frequency) - 1
    met = (
        f"The average reader has met it {times:.1f} times"
        if score.unseen is not None
        else f"It was shown {times:.1f} times as often as a usual piece"
    )
    if state in {WearState.TIRED, WearState.WORN_OUT}:
        rest = f"Let it rest until {score.rest_until}." if score.rest_until and score.flag is not Flag.LOSER else ""
        worse = " By now it does worse than a normal piece here." if state is WearState.WORN_OUT else ""
        return (
            f"{met}, and about {gone} of its pull is gone, good and bad days of the channel set aside "
            f"({percent(wear.probability)} sure that it is a fifth or more).{worse} {rest}"
        ).rstrip()
    if state is WearState.RESTED:
        return (
            f"It was tired when it was last shown, on {wear.last}. By now it should have {wear.quality(today):.0%} of "
            "its pull back, if half of what wear took comes back in 60 days, as we assume."
        )
    if state is WearState.CHANNEL_FELL:
        group = channel.paid if score.paid else channel.organic
        fell = percent(1 - channel_fall(score.series, group.factors if group else {}))
        return f"All of {score.channel} fell by about {fell} of late, and this with it: the channel, not the piece."
    if state is WearState.IN_HOUSE and score.unseen is not None and score.flag is not Flag.LOSER:
        met = "opened" if score.unopened is not None else "met"
        return (
            f"You may be tired of it; about {percent(score.unseen)} of the audience has never {met} it. Keep using it."
        )
    return ""


def _truth(score: Score, today: dt.date) -> Iterator[str]:
    if score.expires is not None:
        yield (
            f"Its facts expired on {score.expires}: mend it before you use it again."
            if score.expires <= today
            else f"Its facts expire on {score.expires}."
        )
    if score.dormant and score.wear is not None:
        yield f"It did well and has hardly been shown since {score.wear.last}: a good one to bring back."


def _rounded(number: int) -> str:
    """Two digits say all that is known."""
    size: int = 10 ** max(1, len(str(number)) - 2)
    return f"{-(-number // size) * size:,}"
