"""What was pasted along and never meant for a reader: share bars, credits of engines, editors' comments."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from repurpose.document.access import mark, plain
from repurpose.errors import Location
from repurpose.model import Notice

_PASTED = re.compile(
    r"""(?:share\ (?:this\ )?(?:(?:post|article|story)\ )?(?:on|via)\b.{0,80}
    |share\ this\ with\ (?:your\ )?(?:friends|followers|network)\W*
    |share(?:\ this(?:\ (?:post|article|story))?)?[:!]?
    |tweet\ this:?|like\ this:?|like\ loading\W*|loading\W*
    |(?:proudly\ )?powered\ by\ .{1,60}
    |(?:this\ (?:post|article|story|piece)\ (?:was\ |is\ |has\ been\ |first\ )*)?
     (?:originally\ |first\ )+(?:published|posted|appeared)\b.{0,200}
    |(?:this\ )?(?:post|article)\ (?:was\ )?cross-?posted\ (?:from|on|at)\b.{0,200}
    |the\ post\ .{1,200}\ (?:first\ )?appeared\ first\ on\ .{1,100}
    |sign\ up\ for\ our\ newsletter\W*|subscribe\ to\ (?:our|my|the)\ newsletter\W*
    |filed\ under:?\ .{0,100}|tagged:?\ with:?\ .{0,100}|related\ (?:posts|articles)\W*|click\ to\ tweet\W*)""",
    re.I | re.X,
)
_BEGINS = re.compile(r"\s*(?:\S?$|sh|tw|li|lo|pr|po|th|or|fi|ar|si|su|ta|re|cl)", re.I)
"""The first letters of such a paragraph; that of most others tells it apart without a look at the rest."""

_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.S)
_DIRECTIVE = re.compile(
    r"\s*/?(?:more|premium|registered|repurpose:|markdownlint|prettier|textlint|vale\b|spell|cspell|eslint|dprint|toc\b|ignore\b|lint\b)",
    re.I,
)


def strip_boilerplate(tokens: Sequence[Token], path: str, first_line: int) -> tuple[list[Token], list[Notice]]:
    """Take out pasted paragraphs and editors' comments. `first_line` is the file's line of the body's first."""
    kept: list[Token] = []
    notices: list[Notice] = []
    comments: list[tuple[Location, str]] = []

    def place(token: Token) -> Location:
        return Location(path, first_line + (token.map[0] if token.map else 0))

    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "paragraph_open" and not token.hidden and _is_pasted(tokens[index + 1]):
            notices.append(Notice("boilerplate", place(token), f"left out: {plain(tokens[index + 1])[:60]!r}"))
            index += 3
            continue
        if token.type == "html_block" and mark(token) is None and (comment := _COMMENT.search(token.content)):
            if not _DIRECTIVE.match(comment[1]):
                comments.append((place(token), " ".join(comment[1].split())[:60]))
            if not _COMMENT.sub("", token.content).strip():
                index += 1
                continue
        kept.append(token)
        index += 1
    if comments:
        location, words = comments[0]
        what = (
            f"an editor's note was left out: {words!r}"
            if len(comments) == 1
            else f"{len(comments)} editors' notes were left out, first {words!r}"
        )
        notices.append(Notice("comment", location, what))
    return kept, notices


def _is_pasted(inline: Token) -> bool:
    first = inline.children[0] if inline.children else None
    if first and first.type == "text" and not _BEGINS.match(first.content):
        return False
    text = " ".join(plain(inline).split())
    return len(text) < 300 and _PASTED.fullmatch(text) is not None
