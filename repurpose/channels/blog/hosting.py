"""What stands beside the pages: style, icon, sitemap, robots.txt, and the files that static hosts read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from repurpose.channels.blog.embeds import allowed
from repurpose.channels.blog.frame import from_anywhere, is_searched
from repurpose.channels.channel import Draft, Project
from repurpose.ids import block_slot
from repurpose.language.interface import interface
from repurpose.language.tags import direction

MOST_PLACES = 50_000
"""Addresses in one sitemap: sitemaps.org/protocol.html; above it there are several, and an index."""


def drafts(project: Project, lists: Sequence[Draft], posts: Sequence[Mapping[str, Any]]) -> Iterator[Draft]:
    """What stands beside the pages; `lists` are the pages that aren't posts."""
    yield from _sitemaps(project, lists, posts)
    fields = {"sitemap": project.addresses.url("sitemap.xml")}
    yield Draft("robots", "text", "site/robots.txt", "text/plain", fields, template="blog/robots.txt")
    brand = {"brand": project.config.brand}
    style = {**brand, "faces": [(face.file.place, face.weight, face.style) for face in project.brand.faces]}
    yield Draft("style", "css", "site/style.css", "text/css", style, template="blog/style.css")
    letter = next((char for char in project.config.site.title if char.isalnum()), "·").upper()
    icon = {**brand, "letter": letter}
    yield Draft("icon", "svg", "site/icon.svg", "image/svg+xml", icon, template="blog/icon.svg")
    yield from _redirects(project, posts)
    # Both are written as Netlify and Cloudflare Pages read them.
    to = from_anywhere(project)
    base = urlsplit(project.config.url).path.rstrip("/")
    moved = sorted((f"{base}/{quote(old)}", to(post["place"])) for post in posts for old in post["redirects"])
    yield Draft("redirects", "text", "site/_redirects", "text/plain", {"moved": moved}, template="blog/_redirects")
    headers = {"base": base, "search": is_searched(project), "frames": [f"https://{one}" for one in allowed(project)]}
    yield Draft("headers", "text", "site/_headers", "text/plain", headers, template="blog/_headers")


def _redirects(project: Project, posts: Sequence[Mapping[str, Any]]) -> Iterator[Draft]:
    """A small page at each address that a post had before, for hosts that read no `_redirects`."""
    to = from_anywhere(project)
    for post in posts:
        for old in post["redirects"]:
            language = post["language"]
            fields = {
                "title": post["title"],
                "href": to(post["place"]),
                "url": project.addresses.url(post["place"]),
                "language": language,
                "direction": direction(language),
                "words": interface(language),
            }
            yield Draft(
                f"redirect-{block_slot(old)}",
                "redirect",
                f"site/{old}index.html" if old.endswith("/") else f"site/{old}",
                "text/html",
                fields,
                template="blog/redirect.html",
                language=language,
                fingerprint=repr([post["title"], post["place"], language]),
            )


def _sitemaps(project: Project, lists: Sequence[Draft], posts: Sequence[Mapping[str, Any]]) -> Iterator[Draft]:
    url = project.addresses.url
    places = [{"loc": url(draft.fields["place"]), "lastmod": None} for draft in lists if _is_first(draft)]
    places += [
        {"loc": url(post["place"]), "lastmod": post["updated"] or post["date"]} for post in posts if post["is_original"]
    ]
    places.sort(key=lambda place: str(place["loc"]))
    parts = [places[start : start + MOST_PLACES] for start in range(0, len(places), MOST_PLACES)] or [[]]
    if len(parts) == 1:
        yield _xml("sitemap", "sitemap.xml", {"places": places, "maps": []})
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield _xml("sitemap", "sitemap.xml", {"places": [], "maps": [url(name) for name in names]})
    for name, part in zip(names, parts, strict=True):
        yield _xml(name.removesuffix(".xml"), name, {"places": part, "maps": []})


def _is_first(draft: Draft) -> bool:
    """Whether it is a list's first page: the others hold nothing that search engines don't find elsewhere."""
    return draft.fields.get("number", 1) == 1 and not draft.path.endswith("404.html")


def _xml(slot: str, name: str, fields: Mapping[str, Any]) -> Draft:
    return Draft(slot, "xml", f"site/{name}", "application/xml", fields, template="blog/sitemap.xml")
