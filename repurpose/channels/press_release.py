"""The press release: a draft in Markdown and HTML, in the order that editors expect, and nothing in it invented.

Headline, subhead, dateline and lead, body, quotes, boilerplate, contacts, end mark. What nobody has told stands as a
visible `[TK: ...]` ("to come", the mark that editors look for).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it.token import Token

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, tracking
from repurpose.clock import rfc3339
from repurpose.document.access import plain
from repurpose.document.document import Document
from repurpose.document.extract import summary
from repurpose.errors import AssetError
from repurpose.formats.html import Style, to_html
from repurpose.formats.markdown import escape, to_markdown
from repurpose.language.tags import direction, primary
from repurpose.language.words import count_words
from repurpose.library.fields import line_of_text
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice, Quote

WORDS = 450
"""A release has 400 to 500 words; whole paragraphs are chosen until it has about so many."""

HEADLINE = 100
"""Characters above which a headline is cut in newsrooms' lists."""

_AP_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
"""Months beside a day, by the Associated Press: the short ones are never shortened."""

_KEYS = {"headline", "subhead", "dateline", "city", "quotes", "boilerplate", "contacts", "notes"}
_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|we|our|ours|us|I|my)\b")


class PressRelease:
    """A draft that an editor can take."""

    name = "press_release"
    does = "a press-release draft in Markdown and HTML; what is missing stands as [TK: ...]"
    files = ("press_release/<slug>/release.md", "press_release/<slug>/release.html")
    showing = Showing.PRESS
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {}

    def compose(self, brief: Brief) -> Composed:
        """The release in two files."""
        asset, config = brief.asset, brief.project.config
        own = _own_words(asset)
        utm = tracking(brief, self.name, "release", medium="press")
        linker = Linker(brief, tracking=utm)
        chosen = _chosen(brief.document)
        organisation = config.press_release.organisation
        contacts = own.get("contacts") or [dict(contact) for contact in config.press_release.contacts]
        url = linker.link(brief.url, own=True)
        fields: dict[str, Any] = {
            "asset": asset,
            "site": config.site,
            "brand": config.brand,
            "words": brief.words,
            "language": asset.language,
            "direction": direction(asset.language),
            "embargo": _written_moment(brief) if asset.embargo and asset.embargo > brief.project.moment else None,
            "headline": own.get("headline", asset.title),
            "subhead": own.get("subhead") or summary(brief.document),
            "dateline": own.get("dateline") or config.press_release.dateline or _dateline(brief, own.get("city")),
            "markdown": to_markdown(chosen, linker).strip(),
            "html": to_html(chosen, linker, Style(anchors=False)).text,
            "quotes": _quotes(own, asset),
            "organisation": organisation or "[TK: organisation]",
            "boilerplate": own.get("boilerplate")
            or config.press_release.boilerplate
            or "[TK: who the organisation is, in two sentences]",
            "contacts": contacts or [{"name": "[TK: name, mail and telephone of a press contact]"}],
            "notes": own.get("notes"),
            "url": url,
            "escape": escape,
        }
        folder = f"press_release/{brief.folder}"
        drafts = (
            Draft(
                "release",
                "markdown",
                f"{folder}/release.md",
                "text/markdown",
                fields,
                template="press_release/release.md",
                links=linker.links,
            ),
            Draft(
                "release",
                "html",
                f"{folder}/release.html",
                "text/html",
                fields,
                template="press_release/release.html",
                links=linker.links,
            ),
        )
        return Composed(drafts, notices=tuple(_notices(asset, fields, chosen)))

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Nothing: a release is made from one asset."""
        return Composed()


def _own_words(asset: Asset) -> dict[str, Any]:
    own = dict(asset.overrides.get("press_release", {}))
    if unknown := set(own) - _KEYS:
        key = sorted(unknown)[0]
        raise AssetError(
            f"press_release: knows {', '.join(sorted(_KEYS))}, not {key!r}", asset.at(f"press_release.{key}")
        )
    for key in ("headline", "subhead", "dateline", "city", "boilerplate", "notes"):
        if key in own:
            try:
                own[key] = line_of_text(own[key])
            except ValueError as error:
                raise AssetError(f"press_release: {key} {error}", asset.at(f"press_release.{key}")) from None
    contacts = own.get("contacts")
    if contacts is not None:
        listed = contacts if isinstance(contacts, list) else [contacts]
        own["contacts"] = [
            {"name": one} if isinstance(one, str) else {str(key): str(value) for key, value in one.items()}
            for one in listed
        ]
    return own


def _quotes(own: Mapping[str, Any], asset: Asset) -> list[Quote]:
    """The quotes of the release: the author's own for it, else the asset's; never any other."""
    listed = own.get("quotes")
    if not listed:
        return list(asset.quotes)
    quotes = []
    for item in listed if isinstance(listed, list) else [listed]:
        if not isinstance(item, dict) or not {"text", "name"} <= item.keys():
            raise AssetError("press_release: quotes need `text` and `name`", asset.at("press_release.quotes"))
        quotes.append(Quote(str(item["text"]), str(item["name"]), str(item["role"]) if item.get("role") else None))
    return quotes


def _chosen(document: Document) -> list[Token]:
    """Whole paragraphs and lists from the top, until there are words enough; no code, tables, pictures or asides."""
    chosen: list[Token] = []
    words = 0
    for block in _top_blocks(document.tokens):
        if block[0].type not in {"paragraph_open", "bullet_list_open", "ordered_list_open", "blockquote_open"}:
            continue
        text = " ".join(plain(token) for token in block if token.type == "inline")
        if not text.strip() or _is_only_image(block):
            continue
        size = count_words(text)
        if words and words + size > WORDS + 50:
            break
        chosen += block
        words += size
        if words >= WORDS:
            break
    # A list announced and then left out, or a paragraph that announces what doesn't follow, ends nowhere.
    while chosen and chosen[-1].type == "paragraph_close" and plain(chosen[-2]).rstrip().endswith((":", "：")):
        chosen = chosen[:-3]
    return chosen


def _top_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        block.append(token)
        if token.level == 0 and token.nesting != 1 and token.type != "inline":
            yield [_without_notes(part) for part in block]
            block = []


def _without_notes(token: Token) -> Token:
    """A release has no footnotes, so no marks of them."""
    if not any(child.type == "footnote_ref" for child in token.children or ()):
        return token
    kept = [child for child in token.children or () if child.type != "footnote_ref"]
    return Token(
        token.type,
        token.tag,
        token.nesting,
        attrs=token.attrs,
        map=token.map,
        level=token.level,
        children=kept,
        content=token.content,
        block=token.block,
    )


def _is_only_image(block: list[Token]) -> bool:
    inline = [child for token in block for child in token.children or ()]
    return (
        bool(inline)
        and all(child.type in {"image", "softbreak"} or not child.content.strip() for child in inline)
        and any(child.type == "image" for child in inline)
    )


def _dateline(brief: Brief, city: str | None) -> str:
    """`CITY, Nov. 21, 2026 —` for English; the city and the day as the language writes it for others."""
    day = brief.asset.day or brief.project.moment.date()
    place = city.upper() if city else "[TK: city]"
    if primary(brief.asset.language) == "en":
        return f"{place}, {_AP_MONTHS[day.month - 1]} {day.day}, {day.year} —"
    return f"{place}, {brief.words.date(day)} —"


def _written_moment(brief: Brief) -> str:
    embargo = brief.asset.embargo
    assert embargo is not None
    return f"{rfc3339(embargo).replace('T', ' ')}"


def _notices(asset: Asset, fields: Mapping[str, Any], chosen: Sequence[Token]) -> Iterator[Notice]:
    unknown = [key for key in ("dateline", "organisation", "boilerplate", "contacts") if "[TK" in str(fields[key])]
    if unknown:
        text = f"the press release is a draft: [TK] stands for its {', '.join(unknown)}"
        yield Notice("press-tk", asset.at("press_release"), text)
    if len(fields["headline"]) > HEADLINE:
        yield Notice(
            "headline-long",
            asset.at("title"),
            f"the press release's headline has {len(fields['headline'])} characters, over {HEADLINE}",
        )
    if primary(asset.language) == "en":
        spoken = next(
            (match for token in chosen if token.type == "inline" and (match := _SECOND_PERSON.search(plain(token)))),
            None,
        )
        if spoken:
            yield Notice(
                "press-person",
                asset.at("press_release"),
                f"the press release says {spoken[0]!r}; editors take the third person",
            )
