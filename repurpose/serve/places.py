"""An address -> the file that it means, and never one outside its folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from repurpose.library.media import TYPES

OTHERS = {
    ".css": "text/css",
    ".eml": "message/rfc822",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/plain",
    ".srt": "text/plain",
    ".vtt": "text/vtt",
    ".xml": "application/xml",
}


def path_of(address: str) -> str:
    """The path of a request's address, decoded."""
    return unquote(urlsplit(address).path, errors="replace")


def file_at(root: Path, path: str) -> Path | None:
    """The file below `root` that a path means; of a folder, its index.html. None: there is none, or it leads out."""
    if "\0" in path or "\\" in path:
        return None
    root = root.resolve()
    try:
        found = (root / path.lstrip("/")).resolve()
        if not found.is_relative_to(root):
            return None
        found = found / "index.html" if found.is_dir() else found
        return found if found.is_file() else None
    except OSError:  # such as a name that no disk takes
        return None


def media_type(path: Path) -> str:
    """What a file is, by its name."""
    found = OTHERS.get(path.suffix.lower()) or TYPES.get(path.suffix.lower(), "application/octet-stream")
    is_text = found.startswith("text/") or found in {"application/json", "application/xml"}
    return f"{found}; charset=utf-8" if is_text else found
