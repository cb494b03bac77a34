"""Links: where an author's addresses lead, and what is added to those that are counted."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.links import Addresses, relative, tracked
from repurpose.model import Asset
from tests.builders import asset

ADDRESSES = Addresses(
    "https://example.org/blog",
    posts={
        "post.md": "post/",
        "guides/first.md": "first/",
        "guides/second/index.md": "second/",
        "guides/deep/third.markdown": "third/",
        "ja/post.md": "ja/post/",
        "a b.md": "a-b/",
    },
    aliases={"post": "post/", "2019/05/old": "first/", "guides/first": "first/", "docs/second": "second/"},
    media={
        "images/map.png": "assets/map.png",
        "guides/plan.pdf": "assets/plan.pdf",
        "guides/second/x.png": "assets/x.png",
    },
    unseen=frozenset({"drafts/idea.md", "guides/later.md"}),
)


def at(path: str) -> Asset:
    return asset(path=f"content/{path}", id=path)


def url(path: str, href: str, **kind: Any) -> str | None:
    return ADDRESSES.resolve(at(path), href, **kind).url


def fault(path: str, href: str, **kind: Any) -> str | None:
    found = ADDRESSES.resolve(at(path), href, **kind).fault
    return found[0] if found else None


@pytest.mark.parametrize(
    ("path", "href", "place"),
    [
        ("post.md", "guides/first.md", "first/"),
        ("post.md", "./guides/first.md", "first/"),
        ("post.md", "guides/first", "first/"),
        ("post.md", "guides/second/index.md", "second/"),
        ("post.md", "guides/second/", "second/"),
        ("post.md", "guides/deep/third", "third/"),
        ("post.md", "a%20b.md", "a-b/"),
        ("guides/first.md", "../post.md", "post/"),
        ("guides/first.md", "second/", "second/"),
        ("guides/first.md", "../second/", "second/"),
        ("guides/first.md", "../../post/", "post/"),
        ("guides/second/index.md", "../first.md", "first/"),
        ("guides/second/index.md", "../first/", "first/"),
        ("ja/post.md", "../post.md", "post/"),
        ("ja/post.md", "post.md", "ja/post/"),
        ("post.md", "/post/", "post/"),
        ("post.md", "/2019/05/old.html", "first/"),
        ("post.md", "/2019/05/old/", "first/"),
        ("post.md", "/docs/second", "second/"),
        ("post.md", "/guides/plan.pdf", "assets/plan.pdf"),
        ("guides/first.md", "plan.pdf", "assets/plan.pdf"),
    ],
)
def test_paths_between_files_and_between_addresses(path: str, href: str, place: str) -> None:
    """A link may name a file as it stands beside, or an address as other generators make them."""
    assert ADDRESSES.resolve(at(path), href).fault is None
    assert url(path, href) == f"https://example.org/blog/{place}"


@pytest.mark.parametrize(
    ("path", "src"),
    [("post.md", "images/map.png"), ("guides/first.md", "../images/map.png"), ("post.md", "/images/map.png")],
)
def test_images_are_found_from_where_they_are_named(path: str, src: str) -> None:
    """An image is a file beside the text or below the content folder."""
    assert url(path, src, is_image=True) == "https://example.org/blog/assets/map.png"


def test_a_bundles_image_stands_beside_it() -> None:
    """An index.md's pictures are those of its folder."""
    assert url("guides/second/index.md", "x.png", is_image=True) == "https://example.org/blog/assets/x.png"


def test_queries_and_anchors_stay() -> None:
    """What stands behind a path stays behind its address."""
    assert url("post.md", "guides/first.md?a=1#b") == "https://example.org/blog/first/?a=1#b"
    assert url("post.md", "#b") == "https://example.org/blog/post/#b"
    assert url("post.md", "/post/#b") == "https://example.org/blog/post/#b"
    assert url("post.md", "/") == "https://example.org/blog/"


@pytest.mark.parametrize(
    "href", ["https://other.example/x?y#z", "mailto:a@b.example", "HTTPS://OTHER.example", "tel:+1"]
)
def test_absolute_addresses_stay_as_they_are(href: str) -> None:
    """An address elsewhere is none of ours."""
    found = ADDRESSES.resolve(at("post.md"), href)
    assert (found.url, found.path, found.fault) == (href, None, None)


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("https://example.org/blog", ""),
        ("https://example.org/blog/first/", "first/"),
        ("https://example.org/blog#x", ""),
        ("https://example.org/blog/first/?y#x", "first/"),
        ("https://example.org/blog/%E6%97%A5/", "日/"),
        ("https://example.org/blogger", None),
        ("https://example.org/", None),
    ],
)
def test_our_own_absolute_addresses_are_known(href: str, path: str | None) -> None:
    """An absolute address below the site's is a place of it; one that only begins alike isn't."""
    assert ADDRESSES.resolve(at("post.md"), href).path == path


