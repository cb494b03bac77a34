"""What stands near an asset: an order, a series, and subjects that are shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from repurpose.library.likeness import likeness
from repurpose.library.neighbours import neighbours
from repurpose.model import Asset
from tests.builders import asset


def post(name: str, body: str = "", **fields: object) -> Asset:
    """An asset by its name."""
    return replace(asset(), id=name, slug=name, title=name, description=body, **fields)  # type: ignore[arg-type]


def related(assets: Sequence[Asset]) -> dict[str, list[str]]:
    """By asset id, the ids of those that are about the same."""
    return {name: list(near.ids) for name, near in likeness(assets).items()}


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
