"""What a reader sees as one character: grapheme clusters (Unicode UAX 29)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_ALONE = re.compile("[^\r\u0300-\u200f\u2028-\u202e\u2060-\u209f\u20c0-\U0010ffff]*")
"""Latin and its punctuation, where every character is a cluster of its own."""


@cache
def _cluster() -> Any:
    import regex

    return regex.compile(r"\X")


def graphemes(text: str) -> list[str]:
    """The grapheme clusters of `text`, in order."""
    return list(text) if _ALONE.fullmatch(text) else _cluster().findall(text)
