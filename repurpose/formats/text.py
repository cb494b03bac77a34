"""Tokens -> plain text worth reading: wrapped, links numbered, lists and tables kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
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


def to_text(tokens: Sequence[Token], resolve: Resolve, width: int = WIDTH) -> str:
    """Plain text with the links listed at its end, each where it was numbered. `resolve` as in `formats.html`."""
    writer = _Writer(resolve, width)
    for index, token in enumerate(tokens):
        if write := _WRITES.get(token.type):
            write(writer, tokens, index)
    return writer.finished()


class _Writer:
    """The lines so far; what the next one begins with (`_first`), and those below it (`_rest`), by the open blocks."""

    def __init__(self, resolve: Resolve, width: int) -> None:
        self._resolve, self._width = resolve, width
        self._lines: list[str] = []
        self._links: dict[str, int] = {}
        self._first = self._rest = ""
        self._around: list[tuple[str, str]] = []
        self._lists: list[int | None] = []
        self._table: list[list[str]] = []

    def finished(self) -> str:
        """All of it."""
        lines = self._lines
        while lines and not lines[-1].strip():
            lines.pop()
        if self._links:
            lines += ["", *(f"[{number}] {link}" for link, number in self._links.items())]
        return "\n".join(lines).lstrip("\n") + "\n"

    # --- blocks

    def blank(self, tokens: Sequence[Token] = (), index: int = 0) -> None:
        """End a block: one line that is empty but for the marks of the blocks that are still open."""
        lines = self._lines
        if lines and lines[-1].strip("> "):
            lines.append(self._rest.rstrip())
        elif lines:
            lines[-1] = self._rest.rstrip()

    def text(self, tokens: Sequence[Token], index: int) -> None:
        text = self._inline(tokens[index])
        match tokens[index - 1].type:
            case "heading_open":
                self._heading(text, _UNDERLINES.get(tokens[index - 1].tag, "."))
            case "th_open" | "td_open":
                self._table[-1].append(" ".join(text.split()))
            case _:
                self._put(text)

    def end_paragraph(self, tokens: Sequence[Token], index: int) -> None:
        if not tokens[index].hidden:
            self.blank()

    def open_list(self, tokens: Sequence[Token], index: int) -> None:
        is_numbered = tokens[index].type == "ordered_list_open"
        self._lists.append(int(tokens[index].attrs.get("start", 1)) if is_numbered else None)

    def close_list(self, tokens: Sequence[Token], index: int) -> None:
        self._lists.pop()
        if not self._lists:
            self.blank()

    def open_item(self, tokens: Sequence[Token], index: int) -> None:
        number, meta = self._lists[-1] if self._lists else None, tokens[index].meta
        if number is not None:
            mark = f"{number}. "
            self._lists[-1] = number + 1
        elif "checked" in meta:
            mark = "- [x] " if meta["checked"] else "- [ ] "
        else:
            mark = "- "
        self._open(mark, " " * len(mark))

    def open_quote(self, tokens: Sequence[Token], index: int) -> None:
        self.blank()
        self._open("> ", "> ")

    def open_definition(self, tokens: Sequence[Token], index: int) -> None:
        self._open("    ", "    ")

    def open_container(self, tokens: Sequence[Token], index: int) -> None:
        self.blank()
        name, _, title = tokens[index].info.strip().partition(" ")
        mark = "" if name in NAMES else "> "
        self._open(mark, mark)
        if title := title.strip():
            self._put(title)
            self.blank()

    def open_note(self, tokens: Sequence[Token], index: int) -> None:
        self._open(f"[note {int(tokens[index].meta['id']) + 1}] ", "    ")

    def close(self, tokens: Sequence[Token], index: int) -> None:
        """A block's mark stands on its first line only: where there was none, the next one begins as before it."""
        first, rest = self._around.pop()
        self._first = rest if self._first == self._rest else first
        self._rest = rest

    def close_block(self, tokens: Sequence[Token], index: int) -> None:
        self.close(tokens, index)
        self.blank()

    def code(self, tokens: Sequence[Token], index: int) -> None:
        self.blank()
        for line in tokens[index].content.rstrip("\n").expandtabs(4).split("\n"):
            first, rest = f"{self._begin()}    ", f"{self._rest}    "
            for number, part in enumerate(folded(line, MOST - max(columns(first), columns(rest)))):
                self._lines.append(f"{rest if number else first}{part}".rstrip())
        self.blank()

    def raw(self, tokens: Sequence[Token], index: int) -> None:
        lines = lines_of(self._numbered(tokens[index].content))
        if not lines:
            return
        self.blank()
        for line in lines:
            if line:
                self._put(line, "  " if line.startswith("- ") else "")
            else:
                self.blank()
        self.blank()

    def rule(self, tokens: Sequence[Token], index: int) -> None:
        self.blank()
        self._lines.append(self._begin() + "* * *")
        self.blank()

    def open_table(self, tokens: Sequence[Token], index: int) -> None:
        self.blank()
        self._table = []

    def open_row(self, tokens: Sequence[Token], index: int) -> None:
        self._table.append([])

    def close_table(self, tokens: Sequence[Token], index: int) -> None:
        self._put_table([row for row in self._table if row])
        self.blank()

    # --- lines

    def _open(self, mark: str, indent: str) -> None:
        """Begin a block whose first line has a mark before it."""
        self._around.append((self._first, self._rest))
        self._first += mark
        self._rest += indent

    def _begin(self) -> str:
        """What the next line begins with, which is written now."""
        first, self._first = self._first, self._rest
        return first

    def _put(self, text: str, indent: str = "") -> None:
        for paragraph in text.split("\n"):
            self._lines += wrap(paragraph, self._width, self._begin(), self._rest + indent)

    def _heading(self, text: str, underline: str) -> None:
        above = len(self._lines)
        self._put(text)
        prefix = self._begin()
        widest = max(columns(line) for line in self._lines[above:]) - columns(prefix)
        self._lines.append(prefix + underline * widest)
        self.blank()

    def _put_table(self, rows: list[list[str]]) -> None:
        """Columns side by side where they fit, else each row as `head: cell` lines."""
        if not rows:
            return
        count = max(len(row) for row in rows)
        rows = [row + [""] * (count - len(row)) for row in rows]
        sizes = [max(columns(row[column]) for row in rows) for column in range(count)]
        prefix = self._rest
        if sum(sizes) + 2 * (count - 1) + len(prefix) <= self._width:
            for number, row in enumerate(rows):
                cells = [cell + " " * (size - columns(cell)) for cell, size in zip(row, sizes, strict=True)]
                self._lines.append((prefix + "  ".join(cells)).rstrip())
                if number == 0:
                    self._lines.append(prefix + "  ".join("-" * size for size in sizes))
            return
        head, *body = rows
        for row in body or [head]:
            for name, cell in zip(head, row, strict=True):
                if cell:
                    told = f"{name}: {cell}" if body and name else cell
                    self._lines += wrap(told, self._width, prefix, prefix + "  ")
            self._lines.append(prefix.rstrip())

    # --- text

    def _inline(self, token: Token) -> str:
        """An inline token as text; hard breaks stay line ends, links get their number, emphasis its marks."""
        out: list[str] = []
        opened: list[tuple[int, str | None]] = []
        for child in indexed(token):
            kind = child.type
            if kind == "text":
                words = child.content
                out.append(words if words[:1].isascii() or not _runs_on(out) else f" {words}")
            elif kind in _SIGNS:
                out.append(_SIGNS[kind])
            elif kind == "softbreak":
                out.append("" if _wide_break(out) else " ")
            elif kind == "code_inline":
                # Where it has several words, nobody would see where it ends.
                ticks = "`" if _RUN.search(child.content) and "`" not in child.content else ""
                out.append(f"{ticks}{child.content}{ticks}")
            elif kind == "link_open":
                opened.append((len(out), self._resolve(str(child.attrs.get("href", "")), False)))
            elif kind == "link_close":
                self._end_link(out, opened)
            elif kind in {"em_open", "em_close"}:
                out.append("_" if child.markup == "_" else "*")
            elif kind == "html_inline":
                self._raw_inline(child.content, out, opened)
            elif kind == "image":
                alt = "".join(part.content for part in child.children or ())
                if alt:
                    out.append(f"[{alt}]")
            elif kind == "footnote_ref":
                out.append(f" [note {int(child.meta['id']) + 1}]")
        return "".join(out)

    def _raw_inline(self, tag: str, out: list[str], opened: list[tuple[int, str | None]]) -> None:
        name = tag_of(tag)
        if BREAK.match(tag):
            out.append("\n")
        elif raw := _RAW_LINK.match(tag):
            opened.append((len(out), self._resolve(unescape(raw[1]), False)))
        elif opened and _RAW_END.match(tag):
            self._end_link(out, opened)
        elif name in MARKS:
            out.append(MARKS[name])
        elif name == "img":
            out.append(alt_of(tag))

    def _end_link(self, out: list[str], opened: list[tuple[int, str | None]]) -> None:
        if not opened:
            return
        start, address = opened.pop()
        words = "".join(out[start:])
        if address and address.removeprefix("mailto:") != words and not address.startswith("#"):
            out.append(f" [{self._number(address)}]")
        elif address == words:
            out[start:] = [_apart(out[:start], words)]

    def _number(self, address: str) -> int:
        """The number that a link has, or gets."""
        return self._links.setdefault(address, len(self._links) + 1)

    def _numbered(self, html: str) -> str:
        """Raw HTML with the number of each link after its words."""

        def numbered(match: re.Match[str]) -> str:
            address = self._resolve(unescape(match[1]), False)
            is_told = address is None or address.startswith("#") or address == unmarked(match[2])
            return match[0] if is_told or address is None else f"{match[2]} [{self._number(address)}]"

        return _RAW_LINKED.sub(numbered, html) if "<a" in html.lower() else html


