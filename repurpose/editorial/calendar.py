"""The whole calendar: what has happened, out of the ledger and the files, and what is planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from repurpose.clock import rfc3339
from repurpose.config import Config
from repurpose.ids import asset_of, piece_id
from repurpose.library.agenda import PAGE, Files, Item, agenda, planned_item
from repurpose.library.schedule import Planned, Schedule
from repurpose.model import Asset
from repurpose.usage.ledger.book import Placed
from repurpose.usage.placing import Lineage


def whole_calendar(
    schedule: Schedule,
    assets: Mapping[str, Asset],
    placed: Iterable[Placed],
    lineage: Lineage,
    config: Config,
    moment: dt.datetime,
    url_of: Callable[[Asset], str],
    files: Files,
) -> list[Item]:
    """Every use up to `moment` that is placed, and all that is planned after it, in order.

    All pieces that are used because their asset came out are one item.
    """
    today = moment.astimezone(config.zone).date()
    entries = {(lineage.root(one.placement.piece_id), one.placement.use): one for one in schedule.entries}
    past: dict[tuple[str, int], Item] = {}
    for one in placed:
        day = one.placement.on
        if day is None or day > today:
            continue
        item = _used(one, day, entries.get((one.placement.piece_id, one.placement.use)), assets, config, url_of)
        past.setdefault((item.piece, item.use), item)
    coming = [
        item
        for item in agenda(schedule, assets.values(), config, moment, url_of, files)
        if (item.piece, item.use) not in past and (item.day >= today or item.state == "scheduled")
    ]
    found = [replace(item, file=files.get((item.piece, item.use))) for item in past.values()]
    return sorted([*found, *coming], key=lambda item: item.sort_key)


def _used(
    one: Placed,
    day: dt.date,
    entry: Planned | None,
    assets: Mapping[str, Asset],
    config: Config,
    url_of: Callable[[Asset], str],
) -> Item:
    placement = one.placement
    name = asset_of(placement.piece_id) or ""
    asset = assets.get(name)
    url = one.url or (url_of(asset) if asset else None)
    if asset is not None and entry is not None and one.origin != "asset" and entry.day == day:
        return replace(planned_item(entry, asset, config, url_of), state="used", url=url)
    piece, channel = placement.piece_id, placement.channel
    if one.origin == "asset":
        piece, channel = piece_id(name, *PAGE), PAGE[0]
    return Item(
        piece,
        placement.use,
        channel,
        name,
        asset.title if asset else name,
        day,
        "used",
        language=asset.language if asset else "en",
        stage=placement.stage,
        cost=placement.cost,
        url=url,
    )


def as_data(items: Iterable[Item]) -> list[dict[str, Any]]:
    """The calendar as plain data, one use an item."""
    return [
        {
            "id": item.link_id,
            "piece": item.piece,
            "use": item.use,
            "channel": item.channel,
            "asset": item.asset,
            "title": item.title,
            "language": item.language,
            "day": item.day.isoformat(),
            "at": rfc3339(item.at) if item.at else None,
            "state": item.state,
            "stage": item.stage,
            "cost": item.cost,
            "reasons": list(item.reasons),
            "expected": dict(item.expected),
            "url": item.url,
            "file": item.file,
            "line": item.line,
        }
        for item in items
    ]
