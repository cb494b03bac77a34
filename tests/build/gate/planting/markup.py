"""Clothes of a text in files of its own kind: what is planted is that file's source."""

from __future__ import annotations

import html
import json
import random
import re
import textwrap
from collections.abc import Callable
from urllib.parse import quote


def _entities(text: str, rng: random.Random) -> str:
    named = {"ä": "&auml;", "ß": "&szlig;", "’": "&rsquo;", ",": "&comma;", ".": "&period;"}
    return "".join(
        rng.choice([f"&#{ord(char)};", f"&#x{ord(char):X};", f"&#0{ord(char)};", named.get(char, char)])
        for char in text
    )


def numbered(text: str, rng: random.Random) -> str:
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
    return "".join(f"<{tag}>{html.escape(part)}</{tag}>\n" for part in chunks(text, rng))


def _attribute(text: str, rng: random.Random) -> str:
    said = html.escape(text)
    forms = ['<img src="x.gif" alt="{}">', '<a href="/" title="{}">x</a>', '<p data-note="{}">x</p>']
    return rng.choice([*forms, '<b aria-label="{}">x</b>', '<meta name="description" content="{}">']).format(said)


def chunks(text: str, rng: random.Random) -> list[str]:
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
    "over several items": lambda text, rng: "\n".join(f"- {part}" for part in chunks(text, rng)),
    "quoted lines": lambda text, rng: "\n".join(f"> {part}" for part in chunks(text, rng)),
}
"""Of plain text and Markdown."""
