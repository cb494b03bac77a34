"""Clothes of a secret: what it may look like in a file of any kind."""

from __future__ import annotations

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

from tests.build.gate.planting.library import Secret


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
