"""How the last build of the whole library left the store: the gists of all records, in one value.

Where little has changed, this is read and the records aren't: of ten thousand assets that takes a fifth of the time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from repurpose.build.cache.asked import Span
from repurpose.build.cache.gist import Gist, Slip
from repurpose.build.cache.told import Told


class Last(NamedTuple):
    """What is known of the last build.

    `world` is a digest of all that making an asset can ask for but its own source and the time. `listed` is the digest
    of the list of pieces in the manifest that was written, if that has the pieces of these gists and no others, and
    none of them share a file. `gists` are in order, by owner.
    """

    world: str
    listed: str | None
    gists: Mapping[str, Gist]

    def dumps(self) -> str:
        """As text. What was told of an asset was nearly always told of others: it stands there once."""
        told: dict[str, int] = {}
        seen: dict[int, int] = {}
        rows: list[Any] = []
        for one in self.gists.values():
            place = seen.get(id(one.told))
            if place is None:
                place = seen[id(one.told)] = told.setdefault(_json(one.told.row()), len(told))
            rows.append([one.owner, one.asset, one.origin, one.span.row(), one.slips, place])
        return _json([self.world, self.listed, list(told), rows])

    @classmethod
    def loads(cls, raw: bytes | None) -> Last | None:
        """What `dumps` gave; None if it is nothing of the kind."""
        try:
            world, listed, texts, rows = json.loads(raw or "")
            told = [Told.of(json.loads(text)) for text in texts]
            gists = {
                owner: Gist(
                    owner,
                    asset,
                    origin,
                    Span.of(span),
                    {channel: Slip._make(slip) for channel, slip in slips.items()},
                    told[place],
                )
                for owner, asset, origin, span, slips, place in rows
            }
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            return None
        return cls(world, listed, gists)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
