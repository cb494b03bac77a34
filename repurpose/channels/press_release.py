"""The press release: a draft in the order that editors expect, and nothing in it invented.

Headline, subhead, dateline and lead, body, quotes, boilerplate, contacts, notes, end mark; as Markdown, HTML, a Word
document and IPTC's ninjs. What nobody has told stands as a visible `[TK: ...]` ("to come", the mark that editors look
for).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, tracking
from repurpose.config import FILE_NAME
from repurpose.document.house_style import judged
from repurpose.document.pyramid import Release, inverted_pyramid
from repurpose.document.pyramid.paragraph import paragraph, plain_text, with_lead_in
from repurpose.document.pyramid.unit import speaks_to_reader
from repurpose.document.summary import summary
from repurpose.errors import AssetError, ConfigError, Location
from repurpose.formats.card import unshown
from repurpose.formats.html import to_html
from repurpose.formats.markdown import escape, to_markdown
from repurpose.formats.style import Style
from repurpose.language.tags import direction, primary
from repurpose.language.words import reading_length
from repurpose.library.fields import line_of_text, read_quotes
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice, Quote
from repurpose.rules.datelines import Style as House
from repurpose.rules.datelines import styles, zone
from repurpose.tables import did_you_mean

FEWEST, MOST = 400, 500
"""Words of a release, its quotes among them; whole sentences are chosen until it has so many."""

QUOTES = 2
"""How many of an asset's quotes a release takes; of those that are told for the release alone, all."""

HEADLINE = 100
"""Characters above which a headline is cut in newsrooms' lists."""

_LINES = ("headline", "subhead", "lead", "dateline", "city", "boilerplate")
_KEYS = {*_LINES, "quotes", "contacts", "notes"}
_ADDRESSES = {"mail": "mailto:", "email": "mailto:", "phone": "tel:", "telephone": "tel:"}


class PressRelease:
    """A draft that an editor can take."""

    name = "press_release"
    does = "a press-release draft for editors; what is missing stands as [TK: ...]"
    files = (
        "press_release/<slug>/release.md",
        "press_release/<slug>/release.html",
        "press_release/<slug>/release.docx",
        "press_release/<slug>/release.ninjs.json",
        "press_release/<slug>/release.pdf",
    )
    showing = Showing.PRESS
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {"pdf": "whether each release is a PDF, too; needs `repurpose[pdf]` (false)"}

    def compose(self, brief: Brief) -> Composed:
        """The release in each of its formats."""
        own = _own_words(brief.asset)
        linker = Linker(brief, tracking=tracking(brief, self.name, "release", medium="press"))
        written = _Written(brief, own, linker)
        wanted = {one[3] for one in (*_FORMATS, _PDF) if brief.project.makes(self.name, one[1])}
        fields = written.fields(with_markdown=_MARKDOWN in wanted)
        folder = f"press_release/{brief.folder}"
        links = linker.links
        formats = _FORMATS
        unprinted: tuple[Notice, ...] = ()
        if _wants_pdf(brief):
            fields["fonts"] = tuple(brief.project.config.brand.get("fonts", ()))
            unprinted = tuple(_unprinted(brief.asset, fields))
            formats = _FORMATS if unprinted else (*_FORMATS, _PDF)
        drafts = tuple(
            Draft("release", role, f"{folder}/{name}", media, fields, template, encoder, links=links)
            for role, name, media, template, encoder in formats
        )
        told = tuple(_notices(brief.asset, written)) if _is_meant_for_press(brief.asset) else ()
        data = (
            {} if told or _is_meant_for_press(brief.asset) else {"missing": written.missing, "spoken": written.spoken}
        )
        entry = Entry(brief.asset.id, brief.asset.language, data)
        return Composed(drafts, entry, notices=(*linker.notices, *told, *unprinted), media=linker.media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """No piece; but what the settings' words are at fault with, and what releases lack that nobody asked for."""
        lacking = [entry for entry in entries if entry.data.get("missing")]
        spoken = [entry.asset for entry in entries if entry.data.get("spoken")]
        at = Location(FILE_NAME, 1)
        notices = list(judged([(at, project.config.press_release.boilerplate or "")], project.config.style))
        if lacking:
            counted = Counter(name for entry in lacking for name in entry.data["missing"])
            names = ", ".join(f"{name} ({count})" for name, count in counted.items())
            notices.append(Notice("press-tk", at, f"press releases are drafts: [TK] stands for their {names}"))
        if spoken:
            text = f"{len(spoken)} press releases speak to their reader, as that of {min(spoken)}; editors don't"
            notices.append(Notice("press-person", at, text))
        return Composed(notices=tuple(notices))


_MARKDOWN = "press_release/release.md"
_FORMATS: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("markdown", "release.md", "text/markdown", _MARKDOWN, None),
    ("html", "release.html", "text/html", "press_release/release.html", None),
    (
        "word",
        "release.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _MARKDOWN,
        "docx",
    ),
    ("ninjs", "release.ninjs.json", "application/json", "press_release/body.html", "ninjs"),
)
"""Role, file, media type, template and encoder of each."""

