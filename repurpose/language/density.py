"""How many characters a language needs to say what English says in one.

From the lengths of the Universal Declaration of Human Rights in its translations (unicode.org/udhr), rounded.
"""

from __future__ import annotations

from functools import cache

from repurpose.language.tags import primary

_DENSITY = {"zh": 0.3, "yue": 0.3, "ja": 0.4, "ko": 0.5, "ar": 0.75, "he": 0.75, "fa": 0.8, "ur": 0.85}


@cache
def density(tag: str) -> float:
    """Characters for one English character: 0.3 in Chinese, 1.0 in most languages."""
    return _DENSITY.get(primary(tag), 1.0)
