"""How something is put into a file, by the kind of file it is."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from repurpose.model import Piece


def into_html(content: str, fragment: str, rng: random.Random) -> str:
    places = [found.end() for found in re.finditer(r"</(?:p|li|h1|h2|ul|header|div|table)>", content)]
    at = rng.choice(places) if places else len(content)
    return f"{content[:at]}\n{fragment}\n{content[at:]}"


def into_xml(content: str, escaped: str, rng: random.Random) -> str:
    places = [found.start() for found in re.finditer(r"</(?!w:|cp:)", content)]
    at = rng.choice(places) if places else len(content)
    return f"{content[:at]} {escaped} {content[at:]}"


def into_json(content: str, put: Callable[[str], str], rng: random.Random) -> str:
    data = json.loads(content)
    holders = list(_strings(data))
    holder, key = rng.choice(holders)
    holder[key] = put(holder[key])
    return json.dumps(data, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1]))


def _strings(value: object) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if isinstance(item, str):
            yield value, key
        else:
            yield from _strings(item)


def into_mail(raw: bytes, put: Callable[[str], str], part: str, encoding: str) -> bytes:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    for one in message.walk():
        if one.get_content_type() == part:
            text = one.get_content()
            one.set_content(put(text), subtype=part.partition("/")[2], cte=encoding)
    return message.as_bytes(policy=SMTP.clone(max_line_length=200))


def into_word(raw: bytes, runs: Sequence[str]) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(raw)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                said = "".join(f"<w:r><w:t>{html.escape(run)}</w:t></w:r>" for run in runs)
                text = text.replace(b"<w:sectPr", f"<w:p>{said}</w:p><w:sectPr".encode(), 1)
            new.writestr(name, text)
    return made.getvalue()


def folded(line: str) -> str:
    """A line of a calendar, folded at 75 octets."""
    out, size = "", 0
    for char in line:
        if size + len(char.encode()) > 74:
            out, size = f"{out}\r\n ", 1
        out, size = out + char, size + len(char.encode())
    return out


def family(piece: Piece) -> str:
    """What kind of file a piece is."""
    media = piece.media_type
    if media == "message/rfc822":
        return "mail"
    if media == "text/html":
        return "html"
    if media.endswith("json"):
        return "json"
    if media.endswith("xml"):
        return "feed" if "rss" in media or "atom" in media else "xml"
    if media.endswith(".document"):
        return "word"
    return "calendar" if media == "text/calendar" else "text"


def into_text(content: str, text: str, rng: random.Random) -> str:
    lines = content.split("\n")
    lines.insert(rng.randrange(len(lines) + 1), text)
    return "\n".join(lines)
