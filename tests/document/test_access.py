"""Access: what a tier may not read is gone before any channel sees it, notes and headings with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.access import said, unmarked
from repurpose.document.document import Parsed
from repurpose.errors import AssetError
from repurpose.formats.html import to_html
from repurpose.model import Access
from tests.builders import as_written, parsed

TIERED = """Open words.

::: registered
Registered words.

::: premium
Premium words.
:::
:::

Open again.

<!-- premium -->

## Hidden heading

The rest.
"""


def read(body: str, tier: Access, access: Access = Access.OPEN) -> str:
    """What readers of a tier read, in plain text."""
    return parsed(body, access=access).documents[tier].text


def test_each_tier_reads_what_is_its_own() -> None:
    """Containers and marks gate what is in and after them."""
    assert read(TIERED, Access.OPEN) == "Open words.\nOpen again."
    assert read(TIERED, Access.REGISTERED) == "Open words.\nRegistered words.\nOpen again."
    assert read(TIERED, Access.PREMIUM) == (
        "Open words.\nRegistered words.\nPremium words.\nOpen again.\nHidden heading\nThe rest."
    )


@pytest.mark.parametrize(
    "body",
    [
        "a\n\n:::premium\nsecret\n:::\n",
        "a\n\n::: Premium with a title\nsecret\n:::\n",
        "a\n\n:::: premium\n::: note\nsecret\n:::\n::::\n",
        "a\n\n::: premium\nsecret\n",
        "a\n\n::: premium\n::: note\nb\n:::\nsecret\n:::\n",
        "a\n\n::: premium\nb\n```\n:::\n```\nsecret\n:::\n",
        "a\n\n::: premium\n- ::: note\n  b\n  :::\n\nsecret\n:::\n",
        "a\n\n::: premium\n- ```\n  :::\n  ```\n\nsecret\n:::\n",
        "- ::: note\n  b\n::: premium\nsecret\n:::\n",
        "a\n\n::: premium\n~~~ :::\n```\n:::\n~~~\nsecret\n:::\n",
        "a\n\n<!-- premium -->\n\nsecret\n",
        "a\n\n<!--PREMIUM-->\nsecret\n",
        "a\n\n<!-- premium -->\n\n```\nsecret\n```\n",
        "a\n\n<!-- premium -->\n\n| secret |\n|---|\n| b |\n",
        "a\n\n<!-- premium -->\n\n<b>secret</b>\n",
        "a\n\n<!-- premium -->\n\n::: open\nsecret\n:::\n",
        "- a\n\n  ::: premium\n  secret\n  :::\n",
        "> a\n>\n> ::: premium\n> secret\n> :::\n",
        "a\n\n<!-- premium -->\n\n# b\n\nsecret\n\n<!-- registered -->\n\nsecret\n",
    ],
)
def test_no_way_of_gating_leaks(body: str) -> None:
    """However it is written, gated text is in no token of the open tier."""
    document = parsed(body).documents[Access.OPEN]
    assert "secret" not in to_html(document.tokens, as_written).text
    assert document.gate is Access.PREMIUM


def test_the_gate_is_the_lowest_that_reads_on() -> None:
    """A reader is told of the next tier, and of none where there is no more to read."""
    documents = parsed(TIERED).documents
    assert [documents[tier].gate for tier in Access] == [Access.REGISTERED, Access.PREMIUM, None]


def test_an_open_asset_is_the_same_for_all() -> None:
    """Where nothing is gated, all tiers read one and the same Document."""
    documents = parsed("a\n\n## b\n").documents
    assert documents[Access.OPEN] is documents[Access.PREMIUM]


def test_a_gated_asset_shows_its_teaser() -> None:
    """Of an asset that is gated as a whole, all stands open up to `<!-- more -->`."""
    body = "One.\n\n## Two\n\nThree.\n\n<!-- more -->\n\nFour.\n"
    assert read(body, Access.OPEN, Access.PREMIUM) == "One.\nTwo\nThree."
    assert read(body, Access.PREMIUM, Access.PREMIUM) == "One.\nTwo\nThree.\nFour."


def test_without_a_mark_the_teaser_is_the_first_paragraph() -> None:
    """Headings above it are part of it; lists, code and tables above it are not, and nothing below it is."""
    body = "## One\n\n- two\n\n```\ncode\n```\n\n<div>\nraw\n</div>\n\nThree.\n\nFour.\n"
    assert read(body, Access.OPEN, Access.REGISTERED) == "One\nThree."


@pytest.mark.parametrize(
    "body",
    [
        ":::premum\nSecret.\n:::\n",
        "::: {.premium}\nSecret.\n:::\n",
        "<!-- premium --> Secret.\n",
        "Words <!-- premium --> secret.\n",
        "- <!-- premium -->\n- Secret.\n",
        "> <!-- premium -->\n> Secret.\n",
        "<div>\n:::premium\nSecret.\n:::\n</div>\n",
        "<!-- premium: the rest -->\nSecret.\n",
        "<!-- premum -->\nSecret.\n",
        "<!--members-only-->\nSecret.\n",
        "<!-- gate -->\nSecret.\n",
        "Words <!-- paywall --> secret.\n",
        "<!-- pre\u200bmium -->\nSecret.\n",
        ":\u200b::premium\nSecret.\n:::\n",
        "：：：premium\nSecret.\n：：：\n",
        "::premium\nSecret.\n::\n",
    ],
)
def test_what_looks_like_a_gate_and_is_none_is_refused(body: str) -> None:
    """A slip in a gate would publish what it should hide, so it is an error with its line."""
    with pytest.raises(AssetError, match="gates nothing here") as caught:
        parsed(body)
    assert caught.value.location is not None
    assert caught.value.location.line is not None


@pytest.mark.parametrize(
    "body",
    [
        "Write `:::premium` here.\n",
        "```\n:::premium\n```\n",
        ":::tip\nA premium tip.\n:::\n",
        "<!-- remember -->\nWords.\n",
        "<!-- what premium readers get -->\nWords.\n",
        "Call `::premium` or std::premium here.\n",
    ],
)
def test_words_about_gates_are_words(body: str) -> None:
    """What only speaks of a gate is read."""
    assert parsed(body).documents[Access.OPEN].gate is None


@pytest.mark.parametrize("name", ["members", "Premium", "paid", "registered{.box}"])
def test_tiers_have_the_names_that_authors_know(name: str) -> None:
    """The words that front matter understands gate text as well."""
    assert read(f"Open.\n\n:::{name}\nSecret.\n:::\n", Access.OPEN, Access.OPEN) == "Open."


def test_an_asset_without_a_paragraph_has_no_teaser() -> None:
    """A gated asset that begins with code or a table shows nothing of it."""
    assert read("```\nx\n```\n\n| a |\n|---|\n| b |\n", Access.OPEN, Access.PREMIUM) == ""


def test_a_mark_in_a_container_doesnt_open_the_rest() -> None:
    """`<!-- more -->` within a list or quote ends no teaser."""
    assert read("One.\n\n> <!-- more -->\n\nTwo.\n", Access.OPEN, Access.PREMIUM) == "One."


NOTES = """One.[^a] Two.[^b] Three.[^a]

