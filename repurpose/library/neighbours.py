"""What stands near an asset: the one before and after it, the parts of its series, and what is about the same.

All of it is told by front matter, before anything is read or parsed, so that a post's page can be made alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from repurpose.library.likeness import by_language
from repurpose.model import Asset

RELATED = 3
"""Related posts that a post shows."""


class Near(NamedTuple):
    """A post as its neighbours show it."""

    title: str
    place: str
    date: datetime | None


class Neighbours(NamedTuple):
    """`parts` are all posts of the asset's series, oldest first, itself among them."""

    newer: Near | None = None
    older: Near | None = None
    related: tuple[Near, ...] = ()
    parts: tuple[Near, ...] = ()


def neighbours(
    assets: Sequence[Asset], places: Mapping[str, str], like: Mapping[str, Sequence[str]]
) -> dict[str, Neighbours]:
    """By asset id, what stands near each.

    `places` are the assets' places in the site, `like` the ids of those that are about the same, nearest first; by id.

    Posts of one language are near each other, and dated ones stand in an order.
    """
    near = {asset.id: Near(asset.title, places[asset.id], asset.date) for asset in assets}
    found: dict[str, Neighbours] = {}
    for some in by_language(assets):
        dated = sorted((one for one in some if one.date), key=lambda one: (one.date, one.id))
        before = {one.id: other.id for other, one in pairwise(dated)}
        after = {one.id: other.id for one, other in pairwise(dated)}
        series: dict[str, list[str]] = defaultdict(list)
        for one in (*dated, *(one for one in some if not one.date)):
            if one.series:
                series[one.series].append(one.id)
        for one in some:
            parts = series.get(one.series or "", [])
            found[one.id] = Neighbours(
                near.get(after.get(one.id, "")),
                near.get(before.get(one.id, "")),
                tuple(near[other] for other in like.get(one.id, ()) if other not in parts)[:RELATED],
                tuple(near[other] for other in parts) if len(parts) > 1 else (),
            )
    return found
