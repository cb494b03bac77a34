"""The blog: pages, lists, sitemap; no tracking on the site itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from repurpose.channels import registry
from repurpose.channels.channel import Brief, Project
from repurpose.document.links import Addresses
from repurpose.errors import ConfigError
from repurpose.library.neighbours import Near, Neighbours
from repurpose.model import Access, Asset, Author, CallToAction
from tests.builders import (
    BASE,
    SPEC_DIFFERENT,
    asset,
    brief,
    collected,
    compose,
    config,
    entry,
    kitchen_sink,
    parsed,
    pieces,
    project,
    rendered,
    spec_differences,
)
from tests.conftest import Golden
from tests.oracle import faults


def page(some: Asset) -> str:
    return pieces("blog", some)["index.html"]


def site(*assets: Asset) -> dict[str, str]:
    return {path: content.decode() for path, content in collected("blog", assets).items()}


def test_lists_show_pictures() -> None:
    """The newest post's in full, the others' small; an archive is by year; feeds have a page for people."""
    where = replace(
        project(media={"p.png": "assets/p.png"}, sizes={"assets/p.png": (1000, 500)}), channels=("blog", "feed")
    )
    old = asset(id="b", slug="b", date=datetime(2025, 1, 2, tzinfo=UTC), image="p.png", title="B & C")
    made = {path: data.decode() for path, data in collected("blog", [asset(image="p.png"), old], where).items()}
    home, archive = made["site/index.html"], made["site/archive/index.html"]
    assert re.findall(r'width="(\d+)" height="(\d+)"( loading)?', home) == [
        ("1000", "500", ""),
        ("160", "80", " loading"),
    ]
    assert (
        '<li class="lead">\n<a class="picture" href="post/" tabindex="-1" aria-hidden="true"><img src="assets/p.png"'
        in home
    )
    assert re.findall(r"<h2>(.*?)</h2>|<a href=\"\.\./(\w+)/\">", archive[archive.index("<main") :])[:4] == [
        ("2026", ""),
        ("", "post"),
        ("2025", ""),
        ("", "b"),
    ]
    assert f'<a href="{BASE}/feed.json"><bdi dir="ltr">{BASE}/feed.json</bdi></a>' in made["site/feeds/index.html"]
    assert '<a href="feeds/">Subscribe</a>' in home
    assert "site/feeds/index.html" not in site(asset())


def test_contents_are_nested() -> None:
    """Headings of the third level stand below those of the second, as the page has them; few are no contents."""
    made = page(asset("# A\n\n### B\n\n## C\n\n#### D\n\n# E\n"))
    contents = re.search(r'<nav class="contents".*?</nav>', made, re.S)
    assert contents is not None
    inner = '<ul><li><a href="#b">B</a></li><li><a href="#c">C</a></li></ul>'
    assert f'<li><a href="#a">A</a>{inner}</li>\n<li><a href="#e">E</a></li>' in contents[0]
    assert 'class="contents"' not in page(asset("# A\n\n## B\n"))
    assert 'class="contents"' in page(asset("<h2>A</h2>\n\n### B\n\n### C\n\n### D\n"))
    many = page(asset("# A\n\n" + "## B\n\n" * 39 + "# C\n\n# D\n"))
    assert re.findall(r'<li><a href="#(\w+)">', many[: many.index('<div class="text">')]) == ["a", "c", "d"]


def test_a_page_says_what_its_asset_says() -> None:
    """Title, authors, date, tags and text stand on the page."""
    some = asset(
        "Words of *it*.\n", authors=(Author("Ada"), Author("Bo")), tags=("Old Times",), description="What it says."
    )
    made = page(some)
    assert "<h1>A post</h1>" in made
    assert 'By <a rel="author" href="../authors/ada/">Ada</a>, <a rel="author" href="../authors/bo/">Bo</a>' in made
    assert '<time datetime="2026-11-20T09:00:00Z">November 20, 2026</time>' in made
    assert '<a href="../tags/old-times/">Old Times</a>' in made
    assert "<p>Words of <em>it</em>.</p>" in made
    assert '<meta name="description" content="What it says.">' in made


def test_nothing_on_the_site_is_tracked() -> None:
    """Pages of the site, canonical addresses and the sitemap carry no parameters of ours."""
    some = asset("[a](post.md) [b](https://example.org/post/)\n", cta=CallToAction("Go", "post.md"), tags=("t",))
    for text in (page(some), *site(some).values()):
        assert "utm_" not in text
    assert f'<link rel="canonical" href="{BASE}/post/">' in page(some)


def test_the_original_elsewhere_is_canonical_and_in_no_sitemap() -> None:
    """A page that was first published elsewhere says so to search engines."""
    some = asset(canonical_url="https://other.example/a")
    assert '<link rel="canonical" href="https://other.example/a">' in page(some)
    assert f"{BASE}/post/" not in site(some)["site/sitemap.xml"]


def test_a_gated_post_has_two_pages() -> None:
    """Open readers get the teaser and are told that there is more; members' pages stand beside the site."""
    some = asset("Open.\n\n<!-- premium -->\n\nHidden.\n")
    channel = registry.load("blog")
    where = project()
    made = {}
    for tier in (Access.OPEN, Access.PREMIUM):
        composed = channel.compose(Brief(some, parsed(some.body).documents[tier], where, tier))
        draft = composed.drafts[0]
        made[draft.path] = (draft.access, rendered("blog", composed, some)["index.html"].content.decode())
        assert (composed.entry is None) == (tier is Access.PREMIUM)
    access, public = made["site/post/index.html"]
    assert access is Access.OPEN
    assert "Hidden" not in public
    assert "for members" in public
    access, members = made["members/post/index.html"]
    assert access is Access.PREMIUM
    assert "Hidden." in members
    assert '<meta name="robots" content="noindex">' in members


