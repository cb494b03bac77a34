"""The Document: an asset's tokens as one tier may read them, and the views that channels take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape
from typing import Any, NamedTuple, TypeVar

from markdown_it.token import Token

from repurpose.document import access
from repurpose.document.access import Cut, mark, plain, unmarked
from repurpose.document.boilerplate import strip_boilerplate
from repurpose.document.containers import container_notices
from repurpose.document.embeds import unfold_embeds
from repurpose.document.emphasis import in_bold, is_about, is_picture, without_label
from repurpose.document.parser import parse
from repurpose.document.shortcodes import unfold_shortcodes
from repurpose.errors import AssetError, Location
from repurpose.language.interface import interface
from repurpose.language.sentences import split_sentences
from repurpose.language.words import count_words, reading_minutes
from repurpose.model import Access, Asset, Notice

_RAW_REFERENCE = re.compile(
    r"<(?=(?:img|a)\b)(\w+)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*?\b(?:src|href)\s*=\s*[\"']?([^\s\"'>]+)[^>]*)>", re.I
)
_RAW_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.I | re.S)
_BOX = re.compile(
    r"<aside\b|<div\s[^>]*\bclass\s*=\s*[\"'][^\"']*\b(?:note|aside|box|callout|admonition|alert|sidebar|info|tip|warning)\b",
    re.I,
)
"""A tag that sets what follows apart from the text, as sites name such boxes."""
_BOX_TAG = re.compile(r"<(/?)(?:aside|div)\b", re.I)
_RAW_ALT = re.compile(r"\balt\s*=\s*[\"']([^\"']*)", re.I)

_NOT_RUNNING = frozenset(("table", "dl", "alert"))
"""Blocks whose paragraphs are no running text."""

_OPENED = {
    "list_item_open": "item", "blockquote_open": "quote", "alert_open": "alert", "table_open": "table", "dl_open": "dl",
}  # fmt: skip
"""What a paragraph may stand in, by the token that opens it."""
_CLOSED = frozenset(one.replace("_open", "_close") for one in _OPENED)
_LISTS = frozenset(("bullet_list_open", "ordered_list_open"))

View = TypeVar("View")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), text and id, and where it stands."""

    level: int
    text: str
    id: str
    location: Location


