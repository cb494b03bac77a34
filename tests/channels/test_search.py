"""The search's index: what everyone may read, folded, and nothing where it isn't wanted."""

from __future__ import annotations

import json

import pytest

from repurpose.channels import registry
from repurpose.channels.blog.search import folded
from repurpose.errors import ConfigError
from tests.builders import asset, collected, config, pieces, project

SEARCHED = project(config("[channels.blog]\nsearch = true\n"))


def test_the_index_has_each_word_once_and_nothing_gated() -> None:
    """Title and description as they are, the rest folded; addresses lead from the page to the post."""
    body = "Résumé of the text, the text.\n\n```\ncode\n```\n\n:::premium\nHidden words.\n:::\n"
    files = collected("blog", [asset(body, title="Café", tags=["Überblick"], description="Says.")], SEARCHED)
    [row] = json.loads(files["site/search.json"])["posts"]
    assert row == ["../post/", "Café", "Says.", "uberblick", "of resume text the", "2026-11-20", "November 20, 2026"]
    assert b"Hidden" not in b"".join(files.values())
    assert "../search.js" in files["site/search/index.html"].decode()
    assert b"script-src 'self'; connect-src 'self'" in files["site/_headers"]
    assert b"search/" not in files["site/sitemap.xml"]


def test_each_language_has_its_own() -> None:
    """Where words run together, the text stands there in its order."""
    files = collected("blog", [asset("再利用する。何度も、読者へ。", language="ja")], SEARCHED)
    [row] = json.loads(files["site/ja/search.json"])["posts"]
    assert (row[0], row[4]) == ("../post/", "再利用する 何度も 読者へ")
    assert json.loads(files["site/search.json"]) == {"posts": []}


def test_without_it_there_is_no_script() -> None:
    """Neither a file, nor a link, nor leave to run one."""
    files = collected("blog", [asset()])
    assert not [path for path in files if "search" in path]
    assert b"script-src" not in files["site/_headers"]
    assert "search" not in pieces("blog", asset())["index.html"]
    with pytest.raises(ConfigError, match="search must be true or false"):
        registry.load("blog").collect([], project(config("[channels.blog]\nsearch = 1\n")))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Ärger", "arger"),
        ("مُحْتَوًى", "محتوى"),
        ("محـتوى", "محتوى"),
        ("ﬁnal", "final"),
        ("ＡＢＣ", "abc"),
        ("한국", "한국"),
    ],
)
def test_folding(text: str, same: str) -> None:
    """Case, accents, vowel signs, and forms of the same letter."""
    assert folded(text) == folded(same) == same
