"""What a reader sees as one character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.language.graphemes import clip, graphemes


@pytest.mark.parametrize(
    ("text", "count"),
    [("abc", 3), ("e\u0301", 1), ("👩‍👩‍👧‍👦", 1), ("🇩🇪🇯🇵", 2), ("नि", 1), ("\r\n", 1), ("👍🏽", 1), ("", 0)],
)
def test_graphemes(text: str, count: int) -> None:
    """Families, flags, skin tones, accents and vowel signs are one each."""
    assert len(graphemes(text)) == count


@given(st.text())
def test_graphemes_join_back(text: str) -> None:
    """Nothing is lost, and no cluster is empty."""
    assert "".join(graphemes(text)) == text
    assert all(graphemes(text))


@given(st.text(max_size=20), st.integers(0, 12))
def test_clip_is_a_head_of_whole_graphemes(text: str, limit: int) -> None:
    """The head has at most the limit, and ends where a grapheme ends."""
    head = clip(text, limit)
    parts = graphemes(text)
    assert head == "".join(parts[: max(limit, 0)]) or head == text
    assert len(graphemes(head)) <= limit or len(text) <= limit