def test_a_page_in_another_language_stands_in_its_folder() -> None:
    """Its language and direction are told, and its links lead out of the folder."""
    composed = compose("blog", brief(asset(language="ar", slug="re-use")))
    assert composed.drafts[0].path == "site/ar/re-use/index.html"
    made = rendered("blog", composed, asset(language="ar"))["index.html"].content.decode()
    assert '<html lang="ar" dir="rtl">' in made
    assert 'href="../../style.css"' in made


def test_html_that_is_left_out_is_told() -> None:
    """A form can't be let through, and the author is told which tags weren't."""
    [notice] = compose("blog", brief(asset("<form>\n<b>a</b>\n</form>\n"))).notices
    assert (notice.code, "form" in notice.text) == ("html", True)


def test_what_a_site_is_for_is_said_in_the_language_of_its_pages() -> None:
    """Where it is told in that; else as the site says it, marked as such."""
    told = replace(config().site, description=None, descriptions={"en": "What we learn.", "de": "Was wir lernen."})
    where = project(replace(config(), site=told))
    some = [asset(id=tag, slug=tag, language=tag) for tag in ("en", "de", "fr")]
    made = {path: content.decode() for path, content in collected("blog", some, where).items()}
    assert '<h1><bdi lang="de">Was wir lernen.</bdi></h1>' in made["site/de/index.html"]
    assert '<h1><bdi lang="en">What we learn.</bdi></h1>' in made["site/fr/index.html"]
    assert '<meta name="description" content="What we learn.">' in made["site/index.html"]
    feed = collected("feed", [replace(one, date=datetime(2026, 1, 2, tzinfo=UTC)) for one in some], where)
    assert "<description>Was wir lernen.</description>" in feed["site/de/feed.xml"].decode()


def test_lists_are_made_for_each_language() -> None:
    """Index, archive and tags of every language that has posts; sitemap, robots and style once."""
    made = site(asset(tags=("A b",)), asset(id="ja", slug="ja", language="ja"))
    assert {
        "site/index.html",
        "site/archive/index.html",
        "site/tags/index.html",
        "site/tags/a-b/index.html",
        "site/ja/index.html",
        "site/ja/archive/index.html",
        "site/ja/tags/index.html",
        "site/sitemap.xml",
        "site/robots.txt",
        "site/404.html",
        "site/ja/404.html",
        "site/style.css",
        "site/icon.svg",
        "site/_headers",
        "site/_redirects",
    } == made.keys()
    assert 'href="post/"' in made["site/index.html"]
    assert "ja/ja/" not in made["site/index.html"]
    assert 'href="../post/"' in made["site/archive/index.html"]


def test_tags_that_differ_by_case_are_one() -> None:
    """They share a page under the newest post's spelling; tags without letters have none."""
    made = site(asset(tags=("CI", "!!")), asset(id="b", slug="b", tags=("ci",)))
    assert [path for path in made if path.startswith("site/tags/c")] == ["site/tags/ci/index.html"]
    assert "CI" in made["site/tags/index.html"]
    assert "2 posts" in made["site/tags/ci/index.html"]


def test_an_empty_site_is_a_site() -> None:
    """Without posts the lists are there all the same."""
    assert "site/index.html" in site()


