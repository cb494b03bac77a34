"""Tokens -> plain text worth reading: wrapped, links numbered, lists and tables kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape

from markdown_it.token import Token

from repurpose.document.access import BREAK, unmarked

WIDTH = 72
"""Leaves room for two levels of reply marks below the 78 columns of RFC 5322."""

# No part goes past the next tag or link, so that looking takes time in proportion to the length.
_RAW_LINK = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\s\"'<>]+)[^<>]*>", re.I)
_RAW_END = re.compile(r"</a\s*>", re.I)
_RAW_LINKED = re.compile(_RAW_LINK.pattern + r"((?:(?!<a\b).)*?)</a\s*>", re.I | re.S)

Resolve = Callable[[str, bool], str | None]

_NARROW = re.compile("[\x00-\u02ff\u2010-\u205e\u20a0-\u20bf\u2100-\u218b\u2190-\u22ff]*")
"""Latin and its punctuation: blocks in which every character takes one column."""


@dataclass(slots=True)
class _Frame:
    """One open block: what its first line and its other lines begin with."""

    first: str
    rest: str
    number: int | None = None


@dataclass(slots=True)
class _Writer:
    resolve: Resolve
    lines: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)


def to_text(tokens: Sequence[Token], resolve: Resolve, width: int = WIDTH) -> str:
    """Plain text with the links listed at its end, each where it was numbered. `resolve` as in `formats.html`."""
    writer = _Writer(resolve)
    table: list[list[str]] = []
    for index, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                _blank(writer)
            case "inline":
                before = tokens[index - 1].type
                text = _inline(writer, token)
                if before == "heading_open":
                    underline = {"h1": "=", "h2": "-"}.get(tokens[index - 1].tag)
                    _put(writer, text, width)
                    if underline:
                        writer.lines.append(_prefix(writer) + underline * min(columns(text), width))
                    _blank(writer)
                elif before in {"th_open", "td_open"}:
                    table[-1].append(" ".join(text.split()))
                else:
                    _put(writer, text, width)
            case "paragraph_close" | "dt_close":
                if not token.hidden and token.type != "dt_close":
                    _blank(writer)
            case "bullet_list_open" | "ordered_list_open":
                start = token.attrs.get("start", 1)
                writer.lists.append(int(start) if token.type.startswith("ordered") else None)
            case "bullet_list_close" | "ordered_list_close":
                writer.lists.pop()
                if not writer.lists:
                    _blank(writer)
            case "list_item_open":
                _open_item(writer, token)
            case "blockquote_open" | "alert_open":
                _blank(writer)
                writer.frames.append(_Frame("> ", "> "))
            case "dd_open":
                writer.frames.append(_Frame("    ", "    "))
            case "list_item_close" | "blockquote_close" | "alert_close" | "dd_close":
                writer.frames.pop()
                if token.type != "list_item_close":
                    _blank(writer)
            case "fence" | "code_block":
                _blank(writer)
                for line in token.content.rstrip("\n").split("\n"):
                    writer.lines.append(f"{_prefix(writer)}    {line}".rstrip())
                _blank(writer)
            case "html_block" if words := unmarked(_numbered(writer, token.content)):
                _blank(writer)
                _put(writer, words, width)
                _blank(writer)
            case "hr":
                _blank(writer)
                writer.lines.append(_prefix(writer) + "* * *")
                _blank(writer)
            case "table_open":
                _blank(writer)
                table = []
            case "tr_open":
                table.append([])
            case "table_close":
                _table(writer, table, width)
                _blank(writer)
            case "footnote_block_open":
                _blank(writer)
            case "footnote_open":
                mark = f"[note {int(token.meta['id']) + 1}] "
                writer.frames.append(_Frame(mark, "    "))
            case "footnote_close":
                writer.frames.pop()
    while writer.lines and not writer.lines[-1].strip():
        writer.lines.pop()
    if writer.links:
        writer.lines += ["", *(f"[{number}] {link}" for number, link in enumerate(writer.links, 1))]
    return "\n".join(writer.lines).lstrip("\n") + "\n"


def wrap(text: str, width: int = WIDTH, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `width` columns; a longer word stands alone. Wide characters count two and may part anywhere."""
    plain = " ".join(text.split())
    if _is_narrow(plain) and " ”" not in plain and " ’" not in plain:
        return _filled(plain, width, first, rest)
    lines: list[str] = []
    line, used = first, columns(first)
    fresh = True
    for unit, spaced in _units(text):
        size = columns(unit)
        gap = 0 if fresh or not spaced else 1
        if not fresh and used + gap + size > width and not _closes(unit):
            lines.append(line.rstrip())
            line, used, gap = rest, columns(rest), 0
        line += " " * gap + unit
        used += gap + size
        fresh = False
    lines.append(line.rstrip())
    return lines


def _filled(text: str, width: int, first: str, rest: str) -> list[str]:
    """`wrap` for words whose every character takes one column, single spaces between them."""
    lines: list[str] = []
    line, room, start = first, width - columns(first), 0
    while len(text) - start > room:
        end = text.rfind(" ", start, max(start, start + room + 1))
        if end == -1 and (end := text.find(" ", start)) == -1:
            break
        lines.append(line + text[start:end])
        line, room, start = rest, width - columns(rest), end + 1
    lines.append((line + text[start:]).rstrip())
    return lines


