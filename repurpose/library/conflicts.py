"""What stands in the way of what is planned: assets that can't be used then, days off, too much, too soon, too alike.

Only what is approved and still to come is judged: what was refused doesn't happen, and what has happened is history.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from repurpose.config import Config, Plan, of_channel
from repurpose.errors import CalendarError
from repurpose.ids import channel_of
from repurpose.library.fillings import CHANNEL as SEQUENCES
from repurpose.library.library import Library
from repurpose.library.schedule import Planned, Schedule
from repurpose.model import Access, Asset, Notice, Status
from repurpose.tables import did_you_mean

COOLDOWN = 60
"""Days before a text may come again on one channel where `[plan] cooldown` says nothing of it."""

CONFLICTS = frozenset(
    {"calendar-blackout", "calendar-cadence", "calendar-cooldown", "calendar-season", "calendar-slot"}
)
"""The notices of plans that can't both be kept; `repurpose check` fails for them."""

_UNFINISHED = {Status.IDEA, Status.DRAFT, Status.REVIEW}


@dataclass(frozen=True, slots=True)
class _Use:
    """A use of a channel on a day: an entry's, or (entry None) the first of an asset on the day it is published."""

    channel: str
    day: date
    words: str
    what: str
    entry: Planned | None = None


def judge(
    schedule: Schedule, library: Library, config: Config, moment: datetime, channels: Sequence[str]
) -> tuple[list[CalendarError], list[Notice]]:
    """What is wrong with the calendar. `channels` are the names of those that this project builds.

    Errors are entries whose piece can't be made, or not by their day; notices are conflicts that people can settle.
    """
    today = moment.astimezone(config.zone).date()
    coming = [one for one in schedule.entries if one.placement.state == "approved" and one.day >= today]
    notices = list(schedule.notices)
    if not coming:
        return [], notices
    assets = {asset.id: asset for asset in library.assets}
    unusable = {asset.id for asset in library.unusable}
    errors: list[CalendarError] = []
    for entry in coming:
        asset = assets.get(entry.asset)
        if (stage := entry.placement.stage) and stage not in (known := config.lifecycle.all_stages):
            near = did_you_mean(stage, known)
            hint = f"did you mean {near}?" if near else f"known: {', '.join(known)}"
            errors.append(CalendarError(f"there is no stage {stage!r}", entry.at_key("stage"), hint))
        if asset is not None:
            errors += _faults(entry, asset, config, channels)
            notices += _alone(entry, asset, config)
        elif entry.asset not in unusable:  # what is wrong with that one is told already
            near = did_you_mean(entry.asset, assets)
            hint = f"did you mean {near}?" if near else "an asset's id is its path below content/ without .md"
            errors.append(CalendarError(f"there is no asset {entry.asset!r}", entry.at, hint))
    used = [one for one in coming if one.placement.channel != SEQUENCES]  # a step stands, and uses no day
    notices += _together(used, _uses(schedule, assets, config), config)
    return errors, notices


def _faults(entry: Planned, asset: Asset, config: Config, channels: Sequence[str]) -> Iterator[CalendarError]:
    """Why the asset can't be used then."""
    piece, due = entry.placement.piece_id, entry.moment(config)
    channel = (channel_of(piece) or "").partition(".")[0]
    if asset.status is Status.RETIRED or asset.status in _UNFINISHED:
        remedy = f"finish {asset.path}, or leave this entry out until it is"
        retired = "leave this entry out"
        said = f"{piece} can't be used: {asset.id} has the status {asset.status}"
        yield CalendarError(said, entry.at, retired if asset.status is Status.RETIRED else remedy)
    elif asset.expires and asset.expires <= due:
        yield CalendarError(
            f"{piece} can't be used on {entry.day}: {asset.id} expires on {asset.expires.date()}",
            entry.at,
            "plan it earlier, or see whether it is still true and move `expires`",
        )
    elif asset.embargo and asset.embargo > due and channel != "press_release":
        yield CalendarError(
            f"{piece} can't be used on {entry.day}: {asset.id} is under embargo until {asset.embargo.isoformat()}",
            entry.at,
            "plan it for later",
        )
    elif asset.date and asset.date.astimezone(config.zone).date() > entry.day and channel != "press_release":
        yield CalendarError(
            f"{piece} can't be used on {entry.day}: {asset.id} is published on {asset.date.date()}",
            entry.at,
            "plan it for later",
        )
    elif channel not in channels:
        near = did_you_mean(channel, channels)
        yield CalendarError(
            f"{piece}: the channel {channel!r} isn't built here",
            entry.at,
            f"did you mean {near}?" if near else f"built are: {', '.join(channels)}",
        )
    elif not asset.takes(channel):
        yield CalendarError(f"{piece}: {asset.id} leaves out {channel}", entry.at, "look at its `channels`")


