"""What channels share: the Linker, tracking, and that each takes whatever Markdown there is."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from repurpose.channels import registry
from repurpose.channels.channel import Linker, tracking
from repurpose.ids import link_id
from repurpose.model import Link
from tests.builders import BASE, asset, brief, compose, config, project, rendered, spec_examples

UTM = {"utm_source": "x"}


@pytest.mark.parametrize("channel", ["blog", "feed", "newsletter", "press_release", "social"])
def test_every_channel_takes_every_example_of_commonmark(channel: str) -> None:
    """Each example is composed and rendered."""
    for _, source, _ in spec_examples():
        some = asset(source)
        composed = compose(channel, brief(some))
        assert all(piece.content for piece in rendered(channel, composed, some).values())


def test_links_to_our_site_are_tracked_and_others_not() -> None:
    """Only what leads to our own pages carries our parameters, and both are written down."""
    linker = Linker(brief(asset()), tracking=UTM)
    assert linker("post.md#a") == f"{BASE}/post/?utm_source=x#a"
    assert linker(f"{BASE}/post/?b=c") == f"{BASE}/post/?b=c&utm_source=x"
    assert linker("https://other.example/") == "https://other.example/"
    assert linker("mailto:a@b.example") == "mailto:a@b.example"
    assert linker.links == (
        Link(f"{BASE}/post/?utm_source=x#a", True),
        Link(f"{BASE}/post/?b=c&utm_source=x", True),
        Link("https://other.example/", False),
        Link("mailto:a@b.example", False),
    )


def test_images_are_never_tracked() -> None:
    """A picture's address is its own."""
    linker = Linker(brief(asset(), project(media={"a.png": "assets/a.png"})), tracking=UTM)
    assert linker("a.png", is_image=True) == f"{BASE}/assets/a.png"
    assert linker.links == ()


@pytest.mark.parametrize(
    ("href", "written"),
    [
        ("#a", "#a"),
        ("post.md#a", "./#a"),
        ("other.md?b#a", "../other/?b#a"),
        (f"{BASE}/other/#a", f"{BASE}/other/#a"),
        (BASE, BASE),
        ("", ""),
        ("gone.md", "gone.md"),
        ("/", "../"),
        ("a.png", "../assets/a.png"),
        ("https://other.example/#a", "https://other.example/#a"),
        ("/shop/", "/shop/"),
    ],
)
def test_pages_link_by_paths(href: str, written: str) -> None:
    """On a page, what leads to another is a path, which works below any address; the rest stays as it was written."""
    where = project(posts={"post.md": "post/", "other.md": "other/"}, media={"a.png": "assets/a.png"})
    assert Linker(brief(asset(), where), page="post/")(href) == written


def test_faults_are_told_at_their_line() -> None:
    """Each fault once, at the first place of the address."""
    body = "a\n\n[b](gone.md)\n\n[c](gone.md) ![d](gone.png)\n\n[e](later.md)\n"
    some = brief(asset(body), project(unseen=frozenset({"later.md"})))
    linker = Linker(some)
    for reference in some.document.references:
        linker(reference.target, reference.is_image)
    assert [(notice.code, notice.location.line) for notice in linker.notices] == [
        ("link-broken", 12),
        ("image-missing", 14),
        ("link-unpublished", 16),
    ]


def test_a_picture_of_the_front_matter_is_told_at_its_key() -> None:
    linker = Linker(brief(asset(image="gone.png", lines={"image": 4})))
    linker("gone.png", is_image=True)
    assert [(notice.code, notice.location.line) for notice in linker.notices] == [("image-missing", 4)]


def test_tracking_by_the_default_patterns() -> None:
    """Network, medium, campaign or asset, and the link id that is derivable from the piece."""
    some = brief(asset(id="Guides/One Two"))
    assert tracking(some, "social", "abc", network="x", medium="social") == {
        "utm_source": "x",
        "utm_medium": "social",
        "utm_campaign": "guides/one-two",
        "utm_content": link_id("Guides/One Two/social.x/abc"),
    }
    assert tracking(brief(asset(campaign="Spring 26")), "newsletter", "message", medium="email")["utm_campaign"] == (
        "spring-26"
    )


def test_tracking_by_a_projects_patterns() -> None:
    """A project's patterns may name what they are told; an empty one is left out of the address."""
    settings = config('[utm]\nsource = "{channel}-{language}"\ncampaign = "{slug}"\nmedium = ""\n')
    made = tracking(brief(asset(), project(settings)), "newsletter", "message", medium="email")
    assert (made["utm_source"], made["utm_campaign"], made["utm_medium"]) == ("newsletter-en", "post", "")


def test_the_link_id_of_a_piece_is_in_its_links() -> None:
    """In every channel that is counted, each link to our site has its own piece's id."""
    body = "A sentence that is long enough to be repeated costs 40% less than a new one.\n\n[a](post.md?b=c#d)\n"
    for name in ("newsletter", "press_release", "social"):
        composed = registry.load(name).compose(brief(asset(body)))
        found = [(draft, link) for draft in composed.drafts for link in draft.links if link.tracked]
        assert found
        for draft, link in found:
            channel = f"{name}.{draft.network}" if draft.network else name
            assert parse_qs(urlsplit(link.url).query)["utm_content"] == [link_id(f"post/{channel}/{draft.slot}")]


def test_folders_are_by_language() -> None:
    """The site's own language has no folder; another's stands in its own."""
    where = project()
    assert where.post(asset()) == "post/"
    assert where.post(asset(language="ja")) == "ja/post/"
    assert brief(asset(language="ja"), where).folder == "ja/post"


def test_the_original_elsewhere_is_canonical() -> None:
    """An author's canonical address wins."""
    assert brief(asset()).canonical == f"{BASE}/post/"
    assert brief(asset(canonical_url="https://other.example/a")).canonical == "https://other.example/a"
