"""A pasted text or saved page becomes a body in Markdown."""

import pytest

from repurpose.errors import AssetError
from repurpose.library.paste import clean_paste


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"\xef\xbb\xbfHello  \r\n\r\n\r\n\r\nworld\t\n", "Hello\n\nworld\n"),
        ("a\u00a0b\u200bc\u00add\n".encode(), "a bcd\n"),
        (b"# The title\n\nText\n", "Text\n"),
        (b"# The  Title ##\n\nText\n", "# The  Title ##\n\nText\n"),
        (b"# the title ##\n\nText\n", "Text\n"),
        (b"The title\n=========\n\nText\n", "Text\n"),
        (b"# Another title\n\nText\n", "# Another title\n\nText\n"),
        (b"# The title", "# The title\n"),
    ],
)
def test_a_text_is_cleaned(raw: bytes, body: str) -> None:
    """Line ends, runs of empty lines, odd spaces and a heading that repeats the title go; the rest stays."""
    assert clean_paste(raw, "paste.txt", "The title") == body


PAGE = """<!doctype html><html><head><title>x</title><style>p{}</style></head><body>
<header>Site</header><nav>Menu</nav><main><article>
<h1>The title</h1><p>One <strong>bold</strong> <a href="https://example.org">link</a>.</p>
<div class="share-buttons">Share this</div><div class="related">Read also</div><p class="lead">Two.</p>
<ul><li>a</li><li>b</li></ul><script>alert(1)</script><aside>Ad</aside>
</article></main><footer>Imprint</footer></body></html>"""


def test_a_page_is_its_article() -> None:
    """Of a saved page only the article stays, as Markdown, without navigation, sharing, scripts and footers."""
    body = clean_paste(PAGE.encode(), "page.html", "The title")
    assert body == "One **bold** [link](https://example.org).\n\nTwo.\n\n- a\n- b\n"


@pytest.mark.parametrize("name", ["page.htm", "PAGE.HTML", "paste"])
def test_a_page_is_known_by_name_or_beginning(name: str) -> None:
    """A page is one by its suffix, or by how it begins."""
    assert clean_paste(b"<p>Hello <em>you</em></p>", name, "T") == "Hello *you*\n"


@pytest.mark.parametrize(
    ("raw", "message"),
    [(b"", "p.txt:1: is empty"), (b"a\nb\xe9", "p.txt:2: byte 0xE9 is no UTF-8 (Latin-1, perhaps)")],
)
def test_what_is_no_text_is_refused(raw: bytes, message: str) -> None:
    """An empty or undecodable file is told as one."""
    with pytest.raises(AssetError) as caught:
        clean_paste(raw, "p.txt", "T")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "raw", [b"# a" + b" " * 200_000 + b"b", b"a" + b" \t" * 200_000 + b"b\n", b"# " + b"#" * 200_000]
)
def test_long_runs_are_cleaned_at_once(raw: bytes) -> None:
    """A text made of spaces or hashes takes no longer than another."""
    assert clean_paste(raw, "p.txt", "T") == raw.decode().strip() + "\n"