class Block(NamedTuple):
    """A paragraph or list item in plain text, the sentences in it, and where it stands.

    `kind` is paragraph, item, quote, aside (in a box of HTML beside the text) or about (what an organisation or writer
    says of themselves); `heading` is the text of the heading above it. `list` numbers the list that an item begins an
    entry of; `stressed` are sentences that stand in bold as a whole.
    """

    kind: str
    text: str
    sentences: tuple[str, ...]
    location: Location
    heading: str | None
    list: int | None = None
    stressed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or image as its author wrote it, decoded from the tokens; `text` is its text or alternative text.

    `is_mute`: its author says, by an empty `alt`, that nobody misses anything who doesn't see it.
    """

    target: str
    text: str
    location: Location
    is_image: bool
    is_mute: bool = False


@dataclass(frozen=True)
class Document:
    """What readers of one tier may read of an asset. `gate` is the tier that may read on, if any may."""

    asset: Asset
    tokens: tuple[Token, ...]
    gate: Access | None = None
    _views: dict[Callable[[Document], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def view(self, make: Callable[[Document], View]) -> View:
        """What `make` makes of the document, made once however many channels ask for it."""
        if make not in self._views:
            self._views[make] = make(self)
        found: View = self._views[make]
        return found

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The plain text of each inline token, by its place; empty for all others."""
        return tuple([plain(token) if token.type == "inline" else "" for token in self.tokens])

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The same, each in one line."""
        return tuple([" ".join(text.split()) if text else "" for text in self.texts])

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The headings, in order."""
        return tuple(
            Heading(int(token.tag[1]), text.strip(), str(token.attrs.get("id", "")), self.location(token))
            for token, text in zip(self.tokens, self.texts[1:], strict=False)
            if token.type == "heading_open"
        )

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The paragraphs (of HTML, too), list items and quotes that are running text.

        No code, tables or footnotes, and no mere pictures.
        """
        return tuple(self._blocks())

    @cached_property
    def text(self) -> str:
        """All text that is read, headings, tables and footnotes included, code left out."""
        return "\n".join(text for token, text in zip(self.tokens, self.texts, strict=True) if token.type == "inline")

    @cached_property
    def words(self) -> int:
        """How many words there are to read."""
        return count_words(self.text)

    @cached_property
    def minutes(self) -> int:
        """How many minutes it takes to read."""
        return reading_minutes(self.text, self.asset.language)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """All links and images, in order."""
        return tuple(self._references())

    @cached_property
    def teaser(self) -> tuple[Token, ...] | None:
        """The tokens above `<!-- more -->`, or None where there is no such mark."""
        for index, token in enumerate(self.tokens):
            if token.level == 0 and mark(token) == "more":
                return self.tokens[:index]
        return None

    def location(self, token: Token) -> Location:
        """Where a block token stands in the file."""
        return Location(self.asset.path, self.asset.body_line + token.map[0] if token.map else None)

    def _blocks(self) -> Iterator[Block]:
        language, lines = self.asset.language, self.lines
        kinds: list[str] = []
        heading: str | None = None
        lists = 0
        boxed = 0
        for index, token in enumerate(self.tokens):
            what = token.type
            if what == "inline":
                text, before = lines[index], self.tokens[index - 1].type
                if not text or before != "paragraph_open" or not _NOT_RUNNING.isdisjoint(kinds) or is_picture(token):
                    continue
                usual = "aside" if boxed else "about" if is_about(token) else "paragraph"
                kind = kinds[-1] if kinds else usual
                begins = kinds == ["item"] and self.tokens[index - 2].type == "list_item_open"
                sentences = tuple(without_label(token, split_sentences(text, language)))
                stressed = in_bold(token, sentences)
                location = self.location(token)
                yield Block(kind, text, sentences, location, heading, lists if begins else None, stressed)
            elif what in _OPENED:
                kinds.append(_OPENED[what])
            elif what in _CLOSED:
                kinds.pop()
            elif what == "heading_open":
                heading = self.texts[index + 1].strip() or heading
            elif what in _LISTS:
                lists += token.level == 0
            elif what == "html_block":
                if boxed or _BOX.search(token.content):
                    boxed = max(0, boxed + sum(-1 if end else 1 for end in _BOX_TAG.findall(token.content)))
                if "<p" in token.content:
                    yield from self._raw_paragraphs(token, heading)
            elif what == "footnote_block_open":
                return

    def _raw_paragraphs(self, token: Token, heading: str | None) -> Iterator[Block]:
        """Paragraphs of HTML, as texts have that were moved here from elsewhere."""
        for found in _RAW_PARAGRAPH.finditer(token.content):
            if text := unmarked(found[1]):
                sentences = tuple(split_sentences(text, self.asset.language))
                yield Block("paragraph", text, sentences, self.location(token), heading)

    def _references(self) -> Iterator[Reference]:
        for block in self.tokens:
            if block.type == "html_block":
                yield from self._raw_references(block.content, block)
            elif block.children:
                yield from self._inline_references(block)

    def _inline_references(self, block: Token) -> Iterator[Reference]:
        children = block.children or ()
        if "<" in block.content:
            for raw in children:
                if raw.type == "html_inline":
                    yield from self._raw_references(raw.content, block)
        opened: list[tuple[Token, list[str]]] = []
        for token in children:
            if token.type == "link_open":
                opened.append((token, []))
            elif token.type == "link_close" and opened:
                link, words = opened.pop()
                yield Reference(str(link.attrs.get("href", "")), "".join(words), self.location(block), False)
            elif token.type == "image":
                yield Reference(str(token.attrs.get("src", "")), plain(token), self.location(block), True)
                for _, words in opened:
                    words.append(plain(token))
            elif opened:
                for _, words in opened:
                    words.append(token.content)

    def _raw_references(self, html: str, block: Token) -> Iterator[Reference]:
        for tag, attributes, source in _RAW_REFERENCE.findall(html):
            alt = _RAW_ALT.search(attributes)
            words, is_image = unescape(alt[1]) if alt else "", tag.lower() == "img"
            is_mute = alt is not None and not words
            yield Reference(unescape(source), words, self.location(block), is_image, is_mute)


@dataclass(frozen=True)
class Parsed:
    """An asset's body, parsed once and not yet cut. Channels get a Document of one tier."""

    asset: Asset
    tokens: tuple[Token, ...]
    told: tuple[Notice, ...] = ()

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What was told while it was parsed, and the pictures that say nothing to those who don't see them."""
        return (*self.told, *_unseen_images(self))

    @cached_property
    def documents(self) -> Mapping[Access, Document]:
        """What readers of each tier may read; where that is the same, it is the same Document, viewed once."""
        if not self.is_gated:
            return dict.fromkeys(access.TIERS, Document(self.asset, self.tokens))
        found: dict[Access, Document] = {}
        for tier in access.TIERS:
            part: Cut = access.cut(self.tokens, self.asset.access, tier)
            same = next((one for one in found.values() if len(one.tokens) == len(part.tokens)), None)
            found[tier] = same or Document(self.asset, part.tokens, part.gate)
        return found

    @cached_property
    def is_gated(self) -> bool:
        """Whether some tier may not read all of it."""
        return access.is_gated(self.tokens, self.asset.access)

    @cached_property
    def gated(self) -> Mapping[Access, Document]:
        """What only some may read, by the lowest tier that may: each what stands there and nothing else."""
        found: dict[Access, list[Token]] = {}
        for tier, token in access.gated_blocks(self.tokens, self.asset.access) if self.is_gated else ():
            found.setdefault(tier, []).append(token)
        return {tier: Document(self.asset, tuple(tokens)) for tier, tokens in found.items()}


