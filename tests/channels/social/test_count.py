"""Counts: how long a post is for each network, against X's own cases and its own program."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from repurpose.channels.social.count import length, link_spans, over, weighted_length
from repurpose.rules.networks import networks
from tests.builders import ROOT

CASES = Path(os.environ.get("REPURPOSE_SHARED", ROOT.parent / "shared")) / "data" / "twitter-text-validate.yml"


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("…", 2),
        ("€", 2),
        ("—“”", 3),
        ("日本", 4),
        ("محتوى", 5),
        ("👍", 2),
        ("👍🏽", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("🇯🇵", 2),
        ("1️⃣", 2),
        ("❤", 2),
        ("❤️", 2),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2),
        ("https://example.org/a/very/long/address?with=a&query#and-an-anchor", 23),
        ("example.com", 23),
        ("README.md", 23),
        ("node.js", 7),
        ("e.g.", 4),
        ("http://a.b", 10),
        ("(https://example.org)", 25),
        ("https://example.org.", 24),
        ("a@example.org", 13),
        ("日本https://example.org", 27),
    ],
)
def test_xs_weights(text: str, weight: int) -> None:
    """Values that are often got wrong, as X's own program gives them."""
    assert weighted_length(text) == weight


def published() -> list[dict[str, Any]]:
    if not CASES.is_file():
        pytest.skip("X's published cases aren't here")
    return list(
        yaml.safe_load(CASES.read_text(encoding="utf-8"))["tests"]["WeightedTweetsWithDiscountedEmojiCounterTest"]
    )


def test_xs_published_cases() -> None:
    """Every published case with the current configuration is counted as X counts it."""
    cases = published()
    assert len(cases) > 10
    for case in cases:
        assert weighted_length(case["text"]) == case["expected"]["weightedLength"], case["description"]


# Left out is what no emoji is, as it was or as it is today: half a flag, two halves of none, a skin tone by itself.
PARTS = (
    "word", "été", "Straße", "日本語", "한국어", "ไทย", "محتوى", "सामग्री", "€", "…", "—", "“x”", "ﬁ",
    "e\u0301", "\u200d", "ß", "😀", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇯🇵", "1️⃣", "#️⃣", "❤", "❤️", "™", "©",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👩🏽‍💻", "☕", "https://example.org", "http://example.org/a(b)c",
    "https://example.org/?a=b&c=d#e", "example.com", "www.example.co.uk/x", "README.md", "node.js",
    "foo.bar", "e.g.", "v1.2.3", "http://a.b", "https://例え.jp", "https://example.org/日本", "@user",
    "@user@host.example", "#tag", "#日本", "$cash", "a@example.com", "-example.com", "_example.com",
    "sub_domain.example.com", "example.com:80/x", "EXAMPLE.COM", "https://EXAMPLE.org/Ä", "x.ai",
    "https://example.org/a.", "(example.com)", "a.b.c.com/",
)  # fmt: skip
GLUE = (" ", "", " ", "\n", ".", ",", "!", "(", ")", "/", ":", "「", "」", "\u3000")

COUNTER = """
const { parseTweet } = require('twitter-text');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map(text => parseTweet(text).weightedLength)));
"""


def test_xs_own_program() -> None:
    """Ten thousand random texts are counted as X's program counts them."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "twitter-text").is_dir():
        pytest.skip("needs node and `npm install`")
    chance = random.Random(20261122)
    texts = [
        "".join(chance.choice(PARTS) + chance.choice(GLUE) for _ in range(chance.randint(1, 8))) for _ in range(10_000)
    ]
    answer = subprocess.run(
        [node, "-e", COUNTER], input=json.dumps(texts), capture_output=True, text=True, check=True, cwd=ROOT
    )
    theirs = json.loads(answer.stdout)
    different = [(text, weighted_length(text), weight) for text, weight in zip(texts, theirs, strict=True)]
    assert [one for one in different if one[1] != one[2]] == []


@pytest.mark.parametrize(
    ("network", "text", "size"),
    [
        ("mastodon", "👩‍👩‍👧‍👦日a", 3),
        ("mastodon", "https://example.org/a/very/long/address/that/is/cut", 23),
        ("mastodon", "example.org/a/very/long/address/that/is/not/cut", 47),
        ("mastodon", "@alice@example.org hi", 9),
        ("mastodon", "a@alice.example", 15),
        ("bluesky", "https://example.org 👍🏽", 21),
        ("threads", "a👍", 5),
        ("threads", "日本 é", 4),
        ("threads", "👍🏽", 8),
        ("threads", "1 © #", 5),
        ("linkedin", "👍🏽日", 3),
        ("instagram", "e\u0301", 2),
    ],
)
def test_each_network_counts_in_its_own_way(network: str, text: str, size: int) -> None:
    """Graphemes with short links, graphemes alone, characters with emoji in bytes, characters."""
    assert length(text, networks()[network]) == size


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("a" * 476 + " http://" + "b" * 30 + ".com/example", True),
        ("a" * 475 + " @alice@" + "b" * 30 + ".com", True),
        ("a" * 520, False),
        ("a" * 250 + "b" * 251, False),
    ],
)
def test_mastodons_published_cases(text: str, fits: bool) -> None:
    """What its own validator takes and refuses (spec/validators/status_length_validator_spec.rb)."""
    assert (over(text, networks()["mastodon"]) == 0) == fits


def test_a_limit_in_bytes_counts_as_well() -> None:
    """Bluesky takes 300 graphemes, but no more than 3,000 bytes."""
    bluesky = networks()["bluesky"]
    assert over("a" * 300, bluesky) == 0
    assert over("a" * 302, bluesky) == 2
    assert over("👩‍👩‍👧‍👦" * 150, bluesky) == 150 * 25 - 3000


@given(st.text(max_size=120))
def test_no_text_is_too_odd_to_be_counted(text: str) -> None:
    """Every network counts every text, and links never overlap."""
    for network in networks().values():
        assert length(text, network) >= 0
    spans = link_spans(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
