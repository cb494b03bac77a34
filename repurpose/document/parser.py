"""The Markdown that repurpose understands: markdown-it-py, its plug-ins, and two rules of our own.

CommonMark 0.31, and: tables, strikethrough, task lists, GitHub alerts, bare links, footnotes, definition lists,
attributes `{.class width=320}`, containers `:::name`, heading ids `{#id}`.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from repurpose.document.rules import speed_up
from repurpose.ids import slugify

ATTRIBUTES = ("id", "class", "width", "height", "lang", "dir")
"""What `{...}` may set; event handlers, styles and addresses may not come that way."""

SCHEMES = frozenset(
    {"http", "https", "mailto", "tel", "xmpp", "irc", "ircs", "ftp", "sftp", "geo", "sms", "magnet", "matrix"}
)
"""The schemes a link may have. An allow-list: browsers and mail clients know more than anyone can deny."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_EXPLICIT = re.compile(r"[ \t]*\{\s*((?:[#.][^\s{}]+\s*)+)\}[ \t]*$")
_COLONS = re.compile(r"((?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*)(:{3,})[ \t]*(\w.*|-.*|)")
_TICKS = re.compile(r"(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})(.*)")
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+")


def is_safe_link(url: str) -> bool:
    """Whether a link may stand in a piece: a relative one, or of an allowed scheme; never `//host`."""
    if url.startswith(("https://", "http://", "#")):
        return True
    bare = _UNSEEN.sub("", url)
    if bare.startswith(("//", "\\\\", "/\\", "\\/")):
        return False
    scheme = _SCHEME.match(bare)
    return scheme is None or scheme[1].lower() in SCHEMES


@cache
def markdown(*, quick: bool = True) -> MarkdownIt:
    """The parser, set up once per process; not `quick`, by the stock rules alone."""
    md = MarkdownIt("commonmark", {"html": True, "tasklists": True, "alerts": True, "validateLink": is_safe_link})
    md.enable(["table", "strikethrough"])
    md.validateLink = is_safe_link  # type: ignore[method-assign]
    md.use(gfm_autolink_plugin)
    md.use(footnote_plugin)
    md.use(deflist_plugin)
    md.use(attrs_plugin, allowed=ATTRIBUTES)
    md.use(attrs_block_plugin, allowed=ATTRIBUTES)
    md.block.ruler.before("fence", "container", _container, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.core.ruler.push("heading_ids", _heading_ids)
    return speed_up(md) if quick else md


def parse(text: str) -> list[Token]:
    """The tokens of a Markdown text."""
    env: MutableMapping[str, Any] = {}
    return markdown().parse(text, env)


def _container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block from `:::name` to its `:::`, or to the end of what it stands in.

    The plug-in for it ends a block at the first `:::`, even one that ends another block within it or stands in code:
    what follows would then be open to all, though its author meant it for members.
    """
    opening = None if state.is_code_block(start) else _COLONS.fullmatch(_line(state, start))
    if opening is None or opening[1] or not opening[3]:
        return False
    if silent:
        return True
    last, is_ended = _container_end(state, start, end, opening[2])
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    token = state.push("container_block_open", "div", 1)
    token.markup, token.info, token.map, token.block = opening[2], opening[3], [start, last], True
    token.meta = {"is_open_end": not is_ended}
    state.md.block.tokenize(state, start + 1, last)
    token = state.push("container_block_close", "div", -1)
    token.markup, token.block = opening[2], True
    state.parentType, state.lineMax = parent, line_max
    state.line = last + is_ended
    return True


def _container_end(state: StateBlock, start: int, end: int, colons: str) -> tuple[int, bool]:
    """The line of the `:::` that ends a container; else the end of what it stands in, and False."""
    opened = [(len(colons), state.sCount[start])]
    fence = ""
    for number in range(start + 1, end):
        line, indent = _line(state, number), state.sCount[number]
        if line and indent < state.blkIndent:
            return number, False
        if ticks := _TICKS.fullmatch(line):
            if not fence:
                fence = ticks[1]
            elif ticks[1].startswith(fence) and not ticks[2].strip():
                fence = ""
        elif not fence and (found := _COLONS.fullmatch(line)):
            size = len(found[2])
            if found[3]:
                opened.append((size, indent + len(found[1])))
                continue
            # A block within, indented further, may have been left open; it ends with the one around it.
            fitting = [(size == wide, at) for at, (wide, deep) in enumerate(opened) if wide <= size and indent <= deep]
            if fitting and not found[1]:
                del opened[max(fitting)[1] :]
            if not opened:
                return number, True
    return end, False


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _heading_ids(state: StateCore) -> None:
    """Give each heading an id: its own `{#id}`, else a slug of its text; told apart by a number where it repeats.

    Linear, unlike the anchors plug-in: the next number to try is remembered.
    """
    next_number: dict[str, int] = {}
    taken: set[str] = set()
    wanted: list[tuple[Token, str, bool]] = []
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[index + 1]
        explicit = _take_explicit(token, inline) or token.attrs.get("id")
        wanted.append((token, str(explicit) if explicit else slugify(_text(inline)) or "section", explicit is not None))
        if explicit:
            taken.add(str(explicit))
    used: set[str] = set()
    for token, name, explicit in wanted:
        final = name
        while final in used or (not explicit and final in taken):
            next_number[name] = next_number.get(name, 0) + 1
            final = f"{name}-{next_number[name]}"
        used.add(final)
        token.attrs["id"] = final


def _take_explicit(heading: Token, inline: Token) -> str | None:
    """The id at a heading's end, `{#id .class}`, which is no part of its text; classes go to the heading."""
    last = inline.children[-1] if inline.children else None
    if last is None or last.type != "text" or not (match := _EXPLICIT.search(last.content)):
        return None
    last.content = last.content[: match.start()]
    inline.content = _EXPLICIT.sub("", inline.content)
    words = match[1].split()
    for name in (word[1:] for word in words if word.startswith(".")):
        heading.attrJoin("class", name)
    return next((word[1:] for word in words if word.startswith("#")), None)


def _text(inline: Token) -> str:
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in inline.children or ()
        if child.type in {"text", "code_inline", "softbreak", "hardbreak"}
    )
