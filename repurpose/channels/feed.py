"""The feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1, with full text and ids that outlive a slug, title or domain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Invitation, Linker, Project
from repurpose.channels.groups import followed, listing, told_apart
from repurpose.config import FILE_NAME
from repurpose.document.summary import summary
from repurpose.errors import ConfigError, Location
from repurpose.formats.html import to_html
from repurpose.formats.style import Style
from repurpose.language.interface import interface
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice

ITEMS = 50
FEW = 10
"""Items of a feed of one tag or author: each item stands in many of them."""
_SLOTS = {"tags": "tag", "authors": "author"}
_FILES = (
    ("rss", "feed.xml", "application/rss+xml"),
    ("atom", "atom.xml", "application/atom+xml"),
    ("jsonfeed", "feed.json", "application/feed+json"),
)


class Feed:
    """What readers subscribe to."""

    name = "feed"
    does = "RSS 2.0, Atom 1.0 and JSON Feed 1.1 of the newest posts, with their full text"
    files = ("site/feed.xml", "site/atom.xml", "site/feed.json", "site/tags/<tag>/", "site/authors/<name>/")
    showing = Showing.PUBLIC
    tiers = (Access.OPEN,)
    options: Mapping[str, str] = {
        "items": "how many posts a feed has (50)",
        "tags": "how many tags have feeds of their own, the fullest first (12)",
        "authors": "how many authors have feeds of their own, the fullest first (12)",
        "hub": "the WebSub hub that tells subscribers of new posts",
    }

    def compose(self, brief: Brief) -> Composed:
        """The post as a feed's item: no page of its own, so no draft."""
        asset = brief.asset
        if asset.date is None:
            notice = Notice("undated", asset.at(), "has no date, so it is in no feed; add `date: ...`")
            return Composed(notices=(notice,), reason="it has no date")
        authors = [{"name": author.name, "url": author.url} for author in asset.authors]
        listed = {"date": asset.date, "authors": authors, "tags": list(dict.fromkeys(asset.tags))}
        if asset.id in brief.project.unfed:
            return Composed(entry=Entry(asset.id, asset.language, listed))
        linker = Linker(brief)
        body = to_html(brief.document, linker, Style(anchors=False))
        more = _more(brief, brief.invitation) if brief.invitation else ""
        item = listed | {
            "id": stable_id(asset.id),
            "url": brief.canonical,
            "title": asset.title,
            "summary": summary(brief.document),
            "content": body.text + more,
            "updated": asset.updated or asset.date,
            "image": brief.image(),
            "language": asset.language,
        }
        return Composed(entry=Entry(asset.id, asset.language, item), notices=linker.notices, media=linker.media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """The feeds of each language, and within it of tags and authors, newest first."""
        limit = project.options(self.name).get("items", ITEMS)
        if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
            raise ConfigError(f"[channels.feed] items must be a number, 1 or more, not {limit!r}", Location(FILE_NAME))
        drafts: list[Draft] = []
        for language in sorted({entry.language for entry in entries} | {project.language}):
            own = [entry.data for entry in entries if entry.language == language]
            folder = project.folder(language)
            drafts += _feeds(project, language, folder, project.config.site.title, own[:limit])
            for kind, words in (("tags", "tag"), ("authors", "author_posts")):
                for place, (name, items) in _groups(project, language, kind, own).items():
                    own_words = interface(language)
                    title = own_words("label", text=project.config.site.title) + own_words(
                        words, **{_SLOTS[kind]: name}
                    )
                    drafts += _feeds(project, language, place, title, items[: min(limit, FEW)])
        return Composed(tuple(drafts))


def unfed(shown: Iterable[Asset], project: Project) -> dict[str, bool]:
    """Of the posts that are shown, those that are too old for any feed: nothing is made of their texts there."""
    limit = project.options("feed").get("items", ITEMS)
    most = limit if isinstance(limit, int) else ITEMS
    counts: Counter[tuple[str, str, str]] = Counter()
    place = cache(lambda *group: listing(project, *group) or "")  # few tags and authors have many posts
    found: dict[str, bool] = {}
    dated = (
        (asset.date, asset) for asset in sorted(shown, key=lambda asset: asset.id) if asset.date and asset.takes("feed")
    )
    for _, asset in sorted(dated, key=lambda one: -one[0].timestamp()):
        names = [("tags", tag) for tag in told_apart(asset.tags)]
        names += [("authors", author.name) for author in asset.authors]
        feeds = {(asset.language, kind, place(asset.language, kind, name)) for kind, name in names}
        whole = (asset.language, "", "")
        if counts[whole] >= most and all(counts[feed] >= FEW for feed in feeds):
            found[asset.id] = True
        for feed in (whole, *feeds):
            counts[feed] += 1
    return found


def _groups(
    project: Project, language: str, kind: str, items: Sequence[Mapping[str, Any]]
) -> Mapping[str, tuple[str, list[Mapping[str, Any]]]]:
    """The tags or authors that have feeds, by the place of their page: the name as the newest post writes it, items."""
    if project.options("feed").get(kind) == 0:
        return {}
    groups: dict[str, tuple[str, list[Mapping[str, Any]]]] = {}
    for item in items:
        for name in told_apart(item["tags"]) if kind == "tags" else [author["name"] for author in item["authors"]]:
            place = listing(project, language, kind, name)
            if not place:
                continue
            group = groups.setdefault(place, (name, []))[1]
            if not group or group[-1] is not item:
                group.append(item)
    fed = followed(project, kind, (place for place, (_, some) in groups.items() for _ in some))
    return {place: groups[place] for place in sorted(fed)}


def _feeds(
    project: Project, language: str, folder: str, title: str, items: Sequence[Mapping[str, Any]]
) -> Iterator[Draft]:
    """The three feeds that stand at a place."""
    site, within = project.config.site, folder.removeprefix(project.folder(language)).rstrip("/")
    # Where one of the newest failed, the next one isn't here.
    items = [item for item in items if "content" in item]
    feed = {
        "id": stable_id(f"@feed/{language}/{within}".rstrip("/")),
        "title": title,
        "description": project.described(language)[0] or site.title,
        "author": site.author,
        "language": language,
        "home": project.addresses.url(folder),
        "hubs": _hubs(project),
        # Of the content, not of the clock: the same content gives the same feed.
        "updated": max((item["updated"] for item in items), default=None),
        "items": items,
    }
    for encoder, name, media_type in _FILES:
        fields = feed | {"self": project.addresses.url(f"{folder}{name}")}
        slot = f"{encoder}-{within.replace('/', '-')}" if within else encoder
        slot = slot if language == project.language else f"{slot}.{language}"
        yield Draft(slot, encoder, f"site/{folder}{name}", media_type, fields, encoder=encoder, language=language)


def _hubs(project: Project) -> list[str]:
    """The WebSub hubs that tell subscribers of what is new (w3.org/TR/websub)."""
    told = project.options("feed").get("hub", [])
    hubs = [told] if isinstance(told, str) else told
    if not isinstance(hubs, list) or not all(isinstance(one, str) and one.startswith("https://") for one in hubs):
        raise ConfigError("[channels.feed] hub must be an address that begins with https://", Location(FILE_NAME))
    return hubs


def _more(brief: Brief, invitation: Invitation) -> str:
    """What stands below a text that is cut: for whom the rest is, and the way to it."""
    said = "".join(f"\n<p>{escape(text)}</p>" for text in (invitation.says, invitation.offer) if text)
    return f'{said}\n<p><a href="{escape(brief.url)}">{brief.words("read_on")}</a></p>'


def stable_id(name: str) -> str:
    """An id made from the asset's id alone, so that it stays when slug, title or domain change."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'repurpose:{name}')}"