def parse_asset(asset: Asset) -> Parsed:
    """Parse an asset's body: shortcodes unfolded, pasted boilerplate and a repeated title left out.

    Raises:
        AssetError: something that looks like the mark of a gate is none, so that what it should gate would be open.
    """
    at = Location(asset.path, asset.body_line)
    fields = {
        **asset.extra,
        "title": asset.title,
        "description": asset.description,
        "canonical_url": asset.canonical_url,
    }
    body, notices = unfold_shortcodes(asset.body, fields, at)
    tokens = parse(body)
    if unclear := access.misplaced_gate(tokens):  # before editors' comments go, since one may be meant as a gate
        line = asset.body_line + unclear.map[0] if unclear.map else asset.body_line
        raise AssetError(
            "a mark that should gate text gates nothing here",
            Location(asset.path, line),
            "write `:::premium` and `:::`, or `<!-- premium -->`, each on a line of its own with an empty line around",
        )
    tokens, told = strip_boilerplate(tokens, asset.path, asset.body_line)
    unfold_embeds(tokens)
    _name_alerts(tokens, asset.language)
    # Channels get what is cut: of what isn't, they see nothing.
    told_here = (*notices, *told, *container_notices(tokens, asset), *_nesting(tokens, asset))
    return Parsed(replace(asset, body=""), tuple(_without_title(tokens, asset.title)), told_here)


def _name_alerts(tokens: Sequence[Token], language: str) -> None:
    """Say "Note" and "Warning" in the asset's language; the parser says them in English."""
    for opening, title, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "alert_open" and title.type == "alert_title_open" and inline.children:
            inline.children[0].content = interface(language)(str(opening.meta["kind"]).lower())


def _unseen_images(parsed: Parsed) -> Iterator[Notice]:
    """Pictures without a text for those who don't see them."""
    asset = parsed.asset
    for reference in parsed.documents[access.TIERS[-1]].references:
        if reference.is_image and not reference.is_mute and not reference.text.strip():
            text = f"the image {reference.target[:60]!r} has no text for those who don't see it"
            yield Notice("image-alt", reference.location, text)
    if asset.image and not asset.image_alt:
        yield Notice("image-alt", asset.at("image"), "image has no image_alt")


def _without_title(tokens: Sequence[Token], title: str) -> Sequence[Token]:
    """Leave out a first heading that only says the title again: every channel shows the title itself."""
    first = next((index for index, token in enumerate(tokens) if token.type == "heading_open"), None)
    if first is None:
        return tokens
    heading = tokens[first]
    if heading.tag == "h1" and heading.level == 0 and plain(tokens[first + 1]).strip() == title:
        return [*tokens[:first], *tokens[first + 3 :]]
    return tokens


def _nesting(tokens: Sequence[Token], asset: Asset) -> Iterator[Notice]:
    """markdown-it stops at 20 levels and drops what is deeper: say so."""
    for token in tokens:
        if token.level >= 19 and token.map:
            yield Notice(
                "nesting",
                Location(asset.path, asset.body_line + token.map[0]),
                "nested so deep that parts may be missing",
            )
            return
