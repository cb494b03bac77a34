"""Superscripts and subscripts in plain text: 10³ and H₂O, not 103 and H2O."""

from __future__ import annotations

import re
from html import unescape

_RAISED = dict(zip("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ", strict=True))
_MARKS = {"tm": "™", "sm": "℠", "®": "®", "©": "©", "*": "*"}

TAG = re.compile(r"<(/?)(sup|sub)\b[^<>]*>", re.I)
"""The tag that begins or ends one: a slash if it ends, and its name."""

_INDEX = re.compile(r"(\w?)<(sup|sub)\b[^<>]*>([^<>]*)</\2\s*>", re.I)


def with_indices(html: str) -> str:
    """Raw HTML with its superscripts and subscripts as plain text has them."""
    return _INDEX.sub(_written_anew, html) if "<" in html else html


def _written_anew(match: re.Match[str]) -> str:
    words = unescape(match[3]).strip()
    if not words:
        return match[1]
    return match[1] + (raised(words, match[1]) if match[2].lower() == "sup" else lowered(words))


def raised(text: str, before: str = "") -> str:
    """A superscript, as Unicode writes it where it can; else after a caret.

    `before` is what it stands behind: letters after a digit are the end of an ordinal (1st, 2ᵉ), which needs no mark.
    """
    if mark := _MARKS.get(text.lower()):
        return mark
    if text.isalpha() and before[-1:].isdecimal() and len(text) > 1:
        return text
    return _written(text, _RAISED, "^")


def lowered(text: str) -> str:
    """A subscript, as Unicode writes it where it can; else after an underscore."""
    return _written(text, _LOWERED, "_")


def _written(text: str, table: dict[str, str], sign: str) -> str:
    if all(char in table for char in text):
        return "".join(table[char] for char in text)
    return f"{sign}{text}" if text.isalnum() else f"{sign}({text})"
