"""Words and reading time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.language.words import CHARACTERS_A_MINUTE, WORDS_A_MINUTE, count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("one two three", 3),
        ("don't stop", 2),
        ("state-of-the-art e.g. 3.5", 3),
        ("日本語", 3),
        ("Python は楽しい", 5),
        ("你好，世界！", 4),
        ("ไทย", 3),
        ("한국어 문장", 2),
        ("مرحبا بالعالم", 2),
        ("— … !", 0),
        ("", 0),
    ],
)
def test_count_words(text: str, count: int) -> None:
    """Words are counted by spaces, in scripts without them by character."""
    assert count_words(text) == count


@given(st.lists(st.text(alphabet="abcdé語", min_size=1, max_size=5), max_size=10))
def test_count_words_adds_up(parts: list[str]) -> None:
    """The words of several lines are the words of each."""
    assert count_words("\n".join(parts)) == sum(map(count_words, parts))


@given(st.text(alphabet="aZ09_'.- \n", max_size=30))
def test_ascii_counts_as_all_else(text: str) -> None:
    """Words of ASCII are the same beside one that isn't."""
    assert count_words(f"{text} é") == count_words(text) + 1


def test_reading_minutes_follows_each_script() -> None:
    """Reading takes a minute at least, and as long as the language's readers take."""
    assert reading_minutes("", "en") == 1
    assert reading_minutes("word " * WORDS_A_MINUTE * 3, "en") == 3
    assert reading_minutes("字" * CHARACTERS_A_MINUTE["zh"] * 4, "zh-Hant") == 4
    assert reading_minutes("字" * CHARACTERS_A_MINUTE["ja"] * 4, "ja") == 4
    assert reading_minutes("word " * WORDS_A_MINUTE + "字" * CHARACTERS_A_MINUTE["zh"], "zh") == 2
