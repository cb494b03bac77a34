"""Tokens -> the body of a Word document (ECMA-376, WordprocessingML), with real styles, lists and links.

Styles are named as Word's own are (`Heading1`, `ListBullet`, `Quote`), so that they look as their reader's template has
them. Tables keep their cells; raw HTML is left out, and of a picture its alternative text is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from markdown_it.token import Token

from repurpose.document.access import BREAK, plain

Resolve = Callable[[str, bool], str | None]

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RIGHT_TO_LEFT = re.compile(
    "([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?:[^\\w]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*)"
)
_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.I)
BULLETS, NUMBERS = 1, 2
"""The numbers of the lists: of all that have bullets, and of the first that counts."""

FIRST_LINK = 10
"""The number of the first link's relation; those of the document's own parts come before it."""


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs as XML.

    `links` are the addresses that its links lead to, by the relations from `FIRST_LINK` on; `numbered` is how many
    numbered lists there are, each with a number of its own from `NUMBERS` on.
    """

    xml: str
    links: tuple[str, ...]
    numbered: int


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: bool = False

    @property
    def xml(self) -> str:
        style = '<w:rStyle w:val="Hyperlink"/>' if self.link else '<w:rStyle w:val="Code"/>' if self.code else ""
        return "".join(
            (
                style,
                "<w:b/><w:bCs/>" if self.bold else "",
                "<w:i/><w:iCs/>" if self.italic else "",
                "<w:strike/>" if self.struck else "",
            )
        )


@dataclass(slots=True)
class _Writer:
    resolve: Resolve
    right_to_left: bool
    out: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    numbered: int = 0
    quotes: int = 0
    marked: bool = False
    """Whether the open list item has its mark already: what follows in it is indented only."""


def to_docx(tokens: Sequence[Token], resolve: Resolve, *, right_to_left: bool = False) -> Body:
    """Render block tokens. `resolve` as in `formats.html`."""
    writer = _Writer(resolve, right_to_left)
    for index, token in enumerate(tokens):
        match token.type:
            case "inline":
                before = tokens[index - 1]
                style = f"Heading{before.tag[1]}" if before.type == "heading_open" else ""
                _paragraph(writer, style, _runs(writer, token, _Look(bold=before.type == "th_open")))
            case "fence" | "code_block":
                for line in token.content.splitlines():
                    _paragraph(writer, "CodeBlock", _text(line, _Look()))
            case "bullet_list_open":
                writer.lists.append(BULLETS)
            case "ordered_list_open":
                writer.lists.append(NUMBERS + writer.numbered)
                writer.numbered += 1
            case "bullet_list_close" | "ordered_list_close":
                writer.lists.pop()
            case "list_item_open":
                writer.marked = False
            case "blockquote_open" | "alert_open":
                writer.quotes += 1
            case "blockquote_close" | "alert_close":
                writer.quotes -= 1
            case "table_open":
                writer.out.append(
                    '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
                )
                writer.out.append(f"<w:tblGrid>{'<w:gridCol/>' * _columns(tokens[index:])}</w:tblGrid>")
            case "table_close":
                writer.out.append("</w:tbl><w:p/>")
            case "tr_open":
                writer.out.append("<w:tr>")
            case "tr_close":
                writer.out.append("</w:tr>")
            case "th_open" | "td_open":
                writer.out.append("<w:tc>")
            case "th_close" | "td_close":
                writer.out.append("</w:tc>")
    return Body("".join(writer.out), tuple(writer.links), writer.numbered)


def clean(text: str) -> str:
    """Text as it may stand in XML: escaped, and without the characters that no XML can hold."""
    return escape(_ILLEGAL.sub("", text), quote=False).replace('"', "&quot;")


def _paragraph(writer: _Writer, style: str, runs: str) -> None:
    properties = ""
    if writer.lists:
        number, level = writer.lists[-1], min(len(writer.lists) - 1, 8)
        if writer.marked:
            properties = f'<w:pStyle w:val="ListParagraph"/>{_bidi(writer)}<w:ind w:start="{720 * (level + 1)}"/>'
        else:
            name = "ListBullet" if number == BULLETS else "ListNumber"
            mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            properties = f'<w:pStyle w:val="{name}"/>{mark}{_bidi(writer)}'
        writer.marked = True
    else:
        style = style or ("Quote" if writer.quotes else "")
        properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + _bidi(writer)
    writer.out.append(f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>")


def _bidi(writer: _Writer) -> str:
    return "<w:bidi/>" if writer.right_to_left else ""


def _runs(writer: _Writer, inline: Token, look: _Look) -> str:
    return "".join(_run_parts(writer, inline, look))


def _run_parts(writer: _Writer, inline: Token, look: _Look) -> Iterator[str]:
    ends: list[str] = []
    for child in inline.children or ():
        match child.type:
            case "text":
                yield _text(child.content, look)
            case "code_inline":
                yield _text(child.content, replace(look, code=True))
            case "softbreak":
                yield _text(" ", look)
            case "hardbreak":
                yield "<w:r><w:br/></w:r>"
            case "html_inline" if BREAK.match(child.content):
                yield "<w:r><w:br/></w:r>"
            case "strong_open" | "strong_close":
                look = replace(look, bold=child.nesting > 0)
            case "em_open" | "em_close":
                look = replace(look, italic=child.nesting > 0)
            case "s_open" | "s_close":
                look = replace(look, struck=child.nesting > 0)
            case "image":
                yield _text(plain(child), look)
            case "link_open":
                address = writer.resolve(str(child.attrs.get("href", "")), False)
                if address and _ADDRESS.match(address):
                    writer.links.append(address)
                    yield f'<w:hyperlink r:id="rId{FIRST_LINK + len(writer.links) - 1}">'
                    look = replace(look, link=True)
                    ends.append("</w:hyperlink>")
                else:
                    ends.append("")
            case "link_close" if ends:
                look = replace(look, link=False)
                yield ends.pop()


def _text(text: str, look: _Look) -> str:
    """Runs of text; what is written from right to left in runs of its own, which say so."""
    runs = []
    for index, part in enumerate(_RIGHT_TO_LEFT.split(_ILLEGAL.sub("", text))):
        if part:
            properties = look.xml + ("<w:rtl/>" if index % 2 else "")
            head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
            runs.append(f'<w:r>{head}<w:t xml:space="preserve">{clean(part)}</w:t></w:r>')
    return "".join(runs)


def _columns(tokens: Sequence[Token]) -> int:
    """How many cells the first row of a table has."""
    count = 0
    for token in tokens:
        count += token.type in {"th_open", "td_open"}
        if token.type == "tr_close":
            break
    return count
