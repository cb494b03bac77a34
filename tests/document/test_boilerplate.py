"""Boilerplate: what was pasted along, and editors' comments, reach no reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.boilerplate import strip_boilerplate
from repurpose.document.parser import parse
from repurpose.formats.html import to_html
from repurpose.model import Access
from tests.builders import as_written, asset, parsed, pieces


def left(body: str) -> str:
    return to_html(strip_boilerplate(parse(body), "content/post.md", 10)[0], as_written).text


def told(body: str) -> list[tuple[str, int | None]]:
    notices = strip_boilerplate(parse(body), "content/post.md", 10)[1]
    return [(notice.code, notice.location.line) for notice in notices]


PASTED = (
    "Share this:",
    "Share this post on LinkedIn",
    "Share this with your friends!",
    "Share on [Twitter](https://x.example) · [Facebook](https://f.example)",
    "Powered by WordPress",
    "This post was originally published on [Medium](https://m.example) in 2019.",
    "Originally appeared at https://a.example/x.",
    "The post *Title* appeared first on Blog of Ada.",
    "Subscribe to our newsletter!",
    "Filed under: work, play",
    "Related posts:",
    "Click to tweet",
    "Tweet this:",
    "Like loading...",
    "Loading...",
    "Proudly powered by WordPress",
    "First published on Medium",
    "Article cross-posted from Medium",
    "Sign up for our newsletter",
    "Tagged with: work",
)


@pytest.mark.parametrize("pasted", PASTED)
def test_pasted_paragraphs_are_left_out(pasted: str) -> None:
    """Share bars, credits of engines and their like are left out, with a notice at their line."""
    body = f"Words.\n\n{pasted}\n\nMore words.\n"
    assert left(body) == "<p>Words.</p>\n<p>More words.</p>\n"
    assert told(body) == [("boilerplate", 12)]


@given(st.sampled_from(PASTED), st.integers(0, 4), st.sampled_from((str, str.lower, str.upper)))
def test_pasted_paragraphs_are_known_whatever_they_wear(pasted: str, size: int, cased: Callable[[str], str]) -> None:
    """Whether their first letters are in bold or written as signs, and in whatever letter case."""
    start, rest = cased(pasted[:size]), pasted[size:]
    for written in (f"**{start}**{rest}", "".join(f"&#{ord(char)};" for char in start) + rest):
        assert not start or start.endswith(" ") or told(f"{written}\n") == [("boilerplate", 10)]


@pytest.mark.parametrize(
    "own",
    [
        "Share this idea with your team before the meeting, and ask what they would leave out.",
        "Our shop is powered by people.\nThey are many.",
        "We first published numbers in 2019, and have published them ever since.",
        "Related work has shown that this is hard.",
    ],
)
def test_an_authors_sentences_stay(own: str) -> None:
    """A sentence that only begins like boilerplate is the author's."""
    assert told(f"{own}\n") == []


def test_editors_comments_are_left_out() -> None:
    """Comments reach no piece, whether they stand alone, in a line or in a list."""
    body = "<!-- todo: secret -->\n\nA <!-- secret --> b.\n\n- c\n\n  <!-- secret -->\n"
    made = pieces("newsletter", asset(body))
    assert not any("secret" in text for text in made.values())
    assert "secret" not in pieces("blog", asset(body))["index.html"]
    assert [code for code, _ in told(body)] == ["comment"]


def test_many_comments_are_told_once() -> None:
    """One notice sums them up, at the first one's line."""
    assert told("a\n\n<!-- b -->\n\n<!-- c -->\n") == [("comment", 12)]


@pytest.mark.parametrize("directive", ["more", "premium", "repurpose:ignore alt -- a reason", "markdownlint-disable"])
def test_directives_are_no_notes(directive: str) -> None:
    """What tools are told in comments is no editor's note."""
    assert told(f"a\n\n<!-- {directive} -->\n\nb\n") == []


def test_text_beside_a_comment_stays() -> None:
    """HTML that follows a comment in the same block is kept."""
    documents = parsed("<!-- note --><b>words</b>\n").documents
    assert "words" in to_html(documents[Access.OPEN].tokens, as_written).text
