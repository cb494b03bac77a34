"""Whom editors ask: a contact, and what a click on each part of it opens."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

_ADDRESSES = {"mail": "mailto:", "email": "mailto:", "phone": "tel:", "telephone": "tel:"}


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a contact: what it is (`name`, `mail`, `phone` ...), its text, and what a click on it opens."""

    kind: str
    text: str
    url: str | None = None


def contact_line(kind: str, value: str) -> Line:
    """One part of a contact, as the settings or an author name it; an address or a number can be clicked."""
    if kind in _ADDRESSES:
        kept = value if kind in {"mail", "email"} else "".join(value.split())
        return Line(kind, value, _ADDRESSES[kind] + quote(kept, safe="@+.-_()"))
    is_web = kind in {"url", "web"} and value.startswith(("https://", "http://"))
    return Line(kind, value, quote(value, safe=":/?#[]@!$&'*+,;=%~") if is_web else None)