def _units(text: str) -> list[tuple[str, bool]]:
    """What a line may be broken between: words, and each wide character; with whether a space stood before it."""
    units: list[tuple[str, bool]] = []
    for word in text.split():
        start, spaced = 0, True
        for index, char in enumerate(word):
            if unicodedata.east_asian_width(char) in "WF":
                if start < index:
                    units.append((word[start:index], spaced))
                    spaced = False
                units.append((char, spaced))
                spaced, start = False, index + 1
        if start < len(word):
            units.append((word[start:], spaced))
    return units


def _closes(unit: str) -> bool:
    """Whether a line must not begin with it (Japanese and Chinese line breaking)."""
    return len(unit) == 1 and unit in "、。，．・：；？！」』）】〉》”’ー々"


def _is_narrow(text: str) -> bool:
    return text.isascii() or _NARROW.fullmatch(text) is not None


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes: wide characters two, combining ones none."""
    if _is_narrow(text):
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _blank(writer: _Writer) -> None:
    """End a block: one line that is empty but for the marks of the blocks that are still open."""
    prefix = _prefix(writer, peek=True).rstrip()
    if writer.lines and writer.lines[-1].strip("> "):
        writer.lines.append(prefix)
    elif writer.lines:
        writer.lines[-1] = prefix


def _prefix(writer: _Writer, peek: bool = False) -> str:
    """What the next line begins with; an item's mark stands on its first line only."""
    parts = []
    for frame in writer.frames:
        parts.append(frame.rest if peek else frame.first)
        if not peek:
            frame.first = frame.rest
    return "".join(parts)


def _put(writer: _Writer, text: str, width: int) -> None:
    for paragraph in text.split("\n"):
        first = _prefix(writer)
        writer.lines += wrap(paragraph, width, first, _prefix(writer, peek=True))


def _open_item(writer: _Writer, token: Token) -> None:
    number = writer.lists[-1] if writer.lists else None
    if number is None:
        mark = "- "
        if "checked" in token.meta:
            mark += "[x] " if token.meta["checked"] else "[ ] "
    else:
        mark = f"{number}. "
        writer.lists[-1] = number + 1
    writer.frames.append(_Frame(mark, " " * len(mark)))


def _inline(writer: _Writer, token: Token) -> str:
    """An inline token as text; hard breaks stay line ends, links get their number, emphasis its marks."""
    out: list[str] = []
    opened: list[tuple[int, str | None]] = []
    for child in token.children or ():
        match child.type:
            case "text":
                out.append(child.content)
            case "code_inline":
                out.append(child.content)
            case "softbreak":
                out.append(" " if not _wide_break(out) else "")
            case "hardbreak":
                out.append("\n")
            case "html_inline" if BREAK.match(child.content):
                out.append("\n")
            case "em_open" | "em_close":
                out.append("_" if child.markup == "_" else "*")
            case "strong_open" | "strong_close":
                out.append("*")
            case "image":
                alt = "".join(part.content for part in child.children or ())
                if alt:
                    out.append(f"[{alt}]")
            case "link_open":
                opened.append((len(out), writer.resolve(str(child.attrs.get("href", "")), False)))
            case "html_inline" if raw := _RAW_LINK.match(child.content):
                opened.append((len(out), writer.resolve(unescape(raw[1]), False)))
            case "link_close" | "html_inline" if opened and (
                child.type == "link_close" or _RAW_END.match(child.content)
            ):
                start, address = opened.pop()
                words = "".join(out[start:])
                if address and address.removeprefix("mailto:") != words and not address.startswith("#"):
                    out.append(f" [{_number(writer, address)}]")
            case "footnote_ref":
                out.append(f" [note {int(child.meta['id']) + 1}]")
    return "".join(out)


def _is_end(html: str) -> bool:
    return _RAW_END.match(html) is not None


def _number(writer: _Writer, address: str) -> int:
    """The number that a link has, or gets."""
    if address not in writer.links:
        writer.links.append(address)
    return writer.links.index(address) + 1


def _numbered(writer: _Writer, html: str) -> str:
    """Raw HTML with the number of each link after its words."""

    def numbered(match: re.Match[str]) -> str:
        address = writer.resolve(unescape(match[1]), False)
        is_told = address is None or address.startswith("#") or address == unmarked(match[2])
        return match[0] if is_told or address is None else f"{match[2]} [{_number(writer, address)}]"

    return _RAW_LINKED.sub(numbered, html) if "<a" in html.lower() else html


def _wide_break(out: list[str]) -> bool:
    """Whether a line end stands after a wide character: Chinese and Japanese put no space there."""
    return bool(out) and bool(out[-1]) and unicodedata.east_asian_width(out[-1][-1]) in "WF"


def _table(writer: _Writer, rows: list[list[str]], width: int) -> None:
    """Columns side by side where they fit, else each row as `head: cell` lines."""
    rows = [row for row in rows if row]
    if not rows:
        return
    count = max(len(row) for row in rows)
    rows = [row + [""] * (count - len(row)) for row in rows]
    sizes = [max(columns(row[column]) for row in rows) for column in range(count)]
    prefix = _prefix(writer, peek=True)
    if sum(sizes) + 2 * (count - 1) + len(prefix) <= width:
        for number, row in enumerate(rows):
            cells = [cell + " " * (size - columns(cell)) for cell, size in zip(row, sizes, strict=True)]
            writer.lines.append((prefix + "  ".join(cells)).rstrip())
            if number == 0:
                writer.lines.append(prefix + "  ".join("-" * size for size in sizes))
        return
    head, *body = rows
    for row in body or [head]:
        for name, cell in zip(head, row, strict=True):
            if cell:
                writer.lines += wrap(f"{name}: {cell}" if body and name else cell, width, prefix, prefix + "  ")
        writer.lines.append(prefix.rstrip())
