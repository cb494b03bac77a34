"""Tokens -> the body of a Typst document (https://typst.app/docs/reference), from which a PDF is made.

Every word stands in a string, so that nothing an author writes is read as Typst's own markup or code. Raw HTML is left
out, and of a picture its alternative text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from unicodedata import bidirectional, east_asian_width

from markdown_it.token import Token

from repurpose.document.access import BREAK, plain

Resolve = Callable[[str, bool], str | None]

_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.I)
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_OPEN = {
    "bullet_list_open": "list(",
    "ordered_list_open": "enum(",
    "list_item_open": "{",
    "blockquote_open": "quote(block: true, {",
    "alert_open": "quote(block: true, {",
    "dl_open": "block({",
    "dt_open": "strong({",
    "dd_open": "block({",
    "strong_open": "strong({",
    "em_open": "emph({",
    "s_open": "strike({",
    "th_open": "{",
    "td_open": "{",
}
_CLOSE = {
    "bullet_list_close": ");",
    "ordered_list_close": ");",
    "list_item_close": "},",
    "blockquote_close": "});",
    "alert_close": "});",
    "dl_close": "});",
    "dt_close": "});",
    "dd_close": "});",
    "heading_close": "});",
    "strong_close": "});",
    "em_close": "});",
    "s_close": "});",
    "table_close": ");",
    "th_close": "},",
    "td_close": "},",
}


def to_typst(tokens: Sequence[Token], resolve: Resolve, *, right_to_left: bool = False) -> str:
    """Render block tokens as one block of Typst code. `resolve` as in `formats.html`.

    A paragraph without a letter of the document's own direction runs in the other.
    """
    return f"#{{\n{''.join(_blocks(tokens, resolve, right_to_left))}}}\n"


def string(text: str) -> str:
    """A text as a literal of Typst, on one line; characters that no document can hold are left out."""
    kept = _UNPRINTED.sub("", text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + kept.replace("\n", "\\n").replace("\t", "\\t") + '"'


def _blocks(tokens: Sequence[Token], resolve: Resolve, right_to_left: bool) -> Iterator[str]:
    for index, token in enumerate(tokens):
        match token.type:
            case "inline":
                yield "".join(_inline(token, resolve))
            case "heading_open":
                yield f"heading(level: {token.tag[1]}, {{"
            case "paragraph_open" if not token.hidden:
                yield f"text(dir: {'rtl' if _is_right_to_left(tokens[index + 1], right_to_left) else 'ltr'}, par({{"
            case "paragraph_close":
                yield "}));\n" if not token.hidden else "\n"
            case "ordered_list_open":
                yield f"enum(start: {int(token.attrs.get('start', 1))}, "
            case "table_open":
                yield f"table(columns: {_columns(tokens[index:])}, "
            case "fence" | "code_block":
                yield f"raw(block: true, {string(token.content.rstrip())});\n"
            case "hr":
                yield "line(length: 100%);\n"
            case other:
                yield _OPEN.get(other, "") + _CLOSE.get(other, "")


def _inline(inline: Token, resolve: Resolve) -> Iterator[str]:
    ends: list[str] = []
    said = ""
    for child in inline.children or ():
        match child.type:
            case "text":
                said = child.content
                yield f"{string(said)};"
            case "code_inline":
                said = child.content
                yield f"raw({string(said)});"
            case "softbreak":
                # Chinese and Japanese put no space where a line of the source ends.
                yield "" if said and east_asian_width(said[-1]) in "WF" else '" ";'
            case "hardbreak":
                yield "linebreak();"
            case "html_inline" if BREAK.match(child.content):
                yield "linebreak();"
            case "image":
                yield f"{string(plain(child))};"
            case "link_open":
                address = resolve(str(child.attrs.get("href", "")), False)
                is_kept = bool(address and _ADDRESS.match(address))
                yield f"link({string(address or '')}, {{" if is_kept else ""
                ends.append("});" if is_kept else "")
            case "link_close":
                yield ends.pop() if ends else ""
            case other:
                yield _OPEN.get(other, "") + _CLOSE.get(other, "")


def _is_right_to_left(inline: Token, document: bool) -> bool:
    kinds = {bidirectional(char) for char in plain(inline)}
    own, other = ({"R", "AL"}, {"L"}) if document else ({"L"}, {"R", "AL"})
    return document if kinds & own or not kinds & other else not document


def _columns(tokens: Sequence[Token]) -> int:
    """How many cells the first row of a table has."""
    end = next(index for index, token in enumerate(tokens) if token.type == "tr_close")
    return sum(token.type in {"th_open", "td_open"} for token in tokens[:end])
