"""Quotation marks, and what stands between the items of a list, as each language writes them (CLDR 46, delimiters)."""

from __future__ import annotations

from collections.abc import Iterable

from repurpose.language.tags import is_traditional, primary

_COMMAS = {"ar": "، ", "fa": "، ", "ur": "، ", "ja": "、", "zh": "，"}
_QUOTES = {"ja": "「」", "de": "„“", "fr": "«»", "ru": "«»", "es": "«»"}
"""Elsewhere “...”."""


def quoted(text: str, language: str) -> str:
    """A text in quotation marks."""
    marks = "「」" if is_traditional(language) else _QUOTES.get(primary(language), "“”")
    space = "\u202f" if primary(language) == "fr" else ""
    return f"{marks[0]}{space}{text}{space}{marks[1]}"


def signed(said: str, who: str, language: str) -> str:
    """What somebody said, with their name behind a dash."""
    return f"{said}{'——' if primary(language) == 'zh' else ' — '}{who}"


def listed(items: Iterable[str], language: str) -> str:
    """Items with commas between them."""
    return _COMMAS.get(primary(language), ", ").join(items)
