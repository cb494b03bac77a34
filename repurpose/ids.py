"""Ids and slugs: of assets, pieces, blocks and links. They never come from titles, positions or URLs.

An asset's id is front matter `id`, else its path below content/ without suffix. A piece's id is
`<asset>/<channel>[.<network>]/<slot>`. A link id is the piece and its use number, derivable from files alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

LIBRARY = "@library"
"""What stands for the asset in the id of a piece made from the whole library; no asset's id may begin with @."""

MAX_SLUG_BYTES = 200
"""File systems stop at 255 bytes a name; this leaves room for a suffix."""

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}  # Windows devices, with any suffix
    | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
_SITE_NAMES = frozenset({"assets", "tags", "authors", "series", "archive", "page", "search", "members", "404"}) | {
    "feeds",
    "index.html",
    "feed.xml",
    "atom.xml",
    "feed.json",
    "sitemap.xml",
    "robots.txt",
    "404.html",
    "_headers",
    "_redirects",
    "style.css",
    "icon.svg",
    "search.js",
    "search.json",
}


_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
"""The digits of RFC 4648 in lower case: safe in URLs, and equal for tools that fold case, as analytics do."""


@lru_cache(maxsize=4096)  # of tags and authors, which many posts share
def slugify(text: str) -> str:
    """A slug for `text` in its own script: lower case, words joined by `-`; empty if it holds no letter or digit."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    kept = "".join(
        char if unicodedata.category(char)[0] in "LMN" else "-" for char in folded.replace("'", "").replace("’", "")
    )
    slug = re.sub(r"-{2,}", "-", kept).strip("-")
    return clip_bytes(slug, MAX_SLUG_BYTES).rstrip("-")


def derive_slug(name: str) -> str:
    """A slug from a file or path name that keeps its case, dots and underscores: `Rust-1.0@0` -> `Rust-1.0-0`."""
    kept = "".join(char if _may_stand(char) else " " for char in unicodedata.normalize("NFC", name))
    slug = "-".join(kept.split()).strip("-._")
    return clip_bytes(slug, MAX_SLUG_BYTES).strip("-._")


def slug_fault(slug: str) -> str | None:
    """Why `slug` can't be one, or None. The rules stand in the contract: any script, letters, digits, `-._`."""
    if not slug:
        return "is empty"
    if slug != slug.strip():
        return "begins or ends with a space"
    if "/" in slug or "\\" in slug or slug in {".", ".."}:
        return "would leave its folder"
    for char in slug:
        if not _may_stand(char):
            shown = char if char.isprintable() else f"U+{ord(char):04X}"
            return f"holds {shown!r}; only letters, digits, - . and _ may stand in a slug"
    if slug.startswith(".") or slug.endswith("."):
        return "begins or ends with a dot"
    if len(slug.encode()) > MAX_SLUG_BYTES:
        return f"is longer than {MAX_SLUG_BYTES} bytes"
    stem = slug.split(".", 1)[0].casefold()
    if stem in _RESERVED or is_site_name(slug):
        return "is a reserved name"
    return None


def is_site_name(name: str) -> bool:
    """Whether a file or folder at the top of the site has this name."""
    return name.casefold() in _SITE_NAMES


def _may_stand(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or char in "-._"


def fold(text: str) -> str:
    """The form under which two slugs or ids are the same: case and Unicode form don't count."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def id_fault(asset_id: str) -> str | None:
    """Why `asset_id` can't be one, or None."""
    if not asset_id:
        return "is empty"
    if asset_id.startswith("@"):
        return "begins with @"
    if any(part in {"", ".", ".."} for part in asset_id.split("/")):
        return "has an empty, . or .. part"
    bad = next(
        (char for char in asset_id if (unicodedata.category(char)[0] in "CZ" and char != " ") or char in '\\"<>'), None
    )
    if bad is not None:
        return f"holds {bad!r}"
    return "is longer than 400 bytes" if len(asset_id.encode()) > 400 else None


def piece_id(asset: str | None, channel: str, slot: str) -> str:
    """`<asset>/<channel>[.<network>]/<slot>`; `channel` brings its network with it."""
    return f"{asset if asset is not None else LIBRARY}/{channel}/{slot}"


def channel_of(piece: str) -> str | None:
    """The channel in a piece's id, with its network: `launch/social.x/announcement` -> `social.x`; None: no such id."""
    parts = piece.rsplit("/", 2)
    return parts[1] if len(parts) == 3 and all(parts) else None


def asset_of(piece: str) -> str | None:
    """The asset in a piece's id: `guides/launch/social.x/announcement` -> `guides/launch`; None: no such id."""
    parts = piece.rsplit("/", 2)
    return parts[0] if len(parts) == 3 and all(parts) else None


def block_slot(text: str) -> str:
    """The slot of a snippet: a short digest of the block it came from, whatever its position or spacing."""
    return _digest(" ".join(unicodedata.normalize("NFC", text).split()), 8)


def link_id(piece: str, use: int = 1) -> str:
    """The id that stands in a piece's tracked links: ten lower-case letters and digits."""
    return _digest(f"{piece}#{use}", 10)


def clip_bytes(text: str, limit: int) -> str:
    """The longest head of `text` that takes at most `limit` bytes of UTF-8."""
    return text if len(text) * 4 <= limit else text.encode()[:limit].decode(errors="ignore")


def _digest(text: str, length: int) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return "".join([_BASE32[number >> shift & 31] for shift in range(59, 59 - 5 * length, -5)])
