"""Addresses and texts in the one form under which two are the same."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlsplit

_URL = re.compile(r"https?://\S+")
_TAGS = re.compile(r"(?:^|(?<=\s))#\w+")
_INDEX = re.compile(r"/index\.html?$")


def bare_url(url: str) -> str:
    """`host/path`: no scheme, `www.`, index.html, slash at the end, query or fragment. A path alone stays one."""
    if not url.strip():
        return ""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if not parts.netloc and parts.scheme not in {"", "http", "https"}:
        return ""
    path = unquote(_INDEX.sub("/", parts.path)).rstrip("/")
    return unicodedata.normalize("NFC", f"{parts.netloc.lower().removeprefix('www.')}{path}") or "/"


def path_of(bare: str) -> str:
    """The path of a bare address."""
    return "/" + bare.partition("/")[2] if not bare.startswith("/") else bare


def utm_content(url: str) -> str:
    """The link id that an address carries; empty if it carries none."""
    if "utm_content" not in url:
        return ""
    try:
        query = urlsplit(url).query
    except ValueError:
        return ""
    return next((value.strip().lower() for key, value in parse_qsl(query) if key == "utm_content"), "")


def bare_text(text: str) -> str:
    """A post's words: no addresses (networks rewrite them), no hashtags, no case, one space between words."""
    plain = _TAGS.sub(" ", _URL.sub(" ", unicodedata.normalize("NFKC", text)))
    return " ".join(plain.casefold().split()).rstrip("… ").removesuffix("...")
