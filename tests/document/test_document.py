"""The Document: headings, blocks, references, words and their places in the file."""

from __future__ import annotations

import pytest

from repurpose.document.document import Block, Document, Reference, parse_asset
from repurpose.document.parser import parse
from repurpose.errors import Location
from repurpose.formats.html import to_html
from repurpose.model import Access
from tests.builders import as_written, asset, kitchen_sink, parsed


def document(body: str, language: str = "en") -> Document:
    return parsed(body, language=language).documents[Access.OPEN]


def at(line: int) -> Location:
    return Location("content/post.md", line)


def test_headings_are_told_in_order() -> None:
    """Each with its level, its words without markup and its id."""
    headings = document("## *A* `b`\n\n#### C ![d](e.png)\n").headings
    assert [(one.level, one.text, one.id) for one in headings] == [(2, "A b", "a-b"), (4, "C d", "c")]


def test_blocks_are_running_text() -> None:
    """Paragraphs, items and quotes with their sentences, their line and the heading above them."""
    body = "One. Two.\n\n## Head\n\n- item\n\n> quote\n"
    assert document(body).blocks == (
        Block("paragraph", "One. Two.", ("One.", "Two."), at(10), None),
        Block("item", "item", ("item",), at(14), "Head", 1),
        Block("quote", "quote", ("quote",), at(16), "Head"),
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("**Acme** *aspires to make anvils.*\n", "about"),
        ("***Acme** aspires to make anvils.*\n", "about"),
        ("**The Acme project** *is at* [B](https://b.example) *and elsewhere.*\n", "about"),
        ("**Acme makes anvils.** *They last.*\n", "paragraph"),
        ("**Acme** makes *anvils*.\n", "paragraph"),
        ("*Acme makes anvils.*\n", "paragraph"),
        ("**Acme**\n", "paragraph"),
    ],
)
def test_what_an_organisation_says_of_itself(body: str, kind: str) -> None:
    """Its name in bold, and the rest in italics."""
    assert [block.kind for block in document(body).blocks] == [kind]


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        ("**Cost:** It takes an hour. Or two.\n", ("Cost:", "It takes an hour.", "Or two.")),
        ("**Cost**: It takes an hour.\n", ("Cost:", "It takes an hour.")),
        ("**費用**：一時間かかります、いつも必ず。\n", ("費用：", "一時間かかります、いつも必ず。")),
        ("**Cost** of it: It takes an hour.\n", ("Cost of it: It takes an hour.",)),
        ("Cost: It takes an hour.\n", ("Cost: It takes an hour.",)),
    ],
)
def test_a_label_in_bold_is_no_part_of_the_sentence(body: str, sentences: tuple[str, ...]) -> None:
    """What it labels stands by itself; the text stays as it is."""
    [block] = document(body).blocks
    assert block.sentences == sentences


def test_paragraphs_of_html_are_running_text() -> None:
    """As texts have them that were moved here from elsewhere; what else stands in HTML isn't read."""
    some = document('<p>One <em>two</em> &amp; three.</p><p class="x">Four.</p>\n<div>Five.</div>\n')
    assert [(block.kind, block.text) for block in some.blocks] == [
        ("paragraph", "One two & three."),
        ("paragraph", "Four."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "```\ncode\n```\n",
        "| a |\n|---|\n| b |\n",
        "# heading\n",
        "> [!NOTE]\n> an alert\n",
        "term\n: definition\n",
        "![](a.png)\n",
        "[![A map](a.png)](b.html)\n![A plan](c.png)\n",
        "[^1]: a note\n",
        "",
    ],
)
def test_what_is_no_running_text_gives_no_block(body: str) -> None:
    """Code, tables, headings, alerts, definitions, notes and pictures are no blocks."""
    assert document(body).blocks == ()


def test_text_is_all_that_is_read() -> None:
    """Headings, tables and notes are read; code isn't; a line end is a space, in Chinese and Japanese none."""
    body = "## A\n\nb\nc<br>d[^1]\n\n| e |\n|---|\n| f |\n\n```\ng\n```\n\n[^1]: h\n"
    assert document(body).text == "A\nb c d\ne\nf\nh"
    assert document("日本\n語\n", "ja").text == "日本語"


def test_words_and_minutes() -> None:
    """Words are counted in the language's own way."""
    assert document("one two three\n").words == 3
    assert document("one two three\n").minutes == 1
    assert document("日本語\n", "ja").words == 3


