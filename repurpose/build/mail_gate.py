"""The mail gate: what is wrong with a finished mail. One pass over its tags, as its templates may be anybody's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from repurpose.build.look import DarkRule, Tag, dark_rules, hex_of
from repurpose.errors import AssetError, Location, RepurposeError
from repurpose.formats.contrast import contrast
from repurpose.model import Notice, Piece
from repurpose.rules.mail_clients import mail_clients

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
_CLASS = re.compile(r"\bclass=\"([^\"]*)\"")
_SRC = re.compile(r"\bsrc=\"([^\"]*)\"")


def mail_gate(
    pieces: Sequence[Piece], at: Location, clients: tuple[str, ...], weigh: Callable[[str], int] = lambda address: 0
) -> tuple[list[Notice], list[RepurposeError]]:
    """What is wrong with the mails among the pieces, told at their source; a mail that Gmail would cut is an error.

    `weigh` tells how many bytes the picture at an address has; 0 where nobody knows.
    """
    limits = mail_clients().limits
    most, reserve = limits["html"].value, limits["html_reserve"].value
    notices: list[Notice] = []
    errors: list[RepurposeError] = []
    stems = {piece.path.removesuffix(".eml") for piece in pieces if piece.media_type == "message/rfc822"}
    texts = {piece.path: piece for piece in pieces}
    for piece in pieces:
        if not piece.path.endswith(".html") or piece.path.removesuffix(".html") not in stems:
            continue
        if len(piece.content) > most:
            errors.append(
                AssetError(
                    f"{piece.path} has {len(piece.content):,} bytes; Gmail cuts a mail at {most:,} and hides its foot",
                    at,
                    "shorten the template, or what it adds",
                )
            )
        elif len(piece.content) > reserve:
            text = f"{piece.path} has {len(piece.content):,} bytes; more than {reserve:,} leaves the sender no room"
            notices.append(Notice("mail-size", at, text))
        html = piece.content.decode()
        found, read = _seen(html, clients, at, piece.path)
        notices += found
        notices += _heavy(html, weigh, at, piece.path)
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
    faint: dict[tuple[str, str, str], None] = {}
    around: list[_Look] = []
    opened: list[Tag] = []
    dark = dark_rules(html)
    likely: dict[Tag, list[DarkRule]] = {}
    look = _Look("#000000", "#ffffff", "#000000", "#ffffff", is_large=False)
    images = unsized = read = 0
    end = start = max(html.find("<body"), 0)
    for match in _TAG.finditer(html, start):
        closing, name, attributes = match.groups()
        if match.start() > end and (words := html[end : match.start()].strip()):
            read += len(words)
            least = CONTRAST_LARGE if look.is_large else CONTRAST
            if contrast(look.colour, look.ground) < least:
                faint[look.colour, look.ground, ""] = None
            if dark and contrast(look.dark_colour, look.dark_ground) < least:
                faint[look.dark_colour, look.dark_ground, " in the dark scheme"] = None
        end = match.end()
        if closing:
            while around:
                look = around.pop()
                if opened.pop()[0] == name:
                    break
            continue
        tags.add(name)
        given = _given(attributes)
        used |= given.used
        if name == "img":
            images += " alt=" not in attributes
            unsized += " width=" not in attributes or " height=" not in attributes
        if name in _VOID:
            continue
        around.append(look)
        classes = _CLASS.search(attributes)
        tag = (name, frozenset(classes[1].split()) if classes else frozenset())
        opened.append(tag)
        if tag not in likely:
            likely[tag] = [rule for rule in dark if rule.may_find(tag)]
        look = look.within(given, likely[tag], opened)
    known = mail_clients()
    found: list[Notice] = []
    for key in sorted(used | {f"<{tag}>" for tag in tags}):
        feature = known.features.get(key)
        lacking = [known.names[one] for one in clients if feature and feature.instead is None and one in feature.lacks]
        if lacking:
            text = f"{path}: {key.rstrip('(')} is unknown to {', '.join(lacking)}"
            found.append(Notice("mail-client", at, text))
    if images:
        found.append(Notice("image-alt", at, f"{path}: {_pictures(images)} no alt"))
    if unsized and "outlook_windows" in clients:
        them = "it" if unsized == 1 else "them"
        text = f"{path}: {_pictures(unsized)} no width and height, so Outlook for Windows keeps no place for {them}"
        found.append(Notice("image-size", at, text))
    for colour, ground, where in faint:
        text = (
            f"{path}: text of {colour} on {ground} has a contrast of {contrast(colour, ground):.1f}{where}; "
            f"from {CONTRAST} on it can be read"
        )
        found.append(Notice("mail-contrast", at, text))
    return found, read


def _pictures(count: int) -> str:
    return "1 picture has" if count == 1 else f"{count} pictures have"


def _heavy(html: str, weigh: Callable[[str], int], at: Location, path: str) -> Iterator[Notice]:
    """Pictures that take long to arrive on a phone."""
    most = mail_clients().limits["images"].value
    shown = {unescape(src) for src in _SRC.findall(html)}
    if (size := sum(map(weigh, shown))) > most:
        text = f"{path}: its pictures have {size:,} bytes; more than {most:,} take long to arrive on a phone"
        yield Notice("image-heavy", at, text)


@dataclass(frozen=True, slots=True)
class _Given:
    """What an element's attributes give: what not every client knows, colours, if it hides, if it is large."""

    used: frozenset[str] = frozenset()
    colour: str | None = None
    ground: str | None = None
    hides: bool = False
    large: bool | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    """The colours of text and of what is behind it, in the light and in the dark; whether it is large."""

    colour: str
    ground: str
    dark_colour: str
    dark_ground: str
    is_large: bool

    def within(self, given: _Given, dark: Sequence[DarkRule], opened: Sequence[Tag]) -> _Look:
        """The look within an element: the innermost of those that are open."""
        if given.hides:  # nobody reads it
            return _Look("", "", "", "", is_large=True)
        dark_colour, dark_ground = given.colour or self.dark_colour, given.ground or self.dark_ground
        for rule in dark:
            if rule.finds(opened):
                dark_colour, dark_ground = rule.colour or dark_colour, rule.ground or dark_ground
        is_large = self.is_large if given.large is None else given.large
        return _Look(given.colour or self.colour, given.ground or self.ground, dark_colour, dark_ground, is_large)


@lru_cache(maxsize=2048)
def _given(attributes: str) -> _Given:
    style, own = _STYLE.search(attributes), _BGCOLOR.search(attributes)
    ground = hex_of(own[1].lower()) if own else None
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
            colour = hex_of(value)
        elif name in {"background-color", "background"}:
            ground = hex_of(value) or ground
        elif name == "display":
            hides = value == "none"
        elif name == "font-size" and (size := _PIXELS.fullmatch(value)):
            large = float(size[1]) >= LARGE
    return _Given(frozenset(used), colour, ground, hides, large)


def _less(html: str, read: int, text: str) -> Iterator[str]:
    """What the HTML has and the text hasn't."""
    links = dict.fromkeys(unescape(one) for one in _HREF.findall(html))
    missing = [one for one in links if one not in text and one.removeprefix("mailto:") not in text]
    if missing:
        yield f"lacks {len(missing)} links of the HTML, such as {missing[0][:80]}"
    if len(text) < LEAST_TEXT * read:
        yield "says less than half of what the HTML says"
