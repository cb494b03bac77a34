"""Plain text: worth reading, wrapped, with every link."""

from __future__ import annotations

import html as html_entities
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.parser import parse
from repurpose.formats.html import to_html
from repurpose.formats.lines import MOST, WIDTH, _is_narrow, folded, wrap
from repurpose.formats.text import to_text
from tests.builders import as_written, kitchen_sink, spec_examples
from tests.conftest import Golden


def text(body: str) -> str:
    return to_text(parse(body), as_written)


def columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line)
    return len(line) + wide - sum(unicodedata.combining(char) > 0 for char in line)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("# One\n\n## Two\n\n### Three\n\na\n", "One\n===\n\nTwo\n---\n\nThree\n~~~~~\n\na\n"),
        ("- a\n- b\n  - c\n\n    d\n- e\n", "- a\n- b\n  - c\n\n    d\n\n- e\n"),
        ("- a\n- b\n  - c\n- d\n", "- a\n- b\n  - c\n- d\n"),
        ("3. a\n4. b\n", "3. a\n4. b\n"),
        ("- [x] a\n- [ ] b\n", "- [x] a\n- [ ] b\n"),
        ("> a\n>\n> > b\n>\n> c\n", "> a\n>\n> > b\n>\n> c\n"),
        ("> a\n\n> b\n", "> a\n\n> b\n"),
        ("```py\na = 1\n\n  b\n```\n", "    a = 1\n\n      b\n"),
        ("| a | b |\n|---|---|\n| ccc | d |\n", "a    b\n---  -\nccc  d\n"),
        ("a\n: b\n", "a\n    b\n"),
        ("a\\\nb<br>c\n", "a\nb\nc\n"),
        ("***\n", "* * *\n"),
        ("a ![b](c.png)\n", "a [b]\n"),
        ("a *b* **c** _d_ `e`\n", "a *b* *c* _d_ e\n"),
        ("a[^1]\n\n[^1]: b\n", "a [note 1]\n\n[note 1] b\n"),
        ("<p>Fish &amp; <b>chips</b></p>\n", "Fish & *chips*\n"),
        ("#### Four\n", "Four\n....\n"),
        ("a ~~b~~ <del>c</del>\n", "a ~~b~~ ~~c~~\n"),
        ("10<sup>3</sup> H<sub>2</sub>O x<sup>n-1</sup>\n", "10³ H₂O xⁿ⁻¹\n"),
        ("1<sup>st</sup> a<sup>TM</sup> e<sup>x</sup> a<sub>i,j</sub> b<sup>\n", "1st a™ e^x a_(i,j) b\n"),
        ("<p>m<sup>2</sup></p>\n", "m²\n"),
        ("run `a b` or `c`\n", "run `a b` or c\n"),
        ('a <img src="b.png" alt="c">\n', "a [c]\n"),
        (":::tip Read this\na\n:::\n", "> Read this\n>\n> a\n"),
        ("<ul><li>a</li><li>b</li></ul>\n", "- a\n- b\n"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>\n", "a | b\nc\n"),
        ("<p>a</p><!-- b --><p>c</p>\n", "a\n\nc\n"),
        ("<script>a</script>\n\nb\n", "b\n"),
        ("見る<https://a.example>を\n", "見る https://a.example を\n"),
        ("> [!TIP]\n> a\n", "> Tip\n> a\n"),
        ("", "\n"),
    ],
)
def test_constructs(body: str, wanted: str) -> None:
    """Headings, lists, quotes, code, tables, definitions and notes keep their shape."""
    assert text(body) == wanted


def test_links_are_numbered_and_listed() -> None:
    """Each address once, in order; those whose words say the same need no number."""
    body = "[a](https://a.example) [b](c.md) [d](https://a.example) <https://e.example> <f@g.example>\n"
    assert text(body) == ("a [1] b [2] d [1] https://e.example f@g.example\n\n[1] https://a.example\n[2] c.md\n")


