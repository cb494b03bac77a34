"""The page of a post: its fields, what machines read in its head, and the addresses it had before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from repurpose.channels.blog.brand import card
from repurpose.channels.blog.contents import contents
from repurpose.channels.blog.embeds import allowed, played
from repurpose.channels.blog.frame import To, frame, is_searched, relative_to
from repurpose.channels.blog.pictures import responsive
from repurpose.channels.blog.search import words_of
from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project
from repurpose.channels.groups import listing, told_apart
from repurpose.document.summary import summary
from repurpose.formats.html import to_html
from repurpose.formats.style import Style
from repurpose.ids import is_site_name
from repurpose.language.interface import language_name
from repurpose.library.neighbours import Near, Neighbours
from repurpose.model import Access, Asset, Notice

HEADLINE = 110
"""Characters of a headline that search engines show, by Google's documentation of Article."""

_NAMING = (' id="', ' name="')
_NO_FILE = re.compile(r'[\x00-\x1f\x7f\\?#*:<>|"]')
_FRAME_IDS = frozenset({"top"})


Anchor = list[Any]
"""A link to a place within another post: that post's place, the name; path, line, text of its notice if it's lost."""


def compose(brief: Brief) -> Composed:
    """The post's page; for readers with more rights, its full version below members/."""
    asset, project = brief.asset, brief.project
    is_open = brief.tier is Access.OPEN
    place = project.post(asset)
    # What readers of a middle tier may read stands beside the full version, of which there is one.
    within = place if is_open or brief.document.gate is None else f"{brief.tier}/{place}"
    to = relative_to(within) if is_open else project.addresses.url
    linker = Linker(brief, page=within, outside=not is_open)
    body = to_html(brief.document, linker, Style(size=brief.image_size, page=brief.words.words))
    page = {
        **frame(project, asset.language, place, asset.title, to),
        **_near(brief, to),
        "is_open": is_open,
        "asset": asset,
        "body": body.text,
        "description": summary(brief.document),
        "canonical": brief.canonical,
        "minutes": brief.document.minutes,
        "contents": contents(brief.document.headings, body.levels),
        "image": brief.image(),
        "hero": linker(asset.image, is_image=True) if asset.image and brief.leads_with_image() else None,
        "hero_size": brief.image_size(asset.image) if asset.image else None,
        "authors": [
            {"name": author.name, "href": to(listed) if listed else None}
            for author in asset.authors
            for listed in (listing(project, asset.language, "authors", author.name),)
        ],
        "tags": [
            {"name": tag, "href": to(listing(project, asset.language, "tags", tag) or "")}
            for tag in told_apart(asset.tags)
        ],
        "translations": [
            {
                "language": language,
                "name": language_name(language),
                "url": project.addresses.url(other),
                "href": to(other),
            }
            for language, other in project.translations.get(asset.id, ())
        ],
        "default_url": _default(brief, place),
        "invitation": brief.invitation,
        "cta": {"text": asset.cta.text, "href": linker(asset.cta.url)} if asset.cta else None,
    }
    page["body"] = played(responsive(body.text, project, within, linker.media), allowed(project))
    if page["hero"]:
        width, height = page["hero_size"] or (None, None)
        sized = f' width="{width}" height="{height}"' if width else ""
        alt = escape(asset.image_alt or "")
        hero = f'<img class="hero" src="{escape(page["hero"])}" alt="{alt}"{sized}>'
        page["hero"] = responsive(hero, project, within, linker.media)
    shared, lacking = card(brief, place) if is_open else (None, [])
    page["card"] = brief.project.addresses.url(shared.path.removeprefix("site/")) if shared else None
    page["posting"] = _posting(brief, page)
    notices = [*linker.notices, *_left_out(asset, body.left_out), *lacking]
    if not is_open:
        slot = "members" if within == place else f"members-{brief.tier}"
        path = f"members/{within}index.html"
        draft = Draft(slot, "html", path, "text/html", page, template="blog/post.html", access=brief.tier)
        return Composed((draft,), notices=tuple(notices), media=linker.media)
    ids = _ids(body.text) | _FRAME_IDS
    elsewhere = list(_anchors(brief, ids, notices))
    entry = {
        "place": place,
        "title": asset.title,
        "picture": _picture(brief),
        "description": page["description"],
        "date": asset.date,
        "updated": asset.updated,
        "tags": asset.tags,
        "series": asset.series,
        "minutes": brief.document.minutes,
        "authors": [author.name for author in asset.authors],
        "is_original": brief.canonical == brief.url,
        "ids": sorted(ids),
        "anchors": elsewhere,
        "redirects": list(_old_addresses(brief, notices)),
        "language": asset.language,
    }
    if is_searched(project):
        entry["words"] = words_of(brief)
    draft = Draft("page", "html", f"site/{place}index.html", "text/html", page, template="blog/post.html")
    drafts = (draft, shared) if shared else (draft,)
    return Composed(drafts, Entry(asset.id, asset.language, entry), tuple(notices), media=linker.media)


def _ids(html: str) -> frozenset[str]:
    """The names of places in finished HTML, in which a space stands before each attribute."""
    after = (part for naming in _NAMING for part in html.split(naming)[1:])
    return frozenset(unescape(part.partition('"')[0]) for part in after)


