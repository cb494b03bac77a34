"""A WordPress export (WXR, "Tools > Export"): RSS 2.0 with what WordPress adds to it.

The names are those of WXR 1.2 (developer.wordpress.org, class WP_Import; wordpress.org/support, "Tools Export Screen").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from repurpose.errors import AssetError, Location
from repurpose.library.migration.post import Export, Post

_WP = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}")
_NAMES = {
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    "{http://purl.org/dc/elements/1.1/}creator": "creator",
}
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/[\d.]+/excerpt/\}encoded")
_DESCRIPTIONS = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseop_description")
_CANONICALS = ("_yoast_wpseo_canonical", "rank_math_canonical_url")
_NO_TAGS = frozenset(("uncategorized", "uncategorised"))
_SECRET = {"private": "it was private", "pending": "it waited for review"}

_BLOCK_MARK = re.compile(r"<!--\s*/?wp:.*?-->", re.S)
_MORE = re.compile(r"<!--\s*more\b.*?-->", re.I)
_CAPTION = re.compile(r"\[caption\b[^\]]*\](.*?)\[/caption\]", re.S)
_IMAGE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.S | re.I)
_EMBED = re.compile(r"\[(?:embed|video)\b[^\]]*\](https?://[^\[\s]+)\[/(?:embed|video)\]")
_ALONE = re.compile(r"(?m)^[ \t]*(https?://[^\s<>\"]+)[ \t]*$")
_CODE = re.compile(r"\[(code|sourcecode)\b([^\]]*)\](.*?)\[/\1\]", re.S)
_SHORTCODE = re.compile(r"\[/?([a-z][\w-]+)(?:\s[^\]]*)?\](?!\()")
_WHOLE = re.compile(r"(<(pre|script|style|table|ul|ol|figure|blockquote|div|section)\b.*?</\2\s*>)", re.S | re.I)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|div|dl|figure|h[1-6]|hr|ol|p|pre|section|table|ul)\b", re.I
)


def read_wordpress(raw: bytes, shown: str) -> Export:
    """The posts of an export.

    Raises:
        AssetError: it is no such export.
    """
    channel = _channel(raw, shown)
    items = [_fields(item) for item in channel.iterfind("item")]
    pictures = {one["post_id"]: one for one in items if one.get("post_type") == "attachment" and "post_id" in one}
    authors = {one.get("author_login", ""): one.get("author_display_name", "") for one in _authors(channel)}
    left: Counter[str] = Counter()
    posts: list[Post] = []
    for one in items:
        kind, status = one.get("post_type", "post"), one.get("status", "publish")
        if kind != "post":
            if kind in {"page", "attachment"} or not kind.startswith(("nav_", "wp_", "custom", "revision", "oembed")):
                left["picture or file" if kind == "attachment" else kind] += 1
        elif status in {"trash", "auto-draft", "inherit"}:
            left["post in the trash"] += 1
        else:
            posts.append(_post(one, pictures, authors))
    language = (channel.findtext("language") or "").strip()
    url = (channel.findtext("link") or "").strip().rstrip("/")
    return Export(url, tuple(replace(one, language=language) for one in posts), dict(left))


def _channel(raw: bytes, shown: str) -> Any:
    from lxml import etree

    # No export has a document type, by which a file could ask for others or for endless text.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise AssetError(f"is no XML: {error.msg}", Location(shown, error.lineno or 1)) from None
    channel = root.find("channel") if root is not None else None
    if channel is None or not any(_WP.match(str(element.tag)) for element in channel):
        hint = "in WordPress, choose Tools > Export > All content"
        raise AssetError("is no export of WordPress", Location(shown, 1), hint)
    return channel


def _authors(channel: Any) -> Iterator[dict[str, str]]:
    for element in channel:
        if str(element.tag).endswith("}author"):
            yield {_WP.sub("", str(child.tag)): (child.text or "").strip() for child in element}


def _fields(item: Any) -> dict[str, Any]:
    """An item's values by their names; `tags` and `meta` hold several."""
    found: dict[str, Any] = {"tags": [], "meta": {}}
    for child in item:
        tag, text = str(child.tag), child.text or ""
        if tag == "category":
            if child.get("domain") in {"category", "post_tag", None} and text.strip():
                found["tags"].append(unescape(text.strip()))
        elif _WP.sub("", tag) == "postmeta" and _WP.match(tag):
            pair = {_WP.sub("", str(one.tag)): one.text or "" for one in child}
            found["meta"][pair.get("meta_key", "")] = pair.get("meta_value", "")
        elif _EXCERPT.fullmatch(tag):
            found["excerpt"] = text
        else:
            found.setdefault(_NAMES.get(tag) or _WP.sub("", tag), text)
    return found


