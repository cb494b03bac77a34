"""The feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1, with full text and ids that outlive a slug, title or domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import NAMESPACE_URL, uuid5

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project
from repurpose.config import FILE_NAME
from repurpose.document.summary import summary
from repurpose.errors import ConfigError, Location
from repurpose.formats.html import Style, to_html
from repurpose.library.visibility import Showing
from repurpose.model import Access, Notice

ITEMS = 50
_FILES = (
    ("rss", "feed.xml", "application/rss+xml"),
    ("atom", "atom.xml", "application/atom+xml"),
    ("jsonfeed", "feed.json", "application/feed+json"),
)


class Feed:
    """What readers subscribe to."""

    name = "feed"
    does = "RSS 2.0, Atom 1.0 and JSON Feed 1.1 of the newest posts, with their full text"
    files = ("site/feed.xml", "site/atom.xml", "site/feed.json")
    showing = Showing.PUBLIC
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {"items": "how many posts a feed has (50)"}

    def compose(self, brief: Brief) -> Composed:
        """The post as a feed's item: no page of its own, so no draft."""
        asset = brief.asset
        if asset.date is None:
            notice = Notice("undated", asset.at(), "has no date, so it is in no feed; add `date: ...`")
            return Composed(notices=(notice,), reason="it has no date")
        linker = Linker(brief)
        body = to_html(brief.document, linker, Style(anchors=False))
        more = f'\n<p><a href="{brief.url}">{brief.words("read_on")}</a></p>' if brief.document.gate else ""
        item = {
            "id": stable_id(asset.id),
            "url": brief.canonical,
            "title": asset.title,
            "summary": summary(brief.document),
            "content": body.text + more,
            "date": asset.date,
            "updated": asset.updated or asset.date,
            "authors": [{"name": author.name, "url": author.url} for author in asset.authors],
            "tags": list(asset.tags),
            "image": brief.image(),
            "language": asset.language,
        }
        return Composed(entry=Entry(asset.id, asset.language, item), notices=linker.notices, media=linker.media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """The feeds of each language, newest first."""
        drafts: list[Draft] = []
        limit = project.options(self.name).get("items", ITEMS)
        if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
            raise ConfigError(f"[channels.feed] items must be a number, 1 or more, not {limit!r}", Location(FILE_NAME))
        for language in sorted({entry.language for entry in entries} | {project.language}):
            items = [entry.data for entry in entries if entry.language == language][:limit]
            folder = project.folder(language)
            site = project.config.site
            feed = {
                "id": stable_id(f"@feed/{language}"),
                "title": site.title,
                "description": site.description or site.title,
                "author": site.author,
                "language": language,
                "home": project.addresses.url(folder),
                # Of the content, not of the clock: the same content gives the same feed.
                "updated": max((item["updated"] for item in items), default=None),
                "items": items,
            }
            for encoder, name, media_type in _FILES:
                fields = feed | {"self": project.addresses.url(f"{folder}{name}")}
                slot = f"{encoder}.{language}" if folder else encoder
                drafts.append(
                    Draft(slot, encoder, f"site/{folder}{name}", media_type, fields, encoder=encoder, language=language)
                )
        return Composed(tuple(drafts))


def stable_id(name: str) -> str:
    """An id made from the asset's id alone, so that it stays when slug, title or domain change."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'repurpose:{name}')}"
