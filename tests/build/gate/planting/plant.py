"""One secret in one piece."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.header import Header
from io import BytesIO
from zipfile import ZipFile

from repurpose.model import Access, Piece
from tests.build.gate.planting.clothes import CLOTHES, NAMED
from tests.build.gate.planting.files import (
    family,
    folded,
    into_html,
    into_json,
    into_mail,
    into_text,
    into_word,
    into_xml,
)
from tests.build.gate.planting.library import Secret
from tests.build.gate.planting.markup import MARKUP, SOURCE, chunks, numbered


@dataclass(frozen=True, slots=True)
class Leak:
    """A piece with a secret in it: which one, and in what clothes."""

    kind: str
    type: str
    piece: Piece
    secret: Secret
    planted: str


def type_of(piece: Piece) -> str:
    """The type of a piece: its channel, and its file or what stands for it."""
    name = piece.path.rpartition("/")[2]
    kind = "members" if piece.path.startswith("members/") else piece.slot if piece.asset is None else ""
    return f"{piece.channel} {kind.partition('.')[0]} {name}".replace("  ", " ")


def plant(secret: Secret, piece: Piece, rng: random.Random) -> Leak:
    """The piece with the secret in it."""
    sort, kind = family(piece), ""
    if secret.sort in NAMED:
        kind, text = secret.sort, NAMED[secret.sort](secret, rng)
        content = _plain(piece, sort, text, rng)
        return Leak(kind, type_of(piece), replace(piece, content=content), secret, text)
    choices = [
        *CLOTHES,
        *{"html": MARKUP, "feed": MARKUP, "mail": MARKUP, "json": MARKUP, "text": SOURCE}.get(sort, {}),
    ]
    choices += {
        "mail": ["base64", "quoted-printable", "mail header"],
        "json": ["JSON escapes", "over several posts"],
        "xml": ["numbered entities"],
        "word": ["over several runs", "numbered entities"],
        "text": ["over several posts"] if piece.channel == "social" else [],
    }.get(sort, [])
    kind = rng.choice(choices)
    if kind in CLOTHES:
        text = CLOTHES[kind](secret, rng)
        return Leak(kind, type_of(piece), replace(piece, content=_plain(piece, sort, text, rng)), secret, text)
    text = secret.text
    content = _special(piece, sort, kind, text, rng)
    return Leak(kind, type_of(piece), replace(piece, content=content), secret, text)


def _plain(piece: Piece, sort: str, text: str, rng: random.Random) -> bytes:
    """The piece with a text in it, written as that kind of file writes texts."""
    if sort == "mail":
        part = rng.choice(["text/plain", "text/html"])
        said = f"\n{text}\n" if part == "text/plain" else f"<p>{html.escape(text)}</p>"
        return into_mail(piece.content, lambda old: f"{old}{said}", part, rng.choice(["base64", "quoted-printable"]))
    if sort == "word":
        return into_word(piece.content, [text])
    content = piece.content.decode()
    if sort == "html":
        return into_html(content, f"<p>{html.escape(text)}</p>", rng).encode()
    if sort == "json":
        return into_json(content, lambda old: f"{old} {text}", rng).encode()
    if sort == "feed":
        return into_xml(content, html.escape(rng.choice([text, f"<p>{html.escape(text)}</p>"])), rng).encode()
    if sort == "xml":
        return into_xml(content, html.escape(text), rng).encode()
    if sort == "calendar":
        line = folded(f"DESCRIPTION:{text.replace(',', chr(92) + ',').replace(chr(10), chr(92) + 'n')}")
        return content.replace("END:VCALENDAR", f"{line}\r\nEND:VCALENDAR").encode()
    return into_text(content, text, rng).encode()


def _special(piece: Piece, sort: str, kind: str, text: str, rng: random.Random) -> bytes:
    """The piece with a text in it in clothes of that kind of file."""
    if sort == "mail":
        if kind == "mail header":
            raw = re.sub(rb"^X-Note:.*\r?\n", b"", piece.content)
            return b"X-Note: " + Header(text, "utf-8", 70).encode(linesep="\r\n").encode() + b"\r\n" + raw
        said = MARKUP[kind](text, rng) if kind in MARKUP else f"<p>{html.escape(text)}</p>"
        encoding = kind if kind in {"base64", "quoted-printable"} else "quoted-printable"
        return into_mail(piece.content, lambda old: f"{old}{said}", "text/html", encoding)
    if sort == "word":
        if kind == "over several runs":
            return into_word(piece.content, re.findall(r".{1,4}", text))
        raw = into_word(piece.content, ["XXX"])
        with ZipFile(BytesIO(raw)) as old:
            body = old.read("word/document.xml").replace(b"XXX", numbered(text, rng).encode())
            made = BytesIO()
            with ZipFile(made, "w") as new:
                for name in old.namelist():
                    new.writestr(name, body if name == "word/document.xml" else old.read(name))
        return made.getvalue()
    content = piece.content.decode()
    if kind == "over several posts":
        parts = chunks(text, rng)
        if sort == "text":
            return (content + "".join(f"\n-----\n\n{part}\n" for part in parts)).encode()
        posts = [{"id": f"x/{number}", "text": part, "length": 9} for number, part in enumerate(parts)]
        data = json.loads(content)
        return json.dumps(data | {"more": posts} if isinstance(data, dict) else [*data, *posts]).encode()
    if sort == "json":
        if kind == "JSON escapes":
            codes = "".join(f"\\u{ord(char):04x}" for char in text)
            return into_json(content, lambda old: f"{old} XXX", rng).replace("XXX", codes).encode()
        return into_json(content, lambda old: f"{old} {MARKUP[kind](text, rng)}", rng).encode()
    if sort == "xml":
        return into_xml(content, numbered(text, rng), rng).encode()
    if sort == "feed":
        return into_xml(content, html.escape(MARKUP[kind](text, rng)), rng).encode()
    if sort == "html":
        return into_html(content, MARKUP[kind](text, rng), rng).encode()
    return into_text(content, SOURCE[kind](text, rng), rng).encode()


def leaks(secrets: Sequence[Secret], pieces: Sequence[Piece], count: int, seed: int) -> Iterator[Leak]:
    """So many leaks, spread evenly over the types of pieces, each in a piece of a lower tier than its secret's."""
    rng = random.Random(seed)
    tiers = tuple(Access)
    types: dict[str, list[Piece]] = {}
    for piece in pieces:
        types.setdefault(type_of(piece), []).append(piece)
    names = sorted(types)
    for number in range(count):
        secret = rng.choice(secrets)
        some = types[names[number % len(names)]]
        fitting = [piece for piece in some if tiers.index(piece.access) < tiers.index(secret.tier)]
        while not fitting:
            secret = rng.choice([one for one in secrets if one.tier is Access.PREMIUM])
            fitting = [piece for piece in some if piece.access is not Access.PREMIUM]
            some = types[rng.choice(names)]
        yield plant(secret, rng.choice(fitting), rng)
