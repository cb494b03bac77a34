"""Rhetoric: what words do in a sentence, by each language's lists."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.language.rhetoric import Phrases, read, rhetoric
from repurpose.language.tags import is_spaced

LANGUAGES = sorted(entry.name.removesuffix(".toml") for entry in (files("repurpose.language") / "rhetoric").iterdir())


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("This is why.", "en"),
        ("For example, a letter.", "en"),
        ("As a result, nobody knows.", "en"),
        ("Dies gilt für alle.", "de"),
        ("Das ist alles.", "de"),
        ("Cela suffit.", "fr"),
        ("Sin embargo, no.", "es"),
        ("No entanto, não.", "pt"),
        ("Поэтому нет.", "ru"),
        ("这很好。", "zh"),
        ("これは良い。", "ja"),
        ("이것은 좋다.", "ko"),
        ("وهذا يكفي.", "ar"),
    ],
)
def test_openers(sentence: str, language: str) -> None:
    """A sentence that begins by pointing back is known in every language we have lists for."""
    assert rhetoric(language).opens.at_start(read(sentence, language))


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Thistles grow.", "en"),
        ("Butter is dear.", "en"),
        ("Die besten Teams schreiben.", "de"),
        ("好内容值得反复使用。", "zh"),
        ("良い文章は残る。", "ja"),
    ],
)
def test_a_beginning_of_its_own(sentence: str, language: str) -> None:
    """Words that only begin like an opener are none."""
    assert not rhetoric(language).opens.at_start(read(sentence, language))


def test_words_that_are_excused() -> None:
    """What would point elsewhere is taken out where it belongs to a harmless phrase."""
    lists = rhetoric("en")
    harmless = lists.excused.without(read("Tools such as make save time.", "en"))
    assert not lists.leans.within(harmless)
    assert lists.leans.within(lists.excused.without(read("Such tools save time.", "en")))


def test_what_is_announced_stands_behind_the_words_that_announce() -> None:
    """All of a sentence that announces nothing."""
    announces = rhetoric("en").announces
    assert announces.after(read("We are glad to announce a new parser.", "en")).split() == ["a", "new", "parser"]
    assert announces.after(read("A new parser.", "en")).split() == ["a", "new", "parser"]


@given(st.text(alphabet="aZ09_'’.-+# ", max_size=30))
def test_ascii_is_read_as_all_else(sentence: str) -> None:
    """Words of ASCII are the same beside one that isn't."""
    assert read(f"{sentence} é", "en").words == (*read(sentence, "en").words, "é")


@given(
    st.lists(st.lists(st.sampled_from(("a", "bb", "ccc", "d-e")), min_size=1, max_size=3).map(" ".join), max_size=4),
    st.lists(st.sampled_from(("a", "bb", "ccc", "d-e", "f")), max_size=6),
)
def test_phrases_are_found_wherever_they_stand(entries: list[str], words: list[str]) -> None:
    """A phrase stands in a sentence, or begins it, where its words stand there in a row."""
    phrases, reading, line = (
        Phrases(entries, Counter(), spaced=True),
        read(" ".join(words), "en"),
        f" {' '.join(words)} ",
    )
    assert phrases.within(reading) == any(f" {entry} " in line for entry in entries)
    assert phrases.at_a_glance(line) >= phrases.within(reading)
    assert phrases.at_start(reading) == any(line.startswith(f" {entry} ") for entry in entries)


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.data())
def test_what_is_seen_before_a_sentence_is_read_is_read_in_it(language: str, data: st.DataObject) -> None:
    """A list's word before the first space begins the sentence; and where it stands alone there, it is seen."""
    opens = rhetoric(language).opens
    words = sorted(word for word in opens.by_word() if is_spaced(language))
    first = data.draw(st.sampled_from([*words, "a"]) | st.text("ab.'’-+# É", max_size=6)).capitalize()
    sentence = first + data.draw(st.text("ab.'’- É", max_size=6))
    if opens.at_sight(sentence):
        assert opens.at_start(read(sentence, language))
    elif first.isalpha() and sentence == f"{first} " and is_spaced(language):
        assert not opens.among([first.lower()])


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    """A sentence in either says the same; one without spaces has no words."""
    lists = rhetoric("zh-TW")
    assert read("這個產品讓我們省下時間。", "zh-TW") == read("这个产品让我们省下时间。", "zh")
    assert lists.leans.within(read("這個產品", "zh-Hant"))
    assert lists.excused.within(read("因此", "zh"))


def test_a_language_without_lists() -> None:
    """Nothing is found, and the lists say that they know nothing."""
    lists = rhetoric("qq")
    assert not lists.known
    assert not lists.opens.at_start(read("This is why.", "qq"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_can_be_used(language: str) -> None:
    """Each language's file has only lists that are known, of entries in small letters, none twice."""
    import tomllib

    table = tomllib.loads((files("repurpose.language") / "rhetoric" / f"{language}.toml").read_text(encoding="utf-8"))
    lists = rhetoric(language)
    assert 1 <= lists.enough <= 2
    for name, entries in ((name, entries) for name, entries in table.items() if name not in {"enough", "traditional"}):
        assert hasattr(lists, name)
        assert entries
        assert [entry for entry in entries if entry != entry.lower() or not entry.strip()] == []
        assert len(set(entries)) == len(entries), (name, [one for one in entries if entries.count(one) > 1])
