"""The blog: pages, lists, sitemap; no tracking on the site itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from repurpose.channels import registry
from repurpose.channels.channel import Brief
from repurpose.model import Access, Asset, Author, CallToAction
from tests.builders import (
    BASE,
    SPEC_DIFFERENT,
    asset,
    brief,
    collected,
    compose,
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


def test_a_page_says_what_its_asset_says() -> None:
    """Title, authors, date, tags and text stand on the page."""
    some = asset(
        "Words of *it*.\n", authors=(Author("Ada"), Author("Bo")), tags=("Old Times",), description="What it says."
    )
    made = page(some)
    assert "<h1>A post</h1>" in made
    assert "By Ada, Bo" in made
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
        [draft] = composed.drafts
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
    assert 'href="../../assets/style.css"' in made


def test_html_that_is_left_out_is_told() -> None:
    """A form can't be let through, and the author is told which tags weren't."""
    [notice] = compose("blog", brief(asset("<form>\n<b>a</b>\n</form>\n"))).notices
    assert (notice.code, "form" in notice.text) == ("html", True)


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
        "site/assets/style.css",
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
        if not path.endswith(".css"):
            golden(f"blog/{path.removeprefix('site/')}", content)


def test_pages_hold_the_reference_html() -> None:
    """On a post's page, too, what CommonMark says stands as its reference writes it, links and pictures included."""
    assert spec_differences(lambda source: str(compose("blog", brief(asset(source))).drafts[0].fields["body"])) == set(
        SPEC_DIFFERENT
    )
