"""Tokens -> Markdown that says the same: reference links unfolded, addresses resolved, text escaped anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

Resolve = Callable[[str, bool], str | None]

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s|$)")


@dataclass(slots=True)
class _Writer:
    resolve: Resolve
    lines: list[str] = field(default_factory=list)
    prefixes: list[tuple[str, str]] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def to_markdown(tokens: Sequence[Token], resolve: Resolve) -> str:
    """Render block tokens; raw HTML is left out. `resolve` as in `formats.html`."""
    writer = _Writer(resolve)
    for index, token in enumerate(tokens):
        match token.type:
            case "inline":
                before = tokens[index - 1]
                text = inline(token, resolve)
                if before.type == "heading_open":
                    _put(writer, f"{'#' * int(before.tag[1])} {' '.join(text.split())}")
                    _blank(writer)
                elif before.type in {"th_open", "td_open"}:
                    writer.rows[-1].append(" ".join(text.split()).replace("|", "\\|"))
                else:
                    _put(writer, _LINE_START.sub(r"\1\\\2", text))
            case "paragraph_close" if not token.hidden:
                _blank(writer)
            case "bullet_list_open" | "ordered_list_open":
                writer.lists.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)
            case "bullet_list_close" | "ordered_list_close":
                writer.lists.pop()
                _blank(writer)
            case "list_item_open":
                number = writer.lists[-1]
                mark = "- " if number is None else f"{number}. "
                if number is not None:
                    writer.lists[-1] = number + 1
                writer.prefixes.append((mark, " " * len(mark)))
            case "blockquote_open" | "alert_open":
                writer.prefixes.append(("> ", "> "))
            case "dd_open":
                writer.prefixes.append((": ", "  "))
            case "list_item_close" | "blockquote_close" | "alert_close" | "dd_close":
                writer.prefixes.pop()
                if token.type != "list_item_close":
                    _blank(writer)
            case "fence" | "code_block":
                ticks = "`" * max(3, max((len(run) for run in re.findall(r"`+", token.content)), default=0) + 1)
                for line in (f"{ticks}{token.info.strip()}", *token.content.rstrip("\n").split("\n"), ticks):
                    _put(writer, line)
                _blank(writer)
            case "hr":
                _put(writer, "* * *")
                _blank(writer)
            case "table_open":
                writer.rows = []
            case "tr_open":
                writer.rows.append([])
            case "table_close":
                for number, row in enumerate(row for row in writer.rows if row):
                    _put(writer, f"| {' | '.join(row)} |")
                    if number == 0:
                        _put(writer, f"|{'|'.join(' --- ' for _ in row)}|")
                _blank(writer)
            case "footnote_open":
                writer.prefixes.append((f"[^{int(token.meta['id']) + 1}]: ", "    "))
            case "footnote_close":
                writer.prefixes.pop()
    return "\n".join(writer.lines).strip("\n") + "\n"


def inline(token: Token, resolve: Resolve) -> str:
    """One inline token as Markdown."""
    out: list[str] = []
    addresses: list[str | None] = []
    for child in token.children or ():
        match child.type:
            case "text":
                out.append(escape(child.content))
            case "code_inline":
                ticks = "`" * (max((len(run) for run in re.findall(r"`+", child.content)), default=0) + 1)
                gap = " " if child.content.startswith("`") or child.content.endswith("`") else ""
                out.append(f"{ticks}{gap}{child.content}{gap}{ticks}")
            case "softbreak":
                out.append("\n")
            case "hardbreak":
                out.append("\\\n")
            case "em_open" | "em_close":
                out.append("*")
            case "strong_open" | "strong_close":
                out.append("**")
            case "s_open" | "s_close":
                out.append("~~")
            case "image":
                address = resolve(str(child.attrs.get("src", "")), True)
                alt = escape("".join(part.content for part in child.children or ()))
                out.append(f"![{alt}](<{address}>)" if address else alt)
            case "link_open":
                addresses.append(resolve(str(child.attrs.get("href", "")), False))
                out.append("[" if addresses[-1] else "")
            case "link_close" if addresses:
                address = addresses.pop()
                out.append(f"](<{address}>)" if address else "")
            case "footnote_ref":
                out.append(f"[^{int(child.meta['id']) + 1}]")
    return "".join(out)


def escape(text: str) -> str:
    """Plain text as Markdown that shows it letter by letter; an underscore within a word needs no mark."""
    return re.sub(r"(?<=\w)\\_(?=\w)", "_", _SPECIAL.sub(r"\\\1", text))


def _put(writer: _Writer, text: str) -> None:
    for line in text.split("\n"):
        prefix = "".join(first for first, _ in writer.prefixes)
        writer.prefixes = [(rest, rest) for _, rest in writer.prefixes]
        writer.lines.append((prefix + line).rstrip())


def _blank(writer: _Writer) -> None:
    line = "".join(rest for _, rest in writer.prefixes).rstrip()
    if writer.lines and writer.lines[-1].strip("> "):
        writer.lines.append(line)
