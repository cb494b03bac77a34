"""What a period brought: each channel beside the period before, what won, what wore out, what is due.

Counts are told as they were counted. Of a single piece nothing is told but what its score says, which has luck, good
days and wear taken out; the list of the best is the one for a single look (Benjamini and Hochberg: one in ten of it is
expected to be wrong).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any

from repurpose.library.agenda import Item
from repurpose.model import Asset
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.score import Channel, Score, Scores
from repurpose.usage.score.series import Measure
from repurpose.usage.score.wear import WearState
from repurpose.usage.score.words import influence_reason, reasons, wear_reason

_WORN = (WearState.WORN_OUT, WearState.TIRED)
_WON = (Flag.PROVEN, Flag.WINNER)

Why = Callable[[Score, Channel, dt.date], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """As many days right before."""
        return Period(self.first - dt.timedelta(self.days), self.first - dt.timedelta(1))

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Sum:
    """What was counted in a period: how many uses were met, how often, and what readers then did."""

    uses: int = 0
    exposures: float = 0.0
    actions: float = 0.0

    @property
    def rate(self) -> float | None:
        """Actions for each exposure; None where there was none."""
        return self.actions / self.exposures if self.exposures else None

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.uses + other.uses, self.exposures + other.exposures, self.actions + other.actions)


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel in the period, and in the one before; `days` are its exposures on each day of both."""

    channel: str
    measure: Measure
    now: Sum
    before: Sum
    days: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AssetLine:
    """An asset in the period, over all channels; `cost` is what its uses cost, None where nobody told.

    `lift` is what its uses do against what is normal where they stand, over all time.
    """

    asset: str
    title: str
    now: Sum
    cost: float | None
    lift: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a piece: its flags, the lift of using it again, how sure it is a winner, and why."""

    piece: str
    title: str
    channel: str
    flags: tuple[str, ...]
    lift: float | None
    probability: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A period. `best`, `shared`, `worn`, `unseen` and `dormant` are of the day after it, over all time.

    `unseen` are what only their makers are tired of; `used` what was used in the period, `coming` what is planned for
    as many days after it.
    """

    period: Period
    channels: tuple[ChannelLine, ...]
    assets: tuple[AssetLine, ...]
    best: tuple[Told, ...]
    shared: tuple[Told, ...]
    worn: tuple[Told, ...]
    unseen: tuple[Told, ...]
    dormant: tuple[Told, ...]
    used: tuple[Item, ...]
    coming: tuple[Item, ...]

    @property
    def is_measured(self) -> bool:
        """Whether anything was counted."""
        return bool(self.channels)


def report(
    scores: Scores | None,
    names: Mapping[str, str],
    assets: Mapping[str, Asset],
    items: Iterable[Item],
    today: dt.date,
    days: int,
) -> Report:
    """The report of so many days before `today`; without scores, of what was used and is planned.

    `names` are the present forms of pieces, `items` all that stands in the calendar.
    """
    period = Period(today - dt.timedelta(days), today - dt.timedelta(1))
    until = today + dt.timedelta(days)
    items = list(items)
    used = tuple(one for one in items if one.state == "used" and one.day in period)
    coming = tuple(one for one in items if one.state != "used" and today <= one.day < until)
    if scores is None:
        return Report(period, (), (), (), (), (), (), (), used, coming)
    told = _Telling(scores, names, assets)
    pieces = sorted(scores.pieces.values(), key=lambda one: (-(one.probability or 0.0), one.piece))
    listed = {one.piece for one in scores.one_look}
    return Report(
        period,
        tuple(_channels(scores, period)),
        tuple(_assets(scores, assets, used, period)),
        told([one for one in pieces if _is_good(one, listed) and one.wear_state not in _WORN], _all),
        told([one for one in pieces if one.is_influence], _sharing),
        told([one for one in pieces if one.wear_state in _WORN], _wear),
        told([one for one in pieces if one.wear_state is WearState.IN_HOUSE and one.flag is not Flag.LOSER], _wear),
        told([one for one in pieces if one.dormant], _last),
        used,
        coming,
    )


def _is_good(one: Score, listed: Collection[str]) -> bool:
    return one.flag in _WON or (one.piece in listed and one.flag is Flag.PROMISING)


