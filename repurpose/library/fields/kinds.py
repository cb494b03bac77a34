"""How each kind of value is read. A ValueError says what it should have been; `zone` is that of dates without one."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from enum import StrEnum
from html import unescape
from typing import Any, TypeVar
from urllib.parse import urlsplit

from repurpose.clock import parse_when
from repurpose.language.interface import tag_named
from repurpose.language.tags import canonical_tag
from repurpose.model import Author, CallToAction, Quote

Choice = TypeVar("Choice", bound=StrEnum)

_REFERENCE = re.compile(
    r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|amp|quot|apos|[lr][sd]quo|[nm]dash|hellip|[a-zA-Z](?:acute|grave|circ|uml|tilde|cedil));"
)
"""Character references of letters and signs that HTML authors type; what may be told of for itself, `&lt;`, stays."""


def line_of_text(value: Any, zone: tzinfo | None = None) -> str:
    """One line: white space runs become one space; control characters and half characters are refused.

    Generators that write titles into their pages as they stand have authors type `&#8217;` or `&amp;`: that is read.
    """
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        raise ValueError("must be text")
    text = getattr(value, "text", None) or str(value)
    text = _REFERENCE.sub(lambda found: unescape(found[0]), text)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cs"} or ord(char) & 0xFFFE == 0xFFFE:
            raise ValueError(f"holds the control character U+{ord(char):04X}")
        if char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" and not _is_balanced(text):
            raise ValueError(f"holds U+{ord(char):04X}, which turns the direction of the text after it")
    if not text:
        raise ValueError("is empty")
    return text


def _is_balanced(text: str) -> bool:
    """Whether each bidirectional embedding and isolate is closed again."""
    open_embeddings = open_isolates = 0
    for char in text:
        open_embeddings += (char in "\u202a\u202b\u202d\u202e") - (char == "\u202c")
        open_isolates += (char in "\u2066\u2067\u2068") - (char == "\u2069")
        if open_embeddings < 0 or open_isolates < 0:
            return False
    return open_embeddings == 0 and open_isolates == 0


def texts(value: Any, zone: tzinfo) -> tuple[str, ...]:
    """A list of lines, each once; a text with commas is one as well."""
    if isinstance(value, str) and "," in value:  # Pelican's and Eleventy's `tags: a, b`
        value = [part for part in value.split(",") if part.strip()]
    if isinstance(value, dict):
        raise ValueError("must be a list of texts")
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(dict.fromkeys(line_of_text(item, zone) for item in items))


def series(value: Any, zone: tzinfo) -> str:
    """One line, or the first of a list."""
    return line_of_text(value[0] if isinstance(value, list) and value else value, zone)  # Hugo's is one


def moment(value: Any, zone: tzinfo) -> datetime:
    """A date or a moment."""
    return parse_when(getattr(value, "text", value), zone)


def true_or_false(value: Any, zone: tzinfo) -> bool:
    """Yes or no, as people write it."""
    words = {"true": True, "yes": True, "false": False, "no": False}
    answer = value if isinstance(value, bool) else words.get(str(value).lower())
    if answer is None:
        raise ValueError("must be true or false")
    return answer


def amount(value: Any, zone: tzinfo) -> float:
    """A number, 0 or more."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= sys.float_info.max:
        raise ValueError("must be a number, 0 or more")
    return float(value)


def language(value: Any, zone: tzinfo) -> str:
    """A language tag in its canonical form."""
    text = line_of_text(value, zone)
    tag = canonical_tag(text)
    if tag is None:
        if meant := tag_named(text):
            raise ValueError(f"{text!r} is no language tag; write {meant}")
        raise ValueError(f"{text!r} is no language tag like en or pt-BR")
    return tag


def address(value: Any, zone: tzinfo) -> str:
    """An address that a page may lead to: of the web, of a mailbox, or a place of our own."""
    text = line_of_text(value, zone)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no address: {error}") from None
    if " " in text or parts.scheme not in {"http", "https", "mailto", ""} or text.startswith("//"):
        raise ValueError(f"{text!r} is no address that begins with https://")
    return text


