"""Phrases: where a line may be broken in scripts without spaces."""

import pytest

from repurpose.language.phrases import phrases


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("良い文章は何度も使えます。", "ja"),
        ("内容营销团队需要把一篇文章用很多次。", "zh"),
        ("內容行銷團隊需要文章。", "zh-Hant"),
        ("a b", "en"),
    ],
)
def test_phrases_joined_are_the_text(text: str, language: str) -> None:
    """Nothing is lost; a text nobody knows the phrases of is one."""
    found = phrases(text, language)
    assert "".join(found) == text
    assert (len(found) > 1) == (language != "en")
