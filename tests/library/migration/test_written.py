"""Posts as files: names, links, pictures, old addresses."""

from __future__ import annotations

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from repurpose.ids import fold
from repurpose.library.migration.post import Export, Post
from repurpose.library.migration.written import Written, written
from repurpose.library.source import check_asset
from tests.builders import config

SITE = "https://old.example"


def post(html: str = "<p>x</p>", slug: str = "a", **fields: object) -> Post:
    return Post(title="T", slug=slug, html=html, **{"address": f"{SITE}/2019/{slug}/", **fields})  # type: ignore[arg-type]


def only(*posts: Post, media: tuple[str, ...] = ()) -> Written:
    return next(iter(written(Export(SITE, posts), media, "en")))


def test_links_among_posts_lead_to_their_files() -> None:
    """With their places; links to pages that weren't moved, and elsewhere, stay."""
    html = (
        f'<p><a href="{SITE}/2019/b/#x">b</a> <a href="/2019/b">b</a> <a href="{SITE}/about/">about</a> '
        f'<a href="https://other.example/2019/b/">c</a> <a href="{SITE}/2019/a/#top">a</a> '
        f'<a href="{SITE}/?p=3">d</a></p>'
    )
    text = only(post(html), post(slug="b")).text
    assert (
        f"[b](b.md#x) [b](b.md) [about]({SITE}/about/) [c](https://other.example/2019/b/) [a](#top) [d]({SITE}/?p=3)"
    ) in text


def test_code_stays_as_it_is() -> None:
    """Whatever looks like a link in it."""
    one = only(post("<pre>[b](/2019/b)\n</pre><p><code>[b](/2019/b)</code></p>"), post(slug="b"))
    assert one.text.count("[b](/2019/b)") == 2


def test_what_is_no_address_stays() -> None:
    """As people mistype it."""
    one = only(post('<p><a href="http://[x">a</a> <img src="https://old.example:port/a.png"></p>', image="http://["))
    assert "[a](http://[x)" in one.text
    assert 'image: "http://["' in one.text


def test_pictures_at_hand_are_taken_along() -> None:
    """By as much of their address as is there; others are told with the old site's name."""
    html = f'<p><img src="{SITE}/wp-content/uploads/2019/05/a%20b.jpg" alt="A"><img src="{SITE}/c.jpg" alt="C"></p>'
    one = only(post(html, image=f"{SITE}/up/d.png"), media=("2019/05/a b.jpg", "d.png"))
    assert "![A](media/2019/05/a%20b.jpg)" in one.text
    assert '\nimage: "media/d.png"\n' in one.text
    assert one.media == {"media/2019/05/a b.jpg": "2019/05/a b.jpg", "media/d.png": "d.png"}
    assert one.told == ("1 of its pictures is on old.example",)


def test_an_old_address_is_kept() -> None:
    """Unless it is the new one, or none."""
    assert '\naliases: ["/2019/a/"]\n' in only(post()).text
    assert "aliases" not in only(post(address=f"{SITE}/a/")).text
    assert "aliases" not in only(post(address=f"{SITE}/?p=12")).text


def test_names_are_files_of_any_disk() -> None:
    """In every script, none twice, none that a disk or site keeps for itself."""
    posts = [post(slug=slug) for slug in ("Post", "post", "日本語", "%E6%97%A5", "con", "../x", "", "tags")]
    names = [one.name for one in written(Export(SITE, tuple(posts)))]
    assert names[:4] == ["Post.md", "post-2.md", "日本語.md", "日.md"]
    assert len({fold(name) for name in names}) == len(names)
    assert all("/" not in name for name in names)


@given(
    st.text(max_size=60),
    st.text(max_size=30),
    st.lists(st.text(max_size=12), max_size=3),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)
def test_front_matter_holds_any_text(title: str, slug: str, tags: list[str], html: str) -> None:
    """It can be read back, and says the same."""
    made = Post(title=title.strip(), slug=slug, html=html, tags=tuple(tags), description=title)
    (one,) = written(Export("", (made,)))
    assert one.text.startswith("---\n")
    head = one.text.split("\n---\n", 1)[0]
    assert head.count("\n") <= 12
    checked = check_asset(one.text, PurePosixPath(one.name), f"content/{one.name}", config())
    if checked.asset is not None and made.title and not any(map(_is_odd, title)):
        assert " ".join(checked.asset.title.split()) == " ".join(made.title.split())


def _is_odd(char: str) -> bool:
    return not char.isprintable() and not char.isspace()