_PDF = ("pdf", "release.pdf", "application/pdf", _MARKDOWN, "pdf")


@dataclass(frozen=True, slots=True)
class _Line:
    """A part of a contact: what it is (`name`, `mail`, `phone` ...), its text, and what a click on it opens."""

    kind: str
    text: str
    url: str | None = None


class _Written:
    """What stands in a release, by the asset, the settings and the author's own words for it.

    `missing` names what stands as [TK]; `spoken` is the first sentence that speaks to its reader, if there is one.
    """

    def __init__(self, brief: Brief, own: Mapping[str, Any], linker: Linker) -> None:
        self._brief, self._own, self._linker = brief, own, linker
        self._settings = brief.project.config.press_release
        self.missing: tuple[str, ...] = ()
        self.quotes = _quotes(own, brief.asset)
        said = sum(reading_length(f"{one.text} {one.name} {one.role or ''}", self._language) for one in self.quotes)
        lead = reading_length(own.get("lead", ""), self._language)
        self.body: Release = inverted_pyramid(
            brief.document, FEWEST - said - lead, MOST - said - lead, self._settings.organisation
        )
        self.headline = own.get("headline", brief.asset.title)
        self.spoken = self.body.spoken

    @property
    def _language(self) -> str:
        return self._brief.asset.language

    def fields(self, *, with_markdown: bool) -> dict[str, Any]:
        """What templates and encoders are given."""
        brief, asset, config = self._brief, self._brief.asset, self._brief.project.config
        house = _house(self._settings.style)
        dateline = self._dateline(house)
        lead = self._own.get("lead") or (None if self.body.tokens else self._to_come("lead"))
        text = with_lead_in([*(paragraph(lead) if lead else ()), *self.body.tokens], dateline)
        organisation = self._told("organisation", self._settings.organisation)
        is_english = primary(asset.language) == "en"
        return {
            "asset": asset,
            "site": config.site,
            "brand": config.brand,
            "words": brief.words,
            "language": asset.language,
            "direction": direction(asset.language),
            "embargo": self._embargo(house),
            "embargo_until": asset.embargo if self._is_under_embargo() else None,
            "headline": self.headline,
            "subhead": self._subhead(),
            "dateline": dateline,
            "city": self._city(),
            "text": plain_text(text),
            "markdown": _with_marks(to_markdown(text, self._linker).strip()) if with_markdown else None,
            "html": to_html(text, self._linker, Style(anchors=False)).text,
            "quotes": self.quotes,
            "no_quote": None if self.quotes or self._quotes_in_text() else self._to_come("quote"),
            "organisation": organisation,
            "boilerplate": self._told("boilerplate", self._own.get("boilerplate") or self._settings.boilerplate),
            "contacts": self._contacts(),
            "notes": self._own.get("notes", []),
            "end": house.end if is_english or house.end == "###" else brief.words("ends"),
            "notes_after_end": house.notes_after_end,
            "url": self._linker.link(brief.url, own=True),
            "shown_url": brief.url,
            "escape": _escape,
            "missing": self.missing,
        }

    def _told(self, what: str, value: str | None) -> str:
        return value or self._to_come(what)

    def _to_come(self, what: str) -> str:
        """What stands in place of something that nobody has told."""
        if what not in self.missing:
            self.missing = (*self.missing, what)
        return self._brief.words("to_come", what=self._brief.words(f"tk_{what}"))

    def _city(self) -> str | None:
        return self._own.get("city") or self._settings.city

    def _dateline(self, house: House) -> str:
        told = self._own.get("dateline") or self._settings.dateline
        if told:
            return str(told)
        day = self._brief.asset.day or self._brief.project.today
        city = self._city()
        if primary(self._language) == "en":
            return house.write_dateline(city or self._to_come("city"), day, as_told=city is None)
        return self._brief.words("dateline", place=self._told("city", city), date=self._brief.words.date(day))

    def _is_under_embargo(self) -> bool:
        embargo = self._brief.asset.embargo
        return embargo is not None and embargo > self._brief.project.moment

    def _embargo(self, house: House) -> str | None:
        """The embargo's end as people write it, in its author's time zone; None where there is none any more."""
        embargo = self._brief.asset.embargo
        if embargo is None or not self._is_under_embargo():
            return None
        if primary(self._language) == "en":
            return house.write_moment(embargo)
        return f"{self._brief.words.date(embargo)}, {embargo:%H:%M} {zone(embargo)}"

    def _subhead(self) -> str | None:
        """The author's own, else what the asset says in a sentence, unless the release says it anyway."""
        if "subhead" in self._own:
            return str(self._own["subhead"])
        said = summary(self._brief.document)
        repeats = said.rstrip("…") in self.body.text or said == self.headline
        return None if repeats or speaks_to_reader(said, self._language) else said

    def _quotes_in_text(self) -> bool:
        return any(token.type == "blockquote_open" for token in self.body.tokens)

    def _contacts(self) -> list[list[_Line]]:
        contacts = self._own.get("contacts") or [dict(contact) for contact in self._settings.contacts]
        if not contacts:
            return [[_Line("name", self._to_come("contact"))]]
        return [[_contact_line(kind, str(value)) for kind, value in contact.items()] for contact in contacts]


