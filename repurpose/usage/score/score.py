"""Daily counts -> scores: of every placement, every piece on its channel, and every asset over all channels.

    scores = score(metrics, placements, Settings(audience={"newsletter": 20_000}), today)
    scores.pieces["launch/newsletter/mail"].lift

Pure: the same counts, settings and day give the same scores. Only days before `today` are seen.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from repurpose.model import Asset, Placement
from repurpose.usage.score.asset import AssetStanding, asset_standing
from repurpose.usage.score.channel import Channel, Settings
from repurpose.usage.score.judged import Judged
from repurpose.usage.score.scores import Score, Scores
from repurpose.usage.score.series import Metrics, Use
from repurpose.usage.score.standing import Standing

__all__ = ["MODEL", "Channel", "Score", "Scores", "Settings", "score"]

MODEL = "1"
"""Changes with every change of a formula or bar, so that a stored decision says by which it was made."""


def score(
    metrics: Mapping[Use, Metrics],
    placements: Mapping[Use, Placement],
    settings: Settings,
    today: dt.date,
    *,
    assets: Mapping[str, Asset] | None = None,
    badges: Collection[tuple[str, int]] = (),
) -> Scores:
    """Score every placement by what was counted on the days before `today`.

    `metrics`: by (piece, use), each metric's daily values; what isn't there was never measured. `placements`: the same
    keys; what has no metrics is scored as unmeasured. `badges`: the placements, and with use 0 the pieces, that were
    winners at the last look. `assets`: for when a piece's facts expire.
    """
    by_channel: dict[str, list[Use]] = defaultdict(list)
    for use, placement in sorted(placements.items()):
        by_channel[placement.channel].append(use)
    channels: dict[str, Channel] = {}
    found: dict[Use, Score] = {}
    pieces: dict[str, Score] = {}
    for name, uses in sorted(by_channel.items()):
        judged = Judged(name, uses, metrics, placements, settings, today, assets or {}, badges)
        channels[name] = judged.channel
        found.update({use: judged.placement(use) for use in uses})
        by_piece: dict[str, list[Use]] = defaultdict(list)
        for use in uses:
            by_piece[use[0]].append(use)
        pieces.update({piece: judged.piece(piece, own) for piece, own in by_piece.items()})
    return Scores(today, found, pieces, _assets(found.values()), channels)


def _assets(scores: Iterable[Score]) -> dict[str, AssetStanding]:
    """By asset, its unpaid placements on all channels together."""
    parts: dict[str, list[Standing]] = defaultdict(list)
    for one in scores:
        if one.standing is not None and not one.paid:
            parts[one.asset].append(one.standing)
    return {asset: asset_standing(own) for asset, own in sorted(parts.items())}
