"""Leaks by seed: real pieces of a made-up library, each with something gated hidden in it in one of many clothes.

`library` writes a project with gated parts and says what is secret in it; `plant` puts one secret into one piece of a
lower tier. A piece may be of any channel: what is planted is chosen by what kind of file it is.
"""

from __future__ import annotations

import html
import json
import random
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, default
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

from repurpose.model import Access, Piece

WORDS = """amber anchor arrow autumn badger balance barley basket beacon bicycle blanket border bottle bramble breeze
bridge bucket butter button cabin candle canyon carpet castle cellar cherry chimney circle cobble copper corner cotton
cradle crystal curtain dagger daisy desert diary drawer dragon eagle ember engine fabric falcon feather ferry fiddle
finger flannel forest fossil fountain galaxy garden garlic ginger glacier goblet granite gravel hammer harbour harvest
hazel hollow honey island ivory jacket jigsaw juniper kettle ladder lantern lemon leopard lettuce linen lizard locket
magnet maple marble meadow mirror mitten morning mustard needle nettle oasis orchard otter paddle parcel pebble pepper
pillow planet pocket prairie pumpkin puzzle quarry rabbit raven ribbon river saddle saffron salmon satchel shadow
shelter silver sparrow spindle spruce summer sunset tailor temple thimble thistle thunder timber tunnel turnip valley
velvet village violet walnut whistle willow window winter""".split()
KANA = "雲海空山川石木森林花鳥風月雪星光影道橋町村家窓扉机椅紙筆本字絵音声歌舞祭夢心手足目耳口鼻春夏秋冬朝昼夜北南東西"


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that stands in a gated part alone: a text, heading, link, title, image or alt, and who may read it."""

    sort: str
    text: str
    tier: Access
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Leak:
    """A piece with a secret in it: which one, and in what clothes."""

    kind: str
    type: str
    piece: Piece
    secret: Secret
    planted: str


# --- the library


def library(root: Path, seed: int) -> tuple[Secret, ...]:
    """Write a project below `root`, the same for the same seed, and say what is secret in it."""
    rng = random.Random(seed)
    (root / "content" / "ja").mkdir(parents=True)
    (root / "content" / "images").mkdir()
    (root / "repurpose.toml").write_text(SETTINGS, encoding="utf-8")
    secrets: list[Secret] = []
    for number, (tier, language) in enumerate(
        [
            (Access.PREMIUM, "en"),
            (Access.REGISTERED, "en"),
            (Access.PREMIUM, "ja"),
            (None, "en"),
            (Access.PREMIUM, "de"),
        ]
    ):
        body, own = _asset(rng, number, tier, language, root / "content" / "images")
        secrets += own
        folder = "" if language == "en" else f"{language}/"
        (root / "content" / folder).mkdir(exist_ok=True)
        path = root / "content" / folder / f"{' '.join(rng.sample(WORDS, 2)).replace(' ', '-')}.md"
        path.write_text(body, encoding="utf-8")
    return tuple(secrets)


SETTINGS = """
[site]
title = "Field notes"
url = "https://example.org"

