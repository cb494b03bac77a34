"""The newsletter: a mail of each asset, as HTML, as plain text, and as a message that opens in a mail program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project, again, tracking
from repurpose.config import FILE_NAME
from repurpose.config import Newsletter as Sender
from repurpose.document.summary import summary
from repurpose.errors import AssetError, Location
from repurpose.formats.html import Style, to_html
from repurpose.formats.merge import field
from repurpose.formats.text import to_text
from repurpose.ids import piece_id
from repurpose.language.tags import direction
from repurpose.library.fields import line_of_text
from repurpose.library.schedule import Planned
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice
from repurpose.rules.mail_systems import mail_systems

_HTML, _TEXT = "newsletter/message.html", "newsletter/message.txt"
SUBJECT_SHOWN = 60
"""Columns of a subject that a desktop mail program shows; phones show about 40."""

TEXT_WIDTH = 536
"""Pixels between the margins of the mail's 600: Outlook knows no `max-width`, so each picture is told its width."""


class Newsletter:
    """One mail an asset."""

    name = "newsletter"
    does = "a mail of each asset: HTML, plain text, and a message file that opens as a draft"
    files = ("newsletter/<slug>/message.html", "newsletter/<slug>/message.txt", "newsletter/<slug>/message.eml")
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
                *_sender_notices(brief.project.config.newsletter),
            ),
            media=frozenset(place for mail in mails for place in mail.media),
        )

    def _mail(self, brief: Brief, use: int, planned: Planned | None) -> Composed:
        asset, config = brief.asset, brief.project.config
        own = _own_words(asset)
        utm = tracking(brief, self.name, "message", medium="email")
        if planned:
            utm = {key: again(value, _id(asset), planned) for key, value in utm.items()}
        html_links, text_links = Linker(brief, tracking=utm), Linker(brief, tracking=utm)
        online = html_links.link(brief.url, own=True)
        cta = None
        if asset.cta and (address := html_links(asset.cta.url)):
            text_links(asset.cta.url)
            cta = {"text": asset.cta.text, "url": address}
        style = Style(anchors=False, size=brief.image_size, mail_width=TEXT_WIDTH)
        body = to_html(brief.document, html_links, style)
        sender = config.newsletter
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
            "text": to_text(brief.document.tokens, text_links),
            "online": online,
            "image": brief.image() if brief.leads_with_image() else None,
            "image_width": _fitting(brief.image_size(asset.image)) if asset.image else None,
            "cta": cta,
            "gate": brief.document.gate,
            **_sent_by(sender),
        }
        links = html_links.links
        path = f"newsletter/{brief.folder}/message" + (f"-{use}" if use > 1 else "")
        due = brief.due(planned) if planned else None
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
                    _envelope(brief, fields, use, planned),
                    encoder="mime",
                ),
            )
        )
        where = planned.at if planned and planned.text else None
        notices = (*html_links.notices, *_subject_notices(asset, fields["subject"], where))
        return Composed(drafts, notices=notices, media=html_links.media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Nothing: a mail is made from one asset."""
        return Composed()


def _sent_by(sender: Sender) -> dict[str, Any]:
    """What the foot of a mail needs, and its head: from the mail system where that fills it in, else our own."""
    system = mail_systems()[sender.esp]
    marks = {name: field(name) for name in ("unsubscribe", "view_online", "name", "address") if name in system.fields}
    return {
        "system": system,
        "field": marks,
        "view_online": marks.get("view_online"),
        "postal_address": marks.get("address") or sender.postal_address,
        "unsubscribe_url": marks.get("unsubscribe") or sender.unsubscribe_url,
    }


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


def _envelope(brief: Brief, fields: Mapping[str, Any], use: int, planned: Planned | None) -> dict[str, Any]:
    """What the message's head needs; its two parts are rendered from the same fields.

    A later use is a message of its own, so it has an id of its own.
    """
    sender = brief.project.config.newsletter
    return {
        "fields": fields,
        "html_template": _HTML,
        "text_template": _TEXT,
        "path": brief.asset.path,
        "subject": fields["subject"],
        "from": sender.from_,
        "reply_to": sender.reply_to,
        "list_id": sender.list_id,
        "unsubscribe_url": sender.unsubscribe_url,
        "date": planned.moment(brief.project.config) if planned else brief.asset.date,
        "id": _id(brief.asset) + (f"#{use}" if use > 1 else ""),
        "language": brief.asset.language,
        "host": urlsplit(brief.project.addresses.base).hostname or "localhost",
    }


def _subject_notices(asset: Asset, subject: str, where: Location | None) -> Iterator[Notice]:
    if len(subject) > SUBJECT_SHOWN:
        where = where or asset.at("newsletter.subject" if "newsletter" in asset.overrides else "title")
        yield Notice(
            "subject-long",
            where,
            f"the mail's subject has {len(subject)} characters; mail programs show about {SUBJECT_SHOWN}",
        )


def _sender_notices(sender: Sender) -> Iterator[Notice]:
    filled = mail_systems()[sender.esp].fields
    for key, name, why in (
        ("postal_address", "address", "the law wants one in every mail"),
        ("unsubscribe_url", "unsubscribe", "the law and mail providers want one"),
    ):
        if not getattr(sender, key) and name not in filled:
            yield Notice(
                "mail-draft", Location(FILE_NAME), f"[newsletter] {key} is missing, so mails are drafts only: {why}"
            )
