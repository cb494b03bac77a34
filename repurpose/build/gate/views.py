"""What stands in a finished file, as texts in which nothing is hidden by markup, escapes or encodings.

A file gives several: what is read, what stands within tags, and both again where they hold markup or escapes in turn.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from repurpose.model import Piece

_TAG = re.compile(r"<[^<>]*>")
_STYLE = re.compile(r"\sstyle=\"[a-z0-9:;,.#%!() -]*\"|^</?\w+>\n", re.M)
_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]{1,11}://|\bmailto:)[^\s\"'<>]+", re.I)
_TARGET = re.compile(r"\]\([^()\s]*\)")
_NOTE_MARK = re.compile(r"\[\^?(?:note )?\d+\]")
_ENTITY = re.compile(r"&(?:#\d|#x[0-9a-f]|[a-z]{2})", re.I)
_CODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPE = re.compile(r"\\[nrtNbf]")
_PERCENT = re.compile(r"%[0-9a-f]{2}", re.I)
DENSE = 400
"""Characters of a text in which a tag more tells that it is markup, and no text that speaks of tags."""

_DEEPEST = 4
"""How often markup may stand in markup: a feed holds HTML within its XML, and a title in it may be escaped again."""


def is_text(media_type: str) -> bool:
    """Whether words can stand in a file of that type."""
    return media_type.startswith(("text/", "message/")) or media_type.endswith(
        ("json", "xml", ".document", "javascript")
    )


def views(piece: Piece) -> Iterator[str]:
    """All texts of a piece, its address included."""
    if is_text(piece.media_type):
        yield piece.path
        yield from _file(piece.content, piece.media_type)


def _file(content: bytes, media_type: str) -> Iterator[str]:
    if media_type == "message/rfc822":
        yield from _mail(message_from_bytes(content, policy=default))
        return
    if media_type.endswith(".document"):
        yield from _office(content)
        return
    text = content.decode(errors="replace").replace("\r\n", "\n")
    if media_type.endswith("json"):
        try:
            value = json.loads(text)
        except ValueError:  # a piece of an earlier build, damaged since
            value = text
        yield from _json(value)
        return
    if media_type == "text/calendar":
        text = text.replace("\n ", "").replace("\n\t", "")
    yield from unfolded(text, is_markup=media_type.endswith(("html", "xml")))


def _mail(message: Message) -> Iterator[str]:
    for part in message.walk():
        yield from unfolded("\n".join(f"{name}: {value}" for name, value in part.items()))
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            raw = payload if isinstance(payload, bytes) else b""
            yield from _file(raw, part.get_content_type())


def _office(content: bytes) -> Iterator[str]:
    """The parts of a zipped document."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unfolded(archive.read(name).decode(errors="replace"), is_markup=True)
    except (BadZipFile, OSError, NotImplementedError):
        yield from unfolded(content.decode(errors="replace"), is_markup=True)


def _json(value: Any) -> Iterator[str]:
    """All strings, those of each key together: the posts of a thread stand one after the other there."""
    by_key: dict[str, list[str]] = {}

    def visit(some: Any, key: str) -> None:
        if isinstance(some, str):
            by_key.setdefault(key, []).append(some)
        elif isinstance(some, dict):
            for name, item in some.items():
                by_key.setdefault("", []).append(str(name))
                visit(item, str(name))
        elif isinstance(some, list):
            for item in some:
                visit(item, key)

    visit(value, "")
    for texts in by_key.values():
        yield from unfolded("\n".join(texts))


def unfolded(text: str, *, is_markup: bool = False, depth: int = 0) -> Iterator[str]:
    """A text as it is read, and what is written within its tags, addresses and escapes."""
    hidden: list[str] = []

    def taken(found: re.Match[str]) -> str:
        hidden.append(found[0])
        return "\n"

    outer = text
    if "<" in text:
        if not is_markup:  # it may be no tag at all, but less than
            yield unescape(text) if "&" in text else text
        outer = _TAG.sub(taken, text)
    outer = unescape(outer) if "&" in outer else outer
    if "://" in outer or "mailto:" in outer:
        outer = _ADDRESS.sub(taken, outer)
    if "[" in outer:
        outer = _NOTE_MARK.sub("", _TARGET.sub(taken, outer) if "](" in outer else outer)
    if depth and outer == text:
        return
    # A feed's HTML, say, is read below, without its tags.
    is_markup = depth < _DEEPEST and outer.count("<") * DENSE > len(outer) and _TAG.search(outer) is not None
    if not is_markup:
        yield outer
        yield from _decoded(outer)
    if hidden:
        inner = _STYLE.sub("", "\n".join(hidden))
        inner = unescape(inner) if "&" in inner else inner
        yield inner
        yield from _decoded(inner)
        if depth < _DEEPEST and (_ENTITY.search(inner) or inner.count("<") > len(hidden)):
            yield from unfolded(inner, depth=_DEEPEST)
    if depth < _DEEPEST and ("<" in outer or _ENTITY.search(outer)):
        nested = outer if is_markup else _lines(outer, "<", "&")
        yield from unfolded(nested, is_markup=True, depth=depth + 1)


def _lines(text: str, *signs: str) -> str:
    """The lines that hold one of some signs."""
    return "\n".join(line for line in text.split("\n") if any(sign in line for sign in signs))


def _decoded(text: str) -> Iterator[str]:
    """The lines with percent signs and backslashes in them, read."""
    if "%" in text and _PERCENT.search(text):
        text = once = unquote(_lines(text, "%", "\\"))
        yield once
        if _PERCENT.search(once):
            text = unquote(once)
            yield text
    if "\\" in text:
        plain = _CODE.sub(lambda code: chr(int(code[1], 16)), _lines(text, "\\"))
        yield _ESCAPE.sub(" ", plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
