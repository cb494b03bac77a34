"""House style: names as they are written, words that are banned, in every script, at their line."""

from __future__ import annotations

from typing import Any

import pytest

from repurpose.config import read_config
from repurpose.document.house_style import house_style
from repurpose.errors import Errors
from tests.builders import parsed


def told(style: str, body: str, **fields: Any) -> list[tuple[int | None, str]]:
    """The lines and texts of what is told."""
    chosen = read_config(f"[style]\n{style}\n", {}).style
    return [(notice.location.line, notice.text) for notice in house_style(parsed(body, **fields), chosen)]


def test_a_name_has_one_spelling() -> None:
    """Another case is told, and wrong spellings that are listed; the line is the one it stands on."""
    body = "We use GitHub.\nThen Github, and\n\n- postgres and PostgreSQL\n\n| a |\n|---|\n| github |\n"
    found = told('spellings = { GitHub = [], PostgreSQL = ["Postgres"] }', body)
    assert [line for line, _ in found] == [11, 13, 17]
    assert "'Github' is written 'GitHub'" in found[0][1]
    assert "'postgres' is written 'PostgreSQL'" in found[1][1]


def test_spellings_may_be_a_list() -> None:
    """Where only the case matters."""
    assert len(told('spellings = ["GitHub"]', "github\n")) == 1


def test_a_banned_word_is_told_with_what_to_write() -> None:
    """In whatever case; of two words, over two spaces too."""
    found = told('banned = { leverage = "say use", "best in class" = "" }', "Leverage it, best in  class.\n")
    assert [text for _, text in found] == [
        "'Leverage' is banned by [style]; say use",
        "'best in class' is banned by [style]",
    ]


@pytest.mark.parametrize(
    ("word", "body", "times"),
    [
        ("art", "cartography, smart, art.", 1),
        ("art", "art's Art-Deco (art)", 3),
        ("über", "übermut, über", 1),
        ("GitHub", "GithubはGithub、github를", 3),
        ("革命", "これは革命的だ。", 1),
        ("혁명", "혁명적인", 1),
        ("cafe", "cafe\u0301", 0),
        ("الأفضل", "نحن الأفضل اليوم", 1),
        ("C++", "C++ and c++17", 1),
        ("Node.js", "Node.js and node.js", 2),
    ],
)
def test_words_have_the_bounds_of_their_script(word: str, body: str, times: int) -> None:
    """A word within another isn't meant, but where a script sets no spaces, there are no bounds."""
    assert len(told(f"banned = ['{word}']", f"{body}\n")) == times


def test_code_and_addresses_are_left_alone() -> None:
    """They must be what they are."""
    body = "`github` and [a](https://github.com/x) <https://github.com>\n\n```\ngithub\n```\n"
    assert told('spellings = ["GitHub"]', body) == []


def test_raw_html_is_read_without_its_tags() -> None:
    """Each word on its own line; attributes, comments and code are left alone."""
    body = '<p class="github"\ntitle="github">a</p><p>Github</p>\n<!-- github --><code>github</code>\ngithub &amp; b\n'
    assert [line for line, _ in told('spellings = ["GitHub"]', body)] == [11, 13]


def test_front_matter_is_read_too() -> None:
    """Titles, and what an author wrote for one channel."""
    fields = {
        "title": "Why github",
        "overrides": {"social": {"x": ["On github"]}},
        "lines": {"title": 2, "social": 4, "social.x": 5},
    }
    assert [line for line, _ in told('spellings = ["GitHub"]', "x\n", **fields)] == [2, 5]


@pytest.mark.parametrize("style", ["banned = 3", "required = [3]", "required = [{words = 'x'}]", "spelling = []"])
def test_a_style_that_is_none_is_refused(style: str) -> None:
    """At its line."""
    with pytest.raises(Errors, match=r"repurpose\.toml:2: "):
        told(style, "x\n")
