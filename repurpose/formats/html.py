"""Tokens -> HTML. CommonMark's reference output, with addresses resolved and raw HTML only through an allow-list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from repurpose.document.document import Document
from repurpose.document.parser import ATTRIBUTES, SCHEMES, markdown
from repurpose.formats.conforming import conforming
from repurpose.formats.levels import levelled

Resolve = Callable[[str, bool], str | None]
"""(address as written, is it an image) -> address to write, or None to leave it out."""
Rule = Callable[[Sequence[Token], int, Any, Any], str]
Size = Callable[[str], tuple[int, int] | None]
"""An image's address as written -> its width and height in pixels, where they are known."""

TAGS = frozenset(nh3.ALLOWED_TAGS - {"form", "style", "math", "svg", "center", "map", "area", "hgroup"}) | {
    "section",
    "input",
    "mark",
    "kbd",
    "center",
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "lang", "dir", "title", "role", "align"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "td": {"style", "colspan", "rowspan"},
    "th": {"style", "colspan", "rowspan", "scope"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "div": {"tabindex"},
    "input": {"checked", "aria-label"},
    "details": {"open"},
    "time": {"datetime"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "abbr": {"title"},
    "data": {"value"},
    "col": {"span"},
    "colgroup": {"span"},
}
_ALIGN = re.compile(r"text-align:(?:left|right|center)")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"</?([A-Za-z][\w-]*)")
_OPENING = re.compile(r"<[A-Za-z]")
_CLEAN_TAG = re.compile(r"<(/?)([a-z][\w-]*)(?:\"[^\"]*\"|[^\">])*>")
_PLAIN_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:\s+[a-z-]+(?:=\"[^\"<>]*\"|='[^'<>]*'|=[\w./:#%-]+)?)*\s*/?>")
_PLACED = frozenset(ATTRIBUTES) - {"class"}
_NAMELESS = re.compile(r"<th((?: (?:style|class|colspan|rowspan)=\"[^\"]*\")*)></th>")
"""A head that names nothing is none: in the corner of a table."""
_FOLDED = re.compile(r"<details\b(?![^>]*\bopen\b)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_RAW = frozenset({"html_block", "html_inline"})
_STYLED = _RAW | frozenset(
    """link_open image table_open table_close heading_open
    footnote_ref footnote_block_open footnote_open footnote_anchor""".split()
)
"""What is rendered by its resolver or style; so are boxes to tick."""
_MARKS = {"paragraph_close": "</p>\n", "link_close": "</a>", "softbreak": "\n"} | {
    f"{name}_{end}": f"<{slash}{tag}>"
    for name, tag in (("em", "em"), ("strong", "strong"), ("s", "s"))
    for end, slash in (("open", ""), ("close", "/"))
}
"""What is always written so, unless it is hidden or has attributes."""

LAZY = '<img loading="lazy" '
"""A picture that is fetched when a reader comes near it; text is escaped, so nothing else begins so."""

MAX_RAW_DEPTH = 200
"""No text needs more, and what inlines a mail's styles crashes on what is nested without end."""
MAX_RAW_TAGS = 10_000
"""Above it nobody looks how deep they are nested: a sanitiser needs time quadratic in the depth."""


@dataclass(frozen=True, slots=True)
class Style:
    """What differs between places that show HTML.

    `anchors`: whether links within the text work there (a page), or notes are only numbered (mail, feeds). `size`: the
    sizes of images, so that nothing jumps when they arrive. `page`: the interface's words where the HTML stands on a
    page of the site: there the keyboard reaches tables that scroll sideways, and notes have a heading. `mail_width`:
    the width of a mail's text, as mail programs know no `max-width`, open no `<details>` and show no boxes to tick.
    """

    anchors: bool = True
    size: Size | None = None
    page: Mapping[str, Any] | None = None
    mail_width: int | None = None

    @property
    def boxes_tables(self) -> bool:
        """Whether each table stands in a box of its own, in which it scrolls where it is too wide."""
        return self.page is not None or self.mail_width is not None


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
        rendered = self.sketched(Style())
        return not _is_well_nested(rendered) and _depth(nh3.clean(rendered, tags=set(TAGS))) > MAX_RAW_DEPTH


def to_html(source: Document | Prepared | Sequence[Token], resolve: Resolve, style: Style = Style()) -> Html:
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
    clean = _sanitised(rendered, resolve)
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
    parts: list[str | tuple[Rule, Sequence[Token], int]] = []
    fixed: list[str] = []
    raw: list[str] = []
    has_attributes = False
    rules, other, options = _writer().rules, _writer().renderToken, markdown().options
    for some, index, token in _each(tokens):
        kind = token.type
        if kind == "text":
            fixed.append(escapeHtml(token.content))
            continue
        if token.attrs:
            has_attributes = has_attributes or _are_own(token)
        elif not token.hidden:
            if mark := _MARKS.get(kind):
                fixed.append(mark)
                continue
            if token.nesting < 0 and kind not in rules:
                fixed.append(f"</{token.tag}>\n" if token.block else f"</{token.tag}>")
                continue
        elif kind not in rules:
            continue
        if kind in _STYLED or (kind == "list_item_open" and "checked" in token.meta):
            parts += ["".join(fixed), (rules[kind], some, index)]
            fixed = []
            if kind in _RAW and _COMMENT.sub("", token.content).strip():
                raw.append(token.content)
        else:
            fixed.append(rules.get(kind, other)(some, index, options, {}))
    return Prepared((*parts, "".join(fixed)), "\n".join(raw), has_attributes)


def _each(tokens: Sequence[Token]) -> Iterator[tuple[Sequence[Token], int, Token]]:
    """Every token that is written, with those beside it and its place among them."""
    for at, block in enumerate(tokens):
        if block.type == "inline":
            children = block.children or ()
            for index, child in enumerate(children):
                yield children, index, child
        else:
            yield tokens, at, block


def _sanitised(html: str, resolve: Resolve) -> str:
    def attribute(tag: str, name: str, value: str) -> str | None:
        if (tag, name) in {("a", "href"), ("img", "src")}:
            return resolve(value, tag == "img")
        if name == "cite":
            return resolve(value, False)
        if name == "style":
            return value if _ALIGN.fullmatch(value) else None
        if name == "tabindex":
            return value if value == "0" else None
        return value

    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style", "svg", "math", "template", "noscript", "object"},
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        set_tag_attribute_values={"input": {"type": "checkbox"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    # Not by nh3: it would set two attributes in an order that differs from run to run.
    return clean.replace("<input ", '<input disabled="" ')


def _are_own(token: Token) -> bool:
    """Whether the author gave a token attributes of his own that may not stand anywhere."""
    return bool(_PLACED & token.attrs.keys()) and token.attrs.keys() - {"id"} | {token.type} != {"heading_open"}


def _is_well_nested(html: str) -> bool:
    """Whether each tag is plainly written and closed in its turn, and few stand in each other: then nothing is deep.

    Of all else only the sanitiser knows which tags match which; it adds at most two elements around one, of tables.
    """
    opened: list[str] = []
    tags = _PLAIN_TAG.findall(html)
    for closing, name in tags:
        if name in _VOID:
            continue
        if not closing:
            opened.append(name)
            if len(opened) > MAX_RAW_DEPTH // 4:
                return False
        elif not opened or opened.pop() != name:
            return False
    return not opened and len(tags) == html.count("<")


def _depth(html: str) -> int:
    """How deep elements stand in each other, in what the sanitiser has written."""
    depth = deepest = 0
    for closing, name in _CLEAN_TAG.findall(html):
        if name not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


class _Writer(RendererHTML):
    """markdown-it's renderer with addresses resolved as they are written. Rendering changes no token."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        address = env["resolve"](str(token.attrs.get("href", "")), False)
        own = len(token.attrs) > 1
        others = _attrs({key: value for key, value in token.attrs.items() if key != "href"}) if own else ""
        return f'<a href="{escapeHtml(address)}"{others}>' if address is not None else f"<a{others}>"

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children, options, env)
        address = env["resolve"](str(token.attrs.get("src", "")), True)
        if address is None:
            return escapeHtml(alt)
        attrs = {**token.attrs, "src": address, "alt": alt, **_size(token, env["style"])}
        return f"<img{_attrs(attrs)} />"

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        table = self.renderToken(tokens, idx, options, env)
        return f'<div class="scroll" tabindex="0">\n{table}' if env["style"].boxes_tables else table

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self.renderToken(tokens, idx, options, env) + ("</div>\n" if env["style"].boxes_tables else "")

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        item = super().list_item_open(tokens, idx, options, env)
        is_done = tokens[idx].meta.get("checked")
        if is_done is None:
            return item
        words = env["style"].page
        if env["style"].mail_width:
            return self.renderToken(tokens, idx, options, env) + ("\u2611 " if is_done else "\u2610 ")
        if words is None:
            return item
        name = escapeHtml(str(words["done" if is_done else "to_do"]))
        return item.replace("<input ", f'<input aria-label="{name}" ', 1)

    def container_block_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        name, _, title = tokens[idx].info.strip().partition(" ")
        classes = " ".join(
            filter(
                None,
                (
                    "container",
                    re.sub(r"[^\w-]", "", name),
                    str(tokens[idx].attrs.get("class", "")).removesuffix("block").strip(),
                ),
            )
        )
        head = f'<p class="container-title">{escapeHtml(title.strip())}</p>\n' if title.strip() else ""
        return f'<div class="{escapeHtml(classes)}">\n{head}'

    def container_block_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</div>\n"

    def alert_title_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<p class="markdown-alert-title">'

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return escapeHtml(tokens[idx].content)

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._raw_html(tokens[idx].content, env)

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return self._raw_html(tokens[idx].content, env)

    def _raw_html(self, content: str, env: Any) -> str:
        content = _COMMENT.sub("", content)  # what is for editors doesn't travel, not even unseen
        if env.get("escape"):
            return escapeHtml(content)
        return content

    def footnote_ref(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        meta = tokens[idx].meta
        number = int(meta["id"]) + 1
        if not env["style"].anchors:
            return f"<sup>[{number}]</sup>"
        again = f":{meta['subId']}" if meta.get("subId", 0) > 0 else ""
        return f'<sup class="footnote-ref"><a href="#fn{number}" id="fnref{number}{again}">[{number}]</a></sup>'

    def footnote_block_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        words = env["style"].page
        head = "" if words is None else f"<h2>{escapeHtml(str(words['footnotes']))}</h2>\n"
        return f'<section class="footnotes">\n{head}<ol class="footnotes-list">\n'

    def footnote_block_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        number = int(tokens[idx].meta["id"]) + 1
        return f'<li id="fn{number}" class="footnote-item">' if env["style"].anchors else '<li class="footnote-item">'

    def footnote_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        if not env["style"].anchors:
            return ""
        meta = tokens[idx].meta
        again = f":{meta['subId']}" if meta.get("subId", 0) > 0 else ""
        return f' <a href="#fnref{int(meta["id"]) + 1}{again}" class="footnote-backref">↩︎</a>'

    def alert_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        kind = re.sub(r"[^a-z]", "", str(tokens[idx].meta.get("kind", "note")).lower())
        return f'<div class="alert alert-{kind}">\n'

    def heading_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        attrs = (
            token.attrs if env["style"].anchors else {key: value for key, value in token.attrs.items() if key != "id"}
        )
        return f"<{token.tag}{_attrs(attrs)}>"


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(f' {escapeHtml(key)}="{escapeHtml(str(value))}"' for key, value in attrs.items())


def _size(image: Token, style: Style) -> dict[str, int]:
    """The width and height to write: the author's own width goes before the file's."""
    size = style.size(str(image.attrs.get("src", ""))) if style.size else None
    given = str(image.attrs.get("width", ""))
    if style.mail_width is not None:
        return _mail_size(given, str(image.attrs.get("height", "")), size, style.mail_width)
    if size is None or "height" in image.attrs or not (given.isdecimal() or not given):
        return {}
    width = int(given or size[0])
    return {"width": width, "height": round(width * size[1] / size[0])}


def _mail_size(width: str, height: str, size: tuple[int, int] | None, most: int) -> dict[str, int]:
    """Both, where they can be known, of a picture no wider than a mail's text; Outlook scales none by itself."""
    wide = int(width) if width.isdecimal() else size[0] if size else None
    if wide is None:
        return {}
    high = int(height) if height.isdecimal() else round(wide * size[1] / size[0]) if size else None
    shown = min(wide, most)
    return {"width": shown} if high is None or not wide else {"width": shown, "height": round(high * shown / wide)}


@cache
def _writer() -> _Writer:
    return _Writer()
