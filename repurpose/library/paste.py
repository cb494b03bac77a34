"""A pasted text or saved page -> the Markdown of an asset's body, without what stood around the article."""

from __future__ import annotations

import re

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
    from markdownify import MarkdownConverter

    page = BeautifulSoup(html, "lxml")
    article = page.find("article") or page.find("main") or page.body or page
    for element in article.find_all(_AROUND):
        element.decompose()
    for element in article.find_all(class_=_AROUND_CLASSES):
        element.decompose()
    converted: str = MarkdownConverter(heading_style="ATX", bullets="-").convert_soup(article)
    return converted