def _picture(brief: Brief) -> dict[str, Any] | None:
    """The asset's own picture as lists show it, if it is ours and its size is known."""
    asset, addresses = brief.asset, brief.project.addresses
    place = addresses.resolve(asset, asset.image, is_image=True).path if asset.image else None
    size = addresses.size(place) if place else None
    return {"place": place, "size": list(size)} if size else None


def _default(brief: Brief, place: str) -> str:
    """The address for readers of a language that the post isn't in: the one in the site's own language, if any."""
    project = brief.project
    others = dict(project.translations.get(brief.asset.id, ()))
    return project.addresses.url(others.get(project.language, place))


def _near(brief: Brief, to: To) -> dict[str, Any]:
    """What stands near: the posts before and after it, related ones, and the parts of its series."""
    asset = brief.asset
    near = brief.project.neighbours.get(asset.id, Neighbours())

    def shown(one: Near | None) -> dict[str, Any] | None:
        return {"title": one.title, "href": to(one.place), "date": one.date} if one else None

    series = None
    if asset.series and near.parts:
        here = next((number for number, part in enumerate(near.parts, 1) if part.place == brief.project.post(asset)), 0)
        place = listing(brief.project, asset.language, "series", asset.series)
        series = {
            "name": asset.series,
            "href": to(place) if place else None,
            "part": here,
            "parts": [shown(part) for part in near.parts],
        }
    return {
        "newer": shown(near.newer),
        "older": shown(near.older),
        "related": [shown(one) for one in near.related],
        "series": series,
    }


def _posting(brief: Brief, page: dict[str, Any]) -> dict[str, Any]:
    """The post as schema.org's BlogPosting."""
    asset, project, site = brief.asset, brief.project, brief.project.config.site
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": asset.title[:HEADLINE],
        "description": page["description"],
        "url": brief.canonical,
        "mainEntityOfPage": brief.canonical,
        "inLanguage": asset.language,
        "datePublished": asset.date.isoformat() if asset.date else None,
        "dateModified": changed.isoformat() if (changed := asset.updated or asset.date) else None,
        "author": [
            {key: value for key, value in (("@type", "Person"), ("name", one.name), ("url", one.url)) if value}
            for one in asset.authors
        ],
        "publisher": {"@type": "Organization", "name": site.title, "url": project.addresses.url("")} | _logo(project),
        "image": [one for one in (page["image"], page["card"]) if one],
        "keywords": list(asset.tags),
        "wordCount": brief.document.words,
        "isPartOf": {"@type": "CreativeWorkSeries", "name": asset.series} if asset.series else None,
        "isAccessibleForFree": False if page["invitation"] else None,
        "hasPart": _gated_part() if page["invitation"] else None,
    }
    return {key: value for key, value in known.items() if value not in (None, [])}


def _logo(project: Project) -> dict[str, Any]:
    logo = project.brand.logo
    return {"logo": {"@type": "ImageObject", "url": project.addresses.url(logo.place)}} if logo else {}


def _gated_part() -> dict[str, Any]:
    """Where on the page the rest would stand, by Google's documentation of paywalled content."""
    return {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".gate"}


def _anchors(brief: Brief, ids: frozenset[str], notices: list[Notice]) -> Iterator[Anchor]:
    """The links to a place within another post, each with the notice that it deserves if that place isn't there.

    Those to a place within this post are looked at here.
    """
    own = brief.project.post(brief.asset)
    for reference in brief.document.references:
        if reference.is_image or "#" not in reference.target:
            continue
        found = brief.project.addresses.resolve(brief.asset, reference.target)
        name = unquote(reference.target.partition("#")[2])
        if not name or found.fault or found.path is None:
            continue
        notice = Notice("link-anchor", reference.location, f"{reference.target[:80]} names no place on that page")
        if found.path != own:
            yield [found.path, name, notice.location.path, notice.location.line, notice.text]
        elif name not in ids:
            notices.append(notice)


def _old_addresses(brief: Brief, notices: list[Notice]) -> Iterator[str]:
    """The places that the post stood at before: folders, or files that end in `.html`."""
    asset, project = brief.asset, brief.project
    own = project.post(asset)
    for alias in asset.aliases:
        name = unquote(alias.strip("/"))
        if name.removesuffix("index.html").strip("/") == own.strip("/"):
            continue
        holder = project.addresses.aliases.get(alias.strip("/").removesuffix(".html"), own)
        if fault := alias_fault(name) or (f"is the address of {holder}" if holder != own else None):
            notices.append(Notice("alias", asset.at("aliases"), f"the old address {alias[:80]!r} {fault}"))
            continue
        yield name if name.endswith((".html", ".htm")) else f"{name}/"


def alias_fault(name: str) -> str | None:
    """Why no page can stand at an old address, or None."""
    if "://" in name or name.startswith("//") or urlsplit(name).query:
        return "is no path of this site"
    parts = name.split("/")
    if any(part in {"", ".", ".."} or len(part.encode()) > 250 for part in parts) or _NO_FILE.search(name):
        return "can't be a file's name"
    return "is a place of the site itself" if is_site_name(parts[0]) else None


def _left_out(asset: Asset, tags: Sequence[str]) -> Iterator[Notice]:
    if tags:
        yield Notice("html", asset.at(), f"HTML that can't be let through was left out: {', '.join(tags)}")
