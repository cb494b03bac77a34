"""Share cards: their size, their lines, and what their fonts haven't."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from repurpose.formats.card import Card, png, unshown

CARD = Card("Honest winners", "Field notes", "November 20, 2026", "en", "#1d3fbb", "#fffefb", "#1c1e26")
LONG = "A title that says at great length what a shorter one would have said, with half of all those many words. " * 3
ARABIC = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Bold.ttf")


def drawn(card: Card) -> Any:
    return Image.open(BytesIO(png(card))).convert("RGB")


def inked(picture: Any) -> tuple[int, int, int, int]:
    """The box of what stands below the stripe on a card."""
    box: tuple[int, int, int, int] | None = (
        picture.crop((0, 30, 1200, 630)).point(lambda value: 255 if value < 128 else 0).convert("L").getbbox()
    )
    assert box is not None
    return box


@pytest.mark.parametrize("title", ["a", CARD.title, LONG, "x" * 400, "", "👩‍👩‍👧", "a\u2028b"])
def test_any_title_fits(title: str) -> None:
    """1200x630 pixels, with room at each edge, and small enough for each network."""
    made = png(replace(CARD, title=title))
    picture = drawn(replace(CARD, title=title))
    left, _, right, bottom = inked(picture)
    assert picture.size == (1200, 630)
    assert (left >= 80, right <= 1120, bottom <= 560) == (True, True, True)
    assert len(made) < 200_000


def test_a_card_is_in_the_brands_colours() -> None:
    """The stripe, the ground and the letters, to the digit."""
    picture = drawn(replace(CARD, title="I" * 8, accent="#0b6b3a", ground="#fdf6e3", text="#102030"))
    found = {colour for _, colour in picture.getcolors(256)}
    assert (picture.getpixel((600, 5)), picture.getpixel((5, 400))) == ((11, 107, 58), (253, 246, 227))
    assert (16, 32, 48) in found
    assert len(found) <= 64


def test_a_card_is_the_same_each_time() -> None:
    """To the byte; another title is another card."""
    assert png(CARD) == png(CARD) != png(replace(CARD, title="Other"))


def test_what_a_font_has_not_is_told() -> None:
    """Latin, Greek and Cyrillic are ours; other scripts need a font."""
    assert unshown("Ünïcode — Ελλάδα Привет “x” №1 €") == ""
    assert unshown("a日b本日") == "日本"


@pytest.mark.skipif(not ARABIC.is_file(), reason=f"there is no {ARABIC}")
def test_right_to_left_stands_at_the_right() -> None:
    """With a font that has the script."""
    title = "كيف تعيد الاستخدام"
    assert unshown(title, (str(ARABIC),)) == ""
    card = replace(CARD, title=title, language="ar", foot="٢٠ نوفمبر", fonts=(str(ARABIC),))
    left, _, right, _ = inked(drawn(card))
    assert left > 300
    assert 1090 <= right <= 1120
