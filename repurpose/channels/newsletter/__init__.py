"""The newsletter: a mail of each asset, as HTML, as plain text, and as a message that opens in a mail program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, again, tracking
from repurpose.channels.newsletter.digest import digests, item
from repurpose.channels.newsletter.proof import proof
from repurpose.channels.newsletter.sender import envelope, foot, sender_notices
from repurpose.document.summary import summary
from repurpose.errors import AssetError
from repurpose.formats.fitting import fits, fitting
from repurpose.formats.html import Style, to_html
from repurpose.formats.text import to_text
from repurpose.ids import piece_id
from repurpose.language.tags import direction
from repurpose.library.fields import line_of_text
from repurpose.library.schedule import Planned
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice

_HTML, _TEXT = "newsletter/message.html", "newsletter/message.txt"
TEXT_WIDTH = 536
"""Pixels between the margins of the mail's 600: Outlook knows no `max-width`, so each picture is told its width."""


class Newsletter:
    """One mail an asset, and digests of several."""

    name = "newsletter"
    does = "a mail of each asset, and digests: HTML, plain text, and a message file that opens as a draft"
    files = (
        "newsletter/<slug>/message.html",
        "newsletter/<slug>/message.txt",
        "newsletter/<slug>/message.eml",
        "newsletter/digest/<week or tag>/message.html (and .txt, .eml)",
    )
    showing = Showing.HANDED_OVER
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {}

    def compose(self, brief: Brief) -> Composed:
        """The mail in three files, and each later use that the calendar asks for in three more."""
        planned = {one.placement.use: one for one in brief.planned(self.name) if _is_message(one)}
        uses = sorted({*planned, *(() if brief.only_planned else (1,))})
        mails = [self._mail(brief, use, planned.get(use)) for use in uses]
        return Composed(
            tuple(draft for mail in mails for draft in mail.drafts),
            notices=(
                *dict.fromkeys(notice for mail in mails for notice in mail.notices),
                *sender_notices(brief.project.config.newsletter),
            ),
            media=frozenset(place for mail in mails for place in mail.media),
            entry=self._entry(brief),
        )

    def _entry(self, brief: Brief) -> Entry | None:
        """What the digests hold of the asset, where there are any."""
        if not brief.project.config.newsletter.digest:
            return None
        return Entry(brief.asset.id, brief.asset.language, item(brief, self.name))

    def _mail(self, brief: Brief, use: int, planned: Planned | None) -> Composed:
        asset, config = brief.asset, brief.project.config
        own = _own_words(asset)
        utm = tracking(brief, self.name, "message", medium="email")
        if planned:
            utm = {key: again(value, _id(asset), planned) for key, value in utm.items()}
        style = Style(anchors=False, size=brief.image_size, mail_width=TEXT_WIDTH)
        html_links, text_links = Linker(brief, tracking=utm), Linker(brief, tracking=utm)
        online = html_links.link(brief.url, own=True)
        tokens: Sequence[Any] = brief.document.tokens
        body = to_html(brief.document, html_links, style)
        if is_cut := not fits(body.text):
            tokens = fitting(tokens, lambda some: to_html(some, lambda address, _: address, style).text)
            html_links = Linker(brief, tracking=utm)  # what is left out links nowhere
            html_links.link(brief.url, own=True)
            body = to_html(tokens, html_links, style)
        cta = None
        if asset.cta and (address := html_links(asset.cta.url)):
            text_links(asset.cta.url)
            cta = {"text": asset.cta.text, "url": address}
        fields: dict[str, Any] = {
            "asset": asset,
            "site": config.site,
            "brand": config.brand,
            "words": brief.words,
            "language": asset.language,
            "direction": direction(asset.language),
            "subject": planned.text if planned and planned.text else own.get("subject", asset.title),
            "preheader": own.get("preheader") or summary(brief.document, 110),
            "body": body.text,
            "text": to_text(tokens, text_links),
            "online": online,
            "image": brief.image() if brief.leads_with_image() else None,
            "image_width": _fitting(brief.image_size(asset.image)) if asset.image else None,
            "cta": cta,
            "gate": None if is_cut else brief.document.gate,
            "is_cut": is_cut,
            **foot(config.newsletter),
        }
        links = html_links.links
        path = f"newsletter/{brief.folder}/message" + (f"-{use}" if use > 1 else "")
        due = brief.due(planned) if planned else None
        # A later use is a message of its own, so it has an id of its own.
        name = _id(asset) + (f"#{use}" if use > 1 else "")
        date = planned.moment(config) if planned else asset.date
        message = envelope(brief.project, fields, (_HTML, _TEXT), name, date, asset.path)
        drafts = tuple(
            replace(draft, links=links, use=use, not_before=due)
            for draft in (
                Draft("message", "html", f"{path}.html", "text/html", fields, template=_HTML, encoder="mail_html"),
                Draft("message", "text", f"{path}.txt", "text/plain", fields, template=_TEXT, encoder="mail_text"),
                Draft(
                    "message",
                    "eml",
                    f"{path}.eml",
                    "message/rfc822",
                    message,
                    encoder="mime",
                ),
            )
        )
        where = planned.at if planned and planned.text else None
        notices = (*html_links.notices, *proof(brief, fields["subject"], own.get("preheader"), where))
        if is_cut:
            text = "the text is too long for a mail, which Gmail would cut; it ends with a link to the rest"
            notices = (*notices, Notice("mail-cut", asset.at(), text))
        return Composed(drafts, notices=notices, media=html_links.media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """The digests that `[newsletter] digest` asks for."""
        return Composed(tuple(digests(entries, project, self.name)))


def _fitting(size: tuple[int, int] | None) -> int:
    return min(size[0], TEXT_WIDTH) if size else TEXT_WIDTH


def _own_words(asset: Asset) -> dict[str, str]:
    own = asset.overrides.get("newsletter", {})
    words = {}
    for key, value in own.items():
        if key not in {"subject", "preheader"}:
            raise AssetError(f"newsletter: knows subject and preheader, not {key!r}", asset.at(f"newsletter.{key}"))
        try:
            words[key] = line_of_text(value)
        except ValueError as error:
            raise AssetError(f"newsletter: {key} {error}", asset.at(f"newsletter.{key}")) from None
    return words


def _id(asset: Asset) -> str:
    return piece_id(asset.id, Newsletter.name, "message")


def _is_message(planned: Planned) -> bool:
    return planned.placement.piece_id.endswith("/message")
