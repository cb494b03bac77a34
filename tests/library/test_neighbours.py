"""What stands near an asset: an order, a series, and subjects that are shared."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from math import hypot, log

from hypothesis import given
from hypothesis import strategies as st

from repurpose.library.neighbours import LEAST, neighbours, related
from repurpose.model import Asset
from tests.builders import asset


def post(name: str, body: str = "", **fields: object) -> Asset:
    """An asset by its name."""
    return replace(asset(), id=name, slug=name, title=name, description=body, **fields)  # type: ignore[arg-type]


def near(*assets: Asset) -> dict[str, tuple[str | None, str | None]]:
    """The titles of what stands after and before each."""
    found = neighbours(assets, {one.id: f"{one.slug}/" for one in assets}, related(assets))
    return {
        name: (one.newer.title if one.newer else None, one.older.title if one.older else None)
        for name, one in found.items()
    }


def day(number: int) -> datetime:
    """A day of one month."""
    return datetime(2026, 11, number, tzinfo=UTC)


def test_posts_stand_in_the_order_of_their_dates() -> None:
    """Equal dates by id; undated ones have no place, and each language its own order."""
    found = near(
        post("b", date=day(2)), post("a", date=day(2)), post("c", date=day(1)), post("ja", language="ja"),
        post("never", date=None),
    )  # fmt: skip
    assert found == {
        "c": ("a", None), "a": ("b", "c"), "b": (None, "a"), "ja": (None, None), "never": (None, None),
    }  # fmt: skip


def test_a_series_has_its_parts_in_order() -> None:
    """Oldest first; a series of one is none."""
    some = [post("b", date=day(2), series="S"), post("a", date=day(1), series="S"), post("c", series="T")]
    found = neighbours(some, {one.id: "" for one in some}, related(some))
    assert [part.title for part in found["b"].parts] == ["a", "b"]
    assert found["c"].parts == ()


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
            word: (1 + log(count)) * log(len(some) / spread[word])
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
        assert found[name] == [other for score, other in near if score >= LEAST][:6]


def test_chinese_relates_without_spaces() -> None:
    """By pairs of characters."""
    some = [
        post("a", "我们讨论面包烘焙与酵母发酵", language="zh"),
        post("b", "酵母发酵是面包烘焙的关键", language="zh"),
        post("c", "春天以前要申报所得税", language="zh"),
    ]
    like = related(some)
    assert (like["a"], like["c"]) == (["b"], [])


def test_an_order_of_files_changes_nothing() -> None:
    """The same assets have the same neighbours, however they are listed."""
    some = [post(f"p{number}", f"word{'abcdefgh'[number % 3]} thing{'xyz'[number % 3]}") for number in range(9)]
    places = {one.id: one.slug for one in some}
    assert neighbours(some, places, related(some)) == neighbours(some[::-1], places, related(some[::-1]))


def test_a_part_of_the_series_is_not_told_twice() -> None:
    """It stands in the series already."""
    some = [
        post("a", "sourdough hydration", series="S"),
        post("b", "sourdough hydration", series="S"),
        post("c", "taxes"),
    ]
    assert neighbours(some, {one.id: "" for one in some}, related(some))["a"].related == ()
