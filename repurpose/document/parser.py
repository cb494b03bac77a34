"""The Markdown that repurpose understands: markdown-it-py, its plug-ins, and three rules of our own.

CommonMark 0.31, and: tables, strikethrough, task lists, GitHub alerts, bare links, footnotes, definition lists,
attributes `{.class width=320}`, containers `:::name`, heading ids `{#id}`.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from repurpose.ids import slugify

ATTRIBUTES = ("id", "class", "width", "height", "lang", "dir")
"""What `{...}` may set; event handlers, styles and addresses may not come that way."""

SCHEMES = frozenset(
    {"http", "https", "mailto", "tel", "xmpp", "irc", "ircs", "ftp", "sftp", "geo", "sms", "magnet", "matrix"}
)
"""The schemes a link may have. An allow-list: browsers and mail clients know more than anyone can deny."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_EXPLICIT_ID = re.compile(r"[ \t]*\{\s*#([^\s{}]+)\s*\}[ \t]*$")
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+")


def is_safe_link(url: str) -> bool:
    """Whether a link may stand in a piece: a relative one, or of an allowed scheme; never `//host`."""
    bare = _UNSEEN.sub("", url)
    if bare.startswith(("//", "\\\\", "/\\", "\\/")):
        return False
    scheme = _SCHEME.match(bare)
    return scheme is None or scheme[1].lower() in SCHEMES


@cache
def markdown() -> MarkdownIt:
    """The parser, set up once per process."""
    md = MarkdownIt("commonmark", {"html": True, "tasklists": True, "alerts": True, "validateLink": is_safe_link})
    md.enable(["table", "strikethrough"])
    md.validateLink = is_safe_link  # type: ignore[method-assign]
    md.use(gfm_autolink_plugin)
    md.use(footnote_plugin)
    md.use(deflist_plugin)
    md.use(attrs_plugin, allowed=ATTRIBUTES)
    md.use(attrs_block_plugin, allowed=ATTRIBUTES)
    md.use(container_plugin, "block", validate=lambda params, *_: re.fullmatch(r"\s*[\w-]+.*", params) is not None)
    md.core.ruler.push("heading_ids", _heading_ids)
    return md


def parse(text: str) -> list[Token]:
    """The tokens of a Markdown text."""
    env: MutableMapping[str, Any] = {}
    return markdown().parse(text, env)


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
        explicit = token.attrs.get("id") or _take_explicit_id(inline)
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


def _take_explicit_id(inline: Token) -> str | None:
    last = inline.children[-1] if inline.children else None
    if last is None or last.type != "text" or not (match := _EXPLICIT_ID.search(last.content)):
        return None
    last.content = last.content[: match.start()]
    inline.content = _EXPLICIT_ID.sub("", inline.content)
    return match[1]


def _text(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in {"text", "code_inline"})
