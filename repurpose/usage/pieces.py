"""What a build made -> what its pieces are known by out there: addresses, subject lines, texts.

Read from manifest.json and the files it names; the ledger never asks the build.
"""

from __future__ import annotations

import email.policy
import json
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from repurpose.errors import DiskError
from repurpose.files import below, read_bytes
from repurpose.ids import channel_of
from repurpose.manifest import NAME, read_manifest
from repurpose.model import Asset
from repurpose.usage.addresses import bare_text
from repurpose.usage.ledger.book import PieceFacts

ALIKE = 0.6
"""How alike two texts must be for one to be the other, edited: difflib's ratio, by which .6 is a close match."""

_NOTHING = "none"
"""The slot of a file that holds no post, only the reason why."""


def built_pieces(output: Path, site: str, assets: Mapping[str, Asset]) -> dict[str, PieceFacts] | None:
    """The pieces of assets that the latest build made, by id; None if there is no build.

    `site` is the site's address without a slash at its end.
    """
    path = output / NAME
    if not path.is_file():
        return None
    found: dict[str, PieceFacts] = {}
    posts: dict[str, dict[str, str]] = {}
    # What a piece is known by is told by its first use, if that is made.
    for row in sorted(read_manifest(read_bytes(path)), key=lambda row: -row.get("use", 1)):
        # A picture, such as the card of a page, is used with what shows it.
        if row["asset"] is None or row["slot"] == _NOTHING or row["media_type"].startswith("image/"):
            continue
        name, channel = row["id"], channel_of(row["id"])
        if channel is None:
            continue
        known = found.get(name) or PieceFacts(name, row["asset"], channel)
        asset = assets.get(row["asset"])
        url, subject, text = known.url, known.subject, known.text
        if row["path"].startswith("site/"):
            url = (asset.canonical_url if asset else None) or f"{site}/{_place(row['path'])}"
        elif row["role"] == "eml":
            subject = _subject(output, row["path"])
        elif row["media_type"] == "application/json" and row["path"].startswith("social/"):
            if row["path"] not in posts:
                posts[row["path"]] = _posts(output, row["path"])
            text = posts[row["path"]].get(name, "")
        if not subject and not text and asset is not None and not row["path"].startswith("social/"):
            subject = asset.title
        found[name] = PieceFacts(name, row["asset"], channel, url, subject, text)
    return found


def joined(vanished: Iterable[PieceFacts], fresh: Iterable[PieceFacts]) -> dict[str, str]:
    """By a piece that is gone, the new one that it became: same asset and channel, the texts alike, the best first."""
    newcomers = list(fresh)
    pairs = [
        (_likeness(old.text, new.text), old.id, new.id)
        for old in vanished
        for new in newcomers
        if (old.asset, old.channel) == (new.asset, new.channel) and old.text and new.text
    ]
    taken: dict[str, str] = {}
    for likeness, old_id, new_id in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if likeness >= ALIKE and old_id not in taken and new_id not in taken.values():
            taken[old_id] = new_id
    return taken


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, bare_text(one), bare_text(other), autojunk=False).ratio()


def _place(path: str) -> str:
    return path.removeprefix("site/").removesuffix("index.html")


def _subject(output: Path, path: str) -> str:
    raw = _bytes(output, path)
    if raw is None:
        return ""
    message = BytesHeaderParser(policy=email.policy.default).parsebytes(raw)
    return " ".join(str(message["subject"] or "").split())


def _posts(output: Path, path: str) -> dict[str, str]:
    raw = _bytes(output, path)
    try:
        listed: Any = json.loads(raw or b"{}").get("posts", [])
        by_use = sorted(listed, key=lambda post: -post.get("use", 1))
        return {post["id"]: str(post["text"]) for post in by_use}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _bytes(output: Path, path: str) -> bytes | None:
    """A file of the build; None if it is gone, since a piece is known by its id all the same."""
    try:
        return read_bytes(below(output, path))
    except DiskError:
        return None
