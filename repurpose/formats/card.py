"""A post's share card: a picture of 1200x630 pixels with its title, for networks that show what is linked to.

The letters are Inter's; for scripts that it hasn't, fonts that the project names. The same text, colours and fonts give
the same picture with the same Pillow; nothing of the machine is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from repurpose.language.phrases import phrases
from repurpose.language.tags import direction, is_spaced

WIDTH, HEIGHT = 1200, 630
"""Pixels that Facebook asks for (developers.facebook.com/docs/sharing/webmasters/images), and other networks take."""

_EDGE = 84
_ROOM = WIDTH - 2 * _EDGE
_SIZES = (84, 76, 68, 60, 54, 48)
_LINES = {84: 3, 76: 4, 68: 4, 60: 5, 54: 5, 48: 6}
_SMALL = 32
_SHADES = 32
_BOLD, _PLAIN = 750, 500
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says, in which colours (`#rrggbb`), and by which font files before ours."""

    title: str
    site: str
    foot: str
    language: str
    accent: str
    ground: str
    text: str
    fonts: tuple[str, ...] = ()


def unshown(text: str, fonts: Sequence[str] = ()) -> str:
    """The characters of a text that the font which has most of them hasn't, each once.

    Raises:
        OSError: a font can't be read.
    """
    if text.isascii():  # ours has all of them, and Pillow needn't be loaded
        return ""
    return "".join(dict.fromkeys(_lacks(_best(text, tuple(fonts)), text)))


def png(card: Card) -> bytes:
    """The card as a PNG.

    Raises:
        OSError: a font can't be read.
    """
    from PIL import Image, ImageDraw

    is_right = direction(card.language) == "rtl"
    words, marks = (Image.new("L", (WIDTH, HEIGHT)) for _ in range(2))
    ImageDraw.Draw(marks).rectangle((0, 0, WIDTH, 18), fill=255)

    def write(ink: Any, text: str, font: Any, top: float) -> None:
        side = direction(card.language) if any(map(_is_right_to_left, text)) or is_right else "ltr"
        at = (WIDTH - _EDGE if is_right else _EDGE, top)
        ImageDraw.Draw(ink).text(at, text, 255, font, anchor="ra" if is_right else "la", direction=side)

    if card.site:
        name = _font(_best(card.site, card.fonts), _SMALL, _BOLD)
        write(marks, _cut(card.site, name), name, 74)
    source = _best(card.title, card.fonts)
    size, lines = _fitted(card.title, source, card.language)
    step = round(size * (1.2 if is_spaced(card.language) and not is_right else 1.35))
    top = 130 + (HEIGHT - 130 - 150 - step * len(lines)) / 2
    for number, line in enumerate(lines):
        write(words, line, _font(source, size, _BOLD), top + number * step)
    foot = _font(_best(card.foot, card.fonts), _SMALL, _PLAIN)
    write(words, _cut(card.foot, foot), foot, HEIGHT - 74 - _SMALL)
    written = BytesIO()
    _coloured(card, words, marks).save(written, "PNG", compress_level=6)
    return written.getvalue()


def _coloured(card: Card, words: Any, marks: Any) -> Any:
    """Two layers of ink on the ground, each in `_SHADES` shades: far quicker than to look for the best colours."""
    step = 256 // _SHADES
    image = words.point([value // step for value in range(256)])
    image.paste(
        marks.point([_SHADES + value // step for value in range(256)]),
        mask=marks.point([255 if value else 0 for value in range(256)]),
    )
    ground = _parts_of(card.ground)
    image.putpalette(
        [
            round(below + (above - below) * shade / (_SHADES - 1))
            for ink in (card.text, card.accent)
            for shade in range(_SHADES)
            for below, above in zip(ground, _parts_of(ink), strict=True)
        ]
    )
    return image


def _parts_of(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _fitted(title: str, source: str | None, language: str) -> tuple[int, list[str]]:
    """The largest size at which a title fits, and its lines; the end of one that fits nowhere is left out."""
    parts = _parts(title, language)
    for size in _SIZES:
        font = _font(source, size, _BOLD)
        lines = _wrapped(parts, font, _ROOM)
        if len(lines) <= _LINES[size]:
            return size, _even(parts, font, lines)
    most = _LINES[size]
    return size, [*lines[: most - 1], _cut("".join(lines[most - 1 :]), font)]


def _even(parts: Sequence[str], font: Any, lines: list[str]) -> list[str]:
    """The same number of lines, as short as they can be: no word stands alone below the others."""
    room, least = _ROOM, _ROOM // 2
    while len(lines) > 1 and room - least > 8:
        middle = (room + least) // 2
        shorter = _wrapped(parts, font, middle)
        if len(shorter) > len(lines) or any(font.getlength(line) > middle for line in shorter):
            least = middle
        else:
            room, lines = middle, shorter
    return lines


def _parts(text: str, language: str) -> list[str]:
    """What isn't broken: words, and phrases where words don't stand apart."""
    words = _WORD.findall(text)
    return words if is_spaced(language) else [part for word in words for part in phrases(word, language)]


def _wrapped(parts: Iterable[str], font: Any, room: int) -> list[str]:
    lines = [""]
    for part in parts:
        for piece in [part] if font.getlength(part.rstrip()) <= _ROOM else part:
            if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > room:
                lines.append("")
            lines[-1] += piece
    return [line.rstrip() for line in lines]


def _cut(text: str, font: Any) -> str:
    if font.getlength(text) <= _ROOM:
        return text
    while text and font.getlength(f"{text}…") > _ROOM:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _is_right_to_left(char: str) -> bool:
    return "\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc"


def _best(text: str, fonts: tuple[str, ...]) -> str | None:
    """The font that has most of a text's characters; None is ours, which goes first among equals."""
    return min((None, *fonts), key=lambda source: len(_lacks(source, text)))


def _lacks(source: str | None, text: str) -> list[str]:
    return [char for char in text if not char.isspace() and char.isprintable() and not _has(source, char)]


@cache
def _has(source: str | None, char: str) -> bool:
    font = _font(source, 20, _BOLD)
    return bytes(font.getmask(char)) != bytes(font.getmask("\U0010ffff"))


@cache
def _font(source: str | None, size: int, weight: int) -> Any:
    from PIL import ImageFont

    if source is not None:
        return ImageFont.truetype(source, size)
    font = ImageFont.truetype(BytesIO(_inter()), size)
    font.set_variation_by_axes([min(32, size), weight])
    return font


@cache
def _inter() -> bytes:
    return (files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf").read_bytes()
