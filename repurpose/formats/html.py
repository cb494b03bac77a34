"""Tokens -> HTML. CommonMark's reference output, with addresses resolved and raw HTML only through an allow-list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from repurpose.document.document import Document
from repurpose.document.parser import ATTRIBUTES, markdown
from repurpose.formats.conforming import conforming
from repurpose.formats.levels import levelled
from repurpose.formats.sanitise import COMMENT, MAX_RAW_DEPTH, MAX_RAW_TAGS, TAGS, is_too_deep, sanitised
from repurpose.formats.style import PLAIN, Resolve, Style
from repurpose.formats.writer import writer

Rule = Callable[[Sequence[Token], int, Any, Any], str]
_TAG = re.compile(r"</?([A-Za-z][\w-]*)")
_OPENING = re.compile(r"<[A-Za-z]")
_PLACED = frozenset(ATTRIBUTES) - {"class"}
_NAMELESS = re.compile(r"<th((?: (?:style|class|colspan|rowspan)=\"[^\"]*\")*)></th>")
"""A head that names nothing is none: in the corner of a table."""
_FOLDED = re.compile(r"<details\b(?![^>]*\bopen\b)")
_RAW = frozenset({"html_block", "html_inline"})
_STYLED = _RAW | frozenset(
    """link_open image table_open table_close heading_open
    footnote_ref footnote_block_open footnote_open footnote_anchor""".split()
)
"""What is rendered by its resolver or style; so are boxes to tick."""
_MARKS = (
    {"link_close": "</a>", "softbreak": "\n"}
    | {f"{tag}_open": f"<{tag}>" for tag in ("em", "strong", "s")}
    | {f"{tag}_close": f"</{tag}>" for tag in ("em", "strong", "s")}
    | {f"{tag}_open": f"<{tag}>" for tag in ("td", "th")}
    | {f"{tag}_open": f"<{tag}>\n" for tag in ("tr", "thead", "tbody")}
    | {f"{tag}_close": f"</{tag}>\n" for tag in ("td", "th", "tr", "thead", "tbody", "blockquote")}
    | {"paragraph_close": "</p>\n", "list_item_close": "</li>\n", "bullet_list_close": "</ul>\n"}
)
"""What is always written so, unless it is hidden or has attributes."""

LAZY = '<img loading="lazy" '
"""A picture that is fetched when a reader comes near it; text is escaped, so nothing else begins so."""


@dataclass(frozen=True, slots=True)
class Html:
    """Rendered HTML, and the raw tags that were not let through; on a page, the levels of headings by their ids."""

    text: str
    left_out: tuple[str, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """Tokens as HTML, but for what differs from place to place: that stands as its rule, its tokens and its index."""

    parts: tuple[str | tuple[Rule, Sequence[Token], int], ...]
    raw: str
    has_attributes: bool
    is_shallow: bool = False
    """Whether raw HTML is known to be nested no deeper than it may be."""

    def sketched(self, style: Style) -> str:
        """The HTML before raw tags are looked at, with addresses as they were written: for its size."""
        return self.filled({"resolve": as_written, "style": style})

    def filled(self, env: Mapping[str, Any]) -> str:
        """The HTML for one place."""
        options = markdown().options
        return "".join(
            [part if isinstance(part, str) else part[0](part[1], part[2], options, env) for part in self.parts]
        )

    @cached_property
    def raw_tags(self) -> frozenset[str]:
        """The names of the raw tags."""
        return frozenset(name.lower() for name in _TAG.findall(self.raw))

    @cached_property
    def is_too_deep(self) -> bool:
        """Whether raw HTML is nested deeper than anything can take."""
        if self.is_shallow:
            return False
        tags = len(_OPENING.findall(self.raw))
        if not MAX_RAW_DEPTH < tags <= MAX_RAW_TAGS:
            return tags > MAX_RAW_TAGS
        return is_too_deep(self.sketched(PLAIN))


def to_html(source: Document | Prepared | Sequence[Token], resolve: Resolve, style: Style = PLAIN) -> Html:
    """Render a document, or block tokens. A document is prepared once, however many places show it."""
    if isinstance(source, Prepared):
        prepared = source
    else:
        prepared = source.view(prepare_document) if isinstance(source, Document) else prepare(source)
    if not prepared.raw:
        return _shown(prepared.filled({"resolve": resolve, "style": style}), style, is_free=prepared.has_attributes)
    # nh3 sees the finished whole, since a raw tag may open in one token and close in another; it resolves the
    # addresses then, so that those in raw HTML are resolved as well, and none is resolved twice.
    rendered = prepared.sketched(style)
    if prepared.is_too_deep:
        env = {"resolve": resolve, "style": style, "escape": True}
        return _shown(prepared.filled(env), style, ("all of it, being too much or nested too deep",))
    clean = sanitised(rendered, resolve)
    clean = _FOLDED.sub('<details open=""', clean) if style.mail_width else clean
    return _shown(clean, style, tuple(sorted(prepared.raw_tags - TAGS)), is_free=True)


def as_written(address: str, is_image: bool) -> str:
    """Resolves nothing."""
    return address


def _shown(html: str, style: Style, left_out: tuple[str, ...] = (), *, is_free: bool = False) -> Html:
    """What is shown on a page is as the standard wants it; `is_free`: the author may have written anything."""
    if style.page is None:
        return Html(html, left_out)
    html, levels = levelled(conforming(html, str(style.page["details"])) if is_free else html)
    html = _NAMELESS.sub(r"<td\1></td>", html) if "></th>" in html else html
    above, image, below = html.partition("<img ")  # the first one is likely seen at once
    return Html(f"{above}{image}{below.replace(image or '<img ', LAZY)}", left_out, levels)


def joined(blocks: Sequence[Prepared], *, mark: str = "", is_shallow: bool = False) -> Prepared:
    """Several blocks as one, a `mark` after each."""
    return Prepared(
        tuple(part for block in blocks for part in (*block.parts, mark)),
        "\n".join(block.raw for block in blocks if block.raw),
        any(block.has_attributes for block in blocks),
        is_shallow,
    )


def prepare_document(document: Document) -> Prepared:
    """All of a document; a view of it."""
    return prepare(document.tokens)


def prepare(tokens: Sequence[Token]) -> Prepared:
    """Block tokens, ready to be rendered for several places."""
    preparing = _Preparing()
    preparing.add(tokens)
    return preparing.prepared()


class _Preparing:
    """Tokens on their way to be `Prepared`."""

    def __init__(self) -> None:
        self._parts: list[str | tuple[Rule, Sequence[Token], int]] = []
        self._fixed: list[str] = []
        self._raw: list[str] = []
        self._has_attributes = False
        self._rules, self._other, self._options = writer().rules, writer().renderToken, markdown().options

    def add(self, tokens: Sequence[Token]) -> None:
        """Blocks, or the children of one."""
        write, rules = self._fixed.append, self._rules
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                write(escapeHtml(token.content))
                continue
            if kind == "inline":
                children = token.children or ()
                if len(children) == 1 and children[0].type == "text":
                    write(escapeHtml(children[0].content))
                else:
                    self.add(children)
                continue
            if token.attrs:
                self._has_attributes = self._has_attributes or _are_own(token)
            elif token.hidden:
                if kind not in rules:
                    continue
            elif kind in _MARKS:
                write(_MARKS[kind])
                continue
            if kind in _STYLED or (kind == "list_item_open" and "checked" in token.meta):
                self._add_styled(tokens, index)
            else:
                write(rules.get(kind, self._other)(tokens, index, self._options, {}))

    def _add_styled(self, tokens: Sequence[Token], index: int) -> None:
        kind, content = tokens[index].type, tokens[index].content
        self._parts += ["".join(self._fixed), (self._rules[kind], tokens, index)]
        self._fixed.clear()
        if kind in _RAW and COMMENT.sub("", content).strip():
            self._raw.append(content)

    def prepared(self) -> Prepared:
        """All that was added."""
        return Prepared((*self._parts, "".join(self._fixed)), "\n".join(self._raw), self._has_attributes)


def _are_own(token: Token) -> bool:
    """Whether the author gave a token attributes of his own that may not stand anywhere."""
    return bool(_PLACED & token.attrs.keys()) and token.attrs.keys() - {"id"} | {token.type} != {"heading_open"}
