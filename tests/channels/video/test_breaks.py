"""Where a spoken text is broken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from repurpose.channels.video.breaks import broken, joined, parts, width
from repurpose.formats.lines import columns

LANGUAGES = st.sampled_from(["en", "de", "fr", "ar", "ja", "zh", "ko", "th"])


def lines(text: str, count: int, language: str = "en") -> list[str]:
    return [joined(group) for group in broken(parts(text, language, 42), count)]


def test_a_break_is_after_a_comma_rather_than_in_the_middle() -> None:
    """As it is spoken."""
    assert lines("When the lock holds, nobody asks for a second one.", 2) == [
        "When the lock holds,",
        "nobody asks for a second one.",
    ]


def test_an_article_stays_with_its_noun() -> None:
    """And a preposition with what it leads to."""
    assert lines("Everyone is afraid of the wolf outside.", 2) == ["Everyone is afraid", "of the wolf outside."]


def test_a_first_name_stays_with_the_last() -> None:
    """But for German, which writes every noun so."""
    assert lines("It was first said by Grace Hopper here", 2) == ["It was first said", "by Grace Hopper here"]
    assert parts("zum Morgen Beginn", "de", 42)[1].cost < parts("by Grace Hopper", "en", 42)[1].cost


def test_where_words_dont_stand_apart_phrases_stay_whole() -> None:
    """No particle begins a line."""
    assert lines("記事づくりで一番お金がかかるのは書くことです。", 2, "ja") == [
        "記事づくりで一番お金がかかるのは",
        "書くことです。",
    ]


@given(st.text(max_size=120), LANGUAGES, st.integers(min_value=1, max_value=4))
def test_nothing_is_lost_and_no_part_is_too_wide(text: str, language: str, count: int) -> None:
    """Of any text in any language."""
    some = parts(text, language, 42)
    groups = broken(some, min(count, max(1, len(some))))
    said = "".join(joined(group) for group in groups)
    assert "".join(said.split()) == "".join(text.split())
    assert all(groups) or not some
    assert all(one.columns <= 42 for one in some)
    assert all(width(group) == columns(joined(group)) for group in groups)
