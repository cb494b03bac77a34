"""HTML: CommonMark's reference output, our extensions, raw HTML through an allow-list."""

from __future__ import annotations

import re

import pytest

from repurpose.document.parser import parse
from repurpose.formats.html import to_html
from repurpose.formats.sanitise import MAX_RAW_DEPTH
from repurpose.formats.style import Style
from repurpose.model import Access
from tests.builders import SPEC_DIFFERENT, as_written, kitchen_sink, parsed, spec_differences, spec_examples
from tests.conftest import Golden
from tests.oracle import faults


def html(body: str, *, anchors: bool = True) -> str:
    return to_html(parse(body), as_written, Style(anchors=anchors)).text


def test_commonmark() -> None:
    """Every example of CommonMark 0.31 without raw HTML gives the reference's HTML, but for those that are listed."""
    assert len(spec_examples()) == 652
    assert spec_differences(html) == set(SPEC_DIFFERENT)


def test_raw_html_of_commonmark_is_harmless() -> None:
    """Every example of CommonMark can only be read."""
    for number, source, _ in spec_examples():
        assert faults(html(source)) == [], number


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("~~a~~", "<p><s>a</s></p>\n"),
        (
            "- [x] a\n",
            '<ul class="contains-task-list">\n<li class="task-list-item">'
            '<input class="task-list-item-checkbox" disabled="" type="checkbox" checked=""> a</li>\n</ul>\n',
        ),
        ("a\n: b\n", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
        (
            "| a | b |\n|:-:|--:|\n| c | d |\n",
            '<table>\n<thead>\n<tr>\n<th style="text-align:center">a</th>\n<th style="text-align:right">b</th>\n</tr>\n'
            '</thead>\n<tbody>\n<tr>\n<td style="text-align:center">c</td>\n'
            '<td style="text-align:right">d</td>\n</tr>\n</tbody>\n</table>\n',
        ),
        (
            '::: tip A "title"\nb\n:::\n',
            '<div class="container tip">\n<p class="container-title">A &quot;title&quot;</p>\n<p>b</p>\n</div>\n',
        ),
        (
            "> [!NOTE]\n> a\n",
            '<div class="alert alert-note">\n<p class="markdown-alert-title">Note</p>\n<p>a</p>\n</div>\n',
        ),
        ("## a {#b .c}\n", '<h2 class="c" id="b">a</h2>\n'),
        ("![a](b.png){width=3}", '<p><img src="b.png" alt="a" width="3" /></p>\n'),
        ("https://a.example/b.", '<p><a href="https://a.example/b">https://a.example/b</a>.</p>\n'),
    ],
)
def test_the_extensions(body: str, wanted: str) -> None:
    """What CommonMark leaves open is written in plain HTML."""
    assert html(body) == wanted


def test_notes_on_a_page_are_linked() -> None:
    """A note and its references lead to each other, each reference by itself."""
    made = html("a[^1] b[^1]\n\n[^1]: c\n")
    assert re.findall(r'(?:href|id)="([^"]*)"', made) == [
        "#fn1",
        "fnref1",
        "#fn1",
        "fnref1:1",
        "fn1",
        "#fnref1",
        "#fnref1:1",
    ]


def test_notes_in_mail_and_feeds_are_numbered() -> None:
    """Where links within the text don't work, there are none, and headings have no ids."""
    made = html("## a\n\nb[^1]\n\n[^1]: c\n", anchors=False)
    assert "href" not in made
    assert "id=" not in made
    assert "<sup>[1]</sup>" in made


def test_a_link_that_leads_nowhere_leaves_its_words() -> None:
    """A resolver that gives no address leaves words and alternative texts, in Markdown and in raw HTML."""
    body = 'a [b](c) ![d "e"](f)\n'
    assert to_html(parse(body), lambda address, is_image: None).text == "<p>a <a>b</a> d &quot;e&quot;</p>\n"
    assert "href" not in to_html(parse("<a href='b'>c</a>\n"), lambda address, is_image: None).text


def test_every_address_is_resolved_once() -> None:
    """The resolver sees each address once, in raw HTML as well, decoded and with its kind."""
    seen: list[tuple[str, bool]] = []

    def resolve(address: str, is_image: bool) -> str:
        seen.append((address, is_image))
        return f"https://a.example/{address}"

    made = to_html(parse('[a](b?c&d) ![e](f) <img src="g?h&amp;i"> <a href="j">k</a>\n'), resolve).text
    assert sorted(seen) == [("b?c&d", False), ("f", True), ("g?h&i", True), ("j", False)]
    assert made.count("https://a.example/") == 4


def test_raw_html_that_is_harmless_is_let_through() -> None:
    """Inline tags, details and figures stay; a Markdown part between raw tags is rendered."""
    made = to_html(parse("<details open>\n<summary>a</summary>\n\n*b* <kbd>c</kbd>\n\n</details>\n"), as_written)
    assert made.text == '<details open="">\n<summary>a</summary>\n<p><em>b</em> <kbd>c</kbd></p>\n</details>\n'
    assert made.left_out == ()


def test_raw_html_that_isnt_is_told() -> None:
    """What is left out is named."""
    made = to_html(
        parse("<form action=x>\n<input name=a>\n</form>\n\n<b onclick=x>c</b> <script>d</script>\n"), as_written
    )
    assert made.left_out == ("form", "script")
    assert faults(made.text) == []


@pytest.mark.parametrize(
    "comment", ["<!-- a -->", "<!-- a --><!-- b -->", "x <!-- a --> y", "<!-- a\n\n", "<!--> <i>", "<!---> a"]
)
def test_comments_are_not_shown(comment: str) -> None:
    """No comment of the source stands in a page."""
    assert "<!--" not in html(f"{comment}\n")


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000,
        "<div></b>" * 20_000,
        "a <b>" * 20_000,
        "<span><div></span></div>" * 9_000,
        "<div><!--</div>-->" * 9_000,
        "<div title='</div>'>" * 9_000,
        "<div>\n\n" * 5_000,
    ],
    ids=["div", "wrong ends", "inline", "crossed", "comments", "attributes", "blocks"],
)
def test_raw_html_without_end_is_shown_as_text(body: str) -> None:
    """What is nested deeper than anything can take is escaped, and told."""
    made = to_html(parse(body), as_written)
    assert made.left_out == ("all of it, being too much or nested too deep",)
    assert "&lt;" in made.text
    assert faults(made.text) == []


def test_raw_html_as_people_write_it_is_not_too_deep() -> None:
    """Many tags beside each other, and optional end tags left out, are fine."""
    rows = "<tr><td>a<td><p>b<p>c<br>\n" * 400
    made = to_html(parse(f"<table>\n{rows}</table>\n"), as_written)
    assert made.left_out == ()
    assert made.text.count("<td>") == 800
    assert to_html(parse("<div>" * (MAX_RAW_DEPTH - 1) + "\n"), as_written).left_out == ()


def test_the_reference(golden: Golden) -> None:
    """Every construct, on a page and in mail."""
    tokens = kitchen_sink().document.tokens
    golden("formats/kitchen-sink.html", to_html(tokens, as_written).text.encode())
    golden("formats/kitchen-sink.mail.html", to_html(tokens, as_written, Style(anchors=False)).text.encode())
    assert faults(to_html(tokens, as_written).text) == []


def test_gated_and_open_text_are_rendered_alike() -> None:
    """Cutting leaves the HTML of what stays as it was."""
    body = "a\n\n::: premium\nb\n:::\n"
    assert html("a\n") == to_html(parsed(body).documents[Access.OPEN].tokens, as_written).text
