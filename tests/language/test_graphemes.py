"""What a reader sees as one character."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from repurpose.language.graphemes import graphemes


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


@given(st.text(st.characters(max_codepoint=0x2BFF)))
def test_latin_is_read_as_all_else(text: str) -> None:
    """What is taken to stand alone is a cluster by the standard's own rules."""
    assert graphemes(text) == regex.findall(r"\X", text)
