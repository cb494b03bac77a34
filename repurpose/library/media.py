"""Pictures and downloads below content/: each gets a name in the site that holds a digest of its content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from repurpose.errors import Location, RepurposeError
from repurpose.files import leads_out, read_bytes, walk
from repurpose.ids import derive_slug
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

_ACTIVE = re.compile(
    rb"<\s*(?:script|foreignObject|iframe|embed|object|handler|set|animate)|\bon\w+\s*=|javascript:|<!ENTITY|data:text",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Medium:
    """One file: where it is, where it stands in the site, its type."""

    file: Path
    place: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Media:
    """All files by their path below content/, and what is worth telling of those that can't be shown."""

    files: Mapping[str, Medium]
    notices: tuple[Notice, ...] = ()


def read_media(folder: Path, content: str = "content") -> Media:
    """The media below the content folder.

    An SVG that holds scripts is left out: opened by itself, it would run them.
    """
    files: dict[str, Medium] = {}
    notices: list[Notice] = []
    for path in walk(folder):
        media_type = TYPES.get(path.suffix.lower())
        if media_type is None:
            continue
        name = path.relative_to(folder).as_posix()
        shown = f"{content}/{name}"
        if leads_out(path, folder):
            notices.append(
                Notice(
                    "media", Location(shown), "is a symlink that leads out of the content folder, so it was left out"
                )
            )
            continue
        try:
            raw = read_bytes(path, shown)
        except RepurposeError as error:
            notices.append(Notice("media", Location(shown), error.message))
            continue
        if media_type == "image/svg+xml" and _ACTIVE.search(raw):
            notices.append(Notice("media", Location(shown), "holds scripts or events, so it was left out"))
            continue
        stem = derive_slug(PurePosixPath(name).stem) or "file"
        place = f"assets/{stem}.{hashlib.sha256(raw).hexdigest()[:10]}{path.suffix.lower()}"
        files[name] = Medium(path, place, media_type)
    return Media(files, tuple(notices))