def test_the_sitemap_is_one() -> None:
    """It parses, holds every public page once with its last change, and nothing else."""
    made = site(asset(updated=datetime(2026, 11, 21, 8, tzinfo=UTC), tags=("a&b",)), asset(id="b", slug="b&c"))
    root = ElementTree.fromstring(made["site/sitemap.xml"])
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    places = {
        element.findtext(f"{space}loc"): element.findtext(f"{space}lastmod") for element in root.iter(f"{space}url")
    }
    assert places[f"{BASE}/post/"] == "2026-11-21T08:00:00Z"
    assert places[f"{BASE}/tags/a-b/"] is None
    assert len(places) == len(list(root)) == 6
    assert f"Sitemap: {BASE}/sitemap.xml" in made["site/robots.txt"]


def test_a_long_list_stands_on_several_pages() -> None:
    """Each post once, each page with its way to the next; search engines are told of the first."""
    assets = [asset(id=f"p{number}", slug=f"p{number}", tags=("t",)) for number in range(5)]
    where = project(config("[channels.blog]\nper_page = 2\n"))
    made = {path: content.decode() for path, content in collected("blog", assets, where).items()}
    for top in ("site/", "site/tags/t/"):
        pages = [made[f"{top}{name}index.html"] for name in ("", "page/2/", "page/3/")]
        assert [page.count("<h2>") for page in pages] == [2, 2, 1]
        assert all(f"Page {number} of 3" in page for number, page in enumerate(pages, 1))
        assert '<a rel="next" href="page/2/">Older</a>' in pages[0]
        assert '<a rel="prev" href="../../">Newer</a>' in pages[1]
        assert '<a rel="next"' not in pages[2]
    assert "/page/" not in made["site/sitemap.xml"]


@pytest.mark.parametrize("number", ["0", "true", '"many"'])
def test_a_wrong_number_of_posts_a_page_is_told(number: str) -> None:
    """It is the settings' fault."""
    with pytest.raises(ConfigError, match="per_page"):
        collected("blog", [asset()], project(config(f"[channels.blog]\nper_page = {number}\n")))


def test_old_addresses_lead_to_the_post() -> None:
    """A page for hosts that know no redirects, a line for those that do."""
    some = asset(aliases=("/2024/01/old/", "/blog/a b.html", "/post/"))
    whole = site(some)
    made = whole["site/2024/01/old/index.html"]
    assert "site/blog/a b.html" in whole
    assert '<meta http-equiv="refresh" content="0; url=/post/">' in made
    assert f'<link rel="canonical" href="{BASE}/post/">' in made
    assert whole["site/_redirects"] == "/2024/01/old/ /post/ 301\n/blog/a%20b.html /post/ 301\n"


@pytest.mark.parametrize("alias", ["/../x", "/a//b", "/tags/x/", "https://x.example/y", "/a?b=c", "/a\nb", "/other/"])
def test_an_old_address_that_no_page_can_have_is_told(alias: str) -> None:
    """It would leave the site, be no file, or be another page."""
    some = asset(aliases=(alias,), lines={"aliases": 4})
    composed = compose("blog", brief(some, project(aliases={"other": "other/"})))
    assert composed.entry is not None
    assert composed.entry.data["redirects"] == []
    assert [(notice.code, notice.location.line) for notice in composed.notices] == [("alias", 4)]


def test_neighbours_are_shown() -> None:
    """The posts before and after, related ones, and the part of the series; none where there are none."""
    some = asset(series="Ways", language="ja")
    date = datetime(2026, 11, 1, tzinfo=UTC)
    one, two, here = Near("One <1>", "ja/one/", date), Near("Two", "ja/two/", None), Near("A post", "ja/post/", date)
    near = Neighbours(newer=one, older=two, related=(two,), parts=(one, here))
    made = pieces("blog", some, replace(project(), neighbours={"post": near}))["index.html"]
    assert '<a rel="next" href="../one/"><span>新しい記事</span> One &lt;1&gt;</a>' in made
    assert '<a rel="prev" href="../two/"><span>古い記事</span> Two</a>' in made
    assert "<summary>連載「Ways」 第2回（全2回）</summary>" in made
    assert '<strong aria-current="page">A post</strong>' in made
    assert '<li><a href="../two/">Two</a></li>' in made
    assert not {"related", "turn", "series"} & set(re.findall(r'class="(\w+)"', page(asset(series="Ways"))))


def test_authors_and_series_have_pages() -> None:
    """An author's posts newest first, a series from its beginning."""
    made = site(
        asset(id="b", slug="b", title="Second", series="Ways", authors=(Author("Ada B"),)),
        asset(id="a", slug="a", title="First", series="Ways", authors=(Author("Ada B"), Author("Bo"))),
        asset(id="c", slug="c", title="Third", series="Alone"),
    )
    assert "Posts by Ada B" in made["site/authors/ada-b/index.html"]
    assert made["site/authors/ada-b/index.html"].index("Second") < made["site/authors/ada-b/index.html"].index("First")
    assert made["site/series/ways/index.html"].index("First") < made["site/series/ways/index.html"].index("Second")
    assert "site/series/alone/index.html" not in made
    assert "2 posts" in made["site/authors/index.html"]


