"""Where a line may be broken in scripts without spaces: BudouX, trained for Japanese, Chinese and Thai."""

from __future__ import annotations

from functools import cache
from typing import Any

from repurpose.language.tags import is_traditional, primary


def phrases(text: str, language: str) -> list[str]:
    """The phrases of a text, which joined are the text; the text itself where nobody knows its phrases."""
    parser = _parser(language)
    return list(parser.parse(text)) if parser else [text]


@cache
def _parser(language: str) -> Any:
    import budoux

    match primary(language):
        case "ja":
            return budoux.load_default_japanese_parser()
        case "zh" if is_traditional(language):
            return budoux.load_default_traditional_chinese_parser()
        case "zh" | "yue":
            return budoux.load_default_simplified_chinese_parser()
        case "th":
            return budoux.load_default_thai_parser()
        case _:
            return None
