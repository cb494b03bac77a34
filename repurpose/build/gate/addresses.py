"""Links and names of files, as keys that are the same however an address is written, tracked or cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

_ADDRESS = re.compile(r"[\w\-]+(?:\.[\w\-]+)+(?::\d+)?(?:[/?#][^\s\"'<>()\[\]{}|\\^`]*)?")
_END = ".,;:!?…*_~"
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|igshid|ref|source", re.I)
_SIZE = re.compile(r"(?:[-_@]\d+(?:x\d+)?[wx]?)$")
_PICTURE = re.compile(r"(?P<stem>[^/\\]+)\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?)", re.I)
_FILE = re.compile(r"[^/\\]+\.[a-z0-9]{1,5}", re.I)


def link_keys(url: str) -> tuple[str, ...]:
    """The keys of a link, as it stands in a document: its host and path, and each thing that its query asks for.

    What only tracks is none. An address that isn't of the web has no key.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return ()
    place = _place(f"{parts.netloc}{parts.path}")
    asked = [f"{name}={value}" for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
    return (place, *(f"{place}?{one}".casefold() for one in asked))


def file_key(path: str) -> str | None:
    """The key of a picture or download: a picture's name goes without its suffix, since sizes and formats differ."""
    name = unquote(path).casefold().rpartition("/")[2]
    if picture := _PICTURE.fullmatch(name):
        return f"{picture['stem']}.*"
    return name if _FILE.fullmatch(name) else None


def keys_in(text: str) -> Iterator[str]:
    """All keys, of links and of files, that stand in a text."""
    if "." not in text:
        return
    words = " ".join(word for word in text.casefold().split() if "." in word[:-1])
    for found in _ADDRESS.findall(words):
        for address in found.split("://"):
            head, _, query = address.rstrip(_END).partition("#")[0].partition("?")
            place = _place(head)
            yield place
            for one in query.split("&") if query else ():
                yield f"{place}?{unquote(one)}"
            name = head.rpartition("/")[2]
            if picture := _PICTURE.fullmatch(name):
                yield f"{picture['stem']}.*"
                yield f"{_SIZE.sub('', picture['stem'])}.*"
            elif _FILE.fullmatch(name):
                yield name


def _place(head: str) -> str:
    return unquote(head).casefold().removeprefix("www.").rstrip("/")