_SIGNS = {"strong_open": "*", "strong_close": "*", "s_open": "~~", "s_close": "~~", "hardbreak": "\n"}
"""What always stands for a mark."""

_WRITES: Mapping[str, Callable[[_Writer, Sequence[Token], int], None]] = {
    "inline": _Writer.text,
    "heading_open": _Writer.blank,
    "paragraph_close": _Writer.end_paragraph,
    "bullet_list_open": _Writer.open_list,
    "ordered_list_open": _Writer.open_list,
    "bullet_list_close": _Writer.close_list,
    "ordered_list_close": _Writer.close_list,
    "list_item_open": _Writer.open_item,
    "list_item_close": _Writer.close,
    "blockquote_open": _Writer.open_quote,
    "blockquote_close": _Writer.close_block,
    "alert_open": _Writer.open_quote,
    "alert_close": _Writer.close_block,
    "dd_open": _Writer.open_definition,
    "dd_close": _Writer.close_block,
    "container_block_open": _Writer.open_container,
    "container_block_close": _Writer.close_block,
    "fence": _Writer.code,
    "code_block": _Writer.code,
    "html_block": _Writer.raw,
    "hr": _Writer.rule,
    "table_open": _Writer.open_table,
    "tr_open": _Writer.open_row,
    "table_close": _Writer.close_table,
    "footnote_block_open": _Writer.blank,
    "footnote_open": _Writer.open_note,
    "footnote_close": _Writer.close,
}
"""What is done at a block's token; nothing at all others."""


def _apart(before: list[str], address: str) -> str:
    """An address, with a space where mail programs would take what stands before it for a part of it."""
    return f" {address}" if before and before[-1] and is_wide(before[-1][-1]) else address


def _runs_on(out: list[str]) -> bool:
    """Whether mail programs would take what follows an address for a part of it: Japanese puts no space there."""
    return bool(out) and out[-1].lstrip().startswith(("https://", "http://"))


def _wide_break(out: list[str]) -> bool:
    """Whether a line end stands after a wide character: Chinese and Japanese put no space there."""
    return bool(out) and not out[-1][-1:].isascii() and is_wide(out[-1][-1])
