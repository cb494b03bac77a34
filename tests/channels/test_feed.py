"""The feed channel: items that keep their identity, fifty of them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.channels import registry
from repurpose.channels.channel import Project
from repurpose.channels.feed import stable_id, unfed
from repurpose.document.links import Addresses
from repurpose.errors import ConfigError
from repurpose.model import Asset, Author
from tests.builders import BASE, MOMENT, asset, brief, collected, compose, config, entry, kitchen_sink, project
from tests.conftest import Golden


def test_an_item_is_the_whole_post() -> None:
    """Title, address, summary, content, dates, authors and tags."""
    some = asset(
        "One *two*.\n\n![a](p.png)\n",
        description="Says.",
        authors=(Author("Ada", "https://ada.example"),),
        tags=("t",),
        image="p.png",
        updated=datetime(2026, 11, 21, tzinfo=UTC),
    )
    item = entry("feed", some, project(media={"p.png": "assets/p.png"})).data
    assert item["title"] == "A post"
    assert item["url"] == f"{BASE}/post/"
    assert item["summary"] == "Says."
    assert item["content"] == f'<p>One <em>two</em>.</p>\n<p><img src="{BASE}/assets/p.png" alt="a" /></p>\n'
    assert item["authors"] == [{"name": "Ada", "url": "https://ada.example"}]
    assert item["image"] == f"{BASE}/assets/p.png"
    assert (item["date"].day, item["updated"].day) == (20, 21)


def test_links_in_an_item_are_absolute_and_untracked() -> None:
    """A feed is read anywhere, and its links are the site's own."""
    content = entry("feed", asset("[a](post.md#b) [c](#d)\n\n# D\n")).data["content"]
    assert f'href="{BASE}/post/#b"' in content
    assert f'href="{BASE}/post/#d"' in content
    assert "utm_" not in content


def test_a_gated_post_says_where_to_read_on() -> None:
    """What everyone may read, and a link to the rest."""
    content = entry("feed", asset("Open.\n\n<!-- premium -->\n\nHidden.\n")).data["content"]
    assert "Hidden" not in content
    assert content.endswith(f'<p><a href="{BASE}/post/">Read on</a></p>')


def test_an_undated_post_is_in_no_feed() -> None:
    """It has no place among dated items; the author is told."""
    composed = compose("feed", brief(asset(date=None)))
    assert composed.entry is None
    assert [notice.code for notice in composed.notices] == ["undated"]
    assert composed.reason == "it has no date"


@pytest.mark.parametrize(
    "changed",
    [{"slug": "new"}, {"title": "New"}, {"body": "New.\n"}, {"path": "content/new.md"}, {"date": MOMENT}],
    ids=lambda changed: next(iter(changed)),
)
def test_an_id_outlives_every_change_but_the_assets_own(changed: dict[str, object]) -> None:
    """Readers see a post once, whatever became of its slug, title, text, file or date."""
    assert entry("feed", replace(asset(), **changed)).data["id"] == entry("feed", asset()).data["id"]  # type: ignore[arg-type]
    assert entry("feed", asset(id="other")).data["id"] != entry("feed", asset()).data["id"]


def test_an_id_outlives_the_domain() -> None:
    """A site that moves brings no post up again."""
    moved = Project(config("\n[social]\nnetworks = []\n"), MOMENT, Addresses("https://new.example"))
    before, after = entry("feed", asset()).data, entry("feed", asset(), moved).data
    assert before["id"] == after["id"] == stable_id("post")
    assert before["url"] != after["url"]


def test_fifty_items_stand_in_a_feed() -> None:
    """The newest fifty; a project may say another number."""
    assets = [asset(id=f"p{number}", slug=f"p{number}", date=MOMENT - timedelta(days=number)) for number in range(51)]
    channel = registry.load("feed")
    entries = [entry("feed", some) for some in assets]
    drafts = channel.collect(entries, project()).drafts
    assert [len(draft.fields["items"]) for draft in drafts] == [50, 50, 50]
    assert drafts[0].fields["items"][-1]["url"] == f"{BASE}/p49/"
    few = project(config("[channels.feed]\nitems = 3\n"))
    assert [len(draft.fields["items"]) for draft in channel.collect(entries, few).drafts] == [3, 3, 3]


def test_each_language_has_its_feeds() -> None:
    """A feed has one language, in its folder, with an address of its own."""
    made = collected("feed", [asset(), asset(id="ja", slug="ja", language="ja")])
    assert made.keys() == {
        *(f"site/{name}" for name in ("feed.xml", "atom.xml", "feed.json")),
        *(f"site/ja/{name}" for name in ("feed.xml", "atom.xml", "feed.json")),
    }
    assert f"{BASE}/ja/feed.xml".encode() in made["site/ja/feed.xml"]


def fed(*assets: Asset, options: str = "") -> dict[str, bytes]:
    """The feeds of a site whose blog and feeds are built."""
    where = replace(project(config(f"[channels.feed]\n{options}\n")), channels=("blog", "feed"))
    return collected("feed", assets, where)


