"""All pieces of the latest build, by asset and channel, as somebody reviews them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from repurpose.editorial.pasted import pasted
from repurpose.manifest import Row
from repurpose.model import Asset

_FRAMED = frozenset(("html",))
_READ = frozenset(("text", "markdown", "srt", "chapters"))


@dataclass(frozen=True, slots=True)
class File:
    """A file of a piece: `text` where it is read as it is; a page that is `framed`; else one to open."""

    role: str
    path: str
    framed: bool = False
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece: its files, or as a post of a network what is pasted, with its size and why it was chosen."""

    id: str
    channel: str
    changed: bool
    access: str
    files: tuple[File, ...] = ()
    posts: tuple[Mapping[str, Any], ...] = ()
    reason: str | None = None


@dataclass(slots=True)
class Reviewed:
    """An asset and what was made of it."""

    asset: Asset
    pieces: list[Shown] = field(default_factory=list)

    @property
    def channels(self) -> Sequence[str]:
        """The channels that made something of it, each network by itself: its page first."""
        return sorted({one.channel for one in self.pieces}, key=lambda name: (name != "blog", name))

    @property
    def kinds(self) -> Sequence[str]:
        """The same without their networks."""
        return list(dict.fromkeys(name.partition(".")[0] for name in self.channels))

    @property
    def changed(self) -> bool:
        """Whether the latest build made some piece of it anew."""
        return any(one.changed for one in self.pieces)


def reviewed(
    assets: Iterable[Asset], rows: Iterable[Row], output: Path, changed: Collection[str], *, texts_of: str | None
) -> list[Reviewed]:
    """The assets, newest first, each with its pieces; files are read of the asset `texts_of` alone."""
    found = {asset.id: Reviewed(asset) for asset in assets}
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("asset") in found:
            grouped[row["asset"], row["id"] if row["channel"] != "social" else row["path"]].append(row)
    for (name, _), own in grouped.items():
        if own[0]["channel"] == "social" and own[0]["role"] != "json":
            continue  # it says what the data say, from which posts are shown with their sizes
        is_read = name == texts_of
        found[name].pieces.append(_shown(own, output, changed, is_read=is_read))
    return sorted(found.values(), key=_newest)


def _newest(one: Reviewed) -> tuple[bool, float, str]:
    return (one.asset.date is None, -one.asset.date.timestamp() if one.asset.date else 0.0, one.asset.id)


def _shown(own: Sequence[Row], output: Path, changed: Collection[str], *, is_read: bool) -> Shown:
    first = own[0]
    is_new = any(row["id"] in changed for row in own)
    if first["channel"] == "social":
        told: dict[str, Any] = json.loads(_text(output / first["path"])) if is_read else {"posts": [], "reason": None}
        posts = tuple({**post, "pasted": pasted(post)} for post in told["posts"])
        channel = first["id"].split("/")[-2]
        return Shown(first["id"], channel, is_new, first["access"], (), posts, told["reason"])
    files = tuple(_file(row, output, is_read=is_read) for row in own)
    channel = first["id"].split("/")[-2]
    return Shown(first["id"], channel, is_new, first["access"], files)


def _file(row: Row, output: Path, *, is_read: bool) -> File:
    path: str = row["path"]
    if row["role"] in _FRAMED:
        return File(row["role"], path, framed=True)
    text = _text(output / path) if is_read and row["role"] in _READ else None
    return File(row["role"], path, text=text)


def _text(path: Path) -> str:
    """A file's text; where it is gone, since the next build is at work, what says nothing."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return '{"posts": [], "reason": null}' if path.suffix == ".json" else ""
