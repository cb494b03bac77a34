"""Tokens -> Markdown that says the same: reference links unfolded, addresses resolved, text escaped anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from repurpose.document.access import BREAK, indexed, unmarked

Resolve = Callable[[str, bool], str | None]

_SPECIAL = re.compile(r"([\\`*_\[\]<>]|&(?=#?\w+;)|~(?=~))")
_LINE_START = re.compile(
    r"^([ \t]*)(?=#{1,6}(?:\s|$)|[+:~-](?:\s|$)|:::|~~~|=+[ \t]*$|[-|:][-|: \t]*$)|^([ \t]*\d{1,9})(?=[.)](?:\s|$))",
    re.M,
)
_ALIGN = {"text-align:left": ":--", "text-align:center": ":-:", "text-align:right": "--:"}


@dataclass(slots=True)
class _Writer:
    resolve: Resolve
    lines: list[str] = field(default_factory=list)
    prefixes: list[tuple[str, str]] = field(default_factory=list)
    lists: list[tuple[str, int | None]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


def to_markdown(tokens: Sequence[Token], resolve: Resolve) -> str:
    """Render block tokens; raw HTML is left out. `resolve` as in `formats.html`."""
    writer = _Writer(resolve)
    for index, token in enumerate(tokens):
        match token.type:
            case "inline":
                before = tokens[index - 1]
                text = inline(token, resolve)
                if before.type == "heading_open":
                    line = " ".join(text.replace("\\\n", "\n").split())
                    line = re.sub(r"(?:^|(?<=\s))(#+)$", r"\\\1", line)  # else it would close the heading
                    _put(writer, f"{'#' * int(before.tag[1])} {line}")
                    _blank(writer)
                elif before.type == "alert_title_open":
                    _put(writer, f"**{text}**")
                    _blank(writer)
                elif before.type in {"th_open", "td_open"}:
                    writer.rows[-1].append(" ".join(text.split()).replace("|", "\\|"))
                    if before.type == "th_open":
                        writer.columns.append(_ALIGN.get(str(before.attrs.get("style")), "---"))
                else:
                    lines = (line.strip(" \t") for line in text.split("\n"))
                    _put(writer, _LINE_START.sub(r"\1\2\\", "\n".join(line for line in lines if line)))
            case "paragraph_close" if not token.hidden:
                _blank(writer)
            case "bullet_list_open" | "ordered_list_open":
                number = int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None
                writer.lists.append((token.markup, number))
            case "bullet_list_close" | "ordered_list_close":
                writer.lists.pop()
                if not writer.lists or tokens[index + 1].type != "list_item_close":
                    _blank(writer)
            case "list_item_open":
                sign, number = writer.lists[-1]
                mark = f"{sign} " if number is None else f"{number}{sign} "
                if number is not None:
                    writer.lists[-1] = (sign, number + 1)
                task = ("[x] " if token.meta["checked"] else "[ ] ") if "checked" in token.meta else ""
                writer.prefixes.append((mark + task, " " * len(mark)))
            case "blockquote_open" | "alert_open":
                writer.prefixes.append(("> ", "> "))
            case "dd_open":
                writer.prefixes.append((": ", "  "))
            case "list_item_close" | "blockquote_close" | "alert_close" | "dd_close":
                if writer.prefixes[-1][0] != writer.prefixes[-1][1]:
                    _put(writer, "")  # an empty item
                writer.prefixes.pop()
                if token.type != "list_item_close":
                    _blank(writer)
            case "fence" | "code_block":
                sign = "~" if "`" in token.info else "`"
                ticks = sign * max(3, _longest(sign, token.content) + 1)
                for line in (f"{ticks}{token.info.strip()}", *token.content.splitlines(), ticks):
                    _put(writer, line)
                _blank(writer)
            case "html_block" if words := unmarked(token.content):
                _put(writer, _LINE_START.sub(r"\1\2\\", escape(words)))
                _blank(writer)
            case "hr":
                _put(writer, "* * *")
                _blank(writer)
            case "table_open":
                writer.rows, writer.columns = [], []
            case "tr_open":
                writer.rows.append([])
            case "table_close":
                for number, row in enumerate(row for row in writer.rows if row):
                    _put(writer, f"| {' | '.join(row)} |")
                    if number == 0:
                        _put(writer, f"| {' | '.join(writer.columns)} |")
                _blank(writer)
            case "footnote_open":
                writer.prefixes.append((f"[^{int(token.meta['id']) + 1}]: ", "    "))
            case "footnote_close":
                writer.prefixes.pop()
    return "\n".join(writer.lines).strip("\n") + "\n"


def inline(token: Token, resolve: Resolve) -> str:
    """One inline token as Markdown."""
    out: list[str] = []
    ends: list[str] = []
    for child in indexed(token):
        match child.type:
            case "text":
                text = escape(child.content.replace("\n", " "))
                # At its start, a brace would set attributes of what stands before it, and others take up a note.
                after_note = bool(out) and out[-1].startswith("[^")
                out.append(f"\\{text}" if text.startswith(("{", "(", ":", "[") if after_note else "{") else text)
            case "code_inline":
                ticks = "`" * (_longest("`", child.content) + 1)
                gap = " " if re.match(r"`|.*`$| .*[^ ].* $", child.content) else ""
                out.append(f"{ticks}{gap}{child.content}{gap}{ticks}")
            case "softbreak":
                out.append("\n")
            case "hardbreak":
                out.append("\\\n")
            case "html_inline" if BREAK.match(child.content):
                out.append("\\\n")
            case "em_open" | "em_close" | "strong_open" | "strong_close" | "s_open" | "s_close":
                out.append(child.markup)
            case "image":
                address = resolve(str(child.attrs.get("src", "")), True)
                alt = escape("".join(part.content for part in child.children or ()))
                out.append(f"![{alt}](<{address}>{_title(child)})" if address else alt)
            case "link_open":
                address = resolve(str(child.attrs.get("href", "")), False)
                if address and out and out[-1].endswith(("!", "^")):
                    out[-1] = f"{out[-1][:-1]}\\{out[-1][-1]}"  # else the link would become an image or a note
                ends.append(f"](<{address}>{_title(child)})" if address else "")
                out.append("[" if address else "")
            case "link_close" if ends:
                out.append(ends.pop())
            case "footnote_ref":
                out.append(f"[^{int(child.meta['id']) + 1}]")
    return "".join(out)


def escape(text: str) -> str:
    """Plain text as Markdown that shows it letter by letter; an underscore within a word needs no mark."""
    return re.sub(r"(?<=[^\W_])\\_(?=[^\W_])", "_", _SPECIAL.sub(r"\\\1", text))


def _title(token: Token) -> str:
    """A link's or image's title, as it stands behind the address."""
    title = str(token.attrs.get("title", ""))
    return ' "{}"'.format(escape(title).replace('"', '\\"')) if title else ""


def _longest(sign: str, text: str) -> int:
    """The length of the longest run of a sign."""
    return max((len(run) for run in re.findall(f"{sign}+", text)), default=0)


def _put(writer: _Writer, text: str) -> None:
    for line in text.split("\n"):
        prefix = "".join(first for first, _ in writer.prefixes)
        writer.prefixes = [(rest, rest) for _, rest in writer.prefixes]
        writer.lines.append(prefix + line if line else prefix.rstrip())


def _blank(writer: _Writer) -> None:
    """End a block: one line that is empty but for the marks of the blocks that are still open."""
    line = "".join(rest for _, rest in writer.prefixes).rstrip()
    if writer.lines and writer.lines[-1].strip("> "):
        writer.lines.append(line)
    elif writer.lines:
        writer.lines[-1] = line