def _post(one: dict[str, Any], pictures: dict[str, dict[str, Any]], authors: dict[str, str]) -> Post:
    meta: dict[str, str] = one["meta"]
    picture = pictures.get(meta.get("_thumbnail_id", ""), {})
    status = one.get("status", "publish")
    told = [_SECRET[status]] if status in _SECRET else []
    if one.get("post_password", "").strip():
        told.append("it had a password")
    html, shortcodes = _text(one.get("content", ""))
    if shortcodes:
        told.append(f"its shortcodes stand as they are: {', '.join(f'[{name}]' for name in shortcodes)}")
    date = _day(one.get("post_date_gmt", "")) or _published(one.get("pubDate", ""))
    updated = _day(one.get("post_modified_gmt", ""))
    described = next((meta[key] for key in _DESCRIPTIONS if meta.get(key, "").strip()), one.get("excerpt", ""))
    creator = one.get("creator", "").strip()
    return Post(
        title=unescape(one.get("title", "").strip()),
        slug=unquote(one.get("post_name", "").strip()),
        html=html,
        address=one.get("link", "").strip(),
        date=date,
        updated=updated if date and updated and updated.date() > date.date() else None,
        authors=tuple(filter(None, [authors.get(creator) or creator])),
        tags=tuple(dict.fromkeys(tag for tag in one["tags"] if tag.casefold() not in _NO_TAGS)),
        description=described,
        image=picture.get("attachment_url", "").strip(),
        image_alt=picture.get("meta", {}).get("_wp_attachment_image_alt", "").strip(),
        canonical_url=next((meta[key] for key in _CANONICALS if meta.get(key, "").strip()), ""),
        is_draft=status not in {"publish", "future"} or bool(one.get("post_password", "").strip()),
        told=tuple(told),
    )


def _day(text: str) -> datetime | None:
    """A moment in UTC; None for none, which WordPress writes as all zeros."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _published(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(content: str) -> tuple[str, list[str]]:
    """A text's HTML, and the shortcodes in it that nobody here knows."""
    html = _BLOCK_MARK.sub("", content.replace("\r\n", "\n"))
    html = _MORE.sub("<!-- more -->", html)
    html = _CODE.sub(lambda code: f"<pre><code>{escape(unescape(code[3].strip(chr(10))))}</code></pre>", html)
    html = _CAPTION.sub(_as_figure, html)
    html = _EMBED.sub(r'<p><a href="\1">\1</a></p>', html)
    # The old editor kept paragraphs as empty lines.
    html = _ALONE.sub(r'<a href="\1">\1</a>', html) if "<p" in html.lower() else _with_paragraphs(html)
    bare = re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.S)
    return html, list(dict.fromkeys(_SHORTCODE.findall(re.sub(r"<[^>]*>", "", bare))))


def _as_figure(caption: re.Match[str]) -> str:
    parts = _IMAGE.fullmatch(caption[1])
    return f"<figure>{parts[1]}<figcaption>{parts[2].strip()}</figcaption></figure>" if parts else caption[1]


def _with_paragraphs(html: str) -> str:
    """Paragraphs as WordPress makes them of empty lines, and line breaks of line ends."""
    out = []
    for index, part in enumerate(_WHOLE.split(html)):
        if index % 3 == 1:
            out.append(part)
        elif index % 3 == 0:
            out += [_paragraph(text.strip()) for text in re.split(r"\n\s*\n", part) if text.strip()]
    return "\n".join(out)


def _paragraph(text: str) -> str:
    if _BLOCK.match(text) or text.startswith("<!--"):
        return text
    if address := _ALONE.fullmatch(text):
        return f'<p><a href="{address[1]}">{address[1]}</a></p>'
    return f"<p>{text.replace(chr(10), '<br>' + chr(10))}</p>"
