"""A document for editors that take what is pasted: no looks of ours arrive there, and tables least of all.

A table becomes a list: each row an entry, each cell behind the head of its column. What heads a note stands in bold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from repurpose.document.document import Document
from repurpose.formats.html import Prepared, prepare, prepare_document
from repurpose.language.interface import interface


def pasteable(document: Document) -> Prepared:
    """A document's HTML for such an editor; a view of it."""
    types = {token.type for token in document.tokens}
    if types.isdisjoint(("table_open", "alert_title_open")):
        return document.view(prepare_document)
    return prepare(plain_blocks(document.tokens, interface(document.asset.language)("label", text="{text}")))


def plain_blocks(tokens: Sequence[Token], label: str = "{text}: ") -> list[Token]:
    """The tokens with each table as a list; `label` sets a column's head before a cell."""
    out: list[Token] = []
    heads: list[Token] = []
    row: list[Token] = []
    for index, token in enumerate(tokens):
        match token.type:
            case "table_open":
                heads = []
                out.append(Token("bullet_list_open", "ul", 1, level=token.level, map=token.map, markup="-", block=True))
            case "table_close":
                out.append(Token("bullet_list_close", "ul", -1, level=token.level, markup="-", block=True))
            case "tr_open":
                row = []
            case "tr_close" if not heads:
                heads = row
            case "tr_close":
                out += _entry(heads, row, label, token.level)
            case "inline" if tokens[index - 1].type in {"th_open", "td_open"}:
                row.append(token)
            case "inline" if tokens[index - 1].type == "alert_title_open":
                out.append(token.copy(children=[*_strong(token.children or ())]))
            case "thead_open" | "thead_close" | "tbody_open" | "tbody_close" | "th_open" | "th_close":
                pass
            case "td_open" | "td_close":
                pass
            case _:
                out.append(token)
    return out


def _entry(heads: Sequence[Token], row: Sequence[Token], label: str, level: int) -> list[Token]:
    children = list(_children(heads, row, label))
    return [
        Token("list_item_open", "li", 1, level=level, markup="-", block=True),
        Token("paragraph_open", "p", 1, level=level + 1, block=True, hidden=True),
        Token("inline", "", 0, level=level + 2, content="".join(one.content for one in children), children=children),
        Token("paragraph_close", "p", -1, level=level + 1, block=True, hidden=True),
        Token("list_item_close", "li", -1, level=level, markup="-", block=True),
    ]


def _children(heads: Sequence[Token], row: Sequence[Token], label: str) -> Iterator[Token]:
    """The cells of a row that say something; the first stands in bold, since it names the row."""
    told = False
    for number, (head, cell) in enumerate(zip(heads, row, strict=False)):
        if not cell.children:
            continue
        if told:
            yield _text(" – " if number == 1 else "; ")
        if number == 0:
            yield from _strong(cell.children)
        else:
            name = "".join(child.content for child in head.children or ())
            yield _text(label.format(text=name) if name else "")
            yield from cell.children
        told = True


def _strong(children: Sequence[Token]) -> Iterator[Token]:
    yield Token("strong_open", "strong", 1, markup="**")
    yield from children
    yield Token("strong_close", "strong", -1, markup="**")


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
