"""The mail gate: what is wrong with a finished mail. One pass over its tags, as its templates may be anybody's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from repurpose.errors import AssetError, Location, RepurposeError
from repurpose.model import Notice, Piece
from repurpose.rules.mail_clients import mail_clients

LIMIT = 102_400
"""Bytes of HTML after which Gmail cuts a mail and hides its foot (measured by others; Google doesn't say)."""

RESERVE = 90_000
"""Bytes that leave room for what a mail system adds: it makes every link longer, and puts in a picture that counts."""

CONTRAST, CONTRAST_LARGE, LARGE = 4.5, 3.0, 24
"""The least contrast of text and background, that of large text, and its pixels (WCAG 2.2, 1.4.3)."""

LEAST_TEXT = 0.5
"""The text part says less than the HTML if it has fewer characters than this share of what is read there."""

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:[^\">]|\"[^\"]*\")*)>")
_STYLE = re.compile(r"\bstyle=\"([^\"]*)\"")
_HREF = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"")
_BGCOLOR = re.compile(r"\bbgcolor=\"([^\"]*)\"", re.I)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_FUNCTION = re.compile(r"[\w-]+\(")
_PIXELS = re.compile(r"(\d+(?:\.\d+)?)px")
_NAMED = {"white": "#ffffff", "black": "#000000"}


def mail_gate(
    pieces: Sequence[Piece], at: Location, clients: tuple[str, ...]
) -> tuple[list[Notice], list[RepurposeError]]:
    """What is wrong with the mails among the pieces, told at their source; a mail that Gmail would cut is an error."""
    notices: list[Notice] = []
    errors: list[RepurposeError] = []
    stems = {piece.path.removesuffix(".eml") for piece in pieces if piece.media_type == "message/rfc822"}
    texts = {piece.path: piece for piece in pieces}
    for piece in pieces:
        if not piece.path.endswith(".html") or piece.path.removesuffix(".html") not in stems:
            continue
        if len(piece.content) > LIMIT:
            errors.append(
                AssetError(
                    f"{piece.path} has {len(piece.content):,} bytes; Gmail cuts a mail at {LIMIT:,} and hides its foot",
                    at,
                    "shorten the template, or what it adds",
                )
            )
        elif len(piece.content) > RESERVE:
            text = f"{piece.path} has {len(piece.content):,} bytes; more than {RESERVE:,} leaves the sender no room"
            notices.append(Notice("mail-size", at, text))
        html = piece.content.decode()
        found, read = _seen(html, clients, at, piece.path)
        notices += found
        if plain := texts.get(f"{piece.path.removesuffix('.html')}.txt"):
            told = _less(html, read, plain.content.decode())
            notices += [Notice("mail-text", at, f"{plain.path} {text}") for text in told]
    return notices, errors


def _seen(html: str, clients: tuple[str, ...], at: Location, path: str) -> tuple[list[Notice], int]:
    """What clients lack, pictures without a text for those who don't see them, and colours that can't be read.

    With them, how many characters there are to read.
    """
    used: set[str] = set()
    tags: set[str] = set()
    faint: dict[tuple[str, str], None] = {}
    around: list[tuple[str, tuple[str, str, bool]]] = []
    look = ("#000000", "#ffffff", False)  # colour, background, is it large
    images = read = 0
    end = start = max(html.find("<body"), 0)
    for match in _TAG.finditer(html, start):
        closing, name, attributes = match.groups()
        if match.start() > end and (words := html[end : match.start()].strip()):
            read += len(words)
            if _contrast(look[0], look[1]) < (CONTRAST_LARGE if look[2] else CONTRAST):
                faint[look[0], look[1]] = None
        end = match.end()
        if closing:
            while around:
                opened, look = around.pop()
                if opened == name:
                    break
            continue
        tags.add(name)
        given = _given(attributes)
        used |= given.used
        images += name == "img" and " alt=" not in attributes
        if name in _VOID:
            continue
        around.append((name, look))
        if given.hides:  # nobody reads it
            look = ("", "", True)
        else:
            large = look[2] if given.large is None else given.large
            look = (given.colour or look[0], given.ground or look[1], large)
    known = mail_clients()
    found: list[Notice] = []
    for key in sorted(used | {f"<{tag}>" for tag in tags}):
        feature = known.features.get(key)
        lacking = [known.names[one] for one in clients if feature and feature.instead is None and one in feature.lacks]
        if lacking:
            text = f"{path}: {key.rstrip('(')} is unknown to {', '.join(lacking)}"
            found.append(Notice("mail-client", at, text))
    if images:
        found.append(Notice("image-alt", at, f"{path}: {images} pictures have no alt"))
    for colour, ground in faint:
        contrast = f"{_contrast(colour, ground):.1f}"
        text = f"{path}: text of {colour} on {ground} has a contrast of {contrast}; from {CONTRAST} on it can be read"
        found.append(Notice("mail-contrast", at, text))
    return found, read


@dataclass(frozen=True, slots=True)
class _Given:
    """What an element's attributes give: what not every client knows, colours, if it hides, if it is large."""

    used: frozenset[str] = frozenset()
    colour: str | None = None
    ground: str | None = None
    hides: bool = False
    large: bool | None = None


@lru_cache(maxsize=2048)
def _given(attributes: str) -> _Given:
    style, own = _STYLE.search(attributes), _BGCOLOR.search(attributes)
    ground = _hex(own[1].lower()) if own else None
    if style is None:
        return _Given(ground=ground)
    used: set[str] = set()
    colour = large = None
    hides = False
    features = mail_clients().features
    for one in unescape(style[1]).split(";"):
        name, _, value = one.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        used |= {key for key in (name, f"{name}:{value}") if key in features}
        used |= {key for key in _FUNCTION.findall(value) if key in features}
        if name == "color":
            colour = _hex(value)
        elif name in {"background-color", "background"}:
            ground = _hex(value) or ground
        elif name == "display":
            hides = value == "none"
        elif name == "font-size" and (size := _PIXELS.fullmatch(value)):
            large = float(size[1]) >= LARGE
    return _Given(frozenset(used), colour, ground, hides, large)


def _hex(value: str) -> str | None:
    value = _NAMED.get(value, value)
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(char * 2 for char in value[1:])
    return value if re.fullmatch(r"#[0-9a-f]{6}", value) else None


@lru_cache(maxsize=256)
def _contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2); that of black and white where one isn't known."""
    if not one or not other:
        return 21.0
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _less(html: str, read: int, text: str) -> Iterator[str]:
    """What the HTML has and the text hasn't."""
    links = dict.fromkeys(unescape(one) for one in _HREF.findall(html))
    missing = [one for one in links if one not in text and one.removeprefix("mailto:") not in text]
    if missing:
        yield f"lacks {len(missing)} links of the HTML, such as {missing[0][:80]}"
    if len(text) < LEAST_TEXT * read:
        yield "says less than half of what the HTML says"
