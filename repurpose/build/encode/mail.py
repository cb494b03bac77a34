"""Mail: HTML with its styles on each element, and the whole message as a file that opens as a draft."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache, lru_cache
from typing import Any

from repurpose.channels.channel import Draft
from repurpose.errors import AssetError, ConfigError, Location
from repurpose.formats.merge import merge_html, merge_text

Fill = Callable[[str, Mapping[str, Any]], str]

_ENCODED_WORD = re.compile(r"=\?[^?]*\?[bBqQ]\?[^?]*\?=")
CRLF = "\r\n"
LONG_WORD = 60
"""Characters of a word that would leave a line of the head too long: it is encoded, and so may be parted."""

_SENDER = re.compile(r'"?([^"<>]*?)"?\s*<([^<>\s]+)>|([^<>\s]+)')


@cache
def _inliner() -> Any:
    import css_inline

    # By default css-inline reads files and fetches addresses that a <link> names.
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True, keep_at_rules=True)


def mail_html(draft: Draft, fill: Fill) -> bytes:
    """The HTML part as a file of its own."""
    assert draft.template is not None
    return _html(draft.template, draft.fields, fill).encode()


def mail_text(draft: Draft, fill: Fill) -> bytes:
    """The plain-text part as a file of its own."""
    assert draft.template is not None
    return merge_text(fill(draft.template, draft.fields), draft.fields["system"]).encode()


def _html(template: str, fields: Mapping[str, Any], fill: Fill) -> str:
    return merge_html(_inlined(fill(template, fields)), fields["system"])


@lru_cache(maxsize=1)  # the message holds the same HTML as the file beside it
def _inlined(html: str) -> str:
    inlined: str = _inliner().inline(html)
    return inlined.strip("\n") + "\n"


def mime(draft: Draft, fill: Fill) -> bytes:
    """The whole message: multipart/alternative, the text first.

    Message-ID and boundary come from the content, so that they never change by themselves. X-Unsent makes Outlook open
    it as a draft.

    Raises:
        AssetError: the subject would write headers of its own.
        ConfigError: an address of `[newsletter]` is none.
    """
    fields = draft.fields
    system, path = fields["fields"]["system"], fields["path"]
    text = merge_text(fill(fields["text_template"], fields["fields"]), system)
    html = _html(fields["html_template"], fields["fields"], fill)
    digest = hashlib.sha256(f"{fields['id']}\0{text}\0{html}".encode()).hexdigest()
    subject = _subject(_header(merge_text(fields["subject"], system), path))
    message = EmailMessage(SMTP)
    if fields["from"]:
        message["From"] = _address(fields["from"], "from")
    if fields["reply_to"]:
        message["Reply-To"] = _address(fields["reply_to"], "reply_to")
    if fields["date"]:
        message["Date"] = format_datetime(fields["date"])
    message["Message-ID"] = f"<{digest[:32]}@{_host(fields['host'])}>"
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = _header(fields["language"], path)  # not before: it would go to the first part
    message.set_boundary(f"={digest[32:60]}=")
    return subject + _with_list_headers(message.as_bytes(), fields)


def _subject(text: str) -> bytes:
    """The subject's header, folded between words where it has any.

    `email` would leave its first line empty where all the words fit on the second, which some programs read as a
    subject that begins with a space, and some as none.
    """
    is_plain = text.isascii() and text.isprintable() and max(map(len, text.split()), default=0) < LONG_WORD
    header = Header(text, "us-ascii" if is_plain else "utf-8", header_name="Subject")
    return f"Subject: {header.encode(linesep=CRLF)}{CRLF}".encode("ascii")


def _with_list_headers(message: bytes, fields: Mapping[str, Any]) -> bytes:
    """The message with its List- headers, each on a line of its own.

    `email` would fold a long address as an encoded word, which no mail program reads as an address.
    """
    lines: list[str] = []
    if list_id := fields["list_id"]:
        lines.append(f"List-Id: {list_id if '<' in list_id else f'<{list_id}>'}")
    if address := fields["unsubscribe_url"]:
        lines.append(f"List-Unsubscribe: <{address}>")
        if address.startswith("https://"):  # RFC 8058 wants it
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    if broken := next((line for line in lines if "\r" in line or "\n" in line), None):
        raise ConfigError(f"[newsletter] {broken!r} would write headers of its own", Location("repurpose.toml"))
    head, _, body = message.partition(b"\r\n\r\n")
    return b"\r\n".join([head, *(line.encode("ascii") for line in lines), b"", body])


def _header(text: str, path: str) -> str:
    # Some Pythons decode an encoded word while they fold, and write the line ends in it as headers (CVE-2024-6923).
    if _ENCODED_WORD.search(text):
        raise AssetError(
            "the mail's head holds what looks like an encoded header (=?...?=)",
            Location(path, 1),
            "write it as plain text",
        )
    return text


def _address(text: str, key: str) -> Address:
    # Not email.utils.parseaddr, which takes the first thing that looks like an address and says nothing of the rest.
    match = _SENDER.fullmatch(text.strip())
    try:
        name, address = (match[1] or "", match[2] or match[3]) if match else ("", text)
        return Address(_header(name, "repurpose.toml"), addr_spec=address)
    except (ValueError, IndexError, AssetError, HeaderParseError) as error:
        raise ConfigError(
            f"[newsletter] {key}: {text!r} is no mail address: {error}",
            Location("repurpose.toml"),
            "write it as `Name <name@example.com>`",
        ) from None


def _host(host: str) -> str:
    return host.encode("idna").decode() if not host.isascii() else host
