"""What an asset is called: its key, its heading, else its file."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from repurpose.library.source import check_asset
from tests.library.reading import CONFIG, check, told


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Hello *World*\n\nBody", "Hello World"),
        ("\n\n#  The `code` of __it__ ##\nBody", "The code of it"),
        ("<!-- note -->\n\n<!-- more\nnotes --># Title {#anchor .x}\n", "Title"),
        ("# What is C#\n", "What is C#"),
        ("# snake_case and _emphasis_\n", "snake_case and emphasis"),
        ("# Title", "Title"),
    ],
)
def test_without_a_title_the_first_heading_is_one(body: str, title: str) -> None:
    """A heading that the body begins with is the title, without its markup."""
    checked = check(body)
    assert checked.asset is not None
    assert checked.asset.title == title


@pytest.mark.parametrize(
    "text",
    ["By Ada\n\n# The title\n\nBody", "![](a.png)\n\n# The title #\n\n```\n# no title\n```\n\n## Second level"],
)
def test_an_only_heading_is_the_title_wherever_it_stands(text: str) -> None:
    """Below a byline or a picture, too; of several, none is."""
    checked = check(text)
    assert checked.asset is not None
    assert (checked.asset.title, checked.asset.is_unnamed) == ("The title", False)


@pytest.mark.parametrize(
    "text",
    [
        "Body",
        "Body\n\n# One\n\n# Two",
        "Body\n\n```\n# a comment\n```",
        "## Second level",
        "#hashtag",
        "# \n",
        "---\ntitle:\n---\nBody",
        "---\ntitle: ''\n---\nB",
    ],
)
def test_without_any_title_the_file_names_it(text: str) -> None:
    """As elsewhere, a text without a title is called after its file; a notice says so."""
    checked = check_asset(text, PurePosixPath("2026-01-02-five_good-lessons.md"), "content/x.md", CONFIG)
    assert checked.asset is not None
    assert checked.asset.title == "Five good lessons"
    assert checked.asset.is_unnamed
    assert [notice.code for notice in checked.notices] == ["untitled"]


def test_without_title_and_text_the_remedy_is_told() -> None:
    """What has neither is no asset."""
    checked = check("---\ndraft: true\n---\n")
    assert checked.asset is None
    assert told(checked.errors) == ["content/a.md:1: has no title and no text"]
    assert checked.errors[0].hint == "add `title: ...` to its front matter, and a text"


@pytest.mark.parametrize(
    "body",
    [
        "# a" + " " * 200_000 + "b",
        "# a" + " #" * 100_000 + "b",
        "<!---->" * 50_000 + "x",
        "<!--" * 50_000,
        "# " + "{" * 200_000,
        "\n" * 200_000 + "x",
    ],
    ids=["spaces", "hashes", "comments", "openings", "braces", "lines"],
)
def test_a_title_is_looked_for_at_once(body: str) -> None:
    """A body made to be slow to search takes no longer than another."""
    checked = check(body)
    assert (checked.asset is None) != (checked.errors == ())
