"""A pasted text or saved page -> the Markdown of an asset's body, without what stood around the article."""

from __future__ import annotations

import re
from typing import Any

from repurpose.library.source import decode

_AROUND = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "aside",
    "form",
    "iframe",
    "svg",
    "button",
    "header",
    "footer",
)
_AROUND_CLASSES = re.compile(
    r"\b(?:share|sharing|social|related|sidebar|newsletter|subscribe|comments?|breadcrumbs?|cookie|promo|advert\w*|popup|nav\w*|menu)\b",
    re.I,
)
_LIVE = ["script", "style", "noscript", "template", "form", "button", "svg"]
_MARK = re.compile(r"\s*(more|premium|registered)\s*")
_KEPT = "\ue000"
"""A sign of nobody's, before the name of a mark while its comment is a text."""
_FRAMES = ["iframe", "video", "audio", "embed"]
_YOUTUBE = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+).*")
_SIGNS = re.compile(r"[<&]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_CODE_CLASS = re.compile(r"(?:lang(?:uage)?-|brush:)([\w+#-]+)")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007"), " ") | dict.fromkeys(map(ord, "\u200b\ufeff\u00ad"), None)


def clean_paste(raw: bytes, name: str, title: str) -> str:
    """The body in Markdown. A first heading that only says the title again is left out.

    Raises:
        AssetError: it is empty or no UTF-8.
    """
    text, _ = decode(raw, name)
    if re.search(r"\.html?$", name, re.I) or re.match(r"\s*<(?:!doctype|html|article|body|div|p)\b", text, re.I):
        text = _from_page(text)
    text = text.translate(_SPACES)
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    heading = re.match(r"#[ \t]+(.+)\n+|(.+)\n=+\n+", text)
    said = re.sub(r"(?<![^ \t])#+$", "", heading[1] or heading[2]) if heading else ""
    if heading and said.strip().casefold() == title.strip().casefold():
        text = text[heading.end() :]
    return text + "\n"


def _from_page(html: str) -> str:
    """The article of a page: its <article>, else <main>, else the body, as Markdown."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(html, "lxml")
    article = page.find("article") or page.find("main") or page.body or page
    for element in article.find_all(_AROUND):
        element.decompose()
    for element in article.find_all(class_=_AROUND_CLASSES):
        element.decompose()
    return _converted(article)


def markdown_of(html: str) -> str:
    """The Markdown of a post's HTML, as other systems keep it.

    A picture's caption becomes its title, frames become links, comments that are marks of ours stay, and scripts go.
    """
    from bs4 import BeautifulSoup, Comment

    page = BeautifulSoup(html, "lxml")
    for element in page.find_all(_LIVE):
        element.decompose()
    for comment in page.find_all(string=lambda text: isinstance(text, Comment)):
        if mark := _MARK.fullmatch(str(comment)):
            comment.replace_with(page.new_tag("p", string=f"{_KEPT}{mark[1]}"))
    for frame in page.find_all(_FRAMES):
        frame.replace_with(_as_link(frame, page))
    for figure in page.find_all("figure"):
        figure.name = "div"  # a block of its own
        captions, pictures = figure.find_all("figcaption"), figure.find_all("img")
        if captions and len(pictures) == 1:
            pictures[0]["title"] = " ".join(captions[0].get_text().split())
            captions[0].decompose()
    for text in page.find_all(string=_SIGNS):  # else a tag that is written of would be one
        if text.find_parent(["pre", "code"]) is None:
            text.replace_with(_ENTITY.sub("&amp;", str(text)).replace("<", "&lt;"))
    found = re.sub(rf"(?m)^{_KEPT}(\w+)$", r"<!-- \1 -->", _converted(page).translate(_SPACES))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip(" \t") for line in found.split("\n"))).strip() + "\n"


def _as_link(frame: Any, page: Any) -> Any:
    """A paragraph with a link to what a frame, a video or a sound shows; empty where that isn't known."""
    sources = [str(one.get("src") or "") for one in (frame, *frame.find_all("source"))]
    paragraph = page.new_tag("p")
    if source := next(filter(None, sources), ""):
        address = _YOUTUBE.sub(r"https://www.youtube.com/watch?v=\1", re.sub(r"^(?=//)", "https:", source))
        paragraph.append(page.new_tag("a", href=address, string=address))
    return paragraph


def _converted(soup: Any) -> str:
    from markdownify import MarkdownConverter

    converter = MarkdownConverter(
        heading_style="ATX", bullets="-", newline_style="backslash", code_language_callback=_code_language
    )
    converted: str = converter.convert_soup(soup)
    return converted


def _code_language(pre: Any) -> str | None:
    """The language that a piece of code says it is in, by the class that most systems give it."""
    for element in (pre, pre.find("code")):
        for name in (element.get("class") or ()) if element is not None else ():
            if found := _CODE_CLASS.fullmatch(name):
                return found[1]
    return None