def _escape(text: str) -> str:
    return _with_marks(escape(text))


def _with_marks(markdown: str) -> str:
    """Markdown in which `[TK: ...]` stands as editors look for it: nothing in a release makes a link of it."""
    return re.sub(r"\\\[(TK: [^\[\]\\]*)\\\](?![(\[:])", r"[\1]", markdown)


def _contact_line(kind: str, value: str) -> _Line:
    if kind in _ADDRESSES:
        kept = value if kind in {"mail", "email"} else "".join(value.split())
        return _Line(kind, value, _ADDRESSES[kind] + quote(kept, safe="@+.-_()"))
    is_web = kind in {"url", "web"} and value.startswith(("https://", "http://"))
    return _Line(kind, value, quote(value, safe=":/?#[]@!$&'*+,;=%~") if is_web else None)


def _wants_pdf(brief: Brief) -> bool:
    wanted = brief.project.options("press_release").get("pdf", False)
    if not isinstance(wanted, bool):
        raise ConfigError(f"[channels.press_release] pdf must be true or false, not {wanted!r}", Location(FILE_NAME))
    return wanted


def _unprinted(asset: Asset, fields: Mapping[str, Any]) -> Iterator[Notice]:
    """A notice if there are letters that no font has: boxes in their place are worse than no PDF."""
    parts = [part.text for contact in fields["contacts"] for part in contact]
    quotes = [f"{quote.text} {quote.name} {quote.role or ''}" for quote in fields["quotes"]]
    told = ("headline", "subhead", "embargo", "text", "organisation", "boilerplate", "end", "no_quote")
    texts = [str(fields[name] or "") for name in told] + [*parts, *quotes, *fields["notes"]]
    try:
        lost = "".join(char for char in dict.fromkeys("".join(texts)) if unshown(char, fields["fonts"]))
    except OSError as error:
        raise ConfigError(f"[brand] fonts: a font can't be read: {error}", Location(FILE_NAME)) from None
    if lost:
        text = f"no PDF of the press release: no font has {lost[:20]!r}; name one that has in `[brand] fonts`"
        yield Notice("press-glyphs", asset.at("title"), text)


