"""Extraction: sentences worth repeating, word for word, that stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.document import Document
from repurpose.document.extract import fault, shorten, snippets, summary
from repurpose.ids import block_slot
from repurpose.language.graphemes import graphemes
from repurpose.model import Access
from tests.builders import kitchen_sink, parsed

CLAIM = "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones."
OTHER = "Never publish a page that nobody in the company would send to a friend who has the problem."


def document(body: str, **fields: object) -> Document:
    return parsed(body, **fields).documents[Access.OPEN]


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Too short.", "too short"),
        ("word " * 60 + "end.", "too long"),
        ("A sentence that goes on for a while without ever coming to its end", "doesn't end as a sentence"),
        ("This is why the whole of the team has to look at the numbers first.", "begins with a word"),
        ("As the table below shows, the numbers have risen for a third year in a row.", "points at"),
        ("Call `build()` twice and see that the output is the same on every machine.", "holds code"),
        ("Look at https://example.org/x to see what it costs to send a letter abroad.", "holds code"),
        ("Ada said “the best letter is the one that is never sent at all by anyone.", "has an open quote"),
        ("rest of the day, so the rest of the sentence stands here without its own beginning.", "begins in the middle"),
    ],
)
def test_a_sentence_that_cant_stand_alone_says_why(sentence: str, why: str) -> None:
    """What points out of itself, has no end, or holds code is not quoted."""
    assert (fault(sentence, "en") or "").startswith(why)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        (CLAIM, "en"),
        (OTHER, "en"),
        ("良い文章は一度書いて何度も使うべきです。一年たっても古びない。", "ja"),
        ("好内容值得反复使用，而不是每次都从头再写一遍。", "zh"),
    ],
)
def test_a_sentence_that_stands_alone_has_no_fault(sentence: str, language: str) -> None:
    """A whole claim or instruction may be quoted, in any script."""
    assert fault(sentence, language) is None


def test_snippets_are_the_authors_words() -> None:
    """Each stands in the text to the letter, at most one of a block, with its block's digest and place."""
    some = document(f"Words before. {CLAIM}\n\n{OTHER}\n")
    found = snippets(some)
    assert {one.text for one in found} == {CLAIM, OTHER}
    first = next(one for one in found if one.text == CLAIM)
    assert first.slot == block_slot(f"Words before. {CLAIM}")
    assert first.location.line == 10
    assert "a figure" in first.why


def test_the_same_is_not_said_twice() -> None:
    """Sentences alike give one snippet, and a limit is kept."""
    twin = CLAIM.replace("earn", "make")
    assert len(snippets(document(f"{CLAIM}\n\n{twin}\n"))) == 1
    assert len(snippets(document(f"{CLAIM}\n\n{OTHER}\n"), 1)) == 1


def test_no_snippet_is_from_code_tables_or_notes() -> None:
    """Only running text is quoted."""
    body = f"a[^1]\n\n```\n{CLAIM}\n```\n\n| {CLAIM} |\n|---|\n| {OTHER} |\n\n[^1]: {OTHER}\n"
    assert snippets(document(body)) == ()


def test_a_slot_outlives_its_position() -> None:
    """A block that moves keeps its slot; one that is edited gets another."""
    first = snippets(document(f"{CLAIM}\n"))[0].slot
    assert snippets(document(f"# New\n\nMore.\n\n  {CLAIM}\n"))[0].slot == first
    assert snippets(document(f"{CLAIM.replace('40', '41')}\n"))[0].slot != first


def test_snippets_of_the_reference_hold() -> None:
    """Over the whole reference, every snippet is without fault and stands in the text."""
    some = kitchen_sink().document
    found = snippets(some, 20)
    assert found
    for one in found:
        assert fault(one.text, "en") is None
        assert one.text in {sentence for block in some.blocks for sentence in block.sentences}


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
