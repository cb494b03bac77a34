"""Lists and feeds are made again where what they show of the posts has changed, and only there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repurpose.build.cache.record import Packed, Read
from repurpose.build.earlier import Earlier
from repurpose.build.entries import Data, is_alike, reads
from repurpose.build.order import Order
from repurpose.build.workshop import Workshop
from repurpose.channels.channel import Entry
from repurpose.config import read_config
from tests.build.building import build_into
from tests.build.cache.test_incremental import tree

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONFIG = read_config("[channels]\nenabled = ['blog', 'feed']\n[channels.feed]\nitems = 2\n", {}, default_title="Notes")


def test_what_was_read_is_known_by_key() -> None:
    data = {name: Data(name, f"digest of {name}", lambda: {"title": "T", "body": "B"}) for name in "abcd"}
    assert data["a"]["title"] == "T"
    assert data["b"].get("title") == "T"
    assert dict(data["c"]) == {"title": "T", "body": "B"}
    with pytest.raises(KeyError):
        data["d"]["no such key"]
    assert reads(data.values()) == (
        Read(("title",), {"a": "digest of a", "b": "digest of b"}),
        Read(None, {"c": "digest of c"}),
        Read(("no such key",), {"d": "digest of d"}),
    )


def test_entries_are_alike_in_what_was_read() -> None:
    assert is_alike({"a": 1, "b": 2}, {"a": 1, "b": 3}, ["a", "c"])
    assert not is_alike({"a": 1}, {"a": True}, ["a"])
    assert not is_alike({}, {"a": None}, ["a"])


def test_a_list_is_made_again_only_if_what_it_shows_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four posts, of which the feed shows the two newest."""
    collected: list[str] = []
    collect = Workshop.collect

    def collecting(shop: Workshop, channel: str, order: str, entries: Sequence[Entry], earlier: Earlier) -> Packed:
        collected.append(channel)
        return collect(shop, channel, order, entries, earlier)

    monkeypatch.setattr(Workshop, "collect", collecting)
    content = tmp_path / "content"
    content.mkdir()

    def write(number: int, title: str, words: str) -> None:
        head = f"---\ntitle: {title}\ndate: 2026-11-0{number}\n---\n\n"
        (content / f"{number}.md").write_text(f"{head}{words}\n")

    def made() -> list[str]:
        collected.clear()
        order = Order(tmp_path, CONFIG, MOMENT, jobs=1, is_cached=True)
        built, written = build_into(tmp_path / "outputs", order)
        built.shelf.close(is_whole=True, listed=written.listed)
        again = list(collected)
        clean = Order(tmp_path, CONFIG, MOMENT, jobs=1, is_cached=False)
        build_into(tmp_path / "clean", clean)
        assert tree(tmp_path / "outputs") == tree(tmp_path / "clean")
        return again

    for number in range(1, 5):
        write(number, f"Post {number}", f"Words of {number}.\n\nMore of it.")
    assert made() == ["blog", "feed"]
    assert made() == []
    for words in ("Words of 1.\n\nOther words.", "Words of 1.\n\nAnd once more."):
        write(1, "Post 1", words)
        assert made() == [], "neither a list nor a feed shows the text of an old post"
    write(4, "Post 4", "Words of 4.\n\nOther words.")
    assert made() == ["feed"]
    write(1, "Another title", "Words of 1.\n\nAnd once more.")
    assert made() == ["blog"]
    write(1, "Another title", "A new description.\n\nAnd once more.")
    assert made() == ["blog"]
