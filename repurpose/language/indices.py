"""Superscripts and subscripts in plain text: 10³ and H₂O, not 103 and H2O."""

from __future__ import annotations

_RAISED = dict(zip("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ", strict=True))
_MARKS = {"tm": "™", "sm": "℠", "®": "®", "©": "©", "*": "*"}


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