def test_a_link_that_leads_nowhere_leaves_its_words() -> None:
    """Without an address there is no number."""
    assert to_text(parse("[a](b)\n"), lambda address, is_image: None) == "a\n"


def test_a_table_that_is_too_wide_becomes_lines() -> None:
    """Each row is told as `head: cell`."""
    wide = "x" * 50
    assert text(f"| a | b |\n|---|---|\n| {wide} | {wide} |\n| c | d |\n") == (f"a: {wide}\nb: {wide}\n\na: c\nb: d\n")


def test_words_are_wrapped() -> None:
    """Lines end between words, within a quote or item behind its mark."""
    lines = text("- " + "word " * 40 + "\n").splitlines()
    assert lines[0].startswith("- word")
    assert all(line.startswith("  word") for line in lines[1:])
    assert max(map(len, lines)) <= WIDTH


def test_wide_characters_are_wrapped_anywhere_but_before_a_stop() -> None:
    """Chinese and Japanese lines are full, count two columns a character, and begin with no 。"""
    lines = wrap("日本語の文章です。" * 20)
    assert "".join(lines) == "日本語の文章です。" * 20
    assert all(columns(line) <= WIDTH + 2 for line in lines)
    assert all(columns(line) >= WIDTH - 2 for line in lines[:-1])
    assert not any(line.startswith("。") for line in lines)


@pytest.mark.parametrize("sign", [" :", " ;", " !", " ?", " »", "\u00a0:", "\u202f!"])
@pytest.mark.parametrize("wide", ["", "日"])
def test_no_line_begins_with_a_sign_of_french(sign: str, wide: str) -> None:
    """The space before it is kept, and so is that behind an opening mark."""
    for before in range(60, 80):
        words = f"{'x' * (before - 9)} « mot{sign} fin {wide}".strip()
        lines = wrap(words)
        assert not any(line.startswith(sign.strip()) or line.endswith("«") for line in lines)
        assert " ".join(lines) == words


def test_a_line_end_between_wide_characters_is_no_space() -> None:
    """Chinese and Japanese put no space where a line of the source ends."""
    assert text("日本\n語\n") == "日本語\n"


_TEXT = st.text(st.sampled_from("ab é日。、한👍🏽 \u0301-"), max_size=300)


@given(_TEXT, st.integers(20, 80))
def test_wrapping_loses_nothing(words: str, width: int) -> None:
    """Wrapped lines hold every character but spaces, and only a word alone is longer than the width."""
    lines = wrap(words, width)
    assert "".join("".join(lines).split()) == "".join(words.split())
    for line in lines:
        assert columns(line) <= width + 2 * len(re.findall("[。、]", line)) or " " not in line


_ADDRESS_ALONE = re.compile(r"(?:[>\s\[\](*_↪-]|note|\d+[.\]])*\S*(?:://|mailto:)\S*")
"""An address with no word beside it but the marks and numbers of where it stands."""


def too_long(made: str) -> list[str]:
    """The lines of more than 78 columns that are more than an address."""
    return [line for line in made.splitlines() if columns(line) > MOST and not _ADDRESS_ALONE.fullmatch(line)]


_LONG = st.lists(
    st.sampled_from(["word", "w" * 90, "/a/long/path" * 9, "日本語" * 30, "- ", "`c d`", "x_" * 60]), max_size=9
)


@given(_LONG, st.sampled_from(["", "- ", "> > ", "    ", "1. - > ", "## "]))
def test_no_line_is_longer_than_a_mail_wants(words: list[str], start: str) -> None:
    """Whatever its words are and wherever they stand, code as well: 78 columns, and no character is lost."""
    body = f"{start}{' '.join(words)}\n"
    assert too_long(text(body)) == []


def test_lines_of_the_reference_fit() -> None:
    """No line is longer than a mail's 78 columns but for addresses."""
    assert too_long(to_text(kitchen_sink().document.tokens, as_written)) == []


