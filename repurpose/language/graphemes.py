"""What a reader sees as one character: grapheme clusters (Unicode UAX 29)."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _cluster() -> Any:
    import regex

    return regex.compile(r"\X")


def graphemes(text: str) -> list[str]:
    """The grapheme clusters of `text`, in order."""
    return list(text) if text.isascii() and "\r" not in text else _cluster().findall(text)
