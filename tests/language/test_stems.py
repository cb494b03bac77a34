"""Stems: what a text is about, as a set."""

from hypothesis import given
from hypothesis import strategies as st

from repurpose.language.stems import overlap, stems


def test_forms_of_a_word_are_one() -> None:
    """Snowball brings forms together, small words are left out."""
    assert stems("The teams are reusing what they reused", "en") == stems("Team reuse", "en")
    assert stems("Die Texte werden wiederverwendet", "de") & stems("Text", "de")


def test_scripts_without_spaces_give_pairs() -> None:
    """Chinese and Japanese are compared by pairs of characters, other languages without a stemmer by words."""
    assert stems("再利用", "ja") == {"再利", "利用"}
    assert stems("OpenTelemetry でログを集める", "ja") == {"opentelemetry", "ログ", "を集", "集め"}
    assert stems("你的故事和数据", "zh") == {"故事", "数据"}
    assert stems("kissa koira", "qq") == {"kissa", "koira"}


@given(st.text(alphabet="aZ09_'.- \n", max_size=30))
def test_ascii_gives_what_all_else_gives(text: str) -> None:
    """Words of ASCII are the same beside one that isn't."""
    assert stems(f"{text} été", "qq") == stems(text, "qq") | {"été"}


def test_overlap() -> None:
    """How much of the smaller set is in the other."""
    assert overlap(frozenset("ab"), frozenset("bcd")) == 0.5
    assert overlap(frozenset(), frozenset("a")) == 0.0
