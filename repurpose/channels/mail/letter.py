"""A mail as its three files: HTML, plain text, and a message that opens in a mail program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from repurpose.channels.channel import Draft, Project
from repurpose.channels.mail.sender import envelope


def letter(
    project: Project,
    slot: str,
    path: str,
    fields: Mapping[str, Any],
    templates: tuple[str, str],
    *,
    name: str,
    date: datetime | None,
    source: str,
    **rest: Any,
) -> tuple[Draft, Draft, Draft]:
    """The drafts of one mail, below `path` without a suffix.

    `templates` are that of the HTML and that of the text, filled from the same `fields`; `name` tells the message from
    others; `source` is where its words stand; `rest` goes to each draft.
    """
    html, text = templates
    message = envelope(project, fields, templates, name, date, source)
    return (
        Draft(slot, "html", f"{path}.html", "text/html", fields, template=html, encoder="mail_html", **rest),
        Draft(slot, "text", f"{path}.txt", "text/plain", fields, template=text, encoder="mail_text", **rest),
        Draft(slot, "eml", f"{path}.eml", "message/rfc822", message, encoder="mime", **rest),
    )
