"""Raw HTML as lines of plain text: its blocks, list items and rows stay apart, its marks and pictures are told."""

from __future__ import annotations

import re
from html import unescape

from repurpose.document.access import UNREAD
from repurpose.language.indices import with_indices

MARKS = {"b": "*", "strong": "*", "i": "_", "em": "_", "s": "~~", "del": "~~", "strike": "~~"}
"""What stands around words instead of a tag."""

_NAME = re.compile(r"</?([a-z][\w-]*)", re.I)
_ALT = re.compile(r"<img\b[^<>]*?\salt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_GAP = "\0"
_BLOCKS = frozenset("p div table ul ol dl blockquote pre section article details figure h1 h2 h3 h4 h5 h6 hr".split())
_LINES = frozenset("br tr summary dt dd figcaption caption".split())


def lines_of(html: str) -> list[str]:
    """The lines as a reader sees them, an empty one between blocks; none for what nobody reads."""
    whole = with_indices(" ".join(html.split()))
    lines: list[str] = []
    for line in UNREAD.sub(_told, whole).split("\n"):
        words = " ".join(unescape(line).split()).removesuffix(" |")
        if words.strip("-* |_~" + _GAP):
            lines.append(words)
        elif words == _GAP and lines and lines[-1]:
            lines.append("")
    while lines and not lines[-1]:
        lines.pop()
    return lines


def tag_of(html: str) -> str:
    """A tag's name, in small letters; nothing if it is none."""
    match = _NAME.match(html)
    return match[1].lower() if match else ""


def alt_of(html: str) -> str:
    """What a picture's tag says to those who don't see it, in brackets as other pictures have it."""
    match = _ALT.match(html)
    words = " ".join(unescape(match[1] or match[2] or "").split()) if match else ""
    return f"[{words}]" if words else ""


def _told(match: re.Match[str]) -> str:
    """What stands for a tag, a comment, or what is no text."""
    name = tag_of(match[0])
    if name in MARKS:
        return MARKS[name]
    if name in _BLOCKS:
        return f"\n{_GAP}\n"
    if name in _LINES:
        return "\n"
    if name == "li":
        return "" if match[0].startswith("</") else "\n- "
    if name in {"td", "th"}:
        return " | " if match[0].startswith("</") else ""
    return alt_of(match[0]) if name == "img" else ""
