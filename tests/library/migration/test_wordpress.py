"""WordPress exports, of both of its editors."""

from __future__ import annotations

from pathlib import Path

import pytest

from repurpose.errors import AssetError
from repurpose.library.migration.wordpress import read_wordpress
from repurpose.library.migration.written import Written, written

EXPORT = Path(__file__).with_name("wordpress.xml").read_bytes()
HEAD = EXPORT[: EXPORT.index(b"<item>")]


def made(raw: bytes = EXPORT, media: tuple[str, ...] = ()) -> dict[str, Written]:
    return {one.name: one for one in written(read_wordpress(raw, "wp.xml"), media, "en")}


def body(content: str) -> str:
    """The Markdown of a post with that content."""
    item = f"<item><title>T</title><content:encoded><![CDATA[{content}]]></content:encoded></item></channel></rss>"
    (one,) = made(HEAD + item.encode()).values()
    return one.text.partition("\n---\n\n")[2]


def test_posts_become_assets() -> None:
    """With all that WordPress knows of them; its own tags and empty values stay behind."""
    text = made()["cut-a-lock.md"].text
    assert text.partition("\n---\n")[0].split("\n") == [
        "---",
        'title: "How we cut a lock & a chain"',
        "date: 2019-05-02T10:00:00Z",
        "updated: 2021-01-02T10:00:00Z",
        'authors: ["Ada Example"]',
        'tags: ["Locks"]',
        'description: "Forty locks, and which one held."',
        'image: "https://tarn.example/wp-content/uploads/2019/05/lock.jpg"',
        'image_alt: "A lock"',
        'aliases: ["/2019/05/cut-a-lock/"]',
    ]


def test_texts_of_the_new_editor() -> None:
    """Marks of blocks go, marks of ours stay; signs stay signs, code code, captions titles."""
    text = made()["cut-a-lock.md"].text
    assert "Locks hold *five* minutes. See [our post on chains](chains.md#oil)" in text
    assert "use the &lt;b> tag &amp;amp; more." in text
    assert "\n<!-- more -->\n" in text
    assert "wp:" not in text
    assert '![A lock](https://tarn.example/wp-content/uploads/2019/05/lock.jpg "It held.")' in text
    assert "```sh\ncut --lock\n```" in text
    assert "- One\n- Two\n" in text
    assert text.rstrip().endswith("<https://www.youtube.com/watch?v=abc>")


def test_texts_of_the_old_editor() -> None:
    """Empty lines are paragraphs, but not within code; captions are titles."""
    text = made()["chains.md"].text
    assert (
        'They rust.\n\n![A lock](https://tarn.example/wp-content/uploads/2019/05/lock.jpg "A caption")\n\n## Oil'
        in text
    )
    assert "```\na\n\nb\n```\n\nBye.\n" in text


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ("One\n\nTwo\nthree", "One\n\nTwo\\\nthree\n"),
        ('[sourcecode language="php"]a < b\n\nc[/sourcecode]', "```\na < b\n\nc\n```\n"),
        ("[embed]https://youtu.be/x[/embed]", "<https://youtu.be/x>\n"),
        (
            '<p>a</p><iframe src="//www.youtube.com/embed/x?rel=0"></iframe>',
            "a\n\n<https://www.youtube.com/watch?v=x>\n",
        ),
        ('<p>a</p><script>alert(1)</script><p onclick="x()">b</p>', "a\n\nb\n"),
        ("<p>a</p>\n<video><source src='https://x.example/a.mp4'></video>", "a\n\n<https://x.example/a.mp4>\n"),
    ],
)
def test_contents_become_markdown(content: str, markdown: str) -> None:
    """As WordPress would show them."""
    assert body(content) == markdown


def test_what_few_could_read_is_a_draft() -> None:
    """Nothing is published by moving it; why is told."""
    one = made()["chains.md"]
    assert "\nstatus: draft\n" in one.text
    assert one.told[0] == "it was private"
    secret = EXPORT.replace(b"<wp:post_password><![CDATA[]]>", b"<wp:post_password><![CDATA[x]]>")
    assert "\nstatus: draft\n" in made(secret)["cut-a-lock.md"].text
    assert "it had a password" in made(secret)["cut-a-lock.md"].told


def test_what_is_no_post_is_counted_and_left() -> None:
    """Pages, pictures, the trash; menus and revisions are of no interest."""
    trash = EXPORT.replace(b"<wp:status>private", b"<wp:status>trash")
    assert read_wordpress(trash, "wp.xml").left == {"picture or file": 1, "page": 1, "post in the trash": 1}


def test_shortcodes_that_stay_are_told() -> None:
    """Code that looks like one isn't."""
    assert "its shortcodes stand as they are: [contact-form-7]" in made()["cut-a-lock.md"].told
    assert "[x]" in body("<p>a</p><pre>[x]</pre>")
    item = b"<item><title>T</title><content:encoded><![CDATA[<p>a</p><pre>[gallery]</pre>]]></content:encoded></item>"
    (one,) = made(HEAD + item + b"</channel></rss>").values()
    assert one.told == ()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is no XML"),
        (b"<rss><channel><title>A feed</title></channel></rss>", "is no export of WordPress"),
        (b"no xml at all", "is no export of WordPress"),
        (b"\x00\x01\x02", "is no XML"),
    ],
)
def test_what_is_no_export_is_refused(raw: bytes, message: str) -> None:
    """In one line, with the file's name."""
    with pytest.raises(AssetError, match=message):
        read_wordpress(raw, "wp.xml")


def test_a_file_asks_for_no_other(tmp_path: Path) -> None:
    """No entity is followed, and none grows."""
    (tmp_path / "secret").write_text("secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY f SYSTEM "file://{tmp_path}/secret"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    item = b"<item><title>T &f; &b;</title><content:encoded>&f;</content:encoded></item></channel></rss>"
    raw = HEAD.replace(b"<rss", doctype.encode() + b"<rss", 1) + item
    (one,) = made(raw).values()
    assert "secret" not in one.text
    assert "aaaa" not in one.text
