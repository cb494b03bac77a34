"""What is about the same: by words that are rare and shared; and the same, whatever was known before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from math import hypot, log, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.library import likeness as module
from repurpose.library.likeness import KEPT, LEAST, Likeness, likeness
from repurpose.model import Asset
from tests.builders import asset


def post(name: str, text: str = "", language: str = "en") -> Asset:
    """An asset by its name."""
    return replace(asset(), id=name, slug=name, title=name, description=text, language=language, tags=())


def related(assets: Iterable[Asset]) -> dict[str, list[str]]:
    """By asset id, the ids of those that are about the same."""
    return {name: list(near.ids) for name, near in likeness(assets).items()}


def doublings(count: int) -> float:
    """How often one is doubled to become so many, to the nearest half."""
    return round(log2(count) * 2) / 2


def test_what_is_rare_and_shared_relates() -> None:
    """Words that all have say nothing, those that two have say much; the nearest comes first."""
    common = "every post talks about working together on something. "
    some = [
        post("bread", common + "sourdough baking with hydration"),
        post("ovens", common + "baking needs ovens that keep heat"),
        post("rye", common + "sourdough baking with rye and hydration"),
        post("taxes", common + "declare taxes before spring"),
    ]
    like = related(some)
    assert like["bread"] == ["rye", "ovens"]
    assert like["taxes"] == []


WORDS = ("bread", "baking", "yeast", "oven", "taxes")


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=30))
def test_the_nearest_of_all_are_found(texts: list[str]) -> None:
    """However few are looked at, they are those that a comparison of all with all finds."""
    some = [replace(asset(), id=f"{number:02}", title=text, tags=()) for number, text in enumerate(texts)]
    terms = {one.id: Counter(one.title.split()) for one in some}
    spread = {word: sum(word in found for found in terms.values()) for word in WORDS}
    vectors = {
        name: {
            word: (1 + log(count)) * (doublings(len(some)) - doublings(spread[word]))
            for word, count in found.items()
            if 1 < spread[word] < len(some)
        }
        for name, found in terms.items()
    }

    def likeness(one: str, other: str) -> float:
        shared = sum(weight * vectors[other].get(word, 0.0) for word, weight in vectors[one].items())
        return round(shared / (hypot(*vectors[one].values()) * hypot(*vectors[other].values()) or 1.0), 9)

    found = related(some)
    for name in vectors:
        near = sorted(((likeness(name, other), other) for other in vectors if other != name), reverse=True)
        assert found[name] == [other for score, other in near if score >= LEAST][:KEPT]


def test_chinese_relates_without_spaces() -> None:
    """By pairs of characters."""
    some = [
        post("a", "我们讨论面包烘焙与酵母发酵", language="zh"),
        post("b", "酵母发酵是面包烘焙的关键", language="zh"),
        post("c", "春天以前要申报所得税", language="zh"),
    ]
    like = related(some)
    assert (like["a"], like["c"]) == (["b"], [])


titles = st.lists(st.sampled_from(("bread", "baking", "yeast", "oven", "taxes", "spring", "flour")), max_size=4).map(
    " ".join
)
libraries = st.dictionaries(
    st.integers(0, 40).map("{:02}".format), st.tuples(titles, st.sampled_from(("en", "de"))), max_size=40
)


@given(
    libraries,
    st.lists(
        st.dictionaries(
            st.integers(0, 40).map("{:02}".format),
            st.tuples(titles, st.sampled_from(("en", "de"))) | st.none(),
            max_size=3,
        ),
        max_size=5,
    ),
)
def test_what_was_found_before_changes_nothing(
    library: dict[str, tuple[str, str]], edits: list[dict[str, tuple[str, str] | None]]
) -> None:
    """Assets that come, go, change and move to another language."""
    before: Likeness | None = None
    for edit in [{}, *edits]:
        library = {name: told for name, told in (library | edit).items() if told is not None}
        some = [post(name, *told) for name, told in library.items()]
        before = likeness(some, before)
        assert before == likeness(some)


def test_few_are_compared_where_little_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    near = module._Words._near

    def counted(self: module._Words, number: int) -> module.Near:
        compared.append(number)
        return near(self, number)

    monkeypatch.setattr(module._Words, "_near", counted)
    words = [f"word{'abcdefghijklmnopqrst'[number]}" for number in range(20)]
    some = [post(f"{number:03}", " ".join(words[number * step % 19] for step in (3, 5, 7))) for number in range(200)]
    before = likeness(some)
    assert len(compared) == 200
    compared.clear()
    some[100] = replace(some[100], description="worda wordb wordc")
    after = likeness(some, before)
    assert 1 <= len(compared) < 50
    assert after == likeness(some) != before


def test_two_processes_find_what_one_finds(forks: list[int]) -> None:
    some = [
        post(f"{number:04}", f"word{'abcdefg'[number % 7]} thing{'uvwxy'[number % 5]}") for number in range(module.MANY)
    ]
    assert likeness(some) == likeness(some, is_alone=True)
    assert len(forks) == 1
