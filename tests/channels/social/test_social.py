"""Social: two files a network, an author's posts word for word, limits kept by all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from repurpose.channels.social.count import length
from repurpose.errors import AssetError, ConfigError
from repurpose.ids import block_slot
from repurpose.rules.networks import networks
from tests.builders import BASE, asset, brief, compose, config, kitchen_sink, pieces, project, rendered
from tests.conftest import Golden

CLAIM = "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones."


def read(name: str, **fields: Any) -> dict[str, Any]:
    """The JSON of one network."""
    made: dict[str, Any] = json.loads(pieces("social", asset(**fields))[f"{name}.json"])
    return made


def test_each_network_has_two_files() -> None:
    """JSON for programs, text to paste; both hold the same posts."""
    made = pieces("social", asset(f"{CLAIM}\n", description="Says."))
    usual = [name for name, network in networks().items() if not network.asked_for]
    assert made.keys() == {f"{name}.{suffix}" for name in usual for suffix in ("json", "txt")}
    for name in usual:
        texts = [post.get("paste", post["text"]) for post in json.loads(made[f"{name}.json"])["posts"]]
        assert made[f"{name}.txt"].split("\n\n-----\n\n") == (
            [*texts[:-1], texts[-1] + "\n"] if texts else made[f"{name}.txt"].split("\n\n-----\n\n")
        )


def test_a_post_says_what_it_is() -> None:
    """Its piece's id, its length by the network's count, the limit and its unit, facets and why it was made."""
    post = read("bluesky", body=f"{CLAIM}\n", description="日本語 is said.")["posts"][0]
    assert post["id"] == "post/social.bluesky/announcement"
    assert (post["length"], post["limit"], post["unit"]) == (
        length(post["text"], networks()["bluesky"]),
        300,
        "graphemes",
    )
    [facet] = post["facets"]
    seen = post["text"].encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
    assert seen == "example.org"
    assert post["paste"] == post["text"].replace(seen, facet["features"][0]["uri"])
    assert post["why"] == ["announces the asset"]


def test_with_no_post_there_is_a_reason() -> None:
    """A network that gets nothing says why, in both files."""
    made = pieces("social", asset())
    document = json.loads(made["instagram.json"])
    assert document["posts"] == []
    assert document["reason"] in made["instagram.txt"]


def test_every_post_is_a_piece() -> None:
    """Each has a draft of its own for each file, with its own link."""
    composed = compose("social", brief(asset(f"{CLAIM}\n", description="Says.")))
    mine = [draft for draft in composed.drafts if draft.network == "x"]
    assert [(draft.slot, draft.role) for draft in mine] == [
        ("announcement", "json"),
        ("announcement", "text"),
        (block_slot(CLAIM), "json"),
        (block_slot(CLAIM), "text"),
    ]
    assert len({draft.path for draft in mine}) == 2
    assert len({link.url for draft in mine for link in draft.links}) == 2


def test_an_authors_posts_are_taken_word_for_word() -> None:
    """One or several; a link is added where there is none."""
    posts = read("x", overrides={"social": {"x": ["My own #words.", "See https://other.example/a."]}})["posts"]
    assert posts[0]["text"].startswith("My own #words.\n\nhttps://example.org/post/?utm_source=x")
    assert posts[1]["text"] == "See https://other.example/a."
    assert [post["why"] for post in posts] == [["the author's own words"]] * 2
    assert read("mastodon", overrides={"social": {"x": "Mine."}})["posts"][0]["why"] == ["announces the asset"]


@pytest.mark.parametrize(("size", "excess"), [(255, 0), (256, 1), (300, 45)])
def test_an_authors_post_is_checked_by_the_same_rules(size: int, excess: int) -> None:
    """280 less the link's 23 and the two line ends; what is over is an error that says by how much."""
    some = brief(asset(overrides={"social": {"x": "a" * size}}, lines={"social.x": 5}))
    if not excess:
        assert compose("social", some).drafts
        return
    [error] = compose("social", some).errors
    assert f"{280 + excess} of 280 weighted, {excess} over" in error.message
    assert error.location is not None
    assert error.location.line == 5


def test_all_posts_that_are_over_are_told() -> None:
    """One run shows every fault; what is over isn't made, the author's other posts and the other networks are."""
    own = {"x": ["a" * 300, "b", "c" * 300], "threads": "d" * 501, "linkedin": "Mine."}
    made = compose("social", brief(asset(overrides={"social": own})))
    assert len(made.errors) == 3
    texts = {draft.network: [post["text"] for post in draft.fields["posts"]] for draft in made.drafts}
    assert [text[0] for text in texts["x"]] == ["b"]
    assert texts["threads"] == []
    assert texts["linkedin"][0].startswith("Mine.")