def test_tags_and_authors_have_feeds() -> None:
    """In the folder of their page, as the newest post writes them, with ids and addresses of their own."""
    ada = (Author("Ada"),)
    made = fed(asset(tags=("C++",), authors=ada), asset(id="b", slug="b", tags=("c++",), language="ja"))
    names = ("feed.xml", "atom.xml", "feed.json")
    folders = ("", "ja/", "tags/c-plus-plus/", "ja/tags/c-plus-plus/", "authors/ada/")
    assert made.keys() == {f"site/{folder}{name}" for folder in folders for name in names}
    told = {folder: json.loads(made[f"site/{folder}feed.json"]) for folder in folders}
    assert told["tags/c-plus-plus/"]["title"] == "Field notes: Posts about C++"
    assert told["tags/c-plus-plus/"]["home_page_url"] == f"{BASE}/tags/c-plus-plus/"
    assert [len(one["items"]) for one in told.values()] == [1] * 5
    ids = {re.search(rb"<id>(.*?)</id>", made[f"site/{folder}atom.xml"])[1] for folder in folders}  # type: ignore[index]
    assert len(ids) == 5


def test_the_fullest_tags_have_feeds() -> None:
    """As many as a project says, told on their pages; no number is refused."""
    assets = [asset(id=f"p{at}", slug=f"p{at}", tags=("a", "b")[at % 2 :]) for at in range(3)]
    made = fed(*assets, options="tags = 1\nauthors = 0")
    assert {path for path in made if "tags" in path and path.endswith("feed.xml")} == {"site/tags/b/feed.xml"}
    assert not [path for path in fed(*assets, options="tags = 0") if "tags" in path]
    where = replace(project(config("[channels.feed]\ntags = 1\n")), channels=("blog", "feed"))
    pages = collected("blog", assets, where)
    assert b'type="application/rss+xml" title="Posts about b (RSS)" href="feed.xml"' in pages["site/tags/b/index.html"]
    assert b'href="feed.xml"' not in pages["site/tags/a/index.html"]
    with pytest.raises(ConfigError, match="tags must be a number"):
        fed(asset(tags=("a",)), options="tags = true")


def test_a_hub_is_told_in_each_feed() -> None:
    """As WebSub wants it: by rel=hub beside rel=self; in JSON in a list."""
    made = fed(asset(), options='hub = "https://hub.example/?a&b"')
    assert b'<atom:link href="https://hub.example/?a&amp;b" rel="hub"/>' in made["site/feed.xml"]
    assert b'<link href="https://hub.example/?a&amp;b" rel="hub"/>' in made["site/atom.xml"]
    assert json.loads(made["site/feed.json"])["hubs"] == [{"type": "WebSub", "url": "https://hub.example/?a&b"}]
    with pytest.raises(ConfigError, match="hub"):
        fed(asset(), options='hub = "hub.example"')


def test_the_reference(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every construct in each of the three feeds."""
    monkeypatch.setattr("repurpose.build.encode.feed.__version__", "0")
    some = kitchen_sink()
    for path, content in collected("feed", [some.asset], some.project).items():
        golden(f"feed/{path.removeprefix('site/')}", content)


def test_a_hostile_name_is_only_a_name() -> None:
    """Tags and authors stand in titles, ids and addresses of feeds; nothing in them is active or leaves its place."""
    name = '"><script>alert(1)</script>'
    made = fed(asset(tags=(name, "../../x"), authors=(Author(name, "javascript:alert(1)"),)))
    for path, content in made.items():
        assert ".." not in path
        if path.endswith(".xml"):
            assert feedparser.parse(content).bozo == 0
            assert b"<script" not in content


@settings(max_examples=10)
@given(
    st.lists(
        st.builds(
            lambda day, tags, authors, language: {
                "date": MOMENT - timedelta(days=day),
                "tags": tuple(tags),
                "authors": tuple(map(Author, authors)),
                "language": language,
            },
            st.integers(0, 9),
            st.sets(st.sampled_from("ab"), max_size=1),
            st.sets(st.sampled_from("A"), max_size=1),
            st.sampled_from(["en", "en", "de"]),
        ),
        min_size=30,
        max_size=50,
    )
)
def test_what_is_too_old_stands_in_no_feed(posts: list[dict[str, Any]]) -> None:
    """Feeds are the same whether or not the texts of what no feed takes are made."""
    made = [asset(id=f"p{number}", slug=f"p{number}", **fields) for number, fields in enumerate(posts)]
    assets = sorted(sorted(made, key=lambda one: one.id), key=lambda one: one.date or MOMENT, reverse=True)
    where = replace(project(config("[channels.feed]\nitems = 7")), channels=("blog", "feed"))
    told = replace(where, unfed=unfed(assets, where))
    assert collected("feed", assets, where) == collected("feed", assets, told)
    whole = sum("content" in entry("feed", one, told).data for one in assets)
    assert whole == len(assets) - len(told.unfed)
