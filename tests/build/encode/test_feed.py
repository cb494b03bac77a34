"""The three feeds: valid, the same in each, made without a clock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.model import Asset, Author
from tests.builders import BASE, MOMENT, asset, collected, config, entry, project
from tests.oracle import faults

ASSETS = (
    asset(
        "One *two* & three < four.\n",
        title="Fish & <chips>",
        authors=(Author("Ada", "https://ada.example"), Author("Bo & Co")),
        tags=("a & b", "c"),
        updated=datetime(2026, 11, 21, tzinfo=UTC),
    ),
    asset("日本語 👩‍👩‍👧‍👦 `]]>` <b>raw</b>\n", id="second", slug="second", date=MOMENT - timedelta(days=9)),
)


def read(name: str, assets: Sequence[Asset] = ASSETS) -> Any:
    found = feedparser.parse(collected("feed", assets)[f"site/{name}"])
    assert found.bozo == 0, found.get("bozo_exception")
    return found


def written(assets: Sequence[Asset] = ASSETS) -> Any:
    return json.loads(collected("feed", assets)["site/feed.json"])


@pytest.mark.parametrize(("name", "version"), [("feed.xml", "rss20"), ("atom.xml", "atom10")])
def test_what_is_read_back_is_what_was_written(name: str, version: str) -> None:
    """Ids, titles, addresses, dates, summaries, contents, authors and tags."""
    found = read(name)
    assert found.version == version
    assert found.feed.title == "Field notes"
    assert found.feed.link == f"{BASE}/"
    assert len(found.entries) == len(ASSETS)
    for item, some in zip(found.entries, ASSETS, strict=True):
        own = entry("feed", some).data
        assert item.id == own["id"]
        assert item.link == own["url"]
        assert item.published_parsed[:6] == own["date"].utctimetuple()[:6]
        assert item.content[0].value.strip() == own["content"].strip()
        assert [tag.term for tag in item.get("tags", ())] == own["tags"]
        assert "utm_" not in str(item)
    assert found.entries[0].title_detail.value in {"Fish & <chips>", "Fish &amp; &lt;chips&gt;"}


def test_rss_and_atom_say_the_same() -> None:
    """Readers of either see the same items."""
    one, other = read("feed.xml"), read("atom.xml")
    for first, second in zip(one.entries, other.entries, strict=True):
        assert (first.id, first.link, first.published_parsed) == (second.id, second.link, second.published_parsed)
        assert first.content[0].value == second.content[0].value


def test_rss_is_as_readers_want_it() -> None:
    """A guid that is no address, the feed's own address, creators, and the summary before the content."""
    raw = collected("feed", ASSETS)["site/feed.xml"].decode()
    assert raw.count('<guid isPermaLink="false">urn:uuid:') == 2
    assert f'<atom:link href="{BASE}/feed.xml" rel="self"' in raw
    assert "<dc:creator>Ada</dc:creator>" in raw
    assert raw.index("<description>One two") < raw.index("<content:encoded>")
    assert "<pubDate>Fri, 20 Nov 2026 09:00:00 +0000</pubDate>" in raw
    assert "<lastBuildDate>Sat, 21 Nov 2026" in raw


def test_atom_has_what_it_must() -> None:
    """An id and a date of its own, an author, its own address."""
    root = ElementTree.fromstring(collected("feed", ASSETS)["site/atom.xml"])
    space = "{http://www.w3.org/2005/Atom}"
    assert (root.findtext(f"{space}id") or "").startswith("urn:uuid:")
    assert root.findtext(f"{space}updated") == "2026-11-21T00:00:00+00:00"
    assert root.findtext(f"{space}author/{space}name") == "Ada Example"
    assert {link.get("rel") for link in root.findall(f"{space}link")} == {"self", "alternate"}
    names = [name.text for name in root.findall(f"{space}entry/{space}author/{space}name")]
    assert names == ["Ada", "Bo & Co"]


def test_json_feed_has_its_fields() -> None:
    """Version 1.1, with what is known of each item and nothing empty."""
    document = written()
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["home_page_url"] == f"{BASE}/"
    assert document["feed_url"] == f"{BASE}/feed.json"
    assert document["authors"] == [{"name": "Ada Example"}]
    first, second = document["items"]
    assert first["title"] == "Fish & <chips>"
    assert first["date_published"] == "2026-11-20T09:00:00Z"
    assert first["date_modified"] == "2026-11-21T00:00:00Z"
    assert first["authors"] == [{"name": "Ada", "url": "https://ada.example"}, {"name": "Bo & Co"}]
    assert first["tags"] == ["a & b", "c"]
    assert first["id"] == read("feed.xml").entries[0].id
    assert not {"authors", "tags", "image"} & second.keys()


def test_an_end_of_cdata_ends_nothing() -> None:
    """`]]>` in a text is read back as it was written."""
    for name in ("feed.xml", "atom.xml"):
        assert "<code>]]&gt;</code>" in read(name).entries[1].content[0].value


def test_no_clock_is_in_a_feed() -> None:
    """Two encodings are equal to the byte; an empty feed has a date of its own."""
    assert collected("feed", ASSETS) == collected("feed", ASSETS)
    assert b"1970" in collected("feed", [])["site/feed.xml"]
    assert read("atom.xml", ()).entries == []


def test_a_site_without_an_author_has_a_valid_atom_feed() -> None:
    """Atom wants an author; the site's title stands in."""
    settings_without = config()
    where = project(type(settings_without)(site=type(settings_without.site)("Field notes", BASE)))
    raw = collected("feed", [asset()], where)["site/atom.xml"]
    assert b"<name>Field notes</name>" in raw
    assert feedparser.parse(raw).bozo == 0


def test_content_in_feeds_is_harmless() -> None:
    """What a reader shows of an item can only be read."""
    some = asset(
        "<script>a</script> <b onclick=x>c</b> [d](javascript:e)\n\n<iframe src='https://f.example'></iframe>\n"
    )
    for name in ("feed.xml", "atom.xml"):
        raw = ElementTree.fromstring(collected("feed", [some])[f"site/{name}"])
        contents = [element.text or "" for element in raw.iter() if element.tag.endswith(("}encoded", "}content"))]
        assert contents
        assert [faults(content) for content in contents] == [[]]
    assert faults(written([some])["items"][0]["content_html"]) == []


_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)
_LINE = _TEXT.map(lambda text: " ".join(text.split())).filter(bool)


@settings(max_examples=25)
@given(_LINE, _TEXT)
def test_any_title_and_text_give_valid_feeds(title: str, body: str) -> None:
    """Whatever is written, both XML feeds parse and hold the content that the JSON has."""
    some = [asset(body + "\n", title=title, tags=(title,))]
    [item] = written(some)["items"]
    assert item["title"] == title
    made = collected("feed", some)
    for name in ("feed.xml", "atom.xml"):
        root = ElementTree.fromstring(made[f"site/{name}"])
        texts = {(element.text or "").strip() for element in root.iter()}
        assert item["content_html"].strip() in texts or not item["content_html"].strip()
        assert title.strip() in texts
