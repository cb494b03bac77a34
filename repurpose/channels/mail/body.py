"""The text of an asset as a mail holds it, as HTML and as plain text, with the links that stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from repurpose.channels.channel import Brief, Invitation, Linker
from repurpose.document.summary import summary
from repurpose.formats.fitting import fits, fitting
from repurpose.formats.html import to_html
from repurpose.formats.style import Style
from repurpose.formats.text import to_text
from repurpose.language.punctuation import listed

TEXT_WIDTH = 536
"""Pixels between the margins of the mail's 600: Outlook knows no `max-width`, so each picture is told its width."""


@dataclass(frozen=True, slots=True)
class Body:
    """The text in both forms; `links` knows what stands in it, `online` is the address of the post.

    `is_cut`: the end is left out, since Gmail would cut the mail.
    """

    html: str
    text: str
    links: Linker
    online: str
    is_cut: bool

    def button(self, text: str, address: str) -> dict[str, str] | None:
        """A call to action that leads to an address as the author wrote it; None if it leads nowhere."""
        url = self.links(address)
        return {"text": text, "url": url} if url else None

    def invitation(self, brief: Brief) -> Invitation | None:
        """What stands below a text that is cut at a gate: for whom the rest is, and the way to it; None where it isn't.

        Of a way to register that stands on the own site it is told who came by this mail.
        """
        invitation = brief.invitation
        if self.is_cut or invitation is None or invitation.url is None:
            return None if self.is_cut else invitation
        is_own = invitation.url.startswith(f"{brief.project.config.url}/")
        return replace(invitation, url=self.links.link(invitation.url, own=is_own))


def body(brief: Brief, utm: Mapping[str, str]) -> Body:
    """The whole text that the brief's tier may read, as far as a mail holds it; links to our site carry `utm`."""
    style = Style(anchors=False, size=brief.image_size, mail_width=TEXT_WIDTH)
    links = Linker(brief, tracking=utm)
    online = links.link(brief.url, own=True)
    tokens: Sequence[Any] = brief.document.tokens
    rendered = to_html(brief.document, links, style)
    if is_cut := not fits(rendered.text):
        tokens, prepared = fitting(brief.document, style)
        links = Linker(brief, tracking=utm)  # what is left out links nowhere
        links.link(brief.url, own=True)
        rendered = to_html(prepared, links, style)
    return Body(rendered.text, to_text(tokens, Linker(brief, tracking=utm)), links, online, is_cut)


def teaser(brief: Brief, utm: Mapping[str, str], limit: int) -> Body:
    """What the asset says, in a few words, and a link to the rest of it; `html` is empty."""
    links = Linker(brief, tracking=utm)
    online = links.link(brief.url, own=True)
    return Body("", summary(brief.document, limit), links, online, is_cut=False)


def byline(brief: Brief) -> str | None:
    """Who wrote the text; None where that is nobody else than who sends it."""
    config, language = brief.project.config, brief.asset.language
    senders = {(config.newsletter.from_ or "").partition("<")[0].strip(' "'), config.site.author, config.site.title}
    names = [author.name for author in brief.asset.authors]
    return None if senders.issuperset(names) else brief.words("by", authors=listed(names, language))


def picture(brief: Brief) -> dict[str, Any]:
    """The fields of the asset's own picture above the text, its width, and its height where that is known."""
    size = brief.image_size(brief.asset.image) if brief.asset.image else None
    width = min(size[0], TEXT_WIDTH) if size else TEXT_WIDTH
    return {
        "image": brief.image() if brief.leads_with_image() else None,
        "image_width": width,
        "image_height": round(size[1] * width / size[0]) if size else None,
    }
