"""Facets: which bytes of a Bluesky post are a link or a hashtag."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.channels.social.count import length, shown
from repurpose.channels.social.facets import facets
from repurpose.rules.networks import networks

BLUESKY = networks()["bluesky"]


def found(text: str) -> list[tuple[str, str]]:
    """What each facet covers, cut out of the bytes, and what it leads to."""
    raw = text.encode()
    out = []
    for facet in facets(text, BLUESKY):
        [feature] = facet["features"]
        part = raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        out.append((part, feature.get("uri") or feature["tag"]))
    return out


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("https://example.org", ["https://example.org"]),
        ("日本 👩‍👩‍👧‍👦 https://example.org/é?a=b&c#d.", ["https://example.org/é?a=b&c#d"]),
        ("(http://example.org/a) and https://example.org/b, c", ["http://example.org/a", "https://example.org/b"]),
        ("“https://example.org”", ["https://example.org"]),
        ("e.g. ftp://example.org something-cool.jpg a..url", []),
        ("https://example.org/thing_(cool)", ["https://example.org/thing_(cool)"]),
        (
            "https://a.example, https://b.example/c; https://d.example.",
            ["https://a.example", "https://b.example/c", "https://d.example"],
        ),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    """A link's facet covers its bytes, without the punctuation behind it."""
    assert found(text) == [(link, link) for link in links]


@pytest.mark.parametrize(
    ("text", "shown", "uri"),
    [
        (
            "start middle.com/foo/bar?baz=bux#hash end",
            "middle.com/foo/bar?baz=bux#hash",
            "https://middle.com/foo/bar?baz=bux#hash",
        ),
        ("newline1.com\n", "newline1.com", "https://newline1.com"),
        ("(middle.com)", "middle.com", "https://middle.com"),
    ],
)
def test_bare_links(text: str, shown: str, uri: str) -> None:
    """As on Bluesky itself, a bare address of a known top-level domain is a link."""
    assert found(text) == [(shown, uri)]


@pytest.mark.parametrize("text", ["not.. a..url ..here", "e.g.", "website.com.jpg", "e.g./foo", "website.com.jpg/foo"])
def test_what_only_looks_like_a_link(text: str) -> None:
    """Cases of Bluesky's own library that are none."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#tag", ["tag"]),
        ("a #tag, #b_ b", ["tag", "b"]),
        ("#_b #-b ##c d/e#f", []),
        ("#a_b #a__b #a-b", ["a_b", "a__b", "a-b"]),
        ("#n0n3s@n5e! #with,punctuation", ["n0n3s", "with"]),
        ("#like. #this! #turtles!!!", ["like", "this", "turtles"]),
        ("#🦋 emoji, and #butter🦋fly, and #🦋🦋🦋 #👍🏻", ["🦋", "butter🦋fly", "🦋🦋🦋", "👍🏻"]),
        ("#1", []),
        ("#a1", ["a1"]),
        ("#日本 語", ["日本"]),
        ("a#b", []),
        ("#double#rainbow", ["double"]),
        ("#like👍", ["like👍"]),
        ("#" + "a" * 64, ["a" * 64]),
        ("#" + "a" * 65, []),
        ("# a ## b", []),
        ("https://example.org/#a", []),
    ],
)
def test_hashtags(text: str, tags: list[str]) -> None:
    """A tag begins a word, holds a letter, and has at most 64 characters."""
    assert [target for part, target in found(text) if part.startswith("#")] == tags


_PARTS = st.sampled_from(
    ["https://example.org/ä", "#tag", "#日本", " ", "\n", "日", "👩‍👩‍👧‍👦", ".", ")", "a", "#", "://", "e\u0301"]
)


@given(st.lists(_PARTS, max_size=15).map("".join))
def test_facets_cover_what_they_say(text: str) -> None:
    """Offsets cut no character, go up, and never overlap."""
    spans = [(facet["index"]["byteStart"], facet["index"]["byteEnd"]) for facet in facets(text, BLUESKY)]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(start < end <= len(text.encode()) for start, end in spans)
    for part, target in found(text):
        assert part.lstrip("#") == target


def test_a_link_of_ours_shows_its_host() -> None:
    """The address stands beside the text, whole, and doesn't count; an author's own link stays as it was written."""
    own = "https://www.example.org/ja/post/?utm_source=bluesky&utm_medium=social&utm_content=abc"
    text = f"日本 {own}.\n\nhttps://example.org/a example.net #tag"
    seen = shown(text, BLUESKY)
    assert seen == "日本 example.org.\n\nhttps://example.org/a example.net #tag"
    assert length(text, BLUESKY) == len(seen)
    assert shown(text, networks()["threads"]) == text
    raw, told = seen.encode(), []
    for facet in facets(text, BLUESKY):
        [feature] = facet["features"]
        part = raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        told.append((part, feature.get("uri") or feature["tag"]))
    assert told == [
        ("example.org", own),
        ("https://example.org/a", "https://example.org/a"),
        ("example.net", "https://example.net"),
        ("#tag", "tag"),
    ]