[newsletter]
from = "Field notes <news@example.org>"
postal_address = "Field notes, 1 Example Street, Exampletown"
unsubscribe_url = "https://example.org/unsubscribe"
digest = "weekly"
"""


def _asset(
    rng: random.Random, number: int, tier: Access | None, language: str, images: Path
) -> tuple[str, list[Secret]]:
    title = " ".join(rng.sample(WORDS, 4)).capitalize()
    front = f"---\ntitle: {title}\ndate: 2026-11-{10 + number}\ntags: [notes]\n---\n\n"
    paragraphs = "\n\n".join(_prose(rng, language, 3) for _ in range(5))
    opening = (
        f"{front}{paragraphs}\n\n## {' '.join(rng.sample(WORDS, 3)).capitalize()}\n\n{_prose(rng, language, 4)}\n\n"
    )
    if tier is None:
        return opening, []
    secrets = [Secret("text", _sentence(rng, language), tier, language) for _ in range(8)]
    heading = " ".join(rng.sample(WORDS, rng.randrange(2, 5))).capitalize() if language != "ja" else _kana(rng, 8)
    link = f"https://files.example.com/{'/'.join(rng.sample(WORDS, 2))}?id={rng.randrange(10**6)}"
    reference = f"https://{rng.choice(WORDS)}.example.net/{'-'.join(rng.sample(WORDS, 3))}"
    title, note, alt = (_sentence(rng, language) for _ in range(3))
    name = f"{'-'.join(rng.sample(WORDS, 2))}-{number}.png"
    (images / name).write_bytes(PIXEL)
    place = "images" if language == "en" else "../images"
    cells = [" ".join(rng.sample(WORDS, 2)) for _ in range(6)]
    secrets += [
        Secret("heading", heading, tier, language),
        Secret("link", link, tier),
        Secret("link", reference, tier),
        Secret("text", title, tier, language),
        Secret("text", note, tier, language),
        Secret("text", alt, tier, language),
        Secret("image", name, tier),
        Secret("text", " ".join(cells), tier),
    ]
    said = [secret.text for secret in secrets[:8]]
    gated = (
        f":::{tier}\n\n## {heading}\n\n{' '.join(said[:3])}\n\n- {said[3]}\n- {said[4]}\n\n> {said[5]}[^n{number}]\n\n"
        f"```\n{said[6]}\n```\n\n{said[7]} See [here]({link}) and [there][ref].\n\n![{alt}]({place}/{name})\n\n"
        f"| {cells[0]} | {cells[1]} |\n|---|---|\n| {cells[2]} | {cells[3]} |\n| {cells[4]} | {cells[5]} |\n\n:::\n\n"
        f'[^n{number}]: {note}\n\n[ref]: {reference} "{title}"\n\n{_prose(rng, language, 3)}\n'
    )
    return opening + gated, secrets


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)


def _prose(rng: random.Random, language: str, sentences: int) -> str:
    return " ".join(_sentence(rng, language) for _ in range(sentences))


def _sentence(rng: random.Random, language: str) -> str:
    if language == "ja":
        return f"{_kana(rng, rng.randrange(9, 14))}、{_kana(rng, rng.randrange(9, 14))}。"
    words = rng.sample(WORDS, rng.randrange(9, 15))
    words[3] += ","
    words[5] = f"{words[5]}’s" if rng.random() < 0.3 else words[5]
    if language == "de":
        words = [word.replace("a", "ä").replace("ss", "ß") for word in words]
    return " ".join(words).capitalize() + "."


def _kana(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(KANA) for _ in range(count))


# --- clothes of a text: they fit every kind of file


def _parts(secret: Secret, rng: random.Random, least: int | None = None) -> str:
    """Some words in a row, at least six, or twelve characters."""
    if secret.language == "ja":
        size = least or rng.randrange(12, max(13, len(_bare(secret.text))))
        start = rng.randrange(len(_bare(secret.text)) - size + 1)
        return _bare(secret.text)[start : start + size]
    words = secret.text.split()
    size = least or rng.randrange(6, len(words) + 1)
    start = rng.randrange(len(words) - size + 1)
    return " ".join(words[start : start + size])


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def _cased(secret: Secret, rng: random.Random) -> str:
    return rng.choice([str.upper, str.lower, str.title, str.swapcase])(secret.text)


def _wrapped(secret: Secret, rng: random.Random) -> str:
    if secret.language == "ja":
        return "\n".join(textwrap.wrap(secret.text, 5))
    return "".join(rng.choice(["\n", "  ", "\t", "\n    ", " "]) if char == " " else char for char in secret.text)


def _cut(secret: Secret, rng: random.Random) -> str:
    if secret.language == "ja":
        return secret.text[2:-3]
    words = secret.text.split()
    return " ".join([words[0][2:], *words[1:-1], words[-1][:2]])


def _punctuated(secret: Secret, rng: random.Random) -> str:
    clean = re.sub(r"[,.’、。]", "", secret.text)
    return clean.replace(" ", rng.choice([" - ", ", ", "; ", " / ", "... ", " — "])) if rng.random() < 0.6 else clean


def _sprinkled(secret: Secret, rng: random.Random) -> str:
    marks = ["\u200b", "\u00ad", "\u2060", "\u200d", "\ufeff", "\u200e"]
    spaces = ["\u00a0", "\u2009", "\u3000", "\u202f", " "]
    dressed = (rng.choice(spaces) if char == " " else char + rng.choice([*marks, "", "", ""]) for char in secret.text)
    return "".join(dressed)


def _formed(secret: Secret, rng: random.Random) -> str:
    form = rng.choice(["composed apart", "wide", "bold"])
    if form == "wide":
        return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in secret.text)
    if form == "bold":
        return "".join(chr(0x1D41A + ord(char) - 97) if "a" <= char <= "z" else char for char in secret.text)
    return unicodedata.normalize("NFKD", secret.text)


def _quoted(secret: Secret, rng: random.Random) -> str:
    return rng.choice(["“{}”", "«{}»", "'{}'", "„{}“", "‘{}’"]).format(secret.text.replace("’", rng.choice("'’ʼ")))


def _hyphened(secret: Secret, rng: random.Random) -> str:
    return re.sub(
        r"(\w{3})(\w{3})", lambda two: f"{two[1]}{rng.choice(['', '', chr(0x2010) + chr(10)])}{two[2]}", secret.text
    )


def _shortened(secret: Secret, rng: random.Random) -> str:
    return rng.choice(["{}…", "…{}…", "{} [...]", "{}..."]).format(_parts(secret, rng))


CLOTHES: dict[str, Callable[[Secret, random.Random], str]] = {
    "whole": lambda secret, rng: secret.text,
    "some words": _parts,
    "shortened": _shortened,
    "another case": _cased,
    "wrapped anew": _wrapped,
    "cut within words": _cut,
    "other punctuation": _punctuated,
    "zero-width and odd spaces": _sprinkled,
    "other forms of letters": _formed,
    "other quotes": _quoted,
    "hyphens at line ends": _hyphened,
    "six words or twelve characters": lambda secret, rng: _parts(secret, rng, 12 if secret.language == "ja" else 6),
    "a slug": lambda secret, rng: re.sub(r"[\s,.’]+", "-", secret.text.lower()),
}


# --- clothes of a file's own: what is planted is that file's source


def _entities(text: str, rng: random.Random) -> str:
    named = {"ä": "&auml;", "ß": "&szlig;", "’": "&rsquo;", ",": "&comma;", ".": "&period;"}
    return "".join(
        rng.choice([f"&#{ord(char)};", f"&#x{ord(char):X};", f"&#0{ord(char)};", named.get(char, char)])
        for char in text
    )


def _numbered(text: str, rng: random.Random) -> str:
    return "".join(rng.choice([f"&#{ord(char)};", f"&#x{ord(char):x};"]) for char in text)


def _twice(text: str, rng: random.Random) -> str:
    return html.escape(html.escape(f"<p>{_entities(text, rng)}</p>"))


def _share(text: str, rng: random.Random) -> str:
    encoded = rng.choice([quote(text, safe=""), quote(text).replace("%20", "+"), quote(quote(text))])
    return rng.choice(["https://share.example/?text={}", "mailto:?subject={}", "https://share.example/x#{}"]).format(
        encoded
    )


def _within_words(text: str, rng: random.Random) -> str:
    marks = ["<em>{}</em>", "<wbr>{}", "<span class='x'>{}</span>", "<!-- x -->{}", "<b>{}</b>", "{}"]
    return re.sub(r"(?<=\w\w)\w+", lambda tail: rng.choice(marks).format(tail[0]), text)


def _over_elements(text: str, rng: random.Random) -> str:
    tag = rng.choice(["p", "li", "td", "div", "dd"])
    return "".join(f"<{tag}>{html.escape(part)}</{tag}>\n" for part in _chunks(text, rng))


def _attribute(text: str, rng: random.Random) -> str:
    said = html.escape(text)
    forms = ['<img src="x.gif" alt="{}">', '<a href="/" title="{}">x</a>', '<p data-note="{}">x</p>']
    return rng.choice([*forms, '<b aria-label="{}">x</b>', '<meta name="description" content="{}">']).format(said)


def _chunks(text: str, rng: random.Random) -> list[str]:
    words = text.split() if " " in text else textwrap.wrap(text, 4)
    chunks = []
    while words:
        size = rng.randrange(2, 5)
        chunks.append(" ".join(words[:size]))
        words = words[size:]
    return chunks


MARKUP: dict[str, Callable[[str, random.Random], str]] = {
    "entities": lambda text, rng: f"<p>{_entities(text, rng)}</p>",
    "entities twice": lambda text, rng: f"<p>{_twice(text, rng)}</p>",
    "percent-encoded": lambda text, rng: f'<a href="{html.escape(_share(text, rng))}">x</a>',
    "markup within words": lambda text, rng: f"<p>{_within_words(text, rng)}</p>",
    "over several elements": _over_elements,
    "an attribute": _attribute,
    "a comment": lambda text, rng: f"<!-- {text} -->",
    "a script": lambda text, rng: f'<script type="application/ld+json">{{"x": {json.dumps(text)}}}</script>',
}
"""Of files that hold HTML: pages, mails, and the HTML within feeds and JSON."""

SOURCE: dict[str, Callable[[str, random.Random], str]] = {
    "percent-encoded": _share,
    "marks within words": lambda text, rng: re.sub(
        r"(?<=\w\w)\w+", lambda tail: rng.choice(["**{}**", "_{}_", "`{}`", "{}"]).format(tail[0]), text
    ),
    "over several items": lambda text, rng: "\n".join(f"- {part}" for part in _chunks(text, rng)),
    "quoted lines": lambda text, rng: "\n".join(f"> {part}" for part in _chunks(text, rng)),
}
"""Of plain text and Markdown."""


def _link(secret: Secret, rng: random.Random) -> str:
    head, _, query = secret.text.partition("?")
    bare = head.removeprefix("https://")
    forms = [
        secret.text,
        f"{head}?{query}&utm_source=x&utm_medium=y",
        f"{head}?utm_campaign=z",
        f"http://{bare}/",
        f"{head.upper() if not query else head}#part",
        f"https://share.example/?url={quote(secret.text, safe='')}",
        re.sub(r"[aeiou]", lambda one: f"%{ord(one[0]):02X}", bare).join(["https://", ""])
        if "/" not in bare
        else secret.text,
        bare,
    ]
    return rng.choice(forms)


def _heading(secret: Secret, rng: random.Random) -> str:
    slug = re.sub(r"\W+", "-", secret.text.lower())
    forms = [
        secret.text,
        secret.text.upper(),
        f"#{slug}",
        f"/{slug}/",
        f"On this page: {secret.text}",
        quote(f"#{slug}"),
    ]
    return rng.choice(forms)


def _image(secret: Secret, rng: random.Random) -> str:
    stem = secret.text.removesuffix(".png")
    forms = [
        secret.text,
        f"/assets/images/{secret.text}",
        f"images/{stem}-640.webp",
        f"https://cdn.example/{secret.text}?w=9",
    ]
    return rng.choice([*forms, f"{stem.upper()}.PNG"])


NAMED: dict[str, Callable[[Secret, random.Random], str]] = {"link": _link, "heading": _heading, "image": _image}


# --- files: how something is put into one


def _into_html(content: str, fragment: str, rng: random.Random) -> str:
    places = [found.end() for found in re.finditer(r"</(?:p|li|h1|h2|ul|header|div|table)>", content)]
    at = rng.choice(places) if places else len(content)
    return f"{content[:at]}\n{fragment}\n{content[at:]}"


def _into_xml(content: str, escaped: str, rng: random.Random) -> str:
    places = [found.start() for found in re.finditer(r"</(?!w:|cp:)", content)]
    at = rng.choice(places) if places else len(content)
    return f"{content[:at]} {escaped} {content[at:]}"


def _into_json(content: str, put: Callable[[str], str], rng: random.Random) -> str:
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


def _into_mail(raw: bytes, put: Callable[[str], str], part: str, encoding: str) -> bytes:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    for one in message.walk():
        if one.get_content_type() == part:
            text = one.get_content()
            one.set_content(put(text), subtype=part.partition("/")[2], cte=encoding)
    return message.as_bytes(policy=SMTP.clone(max_line_length=200))


def _into_word(raw: bytes, runs: Sequence[str]) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(raw)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                said = "".join(f"<w:r><w:t>{html.escape(run)}</w:t></w:r>" for run in runs)
                text = text.replace(b"<w:sectPr", f"<w:p>{said}</w:p><w:sectPr".encode(), 1)
            new.writestr(name, text)
    return made.getvalue()


def _folded(line: str) -> str:
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
        return _into_mail(piece.content, lambda old: f"{old}{said}", part, rng.choice(["base64", "quoted-printable"]))
    if sort == "word":
        return _into_word(piece.content, [text])
    content = piece.content.decode()
    if sort == "html":
        return _into_html(content, f"<p>{html.escape(text)}</p>", rng).encode()
    if sort == "json":
        return _into_json(content, lambda old: f"{old} {text}", rng).encode()
    if sort == "feed":
        return _into_xml(content, html.escape(rng.choice([text, f"<p>{html.escape(text)}</p>"])), rng).encode()
    if sort == "xml":
        return _into_xml(content, html.escape(text), rng).encode()
    if sort == "calendar":
        line = _folded(f"DESCRIPTION:{text.replace(',', chr(92) + ',').replace(chr(10), chr(92) + 'n')}")
        return content.replace("END:VCALENDAR", f"{line}\r\nEND:VCALENDAR").encode()
    return _into_text(content, text, rng).encode()


def _into_text(content: str, text: str, rng: random.Random) -> str:
    lines = content.split("\n")
    lines.insert(rng.randrange(len(lines) + 1), text)
    return "\n".join(lines)


def _special(piece: Piece, sort: str, kind: str, text: str, rng: random.Random) -> bytes:
    """The piece with a text in it in clothes of that kind of file."""
    if sort == "mail":
        if kind == "mail header":
            raw = re.sub(rb"^X-Note:.*\r?\n", b"", piece.content)
            return b"X-Note: " + Header(text, "utf-8", 70).encode(linesep="\r\n").encode() + b"\r\n" + raw
        said = MARKUP[kind](text, rng) if kind in MARKUP else f"<p>{html.escape(text)}</p>"
        encoding = kind if kind in {"base64", "quoted-printable"} else "quoted-printable"
        return _into_mail(piece.content, lambda old: f"{old}{said}", "text/html", encoding)
    if sort == "word":
        if kind == "over several runs":
            return _into_word(piece.content, re.findall(r".{1,4}", text))
        raw = _into_word(piece.content, ["XXX"])
        with ZipFile(BytesIO(raw)) as old:
            body = old.read("word/document.xml").replace(b"XXX", _numbered(text, rng).encode())
            made = BytesIO()
            with ZipFile(made, "w") as new:
                for name in old.namelist():
                    new.writestr(name, body if name == "word/document.xml" else old.read(name))
        return made.getvalue()
    content = piece.content.decode()
    if kind == "over several posts":
        parts = _chunks(text, rng)
        if sort == "text":
            return (content + "".join(f"\n-----\n\n{part}\n" for part in parts)).encode()
        posts = [{"id": f"x/{number}", "text": part, "length": 9} for number, part in enumerate(parts)]
        data = json.loads(content)
        return json.dumps(data | {"more": posts} if isinstance(data, dict) else [*data, *posts]).encode()
    if sort == "json":
        if kind == "JSON escapes":
            codes = "".join(f"\\u{ord(char):04x}" for char in text)
            return _into_json(content, lambda old: f"{old} XXX", rng).replace("XXX", codes).encode()
        return _into_json(content, lambda old: f"{old} {MARKUP[kind](text, rng)}", rng).encode()
    if sort == "xml":
        return _into_xml(content, _numbered(text, rng), rng).encode()
    if sort == "feed":
        return _into_xml(content, html.escape(MARKUP[kind](text, rng)), rng).encode()
    if sort == "html":
        return _into_html(content, MARKUP[kind](text, rng), rng).encode()
    return _into_text(content, SOURCE[kind](text, rng), rng).encode()


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
