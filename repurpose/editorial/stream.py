"""The value stream: what was made of each asset, and what of it nobody used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from repurpose.usage.ledger.book import PieceFacts, Placed
from repurpose.usage.placing import Lineage


@dataclass(frozen=True, slots=True)
class Stream:
    """What was made of one asset, and what of it was used. Both are pieces' ids."""

    asset: str
    used: tuple[str, ...]
    unused: tuple[str, ...]


def value_stream(made: Mapping[str, str], used: Iterable[str]) -> list[Stream]:
    """By asset, what was made and used, those with most unused first; `made` is the asset of each piece."""
    used = set(used)
    by_asset: dict[str, list[str]] = {}
    for piece, asset in sorted(made.items()):
        by_asset.setdefault(asset, []).append(piece)
    streams = [
        Stream(
            asset,
            tuple(piece for piece in pieces if piece in used),
            tuple(piece for piece in pieces if piece not in used),
        )
        for asset, pieces in by_asset.items()
    ]
    return sorted(streams, key=lambda one: (-len(one.unused), one.asset))


def used_pieces(
    pieces: Mapping[str, PieceFacts],
    placed: Iterable[Placed],
    measured: Collection[str],
    lineage: Lineage,
    today: date,
) -> set[str]:
    """The pieces that somebody used: they stand on the site, were placed on purpose, or figures are known of them.

    That an asset came out makes its pieces usable, not used.
    """
    on_purpose = {
        one.placement.piece_id
        for one in placed
        if one.origin != "asset" and one.placement.on is not None and one.placement.on <= today
    }
    roots = on_purpose | set(measured)
    return {piece.id for piece in pieces.values() if piece.url or lineage.root(piece.id) in roots or piece.id in roots}
