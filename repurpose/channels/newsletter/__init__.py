"""The newsletter: a mail of each asset, as HTML, as plain text, and as a message that opens in a mail program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from repurpose.channels.channel import Brief, Composed, Entry, Project, again, tracking
from repurpose.channels.mail.body import body, byline, picture
from repurpose.channels.mail.letter import letter
from repurpose.channels.mail.proof import PREHEADER_SHOWN, proof
from repurpose.channels.mail.sender import foot, sender_notices
from repurpose.channels.newsletter.digest import digests, item
from repurpose.document.summary import summary
from repurpose.errors import AssetError
from repurpose.ids import piece_id
from repurpose.library.fields import line_of_text
from repurpose.library.schedule import Planned
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice

TEMPLATES = ("newsletter/message.html", "newsletter/message.txt")


class Newsletter:
    """One mail an asset, and digests of several."""

    name = "newsletter"
    does = "a mail of each asset, and digests: HTML, plain text, and a message file that opens as a draft"
    files = (
        "newsletter/<slug>/message.html",
        "newsletter/<slug>/message.txt",
        "newsletter/<slug>/message.eml",
        "members/newsletter/<tier>/<slug>/message.html (and .txt, .eml)",
        "newsletter/digest/<week or tag>/message.html (and .txt, .eml)",
    )
    showing = Showing.HANDED_OVER
    tiers = tuple(Access)
    options: Mapping[str, str] = {}

    def compose(self, brief: Brief) -> Composed:
        """The mail in three files, and each later use that the calendar asks for in three more."""
        own = _slot(brief.tier)
        planned = {one.placement.use: one for one in brief.planned(self.name) if _slot_of(one) == own}
        uses = sorted({*planned, *(() if brief.only_planned else (1,))})
        mails = [self._mail(brief, use, planned.get(use)) for use in uses]
        return Composed(
            tuple(draft for mail in mails for draft in mail.drafts),
            notices=(
                *dict.fromkeys(notice for mail in mails for notice in mail.notices),
                *(sender_notices(brief.project.config.newsletter) if brief.tier is Access.OPEN else ()),
            ),
            media=frozenset(place for mail in mails for place in mail.media),
            entry=self._entry(brief) if brief.tier is Access.OPEN else None,
        )

    def _entry(self, brief: Brief) -> Entry | None:
        """What the digests hold of the asset, where there are any."""
        if not brief.project.config.newsletter.digest:
            return None
        return Entry(brief.asset.id, brief.asset.language, item(brief, self.name))

    def _mail(self, brief: Brief, use: int, planned: Planned | None) -> Composed:
        asset, config = brief.asset, brief.project.config
        own = _own_words(asset)
        slot = _slot(brief.tier)
        piece = piece_id(asset.id, self.name, slot)
        utm = tracking(brief, self.name, slot, medium="email")
        if planned:
            utm = {key: again(value, piece, planned) for key, value in utm.items()}
        text = body(brief, utm)
        fields: dict[str, Any] = {
            "asset": asset,
            **brief.project.fields(asset.language),
            "subject": planned.text if planned and planned.text else own.get("subject", asset.title),
            "preheader": own.get("preheader") or summary(brief.document, PREHEADER_SHOWN),
            "body": text.html,
            "text": text.text,
            "online": text.online,
            "byline": byline(brief),
            **picture(brief),
            "cta": text.button(asset.cta.text, asset.cta.url) if asset.cta else None,
            "invitation": text.invitation(brief),
            "is_cut": text.is_cut,
            **foot(config.newsletter),
        }
        # A later use is a message of its own, so it has an id of its own.
        suffix, name = (f"-{use}", f"#{use}") if use > 1 else ("", "")
        root = "newsletter" if brief.tier is Access.OPEN else f"members/newsletter/{brief.tier}"
        drafts = letter(
            brief.project,
            slot,
            f"{root}/{brief.folder}/message{suffix}",
            fields,
            TEMPLATES,
            name=piece + name,
            date=planned.moment(config) if planned else asset.date,
            source=asset.path,
            links=text.links.links,
            use=use,
            not_before=brief.due(planned) if planned else None,
            access=brief.tier,
        )
        where = planned.at if planned and planned.text else None
        notices = (*text.links.notices, *proof(brief, fields["subject"], own.get("preheader"), where))
        if text.is_cut:
            why = "the text is too long for a mail, which Gmail would cut; it ends with a link to the rest"
            notices = (*notices, Notice("mail-cut", asset.at(), why))
        return Composed(drafts, notices=notices, media=text.links.media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """The digests that `[newsletter] digest` asks for."""
        return Composed(tuple(digests(entries, project, self.name)))


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


def _slot(tier: Access) -> str:
    """What readers of each tier get is a mail of its own."""
    return "message" if tier is Access.OPEN else f"message-{tier}"


def _slot_of(planned: Planned) -> str:
    return planned.placement.piece_id.rpartition("/")[2]
