"""HTML that authors type: on a page it is as the standard wants it, with every word."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest

from repurpose.document.links import tidy
from repurpose.document.parser import parse
from repurpose.formats.conforming import conforming
from repurpose.formats.html import to_html
from repurpose.formats.levels import levelled
from repurpose.formats.style import Style
from repurpose.formats.tree import DEEPEST
from repurpose.language.interface import interface
from tests import nu
from tests.oracle import faults

PAGE = Style(page=interface("en").words, size=lambda _: (10, 20))

TAGS = """a abbr acronym article aside b bdi bdo blockquote br caption center cite code col colgroup data dd del details
    dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd li mark nav ol p pre q rp
    rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var
    wbr""".split()
_ATTRIBUTES = (
    'id="x" id="y-z" id="a b" name="n" href="https://a.example/[c]#d#e" href="#x" href="http:x" align="center" '
    'align="left" width="300px" width="50%" height="3em" src="a%20b.png" colspan="3" rowspan="2" colspan="0" '
    'rowspan="x" start="b" value="3" datetime="soon" datetime="2020-01-02" lang="xx-yy" lang="de" dir="rtl" dir="up" '
    'role="button" open reversed type="a" type="z" scope="row" scope="q" class="c" title="t" cite="http:x" '
    'style="text-align:left" tabindex="0" span="2"'
).split('" ')
ATTRIBUTES = tuple(f'{one}"' if one.count('"') == 1 else one for one in _ATTRIBUTES)
WORDS = ("word", "text & <", "more\n\n*md*\n\n", "### head\n\n", "| a | b |\n|---|---|\n| c | d |\n\n", "[^1]")


def soup(chance: random.Random, depth: int = 0) -> str:
    """Markdown with tags anywhere in it, most of them closed."""
    parts = []
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.3 or depth > 5:
            parts.append(chance.choice((*WORDS, "![](i.png){width=50%}")))
            continue
        tag, attributes = chance.choice(TAGS), chance.sample(ATTRIBUTES, chance.randint(0, 3))
        closing = f"</{tag}>" if chance.random() < 0.9 else ""
        gaps = ["\n\n" if chance.random() < 0.3 else "" for _ in range(2)]
        parts.append(f"<{' '.join([tag, *attributes])}>{gaps[0]}{soup(chance, depth + 1)}{closing}{gaps[1]}")
    return "".join(parts)


def shown(body: str) -> str:
    """The body on a page."""
    return to_html(parse(body), lambda address, _: tidy(address), PAGE).text


def words(html: str) -> Counter[str]:
    """The characters that can be read in it."""
    return Counter("".join("".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext()).split()))


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ('<img src="a.png">', '<img src="a.png" alt="">'),
        ('<img src="a" alt="b" width="300px" height="50%">', '<img src="a" alt="b" width="300">'),
        ('<img src="a" alt="b" width="50%">', '<img src="a" alt="b" style="width:50%">'),
        ('<a name="b"></a>', '<span id="b"></span>'),
        ("<a>b</a>", "b"),
        ('<p id="a"></p><p id="a"></p>', '<p id="a"></p><p></p>'),
        ("<span><p>a</p></span>", "<p>a</p>"),
        ('<span class="a"><p>b</p></span>', '<div class="a"><p>b</p></div>'),
        ("<h2><div>a</div></h2>", "<h2><span>a</span></h2>"),
        ("<details>a</details>", "<details><summary>More</summary>a</details>"),
        (
            "<details>a<summary><h3>b</h3></summary><summary>c</summary></details>",
            "<details><summary><h3>b</h3></summary>a<div>c</div></details>",
        ),
        ("<ul>a<p>b</p></ul>", "<ul><li>a</li><li><p>b</p></li></ul>"),
        ("<li>a</li>", "<div>a</div>"),
        ("<dl><dt>a</dt></dl>", "<div><div>a</div></div>"),
        ("<center><tt>a</tt></center>", "<div><code>a</code></div>"),
        ('<p align="center">a</p>', '<p style="text-align:center">a</p>'),
        ("<time>soon</time>", "<span>soon</span>"),
        ("<ruby>a<rt>b</rt>c</ruby>", "<ruby>a<rt>b</rt></ruby>c"),
        ('<ol start="b"><li value="3">a</li></ol>', '<ol><li value="3">a</li></ol>'),
        ("<nav><header>a</header></nav>", "<div><div>a</div></div>"),
        (
            '<table><tbody><tr><td colspan="2" rowspan="3">a</td></tr><tr></tr></tbody></table>',
            '<div class="scroll" tabindex="0">\n<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n</tbody>\n</table>\n</div>',
        ),
    ],
)
def test_what_may_not_stand_there_becomes_the_nearest_that_may(written: str, wanted: str) -> None:
    """An author's HTML is kept as far as the standard allows."""
    assert conforming(written, "More") == wanted


