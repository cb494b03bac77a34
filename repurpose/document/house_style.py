"""House style: how a project writes names and which words it does without, looked for in what its authors write.

Every channel is made of the asset's words, so they are judged once, where they stand: in the body as it is read (no
code, no addresses; raw HTML without its tags) and in the front matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from typing import Any

from repurpose.config import Style
from repurpose.document.access import UNREAD
from repurpose.document.document import Parsed
from repurpose.errors import Location
from repurpose.model import Asset, Notice

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Letters that words stand beside without a space: Thai, Lao, Burmese, Khmer, Japanese, Chinese, Korean."""

_LETTER = rf"[^\W{_UNSPACED}]"
_STANDS_BESIDE = re.compile(f"[{_UNSPACED}]")
_CODE = re.compile(r"<(code|pre|kbd|samp)\b.*?</\1\s*>", re.I | re.S)
_MARK = r"[\u0300-\u036f]"  # an accent of its own: the letter before it is another


def house_style(parsed: Parsed, style: Style) -> Iterator[Notice]:
    """What of an asset goes against the house style, each at its line."""
    return judged(_texts(parsed), style)


def judged(texts: Iterable[tuple[Location, str]], style: Style) -> Iterator[Notice]:
    """What of texts goes against the house style, each at its place."""
    wanted = _wanted(tuple((right, wrong) for right, wrong in style.spellings.items()), tuple(style.banned.items()))
    if wanted is None:
        return
    pattern, words = wanted
    for location, text in texts:
        for match in pattern.finditer(unicodedata.normalize("NFC", text)):
            found = " ".join(match[0].split())
            right, instead = words[found.casefold()]
            if right is None:
                what = f"{found!r} is banned by [style]" + (f"; {instead}" if instead else "")
                yield Notice("style-banned", location, what)
            elif found != right:
                yield Notice("style-spelling", location, f"{found!r} is written {right!r} by [style]")


_Word = tuple[str | None, str]


@cache
def _wanted(
    spellings: tuple[tuple[str, tuple[str, ...]], ...], banned: tuple[tuple[str, str], ...]
) -> tuple[re.Pattern[str], Mapping[str, _Word]] | None:
    """A pattern of all that is looked for, and what each is: its right spelling, or none, and what to write instead."""
    words: dict[str, _Word] = {}
    for word, instead in banned:
        words[unicodedata.normalize("NFC", word).casefold()] = (None, instead)
    for right, wrong in spellings:
        for word in (*wrong, right):
            words[unicodedata.normalize("NFC", word).casefold()] = (right, "")
    if not words:
        return None
    # The longest first, so that a name that holds another isn't taken for it.
    found = "|".join(_bounded(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(found, re.I), words


def _bounded(word: str) -> str:
    """A pattern of a whole word. Where a script sets no spaces, a word has no bounds."""
    before = rf"(?<!{_LETTER})" if not _STANDS_BESIDE.match(word[0]) else ""
    after = rf"(?!{_LETTER}|{_MARK})" if not _STANDS_BESIDE.match(word[-1]) else ""
    return before + r"\s+".join(map(re.escape, word.split())) + after


def _texts(parsed: Parsed) -> Iterator[tuple[Location, str]]:
    """What is read of an asset, each text with its place."""
    asset = parsed.asset
    yield from _front(asset)
    start = 0
    for token in parsed.tokens:
        start = token.map[0] if token.map else start  # a table's cell has no place of its own, but its row has
        if token.type == "html_block":
            for number, words in enumerate(_without_tags(token.content).split("\n"), asset.body_line + start):
                yield Location(asset.path, number), words
        if token.type != "inline":
            continue
        line, words, is_address = asset.body_line + start, "", False
        for child in token.children or ():
            if child.type in {"softbreak", "hardbreak"}:
                yield Location(asset.path, line), words
                line, words = line + 1, ""
            elif child.type in {"link_open", "link_close"}:
                is_address = child.markup in {"autolink", "linkify"} and child.type == "link_open"
            elif child.type == "text" and not is_address:
                words += child.content
            elif child.type == "image":
                words += f" {child.content} "
            elif child.type == "code_inline":
                words += " \x00 "
        yield Location(asset.path, line), words


def _without_tags(html: str) -> str:
    """What is read of raw HTML, each word on its own line, and a sign that is in no word for code."""
    return unescape(UNREAD.sub(lambda tag: f" {_ends(tag)}", _CODE.sub(lambda code: f" \x00 {_ends(code)}", html)))


def _ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _front(asset: Asset) -> Iterator[tuple[Location, str]]:
    for key in ("title", "description", "image_alt"):
        if value := getattr(asset, key):
            yield asset.at(key), value
    if asset.cta:
        yield asset.at("cta.text" if "cta.text" in asset.lines else "cta"), asset.cta.text
    for quote in asset.quotes:
        yield asset.at("quotes"), quote.text
    for channel, own in sorted(asset.overrides.items()):
        yield from _values(asset, channel, own)


def _values(asset: Asset, key: str, value: Any) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        at = key
        while at and at not in asset.lines:
            at = at.rpartition(".")[0]
        yield asset.at(at or None), value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _values(asset, f"{key}.{name}", one)
    elif isinstance(value, Iterable):
        for one in value:
            yield from _values(asset, key, one)