def test_a_long_line_of_code_goes_on_below() -> None:
    """Broken at a space where it has one; what goes on is marked; an address stays whole."""
    assert folded("    a = bbb + ccc", 13) == ["    a = bbb +", "↪ ccc"]
    assert folded("x" * 10, 6) == ["xxxxxx", "↪ xxxx"]
    assert folded("curl https://example.org/abc -o x", 12) == ["curl", "↪ https://example.org/abc", "↪ -o x"]
    assert folded("", 5) == [""]
    assert text("```\n\tif x:\n```\n") == "        if x:\n"


@given(st.text("ab =日\u0301", max_size=60), st.integers(4, 20))
def test_folded_code_loses_nothing(line: str, width: int) -> None:
    """But spaces where it is broken."""
    lines = folded(line, width)
    assert "".join("".join(lines).split()).replace("↪", "") == "".join(line.split())
    assert all(columns(one) <= width for one in lines)


@pytest.mark.parametrize(
    "phrase",
    ["（80.6%）", "「引用」", "日本]", "日本!?", "本。」", "👍🏽", "か\u3099", "👩\u200d👩\u200d👧"],
    ids=ascii,
)
def test_what_belongs_together_is_not_parted(phrase: str) -> None:
    """A bracket and what it holds first, a stop and what it ends, a sign and its tone."""
    for before in range(WIDTH // 2 - 6, WIDTH // 2 + 1):
        lines = wrap("あ" * before + phrase + "あ" * 9)
        assert not any(line[0] in "）」]!?。」\u3099\u200d🏽" or line[-1] in "（「\u200d" for line in lines), before


def links(body_html: str) -> list[str]:
    return [html_entities.unescape(href) for href in re.findall(r'<a href="([^"#][^"]*)"', body_html)]


def test_every_link_of_the_html_is_in_the_text() -> None:
    """Over the reference and CommonMark's examples, no address is lost."""
    tokens = kitchen_sink().document.tokens
    made = to_text(tokens, as_written)
    assert all(link.removeprefix("mailto:") in made for link in links(to_html(tokens, as_written).text))
    for number, source, _ in spec_examples():
        parsed = parse(source)
        if any(part.type.startswith("html") for token in parsed for part in (token, *(token.children or ()))):
            continue
        made = to_text(parsed, as_written)
        for link in links(to_html(parsed, as_written).text):
            assert link.removeprefix("mailto:") in made, number


def test_the_reference(golden: Golden) -> None:
    """Every construct as plain text."""
    golden("formats/kitchen-sink.txt", to_text(kitchen_sink().document.tokens, as_written).encode())


def test_what_is_taken_for_narrow_is() -> None:
    """The quick way to count columns and to fill lines knows only characters of one column."""
    for char in map(chr, range(0x10000)):
        if _is_narrow(char):
            assert unicodedata.combining(char) == 0
            assert unicodedata.east_asian_width(char) not in "WF"


@given(st.text(alphabet="ab .-(’”é\n\u2014", max_size=200), st.integers(1, 80), st.sampled_from(["", "- ", "[12] "]))
def test_the_quick_way_to_fill_lines_is_the_slow_one(words: str, width: int, first: str) -> None:
    """A wide character anywhere sends a text the slow way, which must wrap what stands before it alike."""
    slow = wrap(f"{words} {'x' * 90} {'z' * 76} 日", width, first, "  ")
    quick = wrap(f"{words} {'x' * 90} {'z' * 76}", width, first, "  ")
    assert quick == slow[: len(quick)]


def test_links_of_raw_html_are_numbered() -> None:
    """In a line, in a block, and not where the words are the address."""
    body = (
        "A <a href=\"https://a.example/?b&amp;c\">raw</a> link.\n\n<div><a href='https://b.example'>block</a>,"
        ' <a href="https://c.example">https://c.example</a></div>\n'
    )
    assert text(body) == (
        "A raw [1] link.\n\nblock [2], https://c.example\n\n[1] https://a.example/?b&c\n[2] https://b.example\n"
    )
