"""The press release: a draft in Markdown and HTML, in the order that editors expect, and nothing in it invented.

Headline, subhead, dateline and lead, body, quotes, boilerplate, contacts, end mark. What nobody has told stands as a
visible `[TK: ...]` ("to come", the mark that editors look for).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, tracking
from repurpose.document.access import plain
from repurpose.document.opening import opening, with_lead_in
from repurpose.document.summary import summary
from repurpose.errors import AssetError
from repurpose.formats.html import Style, to_html
from repurpose.formats.markdown import escape, to_markdown
from repurpose.language.tags import direction, primary
from repurpose.library.fields import line_of_text, read_quotes
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice, Quote

WORDS, SLACK = 450, 50
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
        chosen = opening(brief.document.tokens, WORDS, SLACK)
        organisation = config.press_release.organisation
        contacts = own.get("contacts") or [dict(contact) for contact in config.press_release.contacts]
        url = linker.link(brief.url, own=True)
        dateline = own.get("dateline") or config.press_release.dateline or _dateline(brief, own.get("city"))
        text = with_lead_in(chosen, dateline)
        said = " ".join(plain(token) for token in chosen if token.type == "inline")
        fields: dict[str, Any] = {
            "asset": asset,
            "site": config.site,
            "brand": config.brand,
            "words": brief.words,
            "language": asset.language,
            "direction": direction(asset.language),
            "embargo": _written_moment(brief) if asset.embargo and not brief.project.is_past(asset.embargo) else None,
            "headline": own.get("headline", asset.title),
            "subhead": own.get("subhead") or summary(brief.document),
            "dateline": dateline,
            "markdown": to_markdown(text, linker).strip(),
            "html": to_html(text, linker, Style(anchors=False)).text,
            "quotes": _quotes(own, asset),
            "organisation": organisation or "[TK: organisation]",
            "boilerplate": own.get("boilerplate")
            or config.press_release.boilerplate
            or "[TK: who the organisation is, in two sentences]",
            "contacts": contacts or [{"name": "[TK: name, mail and telephone of a press contact]"}],
            "notes": own.get("notes"),
            "url": url,
            "shown_url": brief.url,
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
        notices = (*linker.notices, *_notices(asset, fields, said))
        return Composed(drafts, notices=notices, media=linker.media)

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
            own[key] = _line(own[key], asset, key)
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
    """The quotes of the release: the author's own for it, else the asset's; never any other."""
    try:
        return read_quotes(own["quotes"]) if own.get("quotes") else asset.quotes
    except ValueError as error:
        raise AssetError(f"press_release: quotes {error}", asset.at("press_release.quotes")) from None


def _dateline(brief: Brief, city: str | None) -> str:
    """`CITY, Nov. 21, 2026 —` for English; the city and the day as the language writes it for others."""
    day = brief.asset.day or brief.project.today
    place = city.upper() if city else "[TK: city]"
    if primary(brief.asset.language) == "en":
        return f"{place}, {_AP_MONTHS[day.month - 1]} {day.day}, {day.year} —"
    return f"{place}, {brief.words.date(day)} —"


def _written_moment(brief: Brief) -> str:
    """The embargo's end as people write it, in its author's time zone."""
    embargo = brief.asset.embargo
    assert embargo is not None
    return f"{brief.words.date(embargo)}, {embargo:%H:%M} {embargo.tzname()}"


def _notices(asset: Asset, fields: Mapping[str, Any], said: str) -> Iterator[Notice]:
    told = {key: fields[key] for key in ("dateline", "organisation", "boilerplate", "contacts")}
    unknown = [key for key, value in told.items() if "[TK" in str(value)]
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
        spoken = _SECOND_PERSON.search(said)
        if spoken:
            yield Notice(
                "press-person",
                asset.at("press_release"),
                f"the press release says {spoken[0]!r}; editors take the third person",
            )