@dataclass(frozen=True, slots=True)
class _Telling:
    scores: Scores
    names: Mapping[str, str]
    assets: Mapping[str, Asset]

    def __call__(self, pieces: Iterable[Score], why: Why) -> tuple[Told, ...]:
        """What is said of pieces that are judged by what wasn't paid for; `why` gives the reasons that matter here."""
        return tuple(self._told(one, why) for one in pieces if not one.paid)

    def _told(self, one: Score, why: Why) -> Told:
        flags = [str(one.flag), *(["influence"] if one.is_influence else [])]
        flags += [str(one.wear_state)] if one.wear_state in _WORN else []
        told = tuple(filter(None, why(one, self.scores.channels[one.channel], self.scores.today)))
        title = _title(self.assets, one.asset)
        return Told(self.names[one.piece], title, one.channel, tuple(flags), one.lift, one.probability, told)


def _all(one: Score, channel: Channel, today: dt.date) -> Sequence[str]:
    return reasons(one, channel, today, forecast=False)


def _sharing(one: Score, channel: Channel, today: dt.date) -> Sequence[str]:
    return (influence_reason(one, channel.sharing or "share"),)


def _wear(one: Score, channel: Channel, today: dt.date) -> Sequence[str]:
    return (wear_reason(one, channel, today),)


def _last(one: Score, channel: Channel, today: dt.date) -> Sequence[str]:
    """What is told of its truth and its rest stands at the end."""
    return _all(one, channel, today)[-1:]


def _title(assets: Mapping[str, Asset], name: str) -> str:
    return assets[name].title if name in assets else name


def _sum(some: Iterable[Score], period: Period) -> Sum:
    found = Sum()
    first, last = period.first.toordinal(), period.last.toordinal()
    for one in some:
        counted = zip(one.series.days, one.series.shown, one.series.acted, strict=True)
        inside = [(shown, acted) for day, shown, acted in counted if first <= day <= last]
        if exposures := sum(shown for shown, _ in inside):
            found += Sum(1, exposures, sum(acted for _, acted in inside))
    return found


def _channels(scores: Scores, period: Period) -> Iterator[ChannelLine]:
    placements = _grouped(scores, attrgetter("channel"))
    for channel in scores.channels.values():
        own = placements[channel.name]
        now, before = _sum(own, period), _sum(own, period.before)
        if channel.measure is not None and (now.uses or before.uses):
            yield ChannelLine(channel.name, channel.measure, now, before, tuple(_by_day(own, period)))


def _by_day(some: Sequence[Score], period: Period) -> list[float]:
    first = period.before.first.toordinal()
    shown = [0.0] * (2 * period.days)
    for one in some:
        for day, number in zip(one.series.days, one.series.shown, strict=True):
            if 0 <= day - first < len(shown):
                shown[day - first] += number
    return shown


def _assets(scores: Scores, assets: Mapping[str, Asset], used: Sequence[Item], period: Period) -> Iterator[AssetLine]:
    """The assets that were met in the period, those on which most acted first."""
    found = []
    costs: dict[str, list[float]] = defaultdict(list)
    for item in used:
        if item.cost is not None:
            costs[item.asset].append(item.cost)
    for name, own in _grouped(scores, attrgetter("asset")).items():
        now, standing = _sum(own, period), scores.assets.get(name)
        if now.uses:
            cost = sum(costs[name]) if name in costs else None
            found.append(AssetLine(name, _title(assets, name), now, cost, standing.lift if standing else None))
    yield from sorted(found, key=lambda one: (-one.now.actions, -one.now.exposures, one.asset))


def _grouped(scores: Scores, key: Callable[[Score], str]) -> dict[str, list[Score]]:
    groups: dict[str, list[Score]] = defaultdict(list)
    for one in scores.placements.values():
        groups[key(one)].append(one)
    return groups


def as_data(made: Report) -> dict[str, Any]:
    """A report as plain data. What is null was not measured, or not told."""
    return {
        "from": made.period.first.isoformat(),
        "to": made.period.last.isoformat(),
        "channels": [
            {
                "channel": one.channel,
                "exposure": one.measure.exposure,
                "action": one.measure.action,
                **{
                    name: {**asdict(part), "rate": part.rate}
                    for name, part in (("now", one.now), ("before", one.before))
                },
                "days": list(one.days),
            }
            for one in made.channels
        ],
        "assets": [
            {
                "asset": one.asset,
                "title": one.title,
                **asdict(one.now),
                "rate": one.now.rate,
                "cost": one.cost,
                "lift": one.lift,
            }
            for one in made.assets
        ],
        **{
            name: [asdict(one) for one in getattr(made, name)]
            for name in ("best", "shared", "worn", "unseen", "dormant")
        },
        **{
            name: [
                {
                    "day": one.day.isoformat(),
                    "channel": one.channel,
                    "piece": one.piece,
                    "use": one.use,
                    "state": one.state,
                }
                for one in getattr(made, name)
            ]
            for name in ("used", "coming")
        },
    }
