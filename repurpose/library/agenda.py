"""What a calendar shows: every use that is planned, and the day each asset comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from repurpose.config import Config
from repurpose.ids import link_id, piece_id
from repurpose.library.schedule import Planned, Schedule
from repurpose.model import Asset

STATES = {
    "used": "happened",
    "scheduled": "comes out on its own date",
    "approved": "planned, and agreed",
    "proposed": "planned, and not agreed yet",
    "refused": "not to be",
}
"""How far a use has come."""

PAGE = ("blog", "page")
"""The channel and slot of the piece that stands for an asset as a whole: its post on the site."""


@dataclass(frozen=True, slots=True)
class Item:
    """One use of a piece. `at` is its moment in UTC; None: all day.

    `url` is where readers find what it is about, `file` the piece below outputs/, `line` its entry in calendar.toml.
    """

    piece: str
    use: int
    channel: str
    asset: str
    title: str
    day: dt.date
    state: str
    at: dt.datetime | None = None
    language: str = "en"
    stage: str | None = None
    cost: float | None = None
    reasons: tuple[str, ...] = ()
    expected: Mapping[str, float] = field(default_factory=dict)
    url: str | None = None
    file: str | None = None
    line: int | None = None

    @property
    def link_id(self) -> str:
        """The id of this use, the same whatever else changes."""
        return link_id(self.piece, self.use)

    @property
    def sort_key(self) -> tuple[dt.date, bool, dt.datetime, str, str, int]:
        """Orders items by moment, whole days first, then by channel and piece."""
        at = self.at or dt.datetime.min.replace(tzinfo=dt.UTC)
        return (self.day, self.at is not None, at, self.channel, self.piece, self.use)


Files = Mapping[tuple[str, int], str]
"""By piece and use, the file below outputs/ that people open."""


def agenda(
    schedule: Schedule,
    assets: Iterable[Asset],
    config: Config,
    moment: dt.datetime,
    url_of: Callable[[Asset], str],
    files: Files | None = None,
    until: dt.datetime | None = None,
) -> list[Item]:
    """What is planned, in order: the entries that were not refused, and the assets that come out after `moment`.

    Of the latter, those up to `until`. An entry whose asset isn't among `assets` is left out, and so is what was
    proposed for a day that is over.
    """
    today = moment.astimezone(config.zone).date()
    by_id = {asset.id: asset for asset in assets}
    items = [
        planned_item(entry, by_id[entry.asset], config, url_of)
        for entry in schedule.entries
        if entry.asset in by_id
        and (entry.placement.state == "approved" or (entry.placement.state == "proposed" and entry.day >= today))
    ]
    known = {(item.piece, item.use) for item in items}
    coming = (asset for asset in by_id.values() if asset.date and moment < asset.date <= (until or asset.date))
    items += [item for item in _coming_out(coming, config, url_of) if (item.piece, item.use) not in known]
    found = files or {}
    return sorted(
        (replace(item, file=found.get((item.piece, item.use))) for item in items), key=lambda item: item.sort_key
    )


def planned_item(entry: Planned, asset: Asset, config: Config, url_of: Callable[[Asset], str]) -> Item:
    """An entry as a calendar shows it."""
    placement = entry.placement
    return Item(
        placement.piece_id,
        placement.use,
        placement.channel,
        asset.id,
        entry.text.splitlines()[0] if entry.text else asset.title,
        entry.day,
        placement.state,
        entry.moment(config) if entry.time_of_day(config) else None,
        asset.language,
        placement.stage,
        placement.cost,
        entry.reasons,
        entry.expected,
        url_of(asset),
        line=entry.line,
    )


def _coming_out(assets: Iterable[Asset], config: Config, url_of: Callable[[Asset], str]) -> Iterator[Item]:
    channel, slot = PAGE
    for asset in assets:
        assert asset.date is not None
        local = asset.date.astimezone(config.zone)
        at = None if local.time() == dt.time() else local.astimezone(dt.UTC)
        yield Item(
            piece_id(asset.id, channel, slot),
            1,
            channel,
            asset.id,
            asset.title,
            local.date(),
            "scheduled",
            at,
            asset.language,
            asset.stages[0] if len(asset.stages) == 1 else None,
            url=url_of(asset),
        )
