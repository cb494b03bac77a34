"""The HTML of single tokens, where it depends on the place that shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from repurpose.formats.sanitise import COMMENT
from repurpose.formats.style import Style


class _Writer(RendererHTML):
    """markdown-it's renderer with addresses resolved as they are written. Rendering changes no token."""

    def renderToken(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: N802
        """The stock tag, most of which have no attributes: an opening one ends its line unless text follows."""
        token = tokens[idx]
        if token.attrs or token.hidden or not token.nesting or not token.block:
            return super().renderToken(tokens, idx, options, env)
        if token.nesting < 0:
            return f"</{token.tag}>\n"
        start = "\n" if idx and tokens[idx - 1].hidden else ""
        after = tokens[idx + 1] if idx + 1 < len(tokens) else None
        is_empty = after is not None and after.nesting < 0 and after.tag == token.tag
        stays = after is not None and (after.type == "inline" or after.hidden or is_empty)
        return f"{start}<{token.tag}>" if stays else f"{start}<{token.tag}>\n"

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
        is_done = tokens[idx].meta.get("checked")
        if is_done is None:
            return self.renderToken(tokens, idx, options, env)
        words = env["style"].page
        if env["style"].mail_width:
            return self.renderToken(tokens, idx, options, env) + ("\u2611 " if is_done else "\u2610 ")
        item = super().list_item_open(tokens, idx, options, env)
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
        content = COMMENT.sub("", content)  # what is for editors doesn't travel, not even unseen
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
def writer() -> RendererHTML:
    """The renderer whose rules write tokens, with the resolver and the style in their environment."""
    return _Writer()
