"""Pictures and downloads below content/: each gets a name in the site that holds a digest of its content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from repurpose.errors import AssetError, Location, RepurposeError
from repurpose.files import leads_out, read_bytes
from repurpose.ids import derive_slug
from repurpose.library.folder import Found, look
from repurpose.model import Notice

TYPES: Mapping[str, str] = {
    ".avif": "image/avif",
    ".csv": "text/csv",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".zip": "application/zip",
}

SHRUNK = frozenset({"image/jpeg", "image/png", "image/webp"})
"""The types that smaller versions are made of."""

WIDTHS = (480, 800, 1200, 1600)
MOST_PIXELS = 50_000_000
"""More, and a small file can take gigabytes of memory; no camera that people carry has so many."""

_ACTIVE = re.compile(
    rb"<\s*(?:script|foreignObject|iframe|embed|object|handler|set|animate)|\bon\w+\s*=|javascript:|<!ENTITY|data:text",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that pieces may show: where it stands in the site, its type, size and digest.

    `size` is the width and height of a picture, in pixels, where they are known; `widths` are those of its smaller
    versions.
    """

    file: Path
    place: str
    media_type: str
    bytes: int
    sha256: str
    size: tuple[int, int] | None = None
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """All files by their path below content/, and what is worth telling of those that can't be shown."""

    files: Mapping[str, Medium]
    notices: tuple[Notice, ...] = ()


class Memory(Protocol):
    """What earlier readings of the same files told."""

    def medium(self, found: Found) -> Medium | None:
        """What was told of a file as it still is; None if that is not known."""

    def keep_medium(self, found: Found, medium: Medium) -> None:
        """Remember what a file told."""


def read_media(
    folder: Path, content: str = "content", found: Iterable[Found] | None = None, memory: Memory | None = None
) -> Media:
    """The media below the content folder; `found` and `memory` are as for `read_library`.

    An SVG that holds scripts is left out: opened by itself, it would run them.
    """
    files: dict[str, Medium] = {}
    notices: list[Notice] = []
    for one in look(folder) if found is None else found:
        if PurePosixPath(one.name).suffix.lower() not in TYPES or one.is_folder:
            continue
        medium = memory.medium(one) if memory else None
        if medium is None:
            try:
                medium = _medium(one, folder, content)
            except AssetError as error:
                notices.append(Notice("media", Location(f"{content}/{one.name}"), error.message))
                continue
            if memory:
                memory.keep_medium(one, medium)
        files[one.name] = medium
    return Media(files, tuple(notices))


def _medium(found: Found, folder: Path, content: str) -> Medium:
    if found.is_link and leads_out(found.path, folder):
        raise AssetError("is a symlink that leads out of the content folder, so it was left out")
    try:
        raw = read_bytes(found.path, f"{content}/{found.name}")
    except RepurposeError as error:
        raise AssetError(error.message) from None
    return medium_of(found.path, found.name, raw, TYPES[PurePosixPath(found.name).suffix.lower()])


def medium_of(file: Path, path: str, raw: bytes, media_type: str) -> Medium:
    """A file, by its path and what is in it, as a medium of the site.

    Raises:
        AssetError: it is an SVG that holds scripts.
    """
    name = PurePosixPath(path)
    if media_type == "image/svg+xml" and _ACTIVE.search(raw):
        raise AssetError("holds scripts or events, so it was left out")
    sha256 = hashlib.sha256(raw).hexdigest()
    place = f"assets/{derive_slug(name.stem) or 'file'}.{sha256[:10]}{name.suffix.lower()}"
    size = picture_size(raw)
    return Medium(file, place, media_type, len(raw), sha256, size, narrower_widths(raw, media_type, size))


def narrower_widths(raw: bytes, media_type: str, size: tuple[int, int] | None) -> tuple[int, ...]:
    """The widths that a picture is also drawn at: none of one that moves, or has more pixels than a page can want."""
    if size is None or media_type not in SHRUNK or size[0] * size[1] > MOST_PIXELS:
        return ()
    head = raw[: raw.find(b"IDAT")] if media_type == "image/png" else raw[:64]
    if b"acTL" in head or (raw[12:16] == b"VP8X" and raw[20] & 2):
        return ()
    return tuple(width for width in WIDTHS if width < size[0])


def picture_size(raw: bytes) -> tuple[int, int] | None:
    """The width and height in pixels that a PNG, GIF, JPEG or WebP tells in its head; None for all else."""
    size = (0, 0)
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        size = (_number(raw[16:20]), _number(raw[20:24]))
    elif raw.startswith((b"GIF87a", b"GIF89a")):
        size = (_number(raw[7:5:-1]), _number(raw[9:7:-1]))
    elif raw.startswith(b"\xff\xd8"):
        size = _jpeg_size(raw)
    elif raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        size = _webp_size(raw)
    return size if all(size) else None


def _number(digits: bytes) -> int:
    return int.from_bytes(digits, "big")


def _jpeg_size(raw: bytes) -> tuple[int, int]:
    """From the frame header (ISO/IEC 10918-1, B.2.2); a camera's picture may be told to be turned, so then unknown."""
    at = 2
    while at + 9 <= len(raw) and raw[at] == 0xFF:
        kind = raw[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:
            return _number(raw[at + 7 : at + 9]), _number(raw[at + 5 : at + 7])
        if kind == 0xE1 and raw[at + 4 : at + 8] == b"Exif":
            return 0, 0
        at += 2 + _number(raw[at + 2 : at + 4])
    return 0, 0


def _webp_size(raw: bytes) -> tuple[int, int]:
    """From the first chunk: extended, lossless or lossy (RFC 9649)."""
    little = [int.from_bytes(raw[at : at + 2], "little") for at in (26, 28)]
    match raw[12:16]:
        case b"VP8X":
            return int.from_bytes(raw[24:27], "little") + 1, int.from_bytes(raw[27:30], "little") + 1
        case b"VP8L":
            bits = int.from_bytes(raw[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return little[0] & 0x3FFF, little[1] & 0x3FFF
    return 0, 0