def test_references_are_those_of_markdown_and_html() -> None:
    """Links and images in both syntaxes, decoded, with their words and places."""
    body = (
        'a [b *c*](d.md "e") ![f](g%20h.png)\n\n<https://i.example>\n\n'
        '<img alt="j" src="k.png?l&amp;m">\n\n- <a href=\'n\'>o</a>\n\n[![p](q.png)](r)\n'
    )
    assert document(body).references == (
        Reference("d.md", "b c", at(10), False),
        Reference("g%20h.png", "f", at(10), True),
        Reference("https://i.example", "https://i.example", at(12), False),
        Reference("k.png?l&m", "j", at(14), True),
        Reference("n", "", at(16), False),
        Reference("q.png", "p", at(18), True),
        Reference("r", "p", at(18), False),
    )


def test_the_teaser_ends_at_its_mark() -> None:
    """Without a mark there is none."""
    some = document("a\n\n<!-- more -->\n\nb\n")
    assert some.teaser is not None
    assert to_html(some.teaser, as_written).text == "<p>a</p>\n"
    assert document("a\n\nb\n").teaser is None


def test_a_first_heading_that_says_the_title_is_left_out() -> None:
    """Channels show the title themselves; another first heading stays."""
    assert document("# A *post*\n\nb\n").text == "b"
    assert document("![](a.png)\n\n# A post\n\nb\n").text == "\nb"
    assert document("# Another\n\nb\n").text == "Another\nb"
    assert document("## A post\n\nb\n").text == "A post\nb"


def test_alerts_speak_the_assets_language() -> None:
    """The kind of an alert is said in the interface's words."""
    assert document("> [!WARNING]\n> x\n").text == "Warning\nx"
    assert document("> [!WARNING]\n> x\n", "zh").text != "Warning\nx"


def test_what_is_nested_too_deep_is_told() -> None:
    """The parser stops at twenty levels, and a notice says so."""
    deep = "".join(f"{'  ' * level}- {level}\n" for level in range(30))
    assert [notice.code for notice in parsed(deep).notices] == ["nesting"]
    assert parsed("- a\n  - b\n").notices == ()


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (":::tip\nA.\n\n:::premium\nB.\n", [1, 4]),
        ("::::tip\n:::note\nA.\n::::\n\nB.\n", [2]),
        ("- A.\n\n  :::tip\n  B.\n\nC.\n", [3]),
        ("> :::tip\n> A.\n\nB.\n", [1]),
        ("A.\n\n:::\n\nB.\n", [3]),
        ("A,\nB.\n:::\n", [3]),
        ("::: tip\nA.\n:::\n:::\n", [4]),
        ("::: tip\nA.\n:::\n\n```\n:::tip\n:::\n```\n\n`:::` and `a\n:::\nb`\n\n    :::\n", []),
    ],
)
def test_containers_that_are_left_open_or_close_nothing_are_told(body: str, lines: list[int]) -> None:
    """At the line where they stand; not in code, which shows how they are written."""
    some = parsed(body)
    assert [notice.code for notice in some.notices] == ["container"] * len(lines)
    assert [notice.location.line - some.asset.body_line + 1 for notice in some.notices if notice.location.line] == lines


def test_every_construct_has_its_line() -> None:
    """Over the whole reference, a block's place in the file is where its words stand."""
    brief = kitchen_sink()
    lines = ["", *(("\n" * (brief.asset.body_line - 1)) + brief.asset.body).split("\n")]
    for block in brief.document.blocks:
        assert block.location.line is not None
        first = block.text.split()[0].strip("*`_")
        assert first in lines[block.location.line].replace("*", "").replace("`", ""), block


def test_shortcodes_see_the_front_matter() -> None:
    """`param` gives the author's own keys, and the title."""
    some = asset("{{< param edition >}} {{< param title >}}\n", extra={"edition": "3rd"})
    assert parse_asset(some).documents[Access.OPEN].text == "3rd A post"


def test_rendering_changes_no_token() -> None:
    """A Document can be rendered as often as one likes."""
    tokens = parse(asset("[a](b) {.c}\n\n- [x] d\n").body)
    assert to_html(tokens, as_written) == to_html(tokens, as_written)


def test_images_without_words_are_told() -> None:
    """A picture needs a text for those who don't see it, in the body and in the front matter."""
    some = parsed("![](https://a.example/b.png)\n\n![c](https://a.example/d.png)\n", image="https://a.example/e.png")
    assert [notice.code for notice in some.notices] == ["image-alt", "image-alt"]