def test_an_own_post_is_made_once_and_its_links_are_tracked() -> None:
    """A post that is written twice is one; a link to the site in it is tracked like ours."""
    own = f"See {BASE}/post/#a."
    [draft, _] = [
        draft
        for draft in compose("social", brief(asset(overrides={"social": {"x": [own, own]}}))).drafts
        if draft.network == "x"
    ]
    [post] = draft.fields["posts"]
    assert f"{BASE}/post/?utm_source=x" in post["text"]
    assert post["text"].endswith("#a.")


def test_an_own_post_needs_the_picture_that_its_network_needs() -> None:
    """Instagram takes none without a picture, whoever wrote it."""
    [error] = compose("social", brief(asset(overrides={"social": {"instagram": "Look."}}))).errors
    assert "takes no post without a picture" in error.message


@pytest.mark.parametrize(
    ("own", "told"),
    [({"mastodn": "a"}, "no network 'mastodn'"), ({"x": 3}, "must be a text"), ({"x": ["a", ""]}, "must be a text")],
    ids=str,
)
def test_an_override_that_is_none_is_refused(own: dict[str, object], told: str) -> None:
    """An unknown network or what is no text is an error, with what was meant."""
    with pytest.raises(AssetError, match=told) as caught:
        compose("social", brief(asset(overrides={"social": own})))
    assert "mastodn" not in own or caught.value.hint == "did you mean mastodon?"


def test_a_project_chooses_networks_and_numbers() -> None:
    """Only its networks are made, by its own limits; what isn't known is an error."""
    where = project(config('[social]\nnetworks = ["mastodon"]\n[social.mastodon]\nlimit = 1000\n'))
    made = pieces("social", asset(description="Says."), where)
    assert made.keys() == {"mastodon.json", "mastodon.txt"}
    assert json.loads(made["mastodon.json"])["posts"][0]["limit"] == 1000
    with pytest.raises(ConfigError, match="no network 'x2'"):
        compose("social", brief(asset(), project(config('[social]\nnetworks = ["x2"]\n'))))
    with pytest.raises(ConfigError, match="no rule 'limt'"):
        compose("social", brief(asset(), project(config("[social.x]\nlimt = 3\n"))))


@pytest.mark.parametrize(("day", "is_told"), [("2026-11-21", True), ("2026-12-03", True), ("2026-12-04", False)])
def test_an_event_is_announced_with_its_day_until_that_is_over(day: str, is_told: bool) -> None:
    when = "On 3 December 2026 we show how a team of two measures forty posts a month."
    body = f"{when} The webinar takes 45 minutes.\n"
    where = replace(project(), told=datetime.fromisoformat(f"{day}T12:00:00+00:00"))
    some = asset(body, title="How small teams measure content")
    announced = pieces("social", some, where)["mastodon.txt"]
    assert (when in announced) is is_told
    described = asset(body, title="How small teams measure content", description="A webinar on counting what counts.")
    assert when not in pieces("social", described, where)["mastodon.txt"]


def test_a_title_that_names_the_day_leaves_the_rest_to_the_text() -> None:
    """The title of an event has its day; where it is and what happens stand in the sentence that names both."""
    told = "On Thursday, 3 December 2026, five people will stand up at The Old Gasworks and tell what went wrong."
    body = f"Everybody shows slides about what went well. {told}\n\nThe rules are simple.\n"
    one = asset(body, title="An evening of failures: join us on 3 December")
    assert told in pieces("social", one)["mastodon.txt"]


def test_gated_sentences_are_never_posted() -> None:
    """What only members may read makes no post."""
    made = pieces("social", asset(f"Open words.\n\n<!-- premium -->\n\n{CLAIM}\n"))
    assert not any(CLAIM in text for text in made.values())


def test_another_language_stands_in_its_folder() -> None:
    """Posts of a translation are beside those of the site's language."""
    assert compose("social", brief(asset(language="ja"))).drafts[0].path.startswith("social/ja/post/")


def test_the_reference(golden: Golden) -> None:
    """Every network's two files for the asset with every construct."""
    some = kitchen_sink()
    for name, piece in rendered("social", compose("social", some), some.asset).items():
        golden(f"social/kitchen-sink/{name}", piece.content)
