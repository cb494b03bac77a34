"""Pieces, their uses and the targets that are theirs, as they stand now: of each, the latest row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from repurpose.model import Placement
from repurpose.usage.delivery import Target
from repurpose.usage.ledger.schema import MATCH, PIECE, PLACEMENT, SOURCE, SUCCESSOR, TARGET
from repurpose.usage.ledger.seal import Batch


@dataclass(frozen=True, slots=True)
class PieceFacts:
    """What a piece is known by where it was published: its address, its subject line, its text; empty: it has none.

    `present`: the latest build made it.
    """

    id: str
    asset: str
    channel: str
    url: str = ""
    subject: str = ""
    text: str = ""
    present: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """A placement as the ledger has it.

    `origin` is where it comes from: `asset`, `calendar` or `record`. `url` is where the post itself stands, if told.
    """

    placement: Placement
    origin: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The piece that a target is. `use` is None where only the day tells it. `how`: by what it was found."""

    target_id: int
    piece_id: str
    use: int | None
    how: str


@dataclass(frozen=True, slots=True)
class Known:
    """A target of the ledger, with its number and the kind of its source."""

    id: int
    kind: str
    target: Target


def pieces(connection: Connection) -> dict[str, PieceFacts]:
    """All pieces that ever were, by id."""
    return {
        row["id"]: PieceFacts(
            row["id"], row["asset"], row["channel"], row["url"], row["subject"], row["text"], bool(row["present"])
        )
        for row in _in_order(connection, PIECE)
    }


def successors(connection: Connection) -> dict[str, str]:
    """By a piece that was edited, what became of it."""
    return {row["piece_id"]: row["next_id"] for row in _in_order(connection, SUCCESSOR)}


def placements(connection: Connection) -> dict[tuple[str, int], Placed]:
    """All placements by piece and use."""
    return {
        (row["piece_id"], row["use"]): Placed(
            Placement(
                row["piece_id"],
                row["use"],
                dt.date.fromisoformat(row["on_day"]) if row["on_day"] else None,
                row["channel"],
                row["stage"] or None,
                cost=row["cost"],
            ),
            row["origin"],
            row["url"],
        )
        for row in _in_order(connection, PLACEMENT)
    }


def matches(connection: Connection) -> dict[int, Match]:
    """The piece of each target that was found, by the target's number."""
    return {
        row["target_id"]: Match(row["target_id"], row["piece_id"], row["use"] or None, row["how"])
        for row in _in_order(connection, MATCH)
        if row["piece_id"]
    }


def targets(connection: Connection) -> list[Known]:
    """All targets, as their sources name them."""
    rows = connection.execute(
        select(TARGET, SOURCE.c.kind).join(SOURCE, SOURCE.c.id == TARGET.c.source_id).order_by(TARGET.c.id)
    )
    return [
        Known(
            row["id"],
            row["kind"],
            Target(row["key"], row["link"], row["url"], row["subject"], row["text"], row["dated"]),
        )
        for row in rows.mappings()
    ]


def add_pieces(batch: Batch, facts: Iterable[PieceFacts]) -> None:
    """Write what pieces are known by now."""
    batch.add(
        PIECE,
        [
            {
                "id": one.id,
                "asset": one.asset,
                "channel": one.channel,
                "url": one.url,
                "subject": one.subject,
                "text": one.text,
                "present": int(one.present),
            }
            for one in facts
        ],
    )


def add_successors(batch: Batch, joined: Mapping[str, str]) -> None:
    """Write which pieces others became."""
    batch.add(SUCCESSOR, [{"piece_id": old, "next_id": new} for old, new in sorted(joined.items())])


def add_placements(batch: Batch, placed: Iterable[Placed]) -> None:
    """Write uses of pieces."""
    batch.add(
        PLACEMENT,
        [
            {
                "piece_id": one.placement.piece_id,
                "use": one.placement.use,
                "on_day": one.placement.on.isoformat() if one.placement.on else "",
                "channel": one.placement.channel,
                "stage": str(one.placement.stage or ""),
                "cost": one.placement.cost,
                "url": one.url,
                "origin": one.origin,
            }
            for one in placed
        ],
    )


def add_matches(batch: Batch, found: Iterable[Match]) -> None:
    """Write which targets are which pieces."""
    batch.add(
        MATCH,
        [{"target_id": one.target_id, "piece_id": one.piece_id, "use": one.use or 0, "how": one.how} for one in found],
    )


def _in_order(connection: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    for row in connection.execute(select(table).order_by(table.c.batch_id)).mappings():
        yield {str(name): value for name, value in row.items()}