def _house(name: str) -> House:
    """The style that the settings name.

    Raises:
        ConfigError: there is none of that name.
    """
    known = styles()
    if name not in known:
        near = did_you_mean(name, known)
        hint = f"did you mean {near}?" if near else f"known: {', '.join(known)}"
        raise ConfigError(f"[press_release] style: there is no style {name!r}", Location(FILE_NAME), hint)
    return known[name]


def _own_words(asset: Asset) -> dict[str, Any]:
    own = dict(asset.overrides.get("press_release", {}))
    if unknown := set(own) - _KEYS:
        key = sorted(unknown)[0]
        raise AssetError(
            f"press_release: knows {', '.join(sorted(_KEYS))}, not {key!r}", asset.at(f"press_release.{key}")
        )
    for key in _LINES:
        if key in own:
            own[key] = _line(own[key], asset, key)
    if "notes" in own:
        listed = own["notes"] if isinstance(own["notes"], list) else [own["notes"]]
        own["notes"] = [_line(one, asset, "notes") for one in listed]
    contacts = own.get("contacts")
    if contacts is not None:
        listed = contacts if isinstance(contacts, list) else [contacts]
        if not all(isinstance(one, (str, dict)) for one in listed):
            raise AssetError(
                "press_release: contacts must be lines of text, or tables such as {name, mail}",
                asset.at("press_release.contacts"),
            )
        own["contacts"] = [
            {
                key: _line(value, asset, "contacts")
                for key, value in (one if isinstance(one, dict) else {"name": one}).items()
            }
            for one in listed
        ]
    return own


def _line(value: Any, asset: Asset, key: str) -> str:
    try:
        return line_of_text(value)
    except ValueError as error:
        raise AssetError(f"press_release: {key} {error}", asset.at(f"press_release.{key}")) from None


def _quotes(own: Mapping[str, Any], asset: Asset) -> tuple[Quote, ...]:
    """The quotes of the release: the author's own for it, else the asset's first; never any other."""
    try:
        return read_quotes(own["quotes"]) if own.get("quotes") else asset.quotes[:QUOTES]
    except ValueError as error:
        raise AssetError(f"press_release: quotes {error}", asset.at("press_release.quotes")) from None


def _is_meant_for_press(asset: Asset) -> bool:
    """Whether its author means it for the press. Others' releases are drafts that nobody has asked for."""
    return "press_release" in asset.overrides or asset.embargo is not None or "press_release" in (asset.include or ())


def _notices(asset: Asset, written: _Written) -> Iterator[Notice]:
    if written.missing:
        text = f"the press release is a draft: [TK] stands for its {', '.join(written.missing)}"
        yield Notice("press-tk", asset.at("press_release"), text)
    if len(written.headline) > HEADLINE:
        yield Notice(
            "headline-long",
            asset.at("title"),
            f"the press release's headline has {len(written.headline)} characters, over {HEADLINE}",
        )
    if written.spoken:
        text = f"the press release speaks to its reader, and editors don't: {written.spoken[:60]!r}"
        yield Notice("press-person", asset.at("press_release"), text)