def test_the_page_of_nothing_works_anywhere() -> None:
    """A host shows it at any depth, so its links begin at the root, below the site's own path."""
    where = Project(config(), project().moment, Addresses("https://example.org/blog"))
    where = replace(
        where, config=replace(where.config, site=replace(where.config.site, url="https://example.org/blog/"))
    )
    made = collected("blog", [asset()], where)["site/404.html"].decode()
    assert re.findall(r'href="([^"#]*)"', made)
    assert all(address.startswith("/blog/") for address in re.findall(r'href="([^"#]*)"', made))


def test_a_post_is_told_to_machines() -> None:
    """As schema.org has it; nothing in it can end the script that holds it."""
    title = "</script><script>alert(1)</script>\u2028 & co"
    made = page(asset(title=title, authors=(Author("Ada", "https://ada.example"),), tags=("t",)))
    [held] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', made)
    told = json.loads(held)
    assert "\u2028" not in held
    assert told["headline"] == title
    assert (told["@type"], told["datePublished"]) == ("BlogPosting", "2026-11-20T09:00:00+00:00")
    assert told["author"] == [{"@type": "Person", "name": "Ada", "url": "https://ada.example"}]
    assert faults(made) == []


def test_a_link_to_a_place_that_is_not_there_is_told() -> None:
    """Within the post at once, in another once all are known."""
    where = project(posts={"post.md": "post/", "b.md": "b/"})
    some = asset('# Here\n\n[a](#here) [b](#away) [c](b.md#there) [d](b.md#lost) <i id="raw"></i> [e](#raw)\n')
    other = asset("# There\n", id="b", slug="b", path="content/b.md")
    composed = compose("blog", brief(some, where))
    assert [(notice.code, notice.text[:5], notice.location.line) for notice in composed.notices] == [
        ("link-anchor", "#away", 12)
    ]
    entries = [entry("blog", one, where) for one in (some, other)]
    told = registry.load("blog").collect(entries, where).notices
    assert [(notice.code, notice.text[:9], notice.location.line) for notice in told] == [
        ("link-anchor", "b.md#lost", 12)
    ]


def test_many_places_need_several_sitemaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index, and parts that are full."""
    monkeypatch.setattr("repurpose.channels.blog.hosting.MOST_PLACES", 3)
    made = site(asset(), asset(id="b", slug="b"))
    assert made["site/sitemap.xml"].count("<sitemap>") == 2
    assert [made[f"site/sitemap-{number}.xml"].count("<url>") for number in (1, 2)] == [3, 2]


def test_translations_are_linked() -> None:
    """A page names the other languages it can be read in, to readers and to search engines."""
    where = project()
    where = type(where)(where.config, where.moment, where.addresses, {"post": (("ja", "ja/post/"),)})
    made = rendered("blog", compose("blog", brief(asset(), where)), asset())["index.html"].content.decode()
    assert f'<link rel="alternate" hreflang="ja" href="{BASE}/ja/post/">' in made
    assert '<link rel="alternate" hreflang="en" href="https://example.org/post/">' in made
    assert re.search(r'<a href="\.\./ja/post/" lang="ja"[^>]*>日本語</a>', made)


@pytest.mark.parametrize("slug", ["日本語", "a.b", "a_b"])
def test_a_slug_of_any_script_is_an_address(slug: str) -> None:
    """The file has the slug's letters; the address is encoded."""
    composed = compose("blog", brief(asset(slug=slug)))
    assert composed.drafts[0].path == f"site/{slug}/index.html"


def test_the_reference(golden: Golden) -> None:
    """Every construct on a page, and the site around it."""
    some = kitchen_sink()
    made = rendered("blog", compose("blog", some), some.asset)["index.html"].content
    golden("blog/kitchen-sink/index.html", made)
    assert faults(made.decode()) == []
    for path, content in collected("blog", [some.asset], some.project).items():
        if not path.endswith((".css", ".svg", "_headers")):
            golden(f"blog/{path.removeprefix('site/')}", content)


def test_pages_hold_the_reference_html() -> None:
    """On a post's page, too, what CommonMark says stands as its reference writes it; but headings follow the title."""

    def body(source: str) -> str:
        return str(compose("blog", brief(asset(source))).drafts[0].fields["body"])

    assert spec_differences(body, levels=False) == {*SPEC_DIFFERENT, 346}  # its address names no host
