"""Markdown again: what is written says, read anew, what was said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from repurpose.document.access import plain, unmarked
from repurpose.document.parser import parse
from repurpose.formats.html import to_html
from repurpose.formats.markdown import escape, to_markdown
from tests.builders import as_written, kitchen_sink, spec_examples
from tests.conftest import Golden


def again(body: str) -> str:
    return to_markdown(parse(body), as_written)


def says(tokens: Sequence[Token]) -> list[str]:
    """What is said, block by block: words, code, and the words of raw HTML."""
    return [words for token in tokens if (words := _said(token))]


def _said(token: Token) -> str:
    if token.type == "inline":
        return " ".join(plain(token).split())
    return unmarked(token.content) if token.type == "html_block" else token.content


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("# a #\n\nb\n===\n", "# a\n\n# b\n"),
        ("* a\n* b\n  + c\n* d\n", "* a\n* b\n  + c\n* d\n"),
        ("- a\n  - b\n\n  c\n", "- a\n\n  - b\n\n  c\n"),
        ("2) a\n3) b\n", "2) a\n3) b\n"),
        ("- [x] a\n- [ ] b\n", "- [x] a\n- [ ] b\n"),
        ("- a\n-\n- b\n", "- a\n-\n- b\n"),
        ("> a\n\n> b\n", "> a\n\n> b\n"),
        ("> a\n> > b\n>\n> c\n", "> a\n>\n> > b\n>\n> c\n"),
        ("    code\n", "```\ncode\n```\n"),
        ("~~~ a`b\n```\n~~~\n", "~~~a`b\n```\n~~~\n"),
        ("````\n```\n````\n", "````\n```\n````\n"),
        ("a | b\n:-:|--:\n`c\\|d` | e\n", "| a | b |\n| :-: | --: |\n| `c\\|d` | e |\n"),
        ("a\n: b\n", "a\n: b\n"),
        ("a[^x]\n\n[^x]: b\n\n    c\n", "a[^1]\n\n[^1]: b\n\n    c\n"),
        ("a  \nb\\\nc<br>d\n", "a\\\nb\\\nc\\\nd\n"),
        ("[a][b]\n\n[b]: c 'd \"e\"'\n", '[a](<c> "d \\"e\\"")\n'),
        ("![a *b*](c)\n", "![a b](<c>)\n"),
        ("__a__ _b_ ~~c~~ `` ` `` `` a ` ``\n", "__a__ _b_ ~~c~~ `` ` `` `` a ` ``\n"),
        ("> [!TIP]\n> a\n", "> **Tip**\n>\n> a\n"),
        ("<p>a <b>b</b></p>\n\nc <kbd>d</kbd>\n", "a b\n\nc d\n"),
        ("10<sup>3</sup> a<sub>i,j</sub> b<sub>c\n", "10³ a\\_(i,j) bc\n"),
        ("a<sup>[1](b)</sup> \\^[c](d)\n", "a\\^[1](<b>) \\^[c](<d>)\n"),
        ("---\n", "* * *\n"),
    ],
)
def test_constructs(body: str, wanted: str) -> None:
    """Each construct is written plainly, references unfolded."""
    assert again(body) == wanted


@pytest.mark.parametrize(
    "shown",
    [
        "*a*", "_a_", "a_b", "a__b", "# a", "a #", "- a", "+ a", "1. a", "1) a", "> a", "`a`", "[a](b)", "![a](b)",
        "[^1]", "<b>", "&amp;", "&#35;", "~~a~~", "a\\", "\\", "===", "---", "--|--", "::: a", ":::", "~~~",
        ": a", "{#a}", "!",
    ],
)  # fmt: skip
def test_text_is_shown_letter_by_letter(shown: str) -> None:
    """Text that looks like Markdown stays text, at the start of any line."""
    source = f"x\n{''.join(f'&#{ord(char)};' for char in shown)}\n"
    assert says(parse(again(source))) == says(parse(source)) == [f"x {shown}"]
    assert says(parse(escape(f"x {shown}"))) == [f"x {shown}"]


def test_a_bang_before_a_link_makes_no_image() -> None:
    """`!` and a link stay apart."""
    assert to_html(parse(again("\\![a](b)\n")), as_written).text == '<p>!<a href="b">a</a></p>\n'


def test_a_link_that_leads_nowhere_leaves_its_words() -> None:
    """Without an address there is no link and no image."""
    assert to_markdown(parse("[a](b) ![c](d)\n"), lambda address, is_image: None) == "a c\n"


def test_what_is_written_says_the_same() -> None:
    """Over CommonMark's examples, words and code read anew are those that were written."""
    for number, source, _ in spec_examples():
        assert says(parse(again(source))) == says(parse(source)), number


def test_the_reference_says_the_same() -> None:
    """Over the whole reference, what is read anew is what was written; a third time changes nothing."""
    tokens = kitchen_sink().document.tokens
    written = to_markdown(tokens, as_written)
    assert says(parse(written)) == says(tokens)
    assert again(written) == written


_LINE = st.text(st.sampled_from("ab *_`[]()!<>&#-+1.\\~|:{}=\"'é日"), min_size=1, max_size=16).map(str.strip)
_SHAPE = st.sampled_from(
    [
        "{}\n\n",
        "- {}\n",
        "1. {}\n",
        "> {}\n\n",
        "# {}\n",
        "- a\n  - {}\n",
        "> - {}\n\n",
        "a *{}*\n\n",
        "```\n{}\n```\n",
        "[{}](b)\n\n",
        "a[^1]{}\n\n[^1]: b\n\n",
    ]
)


@settings(max_examples=100)
@given(st.lists(st.tuples(_SHAPE, _LINE), min_size=1, max_size=4))
def test_any_mixture_says_the_same(parts: list[tuple[str, str]]) -> None:
    """Whatever marks stand wherever, read anew they say the same."""
    body = "".join(shape.format(line) for shape, line in parts)
    tokens = parse(body)
    assert says(parse(to_markdown(tokens, as_written))) == says(tokens)


def test_the_reference(golden: Golden) -> None:
    """Every construct as Markdown."""
    golden("formats/kitchen-sink.md", to_markdown(kitchen_sink().document.tokens, as_written).encode())
