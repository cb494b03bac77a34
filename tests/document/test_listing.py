"""Listings: lists that make sense alone, with what announces them."""

from __future__ import annotations

import pytest

from repurpose.document.listing import listings
from repurpose.ids import block_slot
from repurpose.model import Access
from tests.builders import parsed

INTRO = "Good writers keep three habits:"


def found(body: str) -> list[tuple[str, ...]]:
    document = parsed(body).documents[Access.OPEN]
    return [(one.intro, *one.items) for one in listings(document)]


def test_a_list_is_kept_whole() -> None:
    """Every entry to the letter; the slot is that of the paragraph that announces it."""
    document = parsed(f"Some words. {INTRO}\n\n1. Read.\n2. Write\n3. Cut.\n\nAfter.\n").documents[Access.OPEN]
    [listing] = listings(document)
    assert (listing.intro, *listing.items) == (INTRO, "Read.", "Write", "Cut.")
    assert listing.slot == block_slot(f"Some words. {INTRO}")


@pytest.mark.parametrize(
    "body",
    [
        f"{INTRO}\n\n- Read.\n- Write.\n",
        "Some words.\n\n- Read.\n- Write.\n- Cut.\n",
        "This is how:\n\n- Read.\n- Write.\n- Cut.\n",
        f"{INTRO}\n\n- Call `a_b()`.\n- Write.\n- Cut.\n",
        f"{INTRO}\n\n- Thanks to Ada.\n- Write.\n- Cut.\n",
        f"{INTRO}\n\n" + "- Read.\n" * 12,
        f"{INTRO}\n\n- Read.\n  - Daily.\n- Write.\n- Cut.\n",
        f"{INTRO}\n\n- Ada Lovelace\n- Grace Hopper\n- Jean Bartik\n",
        f"{INTRO}\n\n- 📩 Read.\n- Write.\n- Cut.\n",
        f"{INTRO}\n\n- Ada Lovelace – 数学者\n- Grace Hopper – 共同創設者\n- Cut.\n",
        "Good writers move slowly from:\n\n- Notes\n- To a draft\n- To a text\n",
        "Traditionally, writers keep three habits:\n\n- Read.\n- Write\n- Cut.\n",
        f"{INTRO}\n\n- Read.\n- Write\n- Cut.\n\nBut the best do none of that.\n",
    ],
    ids=[
        "two",
        "not announced",
        "dangling",
        "code",
        "thanks",
        "a table",
        "nested",
        "names",
        "an emoji",
        "who they are",
        "no sentence",
        "not so any more",
        "set against",
    ],
)
def test_what_is_no_list_to_repeat(body: str) -> None:
    """Too short or long, not announced, not clear alone, or with what no post shows."""
    assert found(body) == []
