"""Forms: the fields that only one network has."""

from __future__ import annotations

import json
from typing import Any

import pytest

from repurpose.channels.social.forms import little_text
from repurpose.errors import ConfigError
from tests.builders import BASE, asset, brief, compose, config, pieces, project

SAYS = "Teams that reuse their best piece twelve times earn more."


def read(name: str, settings: str = "", **fields: Any) -> dict[str, Any]:
    """The JSON of one network that the project asks for."""
    where = project(config(f'[social]\nnetworks = ["{name}"]\n{settings}'))
    made: dict[str, Any] = json.loads(pieces("social", asset(**{"description": SAYS, **fields}), where)[f"{name}.json"])
    return made


def test_linkedin_has_an_escaped_twin() -> None:
    """The text to paste is as it is; the one for its API escapes what the API would stop at."""
    assert little_text(r"a_b (c) [d] {e} @f <g> * ~ | \ #") == (r"a\_b \(c\) \[d\] \{e\} \@f \<g\> \* \~ \| \\ \#")
    assert little_text("See #FieldNotes now") == r"See {hashtag|\#|FieldNotes} now"
    post = read("linkedin", tags=("field notes",))["posts"][0]
    assert "utm_source" in post["text"]
    assert r"utm\_source" in post["commentary"]
    assert r"{hashtag|\#|FieldNotes}" in post["commentary"]


def test_bluesky_has_a_card() -> None:
    """The card shows the title and what the asset says; it leads where the link does."""
    post = read("bluesky")["posts"][0]
    assert post["card"] == {"uri": post["facets"][0]["features"][0]["uri"], "title": "A post", "description": SAYS}


def test_mastodon_counts_its_warning() -> None:
    """A content warning stands in a field of its own, and its length counts."""
    plain, warned = read("mastodon")["posts"][0], read("mastodon", extra={"content_warning": "Money"})["posts"][0]
    assert warned["spoiler_text"] == "Money"
    assert warned["length"] == plain["length"] + len("Money")
    assert "spoiler_text" not in plain


def test_youtube_has_a_title_and_refuses_brackets() -> None:
    """Title in characters, description in bytes, neither with < or >; the link stands in the description."""
    post = read("youtube", title="Faster <than> " + "ever " * 30, description="日本 < 語.")["posts"][0]
    assert (post["unit"], post["limit"], post["length"]) == ("bytes", 5000, len(post["text"].encode()))
    assert post["title"]["length"] <= post["title"]["limit"] == 100
    assert not set("<>") & set(post["text"] + post["title"]["text"])
    assert f"{BASE}/post/?utm_source=youtube" in post["text"]


@pytest.mark.parametrize(("name", "limit"), [("reddit", 300), ("hackernews", 80)])
def test_submissions_have_a_title_and_a_link(name: str, limit: int) -> None:
    """The asset's own title, or its part before a colon; a longer one is none, with the reason."""
    post = read(name, title="Reuse: " + "what it is " * 8)["posts"][0]
    assert post["text"] == ("Reuse" if limit == 80 else "Reuse: " + "what it is " * 8)
    assert post["url"].startswith(f"{BASE}/post/?utm_source={name}")
    made = read(name, title="long " * 80)
    assert made["posts"] == []
    assert str(limit) in made["reason"]


def test_pinterest_has_picture_and_link() -> None:
    """A pin has a picture, its text for those who don't see it, a title, and its link outside the text."""
    assert "picture" in read("pinterest")["reason"]
    post = read("pinterest", image="https://a.example/b.png", image_alt="A map")["posts"][0]
    assert (post["image"], post["alt"], post["title"]["text"]) == ("https://a.example/b.png", ["A map"], "A post")
    assert "://" not in post["text"]
    assert post["url"].startswith(BASE)


def test_a_title_is_not_said_again_and_nothing_leads_to_a_link_elsewhere() -> None:
    """Where title and link have fields of their own."""
    told: dict[str, Any] = {"description": SAYS, "stages": ("acquisition",), "image": "https://a.example/b.png"}
    post = read("pinterest", **told)["posts"][0]
    assert post["text"] == SAYS
    assert "A post" not in read("youtube", **told)["posts"][0]["text"]


def test_what_is_asked_for() -> None:
    """Some networks are made only where the project, or an author, has use for them."""
    assert "reddit.json" not in pieces("social", asset(description=SAYS))
    own = asset(description=SAYS, overrides={"social": {"reddit": "My title"}})
    assert json.loads(pieces("social", own)["reddit.json"])["posts"][0]["text"] == "My title"


def test_x_premium() -> None:
    """A paid account has a longer limit."""
    assert read("x", "[social.x]\npremium = true\n")["posts"][0]["limit"] == 25_000
    assert read("x", "[social.x]\npremium = true\nlimit = 500\n")["posts"][0]["limit"] == 500
    with pytest.raises(ConfigError, match="premium must be true or false"):
        read("x", "[social.x]\npremium = 3\n")
    assert compose("social", brief(asset(description=SAYS))).drafts
