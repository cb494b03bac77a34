"""RSS 2.0 and Atom 1.0 by feedgen, JSON Feed 1.1 by hand. Dates come from the content, never from the clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any

from repurpose import __version__
from repurpose.channels.channel import Draft
from repurpose.clock import rfc3339

Fill = Callable[[str, Mapping[str, Any]], str]

EMPTY_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a feed in which nothing has stood yet; Atom wants one."""


def rss(draft: Draft, fill: Fill) -> bytes:
    """RSS 2.0 with summary, full content, stable guid."""
    feed = _feedgen(draft.fields)
    feed.load_extension("dc", atom=False, rss=True)
    for item in draft.fields["items"]:
        entry = _entry(feed, item)
        entry.guid(item["id"], permalink=False)
        entry.pubDate(item["date"])
        entry.summary(item["summary"])
        entry.content(item["content"], type="CDATA")
        for author in item["authors"]:
            entry.dc.dc_creator(author["name"], replace=False)
    return _ended(_with_hubs(feed.rss_str(pretty=True), draft.fields))


def atom(draft: Draft, fill: Fill) -> bytes:
    """Atom 1.0 with the same items."""
    feed = _feedgen(draft.fields)
    if not draft.fields["author"]:
        feed.author({"name": draft.fields["title"]})
    for item in draft.fields["items"]:
        entry = _entry(feed, item)
        entry.published(item["date"])
        entry.summary(item["summary"])
        entry.content(item["content"], type="html")
        for author in item["authors"]:
            entry.author({"name": author["name"], **({"uri": author["url"]} if author["url"] else {})})
    return _ended(feed.atom_str(pretty=True))


def _feedgen(fields: Mapping[str, Any]) -> Any:
    from feedgen.feed import FeedGenerator

    feed = FeedGenerator()
    feed.id(fields["id"])
    feed.title(fields["title"])
    feed.description(fields["description"])
    feed.link(href=fields["self"], rel="self")
    feed.link(href=fields["home"], rel="alternate")
    for hub in fields["hubs"]:
        feed.link(href=hub, rel="hub")
    feed.language(fields["language"])
    feed.generator("repurpose", version=__version__)
    updated = fields["updated"] or EMPTY_SINCE
    feed.updated(updated)
    feed.lastBuildDate(updated)
    if fields["author"]:
        feed.author({"name": fields["author"]})
    return feed


def _entry(feed: Any, item: Mapping[str, Any]) -> Any:
    entry = feed.add_entry(order="append")
    entry.id(item["id"])
    entry.title(item["title"])
    entry.link(href=item["url"])
    entry.updated(item["updated"])
    for tag in item["tags"]:
        entry.category(term=tag)
    return entry


def _with_hubs(xml: bytes, fields: Mapping[str, Any]) -> bytes:
    """RSS with its hubs, which feedgen writes into Atom alone: before the feed's own address."""
    own = b"    <atom:link "
    links = "".join(f'    <atom:link href="{escape(hub)}" rel="hub"/>\n' for hub in fields["hubs"])
    return xml.replace(own, links.encode() + own, 1)


def _ended(xml: bytes) -> bytes:
    return xml if xml.endswith(b"\n") else xml + b"\n"


def jsonfeed(draft: Draft, fill: Fill) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    fields = draft.fields
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": fields["title"],
        "description": fields["description"],
        "home_page_url": fields["home"],
        "feed_url": fields["self"],
        "language": fields["language"],
        **({"authors": [{"name": fields["author"]}]} if fields["author"] else {}),
        **({"hubs": [{"type": "WebSub", "url": hub} for hub in fields["hubs"]]} if fields["hubs"] else {}),
        "items": [_json_item(item) for item in fields["items"]],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(item: Mapping[str, Any]) -> dict[str, Any]:
    written = {
        "id": item["id"],
        "url": item["url"],
        "title": item["title"],
        "summary": item["summary"],
        "content_html": item["content"],
        "date_published": rfc3339(item["date"]),
        "date_modified": rfc3339(item["updated"]),
        "authors": [{key: value for key, value in author.items() if value} for author in item["authors"]],
        "tags": item["tags"],
        "image": item["image"],
        "language": item["language"],
    }
    return {key: value for key, value in written.items() if value not in (None, [])}