def _alone(entry: Planned, asset: Asset, config: Config) -> Iterator[Notice]:
    """What is against an entry by itself."""
    if spelled := config.plan.blackout.find(entry.day):
        text = f"{entry.day} is a day off ({spelled}), and {entry.placement.piece_id} is planned for it"
        yield Notice("calendar-blackout", entry.at, text)
    season = config.plan.seasons.get(asset.season or "")
    if season is not None and entry.day not in season:
        text = f"{asset.id} fits the season {asset.season}, and {entry.day} is not in it"
        yield Notice("calendar-season", entry.at, text)
    if odd := entry.odd_time(config):
        yield Notice("calendar-time", entry.at, f"{entry.placement.piece_id}: {odd}")
    if asset.access is not Access.OPEN:
        text = f"{entry.placement.piece_id} leads to a page that only {asset.access} readers see whole"
        yield Notice("calendar-gated", entry.at, text)


def _uses(schedule: Schedule, assets: Mapping[str, Asset], config: Config) -> list[_Use]:
    """Every use that files tell of: what is approved, and of each asset that is out by then, its first."""
    uses = [
        _Use(
            one.placement.channel,
            one.day,
            " ".join((one.text or one.placement.piece_id).casefold().split()),
            f"line {one.line}",
            one,
        )
        for one in schedule.entries
        if one.placement.state == "approved"
    ]
    planned = {(use.entry.placement.piece_id, use.entry.placement.use) for use in uses if use.entry}
    for asset_id, some in schedule.by_asset().items():
        asset = assets.get(asset_id)
        if asset is None or asset.date is None or asset.status in _UNFINISHED:
            continue
        published = asset.date.astimezone(config.zone).date()
        uses += [
            _Use(channel_of(piece) or "", published, piece.casefold(), f"{asset.id}, published that day")
            for piece in sorted({one.placement.piece_id for one in some})
            if (piece, 1) not in planned
        ]
    return uses


def _together(coming: Iterable[Planned], uses: Sequence[_Use], config: Config) -> Iterator[Notice]:
    """What is against an entry beside the others: slot, cadence, cooldown. Of two that clash, the later one is told."""
    judged = {id(entry) for entry in coming}
    on_day: dict[tuple[str, date], list[_Use]] = defaultdict(list)
    in_week: Counter[tuple[str, date]] = Counter()
    alike: dict[tuple[str, str], list[tuple[date, int, _Use]]] = defaultdict(list)
    for number, use in enumerate(uses):
        alike[(use.channel, use.words)].append((use.day, number if use.entry else -1, use))
    for some in alike.values():
        some.sort(key=lambda one: one[:2])
    for number, use in enumerate(uses):
        entry = use.entry
        if entry is None:
            continue
        channel, piece = use.channel, entry.placement.piece_id
        monday = use.day - timedelta(use.day.weekday())
        same_day, before = on_day[(channel, use.day)], in_week[(channel, monday)]
        if id(entry) in judged:
            clash = next((one for one in same_day if one.entry and _same_slot(entry, one.entry, config)), None)
            if clash:
                at = entry.time_of_day(config)
                when = f"{at:%H:%M}" if at else "all day"
                text = f"{channel} is taken on {use.day} ({when}) by the entry on {clash.what}; give one another `time`"
                yield Notice("calendar-slot", entry.at, text)
            most = of_channel(config.plan.cadence, channel)
            if most is not None and before >= most:
                text = f"{piece} is use {before + 1} of {channel} in the week of {monday}; [plan] cadence allows {most}"
                yield Notice("calendar-cadence", entry.at, text)
            there = alike[(channel, use.words)]
            earlier = bisect_left(there, (use.day, number), key=lambda one: one[:2])
            last = there[earlier - 1] if earlier else None
            rest = cooldown(config.plan, channel)
            if last and (use.day - last[0]).days < rest:
                text = (
                    f"{channel} had the same text on {last[0]} ({last[2].what}); "
                    f"[plan] cooldown is {rest} days: take another sentence, or write `text`"
                )
                yield Notice("calendar-cooldown", entry.at, text)
        same_day.append(use)
        in_week[(channel, monday)] += 1


def cooldown(plan: Plan, channel: str) -> int:
    """Days before a text may come again on a channel."""
    told = of_channel(plan.cooldown, channel)
    return COOLDOWN if told is None else told


def _same_slot(one: Planned, other: Planned, config: Config) -> bool:
    """The same moment; for what has no time, the same day."""
    if one.time_of_day(config) and other.time_of_day(config):
        return one.moment(config) == other.moment(config)
    return one.day == other.day
