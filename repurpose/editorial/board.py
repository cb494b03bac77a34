"""The board: where each asset stands, for how long, and what blocks it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from typing import Any

from repurpose.config import COLUMNS, Board
from repurpose.editorial.column import column_of
from repurpose.editorial.flow import Flow, Span, Stay
from repurpose.editorial.stream import Stream
from repurpose.errors import RepurposeError
from repurpose.ids import asset_of
from repurpose.library.library import Library
from repurpose.model import Asset, Status
from repurpose.usage.ledger.decisions import Decision

_SAID = {("return", "winner"): "winning", ("return", "proven"): "winning", ("wear", "worn out"): "resting"}
"""What the ledger says of a piece, by axis and kind, and the column that it puts its asset in."""


@dataclass(frozen=True, slots=True)
class Card:
    """An asset on the board: its column, since when it stands there (None: nobody knows), what blocks it."""

    asset: str
    title: str
    path: str
    language: str
    column: str
    since: datetime | None = None
    blocked: tuple[str, ...] = ()

    def age(self, moment: datetime) -> int | None:
        """Days in its column."""
        return (moment - self.since).days if self.since else None


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its cards, oldest first, and how many it may hold (None: any number)."""

    name: str
    cards: tuple[Card, ...]
    limit: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether it holds more than it may."""
        return self.limit is not None and len(self.cards) > self.limit


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger last said of an asset: winning or resting, and since when."""

    column: str
    since: datetime


def columns(
    library: Library,
    stays: Mapping[str, Sequence[Stay]],
    standing: Mapping[str, Standing],
    settings: Board,
    moment: datetime,
) -> list[Column]:
    """The board."""
    names = settings.columns or COLUMNS
    # A column with a limit is shown, or nobody would see what is over it.
    names = (*names, *(name for name in settings.wip if name not in names))
    cards = [_card(asset, stays.get(asset.path, ()), standing.get(asset.id), moment) for asset in library.assets]
    faults: dict[str, RepurposeError] = {}
    for error in library.errors:
        if error.location:
            faults.setdefault(error.location.path, error)
    for asset in library.unusable:
        card = _card(asset, stays.get(asset.path, ()), None, moment)
        why = faults[asset.path].message if asset.path in faults else "it can't be used"
        cards.append(replace(card, title=asset.title or asset.id, blocked=(*card.blocked, why)))
    cards = [_shown(card, names) for card in cards]
    order = sorted(cards, key=lambda card: (card.since is None, card.since, card.asset))
    return [
        Column(name, tuple(card for card in order if card.column == name), settings.wip.get(name)) for name in names
    ]


def standings(decisions: Iterable[Decision], zone: tzinfo) -> dict[str, Standing]:
    """By asset, what was last said of its pieces: one that is worn out rests, whatever else it is."""
    found: dict[str, Standing] = {}
    for one in sorted(decisions, key=lambda one: one.at):
        column = _SAID.get((one.axis, one.kind))
        asset = asset_of(one.piece_id) or one.piece_id
        if column and not (column == "winning" and asset in found):
            since = datetime.combine(date.fromisoformat(one.at[:10]), time(), zone)
            if asset not in found or found[asset].column != column:
                found[asset] = Standing(column, since)
    return found


def _shown(card: Card, names: Collection[str]) -> Card:
    """A card where it can be seen: what wins or rests is live, too."""
    is_hidden = card.column in {"winning", "resting"} and card.column not in names
    return replace(card, column="live") if is_hidden else card


def _card(asset: Asset, stays: Sequence[Stay], standing: Standing | None, moment: datetime) -> Card:
    column = column_of(asset, moment)
    since = stays[-1].since if stays and stays[-1].column == column else None
    if standing is not None and column == "live":
        column, since = standing.column, standing.since
    return Card(asset.id, asset.title, asset.path, asset.language, column, since, tuple(_blocked(asset, moment)))


def _blocked(asset: Asset, moment: datetime) -> Iterable[str]:
    if told := asset.extra.get("blocked"):
        yield str(told) if told is not True else "its front matter says so"
    if asset.status is Status.APPROVED and asset.date is None:
        yield "it has no date"
    if asset.embargo and asset.embargo > moment:
        yield f"under embargo until {asset.embargo.date()}"
    if asset.status is not Status.RETIRED and asset.expires and asset.expires <= moment:
        yield f"expired on {asset.expires.date()}"


def as_data(
    board: Sequence[Column], flowing: Flow, streams: Sequence[Stream] | None, moment: datetime
) -> dict[str, Any]:
    """The board as plain data."""
    return {
        "columns": [
            {
                "name": column.name,
                "limit": column.limit,
                "over": column.is_over,
                "cards": [
                    {
                        "asset": card.asset,
                        "title": card.title,
                        "path": card.path,
                        "since": card.since.isoformat() if card.since else None,
                        "days": card.age(moment),
                        "blocked": list(card.blocked),
                    }
                    for card in column.cards
                ],
            }
            for column in board
        ],
        "flow": {
            "lead_days": _span_data(flowing.lead),
            "cycle_days": _span_data(flowing.cycle),
            "weeks": [
                {"ends": week.ends.isoformat(), "columns": dict(week.columns), "went_live": week.went_live}
                for week in flowing.weeks
            ],
        },
        "value_stream": None
        if streams is None
        else [{"asset": one.asset, "used": list(one.used), "unused": list(one.unused)} for one in streams],
    }


def _span_data(span: Span | None) -> dict[str, float] | None:
    return {"count": span.count, "median": span.median, "most": span.most} if span else None
