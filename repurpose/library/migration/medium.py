"""A Medium export ("Settings > Download your information"): a zip with a page for each post."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import UTC, datetime
from html import unescape

from repurpose.errors import AssetError, Location
from repurpose.library.migration.post import Export, Post

MOST_BYTES = 20_000_000
"""Of one page of the archive; what is larger was made to fill a disk."""

_TITLE = re.compile(r"<h1\b[^>]*\bp-name\b[^>]*>(.*?)</h1>", re.S)
_SUBTITLE = re.compile(r"<section\b[^>]*data-field=\"(?:subtitle|description)\"[^>]*>(.*?)</section>", re.S)
_BODY = re.compile(r"<section\b[^>]*data-field=\"body\"[^>]*>(.*)</section>\s*<footer", re.S)
_REPEATED = re.compile(r"<h[1-4]\b[^>]*\bgraf--title\b[^>]*>.*?</h[1-4]>", re.S)
_REPEATED_SUBTITLE = re.compile(r"<h[1-4]\b[^>]*\bgraf--subtitle\b[^>]*>.*?</h[1-4]>", re.S)
_CANONICAL = re.compile(r"<a\b[^>]*\bhref=\"([^\"]+)\"[^>]*\bp-canonical\b")
_TIME = re.compile(r"<time\b[^>]*\bdt-published\b[^>]*\bdatetime=\"([^\"]+)\"")
_AUTHOR = re.compile(r"<a\b[^>]*\bp-author\b[^>]*>(.*?)</a>", re.S)
_DIVIDER = re.compile(r"<div\b[^>]*\bsection-divider\b[^>]*>.*?</div>", re.S)
_NUMBER = re.compile(r"-[0-9a-f]{8,12}$")


def read_medium(raw: bytes, shown: str) -> Export:
    """The posts of an archive; responses to others' posts are among Medium's posts, and are left to their owner.

    Raises:
        AssetError: it is no such archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            pages = [
                (one.filename.rpartition("/")[2], archive.read(one).decode("utf-8", "replace"))
                for one in archive.infolist()
                if one.filename.rpartition("/")[0].endswith("posts") and one.filename.endswith(".html")
                if one.file_size <= MOST_BYTES
            ]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise AssetError(f"is no zip archive: {error}", Location(shown, 1)) from None
    if not pages:
        hint = "in Medium, choose Settings > Security and apps > Download your information"
        raise AssetError("has no posts of Medium", Location(shown, 1), hint)
    return Export("", tuple(_post(name, page) for name, page in sorted(pages)))


def _post(name: str, page: str) -> Post:
    canonical, date, body = _first(_CANONICAL, page), _first(_TIME, page), _first(_BODY, page)
    title = _plain(_first(_TITLE, page))
    last = unescape(canonical).rstrip("/").rpartition("/")[2]
    body = _DIVIDER.sub("", _REPEATED_SUBTITLE.sub("", _REPEATED.sub("", body, count=1), count=1))
    return Post(
        title=title,
        slug=_NUMBER.sub("", last),
        html=body,
        address="",
        date=_moment(date),
        authors=tuple(filter(None, [_plain(_first(_AUTHOR, page))])),
        description=_plain(_first(_SUBTITLE, page)),
        is_draft=name.startswith("draft_"),
        told=() if body.strip() else ("the archive has no text of it",),
    )


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return found[1] if found else ""


def _plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None
