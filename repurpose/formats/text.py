"""Tokens -> plain text worth reading: wrapped, links numbered, lists and tables kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import unescape

from markdown_it.token import Token

from repurpose.document.access import BREAK, NAMES, indexed, unmarked
from repurpose.formats.lines import MOST, WIDTH, columns, folded, is_wide, wrap
from repurpose.formats.raw import MARKS, alt_of, lines_of, tag_of

# No part goes past the next tag or link, so that looking takes time in proportion to the length.
_RAW_LINK = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\s\"'<>]+)[^<>]*>", re.I)
_RAW_END = re.compile(r"</a\s*>", re.I)
_RAW_LINKED = re.compile(_RAW_LINK.pattern + r"((?:(?!<a\b).)*?)</a\s*>", re.I | re.S)

Resolve = Callable[[str, bool], str | None]

_UNDERLINES = {"h1": "=", "h2": "-", "h3": "~"}
_RUN = re.compile(r"\s")


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
    links: dict[str, int] = field(default_factory=dict)
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
                    underline = _UNDERLINES.get(tokens[index - 1].tag, ".")
                    above = len(writer.lines)
                    _put(writer, text, width)
                    prefix = _prefix(writer)
                    widest = max(columns(line) for line in writer.lines[above:]) - columns(prefix)
                    writer.lines.append(prefix + underline * widest)
                    _blank(writer)
                elif before in {"th_open", "td_open"}:
                    table[-1].append(" ".join(text.split()))
                else:
                    _put(writer, text, width)
            case "paragraph_close" | "dt_close":
                if not token.hidden and token.type != "dt_close":
                    _blank(writer)
            case "bullet_list_open" | "ordered_list_open":
                writer.lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
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
            case "container_block_open":
                _blank(writer)
                name, _, title = token.info.strip().partition(" ")
                frame = "" if name in NAMES else "> "
                writer.frames.append(_Frame(frame, frame))
                if title := title.strip():
                    _put(writer, title, width)
                    _blank(writer)
            case "list_item_close" | "blockquote_close" | "alert_close" | "dd_close" | "container_block_close":
                writer.frames.pop()
                if token.type != "list_item_close":
                    _blank(writer)
            case "fence" | "code_block":
                _blank(writer)
                _code(writer, token.content)
                _blank(writer)
            case "html_block" if lines := lines_of(_numbered(writer, token.content)):
                _blank(writer)
                for line in lines:
                    if line:
                        _put(writer, line, width, "  " if line.startswith("- ") else "")
                    else:
                        _blank(writer)
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
        writer.lines += ["", *(f"[{number}] {link}" for link, number in writer.links.items())]
    return "\n".join(writer.lines).lstrip("\n") + "\n"


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


def _put(writer: _Writer, text: str, width: int, indent: str = "") -> None:
    for paragraph in text.split("\n"):
        first = _prefix(writer)
        writer.lines += wrap(paragraph, width, first, _prefix(writer, peek=True) + indent)


def _code(writer: _Writer, code: str) -> None:
    for line in code.rstrip("\n").expandtabs(4).split("\n"):
        first, rest = f"{_prefix(writer)}    ", f"{_prefix(writer, peek=True)}    "
        for number, part in enumerate(folded(line, MOST - max(columns(first), columns(rest)))):
            writer.lines.append(f"{rest if number else first}{part}".rstrip())


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
    for child in indexed(token):
        match child.type:
            case "text":
                out.append(child.content if not _runs_on(out, child.content) else f" {child.content}")
            case "code_inline":
                # Where it has several words, nobody would see where it ends.
                ticks = "`" if _RUN.search(child.content) and "`" not in child.content else ""
                out.append(f"{ticks}{child.content}{ticks}")
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
            case "s_open" | "s_close":
                out.append("~~")
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
                elif address == words:
                    out[start:] = [_apart(out[:start], words)]
            case "html_inline":
                name = tag_of(child.content)
                if name in MARKS:
                    out.append(MARKS[name])
                elif name == "img":
                    out.append(alt_of(child.content))
            case "footnote_ref":
                out.append(f" [note {int(child.meta['id']) + 1}]")
    return "".join(out)


def _apart(before: list[str], address: str) -> str:
    """An address, with a space where mail programs would take what stands before it for a part of it."""
    return f" {address}" if before and before[-1] and is_wide(before[-1][-1]) else address


def _runs_on(out: list[str], text: str) -> bool:
    """Whether mail programs would take what follows an address for a part of it: Japanese puts no space there."""
    return not text[:1].isascii() and bool(out) and out[-1].lstrip().startswith(("https://", "http://"))


def _number(writer: _Writer, address: str) -> int:
    """The number that a link has, or gets."""
    return writer.links.setdefault(address, len(writer.links) + 1)


def _numbered(writer: _Writer, html: str) -> str:
    """Raw HTML with the number of each link after its words."""

    def numbered(match: re.Match[str]) -> str:
        address = writer.resolve(unescape(match[1]), False)
        is_told = address is None or address.startswith("#") or address == unmarked(match[2])
        return match[0] if is_told or address is None else f"{match[2]} [{_number(writer, address)}]"

    return _RAW_LINKED.sub(numbered, html) if "<a" in html.lower() else html


def _wide_break(out: list[str]) -> bool:
    """Whether a line end stands after a wide character: Chinese and Japanese put no space there."""
    return bool(out) and bool(out[-1]) and is_wide(out[-1][-1])


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