::: premium
Four.[^c] Five.[^b]
:::

Six.[^d]

[^a]: Note a.
[^b]: Note b.[^e]
[^c]: Note c.
[^d]: Note d.
[^e]: Note e.
"""


def test_notes_of_gated_text_go_with_it() -> None:
    """A note that only gated text refers to is gone; one that open text refers to as well stays."""
    text = read(NOTES, Access.OPEN)
    assert "Note c" not in text
    assert all(f"Note {name}." in text for name in "abde")
    assert "Note c." in read(NOTES, Access.PREMIUM)


def test_the_notes_that_stay_are_numbered_anew() -> None:
    """Numbers run from 1 without a gap, each reference with its note."""
    html = to_html(parsed(NOTES).documents[Access.OPEN].tokens, as_written).text
    for number, name in enumerate("abde", 1):
        assert f'href="#fn{number}"' in html
        assert f'<li id="fn{number}" class="footnote-item"><p>Note {name}.' in html
    assert "fn5" not in html


def test_without_notes_left_there_is_no_block_of_them() -> None:
    """A block of notes that would be empty is left out."""
    html = to_html(parsed("a\n\n::: premium\nb[^1]\n:::\n\n[^1]: c\n").documents[Access.OPEN].tokens, as_written).text
    assert "footnotes" not in html


def test_cutting_changes_no_token() -> None:
    """The premium reader's text is whole, after the open one's was cut and numbered anew."""
    made = parsed(NOTES)
    before = to_html(made.tokens, as_written).text
    assert [len(made.documents[tier].tokens) for tier in Access]
    assert to_html(made.tokens, as_written).text == before


def test_gated_headings_are_no_headings() -> None:
    """A heading above gated text that is gated itself is in no table of contents."""
    documents = parsed(TIERED).documents
    assert documents[Access.OPEN].headings == ()
    assert [heading.text for heading in documents[Access.PREMIUM].headings] == ["Hidden heading"]


def texts(made: Parsed) -> dict[Access, list[str]]:
    """What only some may read, by the lowest tier that may."""
    return {tier: [text for token in document.tokens if (text := said(token))] for tier, document in made.gated.items()}


def test_gated_texts_are_told_by_tier() -> None:
    """What the gate looks for: each gated block's text by the lowest tier that may read it, code and notes too."""
    body = TIERED + "\nRef.[^n]\n\n```\ncode\n```\n\n[^n]: Hidden note.\n"
    gated = texts(parsed(body))
    assert gated[Access.REGISTERED] == ["Registered words."]
    assert {"Premium words.", "Hidden heading", "The rest.", "Ref.", "code\n", "Hidden note."} == set(
        gated[Access.PREMIUM]
    )


