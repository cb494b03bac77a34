"""Summaries: what an asset says in one sentence, shortened so that it shows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.document import Document
from repurpose.document.summary import shorten, summary
from repurpose.language.graphemes import graphemes
from repurpose.model import Access
from tests.builders import parsed

CLAIM = "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones."


def document(body: str, **fields: object) -> Document:
    return parsed(body, **fields).documents[Access.OPEN]


def test_the_summary_is_the_authors_own() -> None:
    """A description is taken as it is; without one the first sentence that stands alone; without text, the title."""
    assert summary(document(CLAIM, description="Own words.")) == "Own words."
    assert summary(document(f"This is it. {CLAIM}\n")) == CLAIM
    assert summary(document("```\nx\n```\n")) == "A post"


def test_a_long_first_sentence_is_shortened() -> None:
    """A summary is cut at a word, and the cut is shown."""
    long = summary(document("Word " * 100 + "end.\n"))
    assert long.endswith("Word…")
    assert len(graphemes(long)) <= 160


_WORDS = st.lists(st.text(st.sampled_from("aé日👩‍👩‍👧‍👦👍🏽e\u0301"), min_size=1, max_size=12), min_size=1, max_size=30)


@given(_WORDS, st.integers(2, 60), st.sampled_from(["en", "ja"]))
def test_shortening_keeps_its_limit_and_cuts_no_grapheme(words: list[str], limit: int, language: str) -> None:
    """The result fits; but for the ellipsis it is the text's head, in whole graphemes."""
    text = " ".join(words)
    short = shorten(text, limit, language)
    assert len(graphemes(short)) <= limit
    if short != text:
        head = graphemes(short)[:-1]
        assert short.endswith("…")
        assert graphemes(text)[: len(head)] == head
        if language == "en" and " " in "".join(graphemes(text)[: limit - 1]):
            assert text[len(short) - 1] == " "
