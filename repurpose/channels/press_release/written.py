"""What stands in a release."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from repurpose.channels.channel import Brief, Linker
from repurpose.channels.press_release.contact import Line, contact_line
from repurpose.channels.press_release.own_words import quotes
from repurpose.config import FILE_NAME
from repurpose.document.pyramid import Release, inverted_pyramid
from repurpose.document.pyramid.paragraph import paragraph, plain_text, with_lead_in
from repurpose.document.pyramid.unit import speaks_to_reader
from repurpose.document.summary import summary
from repurpose.errors import ConfigError, Location
from repurpose.formats.html import to_html
from repurpose.formats.markdown import escape, to_markdown
from repurpose.formats.style import Style
from repurpose.language.punctuation import listed, signed
from repurpose.language.sentences import split_sentences
from repurpose.language.tags import in_language, primary
from repurpose.language.words import reading_length
from repurpose.model import Quote
from repurpose.rules.datelines import Style as House
from repurpose.rules.datelines import styles, zone
from repurpose.tables import did_you_mean

FEWEST, MOST = 400, 500
"""Words of a release, its quotes among them; whole sentences are chosen until it has so many."""

_WORD = re.compile(r"[^\W_]+")


class Written:
    """What stands in a release, by the asset, the settings and the author's own words for it.

    `missing` names what stands as [TK]; `spoken` is the first sentence that speaks to its reader, if there is one;
    `passed` is the text's own first sentence, if it is left out since it does; `borrowed` is the language of the
    boilerplate, where that isn't the release's.
    """

    def __init__(self, brief: Brief, own: Mapping[str, Any], linker: Linker) -> None:
        self._brief, self._own, self._linker = brief, own, linker
        self._settings = brief.project.config.press_release
        self.missing: tuple[str, ...] = ()
        self.borrowed: str | None = None
        given = quotes(own, brief.asset)
        self.body = self._chosen(given)
        self.quotes = tuple(one for one in given if not self._is_said(one))
        if len(self.quotes) < len(given):  # there is room for more
            self.body = self._chosen(self.quotes)
            self.quotes = tuple(one for one in given if not self._is_said(one))
        self.headline = own.get("headline", brief.asset.title)
        self.spoken = self.body.spoken
        self.passed: tuple[Location, str] | None = None
        if self.body.passed and not own.get("lead"):
            token, sentence = self.body.passed
            self.passed = brief.document.location(token), sentence

    def _chosen(self, beside: Sequence[Quote]) -> Release:
        """The body that stands beside these quotes and the author's own lead."""
        said = sum(reading_length(f"{one.text} {one.name} {one.role or ''}", self._language) for one in beside)
        said += reading_length(self._own.get("lead", ""), self._language)
        return inverted_pyramid(self._brief.document, FEWEST - said, MOST - said, self._settings.organisation)

    def _is_said(self, quote: Quote) -> bool:
        """Whether the body has a quote with its speaker, who may be named between its sentences."""
        text = _words(self.body.text)
        is_named = any(_words(name) in text for name in quote.name.split())
        return is_named and all(_words(one) in text for one in split_sentences(quote.text, self._language))

    @property
    def _language(self) -> str:
        return self._brief.asset.language

    def fields(self, *, with_markdown: bool) -> dict[str, Any]:
        """What templates and encoders are given."""
        brief, asset = self._brief, self._brief.asset
        house = _house(self._settings.style)
        dateline = self._dateline(house)
        lead = self._own.get("lead") or (None if self.body.tokens else self._to_come("lead"))
        text = with_lead_in([*(paragraph(lead) if lead else ()), *self.body.tokens], dateline)
        organisation = self._told("organisation", self._settings.organisation)
        is_english = primary(asset.language) == "en"
        return {
            "asset": asset,
            **brief.project.fields(asset.language),
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
            "no_quote": None if self._has_quote() else self._to_come("quote"),
            "organisation": organisation,
            "boilerplate": self._told("boilerplate", self._boilerplate()),
            "contacts": self._contacts(),
            "notes": self._own.get("notes", []),
            "end": house.end if is_english or house.end == "###" else brief.words("ends"),
            "notes_after_end": house.notes_after_end,
            "url": self._linker.link(brief.url, own=True),
            "shown_url": brief.url,
            "escape": _escape,
            "signed": partial(signed, language=self._language),
            "listed": partial(listed, language=self._language),
            "missing": self.missing,
        }

    def _boilerplate(self) -> str | None:
        """The author's own, else that of the release's language, else that of the site's."""
        several, site = self._settings.boilerplates, self._brief.project.language
        found = self._own.get("boilerplate") or in_language(several, self._language)
        if found:
            return str(found)
        borrowed = self._settings.boilerplate or in_language(several, site)
        if borrowed and primary(self._language) != primary(site):
            self.borrowed = site
        return borrowed

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

    def _has_quote(self) -> bool:
        """Whether anybody is quoted: who was named in the front matter may be in the text alone."""
        in_text = any(token.type == "blockquote_open" for token in self.body.tokens)
        return in_text or bool(self.quotes or quotes(self._own, self._brief.asset))

    def _contacts(self) -> list[list[Line]]:
        contacts = self._own.get("contacts") or [dict(contact) for contact in self._settings.contacts]
        if not contacts:
            return [[Line("name", self._to_come("contact"))]]
        return [[contact_line(kind, str(value)) for kind, value in contact.items()] for contact in contacts]


def _words(text: str) -> str:
    """A text's words and no signs, between spaces."""
    return f" {' '.join(_WORD.findall(text))} "


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


def _escape(text: str) -> str:
    return _with_marks(escape(text))


def _with_marks(markdown: str) -> str:
    """Markdown in which `[TK: ...]` stands as editors look for it: nothing in a release makes a link of it."""
    return re.sub(r"\\\[(TK: [^\[\]\\]*)\\\](?![(\[:])", r"[\1]", markdown)
