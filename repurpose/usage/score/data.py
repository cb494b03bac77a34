"""Scores as plain data, for `--json`: every number that a flag rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from repurpose.usage.score.score import MODEL, Channel, Score, Scores
from repurpose.usage.score.standing import Standing
from repurpose.usage.score.wear import Wear
from repurpose.usage.score.words import reasons


def as_data(scores: Scores, names: Mapping[str, str], channels: Mapping[str, Channel]) -> dict[str, Any]:
    """All of these channels. `names`: the present form of each piece. What is null was not measured."""
    shown = [one for one in scores.pieces.values() if one.channel in channels]
    listed = {one.piece for one in scores.one_look}
    return {
        "as_of": scores.today.isoformat(),
        "model": MODEL,
        "channels": [_channel(one) for one in channels.values()],
        "pieces": [
            {
                **_score(one, channels[one.channel], scores.today),
                "piece": names[one.piece],
                "listed": one.piece in listed,
                "more": one.standing.more if one.standing and one.standing.is_open else None,
                "placements": [
                    _score(scores.placements[(one.piece, use)], channels[one.channel], scores.today)
                    for use in one.uses
                ],
            }
            for one in shown
        ],
        "assets": [
            {
                "asset": name, "flag": one.flag, "lift": _round(one.lift), "probability": _round(one.win),
                "placements": one.placements, "exposures": one.exposures, "actions": one.actions,
            }
            for name, one in scores.assets.items()
        ],
    }  # fmt: skip


def _channel(one: Channel) -> dict[str, Any]:
    return {
        "channel": one.name,
        "exposure": one.measure.exposure if one.measure else None,
        "action": one.measure.action if one.measure else None,
        "sharing": one.sharing,
        "audience": one.audience,
        "audience_by": one.audience_by or None,
        "half_life": one.half_life,
        **{
            name: {
                "dispersion": _round(group.dispersion),
                "strata": [
                    {
                        "format": stratum or None, "normal": _round(prior.mean), "uses": prior.pieces,
                        "variation": _round(prior.variance**0.5 / prior.mean),
                    }
                    for stratum, prior in group.priors.items()
                ],
            }
            if group
            else None
            for name, group in (("organic", one.organic), ("paid", one.paid))
        },
    }  # fmt: skip


def _score(one: Score, channel: Channel, today: dt.date) -> dict[str, Any]:
    return {
        "use": one.use,
        "asset": one.asset,
        "channel": one.channel,
        "paid": one.paid,
        "flag": one.flag,
        "is_influence": one.is_influence,
        "wear_state": one.wear_state,
        "return": _standing(one.standing),
        "influence": _standing(one.influence),
        "wear": _wear(one.wear, today),
        "unseen": _round(one.unseen),
        "rest_until": _day(one.rest_until),
        "expires": _day(one.expires),
        "evergreen": one.evergreen,
        "dormant": one.dormant,
        "first": _day(one.series.first),
        "last": _day(one.series.last),
        "reasons": list(reasons(one, channel, today, forecast=False)),  # `more` tells it as a number
    }


def _standing(one: Standing | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "flag": one.flag, "lift": _round(one.lift), "probability": _round(one.win), "loss": _round(one.loss),
        "rate": _round(one.rate), "normal": _round(one.normal), "alpha": _round(one.posterior.alpha),
        "beta": _round(one.posterior.beta), "distribution": "gamma" if one.posterior.counted else "beta",
        "exposures": one.exposures, "actions": one.actions, "days": one.days, "dispersion": _round(one.dispersion),
        "format": one.stratum or None,
    }  # fmt: skip


def _wear(one: Wear | None, today: dt.date) -> dict[str, Any] | None:
    if one is None or one.last is None:
        return None
    return {
        "speed": _round(one.speed), "speed_sd": _round(one.speed_sd), "met": _round(one.met), "last": _day(one.last),
        "left": _round(one.left), "left_now": _round(one.quality(today)), "probability": _round(one.probability),
    }  # fmt: skip


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _round(number: float | None) -> float | None:
    """Six digits: more are no knowledge, and differ between machines."""
    return None if number is None else float(f"{number:.6g}")
