"""How the last build of the whole library left the store: the gists of all records, in one value.

Where little has changed, this is read and the records aren't: of ten thousand assets that takes a fifth of the time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from repurpose.build.cache.asked import Span
from repurpose.build.cache.gist import Gist, Slip
from repurpose.build.cache.told import Told
from repurpose.manifest import Listed


class Last:
    """What is known of the last build.

    `world` is a digest of all that making an asset can ask for but its own source and the time, `ground` one of what of
    that is told of no single asset. `listed` is the manifest that was written, if that has the pieces of these gists
    and no others, and none of them share a file. `gists` are in order, by owner.
    """

    def __init__(self, world: str, ground: str, listed: Listed | None, gists: Mapping[str, Gist]) -> None:
        self.world, self.ground, self.listed, self.gists = world, ground, listed, gists
        self._lines: Mapping[str, str] = {}

    def dumps(self, before: Last | None = None) -> str:
        """As text. Lines of gists that are those of `before` are taken from there.

        What was told of an asset was nearly always told of others: it stands there once.
        """
        told: dict[str, str] = {}
        seen: dict[int, str] = {}
        known = before or Last("", "", None, {})
        lines: list[str] = []
        for owner, one in self.gists.items():
            if (key := seen.get(id(one.told))) is None:
                text = _json(one.told.row())
                key = seen[id(one.told)] = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
                told[key] = text
            if one is known.gists.get(owner):
                lines.append(known._lines[owner])
            else:
                lines.append(_json([one.owner, one.asset, one.origin, one.span.row(), dict(one.slips), key, one.about]))
        return "\n".join([_json([self.world, self.ground, self.listed, told]), *lines])

    @classmethod
    def loads(cls, raw: bytes | None) -> Last | None:
        """What `dumps` gave; None if it is nothing of the kind."""
        try:
            head, *lines = (raw or b"").decode(errors="surrogatepass").split("\n")
            world, ground, listed, texts = json.loads(head)
            listed = Listed(*listed) if listed else None
            told = {key: Told.of(json.loads(text)) for key, text in texts.items()}
            gists = {}
            for owner, asset, origin, span, slips, key, about in json.loads(f"[{','.join(lines)}]"):
                entries = {channel: Slip._make(slip) for channel, slip in slips.items()}
                gists[owner] = Gist(owner, asset, origin, Span.of(span), entries, told[key], about)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            return None
        last = cls(world, ground, listed, gists)
        last._lines = dict(zip(gists, lines, strict=True))
        return last


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