def test_a_note_is_gated_as_the_text_that_refers_to_it() -> None:
    """A note of registered text is for registered readers, and no secret from them."""
    body = "Open.\n\n:::registered\nMore.[^a]\n:::\n\n:::premium\nAll.[^a][^b]\n:::\n\n[^a]: One.\n[^b]: Two.\n"
    assert texts(parsed(body)) == {Access.REGISTERED: ["More.", "One."], Access.PREMIUM: ["All.", "Two."]}


def test_open_texts_are_not_told() -> None:
    """Nothing of an open asset is gated; of a gated one, its teaser isn't."""
    assert texts(parsed("a\n\nb[^1]\n\n[^1]: c\n")) == {}
    assert texts(parsed("a\n\nb\n", access=Access.REGISTERED)) == {Access.REGISTERED: ["b"]}


_BLOCKS = st.sampled_from(
    [
        "open{}\n\n",
        "::: premium\nhidden{}\n:::\n\n",
        "::: registered\nhidden{}\n:::\n\n",
        "- open{}\n\n",
        "> open{}\n\n",
        "::: premium\nhidden{}[^n]\n:::\n\n",
        "open{}[^n]\n\n",
        "::: premium\n::: registered\nhidden{}\n:::\n:::\n\n",
    ]
)


@given(st.lists(_BLOCKS, min_size=1, max_size=8))
def test_any_mixture_is_cut_cleanly(blocks: list[str]) -> None:
    """Open readers get every open block and no hidden one; tokens stay balanced."""
    body = "".join(block.format(number) for number, block in enumerate(blocks)) + "[^n]: the note\n"
    made = parsed(body)
    document = made.documents[Access.OPEN]
    assert "hidden" not in document.text
    assert document.text.count("open") == sum("open" in block for block in blocks)
    assert ("the note" in document.text) == any("open{}[^n]" in block for block in blocks)
    assert sum(token.nesting for token in document.tokens) == 0


def test_the_words_of_raw_html_are_what_is_read() -> None:
    """Tags, comments and scripts are no words; entities are letters."""
    assert unmarked("<p>Fish &amp; <b>chips</b><br>now</p><!-- x --><script>y</script>") == "Fish & chips now"