def test_each_table_stands_in_one_box() -> None:
    """Typed or not, but for a table within another; in a link the keyboard need not reach it."""
    row = "<tbody><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table></td></tr></tbody>"
    assert shown(f"<table>{row}</table>\n").count('<div class="scroll" tabindex="0">') == 1
    assert shown("<b>x</b>\n\n| a |\n|---|\n| b |\n").count('class="scroll"') == 1
    inside = conforming(f'<a href="b"><table>{row}</table></a>', "More")
    assert (inside.count('class="scroll"'), inside.count("tabindex")) == (1, 0)


def test_a_head_that_names_nothing_is_none() -> None:
    """The empty corner of a table, typed or not."""
    for body in ("| | b |\n|:-:|---|\n| c | d |\n", "<table><tr><th></th><th>b</th></tr></table>\n"):
        made = shown(body)
        assert (made.count("<th"), made.count("></td>")) == (1 + made.count("<thead"), 1)


def test_headings_skip_no_level() -> None:
    """They follow the title, which is alone of level 1, and one another."""
    html, levels = levelled('<h3 id="a">a</h3><h5 id="b">b</h5><h4 id="c">c</h4><h1 id="d">d</h1><h3>e</h3>')
    assert re.findall(r"<(/?h\d)", html) == [f"{mark}h{level}" for level in (2, 3, 4, 2, 3) for mark in ("", "/")]
    assert levels == {"a": 2, "b": 3, "c": 4, "d": 2}


def test_pictures_wait_until_a_reader_comes_near() -> None:
    """All but the first, typed or not; code that shows a tag stays as it is."""
    made = shown('![a](b.png) `<img src="c">`\n\n![d](e.png)\n\n<img src="f" alt="">\n')
    assert [("lazy" in tag, tag.count("loading")) for tag in re.findall("<img[^>]*>", made)] == [
        (False, 0),
        (True, 1),
        (True, 1),
    ]
    assert "<code>&lt;img src=" in made


def test_depth_has_an_end() -> None:
    """What is nested without end is unwrapped, with its words."""
    made = conforming("<div>" * 500 + "a" + "</div>" * 500, "")
    assert made == "<div>" * DEEPEST + "a" + "</div>" * DEEPEST


@pytest.mark.parametrize("seed", range(0, 200, 20))
def test_no_word_is_lost(seed: int) -> None:
    """Whatever is typed, every letter is there afterwards, nothing is active, and a second time changes nothing."""
    for number in range(seed, seed + 20):
        made = shown(soup(random.Random(number)))
        assert faults(made) == [], number
        plain = to_html(parse(soup(random.Random(number))), lambda address, _: tidy(address)).text
        assert words(plain) - words(made) == Counter(), number
        assert words(conforming(made, "")) == words(made), number


@pytest.mark.slow
def test_another_reader_finds_no_error(tmp_path: Path) -> None:
    """The Nu HTML checker, over pages of tags typed at random."""
    for number in range(200):
        body = shown(soup(random.Random(number)) + "\n\n[^1]: note\n")
        page = f'<!DOCTYPE html>\n<html lang="en"><head><title>a</title></head><body><h1>b</h1>{body}</body></html>'
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")
    assert nu.errors(tmp_path) == []