def web_address(value: Any, zone: tzinfo) -> str:
    """A whole address of the web."""
    text = address(value, zone)
    if not urlsplit(text).scheme.startswith("http"):
        raise ValueError(f"{text!r} is no whole address that begins with https://")
    return text


def picture(value: Any, zone: tzinfo) -> str:
    """The address of a picture; spaces in it are encoded."""
    if isinstance(value, dict):
        raise ValueError("must be an address, or a table with `src`")
    return address(line_of_text(value, zone).replace(" ", "%20"), zone)


def one_of(kind: type[Choice], synonyms: Mapping[str, str] | None = None) -> Callable[[Any, tzinfo], Choice]:
    """The reader of a choice, whose members may have other names elsewhere."""

    def read(value: Any, zone: tzinfo) -> Choice:
        text = line_of_text(value, zone).lower()
        try:
            return kind((synonyms or {}).get(text, text))
        except ValueError:
            raise ValueError(f"{text!r} is none of {', '.join(kind)}") from None

    return read


def stages(value: Any, zone: tzinfo) -> tuple[str, ...]:
    """The names of stages as they are written; which there are, the settings say."""
    synonyms = {"reignite": "re-ignite", "crosssell": "cross-sell"}
    names = (item.lower().replace("_", "-") for item in texts(value, zone))
    return tuple(dict.fromkeys(synonyms.get(name, name) for name in names))


def authors(value: Any, zone: tzinfo) -> tuple[Author, ...]:
    """Names, tables of `name` and `url`, or Markdown links, each author once."""
    items = value if isinstance(value, (list, tuple)) else [value]
    found: list[Author] = []
    for item in items:
        if isinstance(item, dict):
            url = item.get("url")
            found.append(Author(line_of_text(item.get("name"), zone), web_address(url, zone) if url else None))
            continue
        text = line_of_text(item, zone)
        linked = re.findall(r"\[([^\]]+)\]\((https?://[^)\s]+)\)", text)  # Hugo blogs sign `[Name](url) (Company)`
        found.extend(Author(name, url) for name, url in linked) if linked else found.append(Author(text))
    return tuple(dict.fromkeys(found))


def call_to_action(value: Any, zone: tzinfo) -> CallToAction:
    """A table of `text` and `url`."""
    if not isinstance(value, dict) or not {"text", "url"} <= value.keys():
        raise ValueError("needs `text` and `url`")
    return CallToAction(line_of_text(value["text"], zone), address(value["url"], zone))


def read_quotes(value: Any, zone: tzinfo | None = None) -> tuple[Quote, ...]:
    """A list of `text`, `name` and, if known, `role`."""
    quotes = []
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict) or not {"text", "name"} <= item.keys():
            raise ValueError("must be a list of `text`, `name` and, if known, `role`")
        role = item.get("role")
        quotes.append(
            Quote(
                line_of_text(item["text"], zone),
                line_of_text(item["name"], zone),
                line_of_text(role, zone) if role else None,
            )
        )
    return tuple(quotes)


def channels(value: Any, zone: tzinfo) -> dict[str, tuple[str, ...]]:
    """The names of channels to `include` and to `exclude`; a list is of the former."""
    if isinstance(value, dict):
        if unknown := set(value) - {"include", "exclude"}:
            raise ValueError(f"knows `include` and `exclude`, not {', '.join(sorted(map(str, unknown)))!r}")
        return {key: texts(names, zone) for key, names in value.items()}
    return {"include": texts(value, zone)}


def table(value: Any, zone: tzinfo) -> dict[str, Any]:
    """Keys and values."""
    if not isinstance(value, dict):
        raise ValueError("must be a table of keys and values")
    return {str(key): item for key, item in value.items()}
