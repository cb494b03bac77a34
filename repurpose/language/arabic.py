"""Arabic as its readers compare it: words are the same with vowel signs and without."""

from __future__ import annotations

_SIGNS = dict.fromkeys((0x640, *range(0x64B, 0x653), 0x670))
"""The stroke that only widens a word, the vowel signs, and the small alef."""


def unvowelled(text: str) -> str:
    """A text without vowel signs, which few writers set and no word list has: "خفّضت" is "خفضت"."""
    return text.translate(_SIGNS)
