"""Placements out of files: the days of assets, and what the calendar says yes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from repurpose.library.fillings import CHANNEL
from repurpose.model import Asset, Placement, Status
from repurpose.usage.ledger.book import PieceFacts, Placed

_WORTH = {"asset": 0, "calendar": 1, "record": 2}
"""What a person wrote down goes before the calendar, that before an asset's date."""

_UNFINISHED = {Status.IDEA, Status.DRAFT, Status.REVIEW}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What files tell of pieces and plans: assets by id, what was built (None: no build), what is approved."""

    assets: Mapping[str, Asset]
    pieces: Mapping[str, PieceFacts] | None
    approved: tuple[Placement, ...]
    moment: datetime


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of pieces that were edited. A piece's root is its earliest form, under which its uses are kept."""

    next_of: Mapping[str, str] = field(default_factory=dict)
    _earlier: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_earlier", {new: old for old, new in self.next_of.items()})

    def root(self, piece: str) -> str:
        """The earliest form of a piece."""
        seen = {piece}
        while piece in self._earlier and self._earlier[piece] not in seen:
            piece = self._earlier[piece]
            seen.add(piece)
        return piece

    def forms(self, root: str) -> Iterator[str]:
        """A piece's forms, the earliest first."""
        seen = set()
        piece: str | None = root
        while piece is not None and piece not in seen:
            yield piece
            seen.add(piece)
            piece = self.next_of.get(piece)


def due(
    assets: Mapping[str, Asset],
    pieces: Iterable[PieceFacts],
    approved: Iterable[Placement],
    lineage: Lineage,
    moment: datetime,
) -> dict[tuple[str, int], Placed]:
    """Every use that files tell of and that has come by `moment`, by root and use.

    A sequence's mail goes out whenever somebody comes to its step, so its asset's date is no use of it. What the
    calendar puts into a step is used from its day on.
    """
    found: dict[tuple[str, int], Placed] = {}
    for piece in pieces:
        asset = assets.get(piece.asset)
        if piece.channel == CHANNEL:
            continue
        if asset is None or asset.status in _UNFINISHED or (asset.date is not None and asset.date > moment):
            continue
        if not piece.present or (asset.embargo is not None and asset.embargo > moment):
            continue
        stage = asset.stages[0] if len(asset.stages) == 1 else None
        root = lineage.root(piece.id)
        found[(root, 1)] = Placed(Placement(root, 1, asset.day, piece.channel, stage), "asset")
    for entry in approved:
        if entry.on is not None and entry.on <= moment.date():
            root = lineage.root(entry.piece_id)
            placement = Placement(root, entry.use, entry.on, entry.channel, entry.stage, cost=entry.cost)
            found[(root, entry.use)] = Placed(placement, "calendar")
    return found


def changes(due_now: Mapping[tuple[str, int], Placed], held: Mapping[tuple[str, int], Placed]) -> list[Placed]:
    """What of it the ledger doesn't have yet, or has with other words from no better origin."""
    return [
        one
        for key, one in sorted(due_now.items())
        if key not in held or (held[key] != one and _WORTH[held[key].origin] <= _WORTH[one.origin])
    ]