@pytest.mark.parametrize(
    ("href", "kind", "code"),
    [
        ("guides/later.md", False, "link-unpublished"),
        ("guides/later", False, "link-unpublished"),
        ("javascript:alert(1)", False, "link-unsafe"),
        ("//evil.example/", False, "link-unsafe"),
        ("http://[broken", False, "link-broken"),
    ],
)
def test_what_nobody_may_follow_has_no_address(href: str, kind: bool, code: str) -> None:
    """Unpublished and unsafe ones, and what is no address at all, are told and left out."""
    assert fault("post.md", href, is_image=kind) == code
    assert url("post.md", href, is_image=kind) is None


@pytest.mark.parametrize(
    ("href", "kind", "code", "address"),
    [
        ("nowhere.md?a#b", False, "link-broken", "post/nowhere.md?a#b"),
        ("images/gone.png", True, "image-missing", "post/images/gone.png"),
        ("guides/first.md", True, "image-missing", "post/guides/first.md"),
        ("../../../../etc/passwd", False, "link-broken", ""),
    ],
)
def test_what_leads_nowhere_is_told(href: str, kind: bool, code: str, address: str) -> None:
    """What isn't there may be put there by others: it keeps its address, with a fault."""
    assert fault("post.md", href, is_image=kind) == code
    resolved = url("post.md", href, is_image=kind)
    assert resolved
    assert resolved == f"https://example.org/blog/{address}" or not address


def test_rooted_paths_we_dont_know_may_be_served_by_others() -> None:
    """A path from the root that nothing here is built for leads to the host's root, with a fault."""
    assert url("post.md", "/shop/x y?z") == "https://example.org/shop/x%20y?z"
    assert fault("post.md", "/shop/") == "page-unknown"
    assert fault("post.md", "/shop.png", is_image=True) == "image-unknown"


@pytest.mark.parametrize(
    ("start", "target", "path"),
    [
        ("launch/", "tags/x/", "../tags/x/"),
        ("launch/", "", "../"),
        ("", "launch/", "launch/"),
        ("", "", "./"),
        ("a/", "a/", "./"),
        ("ja/a/", "assets/s.css", "../../assets/s.css"),
        ("feed.xml", "a/", "a/"),
        ("a/", "日本/", "../%E6%97%A5%E6%9C%AC/"),
    ],
)
def test_the_path_from_one_place_to_another(start: str, target: str, path: str) -> None:
    """Pages link to each other by paths, so that the site works below any address."""
    assert relative(start, target) == path


PLACES = st.lists(st.sampled_from(("a", "b", "c.html")), max_size=4).map("/".join)
FOLDERS = PLACES.map(lambda place: f"{place}/" if place else "")


@given(PLACES | FOLDERS, PLACES | FOLDERS)
def test_a_browser_finds_the_way(start: str, target: str) -> None:
    """The path leads there, as a browser joins it to the address of the page."""
    assert urljoin(f"https://example.org/{start}", relative(start, target)) == f"https://example.org/{target}"


UTM = {"utm_source": "x", "utm_medium": "social", "utm_campaign": "a b", "utm_content": "abc"}


@pytest.mark.parametrize(
    ("address", "with_utm"),
    [
        ("https://a.example/", "https://a.example/?utm_source=x&utm_medium=social"),
        ("https://a.example", "https://a.example?utm_source=x&utm_medium=social"),
        ("https://a.example/?b=c&b=d#e", "https://a.example/?b=c&b=d&utm_source=x&utm_medium=social#e"),
        ("https://a.example/?utm_source=own", "https://a.example/?utm_source=own&utm_medium=social"),
        ("https://a.example/?utm_source=#e", "https://a.example/?utm_source=&utm_medium=social#e"),
        ("https://a.example/?b", "https://a.example/?b&utm_source=x&utm_medium=social"),
    ],
)
def test_tracking_stands_before_the_anchor(address: str, with_utm: str) -> None:
    """What an address has of its own stays, wins, and keeps its order."""
    assert tracked(address, {"utm_source": "x", "utm_medium": "social"}) == with_utm


_KEYS = st.sampled_from([*UTM, "a", "b", "ä", "q%20"])


@given(st.lists(st.tuples(_KEYS, st.text("abc=%/é", max_size=4)), max_size=5), st.sampled_from(["", "#x", "#x?y=1"]))
def test_tracking_loses_and_doubles_nothing(pairs: list[tuple[str, str]], fragment: str) -> None:
    """Query and fragment stay to the letter, no key stands twice that didn't, and a second time adds nothing."""
    query = "&".join(f"{key}={value}" for key, value in pairs)
    address = f"https://a.example/x{'?' if query else ''}{query}{fragment}"
    once = tracked(address, UTM)
    assert urlsplit(once).fragment == urlsplit(address).fragment
    assert urlsplit(once).query.startswith(query)
    keys = [key for key, _ in parse_qsl(urlsplit(once).query, keep_blank_values=True)]
    assert all(keys.count(key) == max(1, sum(key == own for own, _ in pairs)) for key in UTM)
    assert tracked(once, UTM) == once
