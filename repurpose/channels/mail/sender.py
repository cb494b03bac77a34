"""What every mail of the newsletter has from its sender: the foot, the head, the mail system's fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from repurpose.channels.channel import Project
from repurpose.config import FILE_NAME, Newsletter
from repurpose.errors import Location
from repurpose.formats.merge import field
from repurpose.model import Notice
from repurpose.rules.mail_systems import mail_systems


def foot(sender: Newsletter) -> dict[str, Any]:
    """The fields of a mail's foot, and of its head: from the mail system where that fills it in, else our own."""
    system = mail_systems()[sender.esp]
    marks = {name: field(name) for name in ("unsubscribe", "view_online", "name", "address") if name in system.fields}
    return {
        "system": system,
        "field": marks,
        "view_online": marks.get("view_online"),
        "postal_address": marks.get("address") or sender.postal_address,
        "unsubscribe_url": marks.get("unsubscribe") or sender.unsubscribe_url,
    }


def envelope(
    project: Project, fields: Mapping[str, Any], templates: tuple[str, str], name: str, date: datetime | None, path: str
) -> dict[str, Any]:
    """What a message's head needs; its two parts are rendered by the `templates` (HTML, text) from the same fields.

    `name` is what tells it from other messages, `path` where its words stand.
    """
    sender = project.config.newsletter
    return {
        "fields": fields,
        "html_template": templates[0],
        "text_template": templates[1],
        "path": path,
        "subject": fields["subject"],
        "from": sender.from_,
        "reply_to": sender.reply_to,
        "list_id": sender.list_id,
        "unsubscribe_url": sender.unsubscribe_url,
        "date": date,
        "id": name,
        "language": fields["language"],
        "host": urlsplit(project.addresses.base).hostname or "localhost",
    }


def sender_notices(sender: Newsletter) -> Iterator[Notice]:
    """What the law wants of a sender and neither the settings nor the mail system bring."""
    filled = mail_systems()[sender.esp].fields
    for key, name, why in (
        ("postal_address", "address", "the law wants one in every mail"),
        ("unsubscribe_url", "unsubscribe", "the law and mail providers want one"),
    ):
        if not getattr(sender, key) and name not in filled:
            yield Notice(
                "mail-draft", Location(FILE_NAME), f"[newsletter] {key} is missing, so mails are drafts only: {why}"
            )
