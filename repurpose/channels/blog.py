"""The blog: a page for each post, and the site's index, tags, archive, sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from repurpose.channels.channel import Brief, Composed, Draft, Entry, Linker, Project
from repurpose.document.links import relative
from repurpose.document.summary import summary
from repurpose.formats.html import Style, to_html
from repurpose.ids import slugify
from repurpose.language.interface import interface, language_name
from repurpose.language.tags import direction
from repurpose.library.visibility import Showing
from repurpose.model import Access, Asset, Notice


class Blog:
    """The site that CI publishes."""

    name = "blog"
    does = "a finished static site: a page for each post, index, tags, archive, sitemap"
    files = (
        "site/<slug>/index.html",
        "site/index.html",
        "site/tags/",
        "site/archive/",
        "site/sitemap.xml",
        "members/<slug>/index.html",
    )
    showing = Showing.PUBLIC
    tiers = (Access.OPEN, Access.REGISTERED, Access.PREMIUM)
    options: Mapping[str, str] = {}

    def compose(self, brief: Brief) -> Composed:
        """The post's page; for readers with more rights, its full version below members/."""
        asset, project = brief.asset, brief.project
        is_open = brief.tier is Access.OPEN
        place = project.post(asset)
        # What readers of a middle tier may read stands beside the full version, of which there is one.
        within = place if is_open or brief.document.gate is None else f"{brief.tier}/{place}"
        to = _relative_to(within) if is_open else project.addresses.url
        linker = Linker(brief, page=within, outside=not is_open)
        body = to_html(brief.document, linker, Style(size=brief.image_size, page=brief.words.words))
        page = {
            **_page(project, asset.language, place, asset.title, to),
            "is_open": is_open,
            "asset": asset,
            "body": body.text,
            "description": summary(brief.document),
            "canonical": brief.canonical,
            "minutes": brief.document.minutes,
            "headings": [heading for heading in brief.document.headings if heading.level == 2],
            "image": brief.image(),
            "hero": linker(asset.image, is_image=True) if asset.image and brief.leads_with_image() else None,
            "hero_size": brief.image_size(asset.image) if asset.image else None,
            "tags": [
                {"name": tag, "href": to(_tag_place(project, asset.language, tag))} for tag in _told_apart(asset.tags)
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
            "gate": brief.document.gate,
            "cta": {"text": asset.cta.text, "href": linker(asset.cta.url)} if asset.cta else None,
        }
        notices = (*linker.notices, *_left_out(asset, body.left_out))
        if not is_open:
            slot = "members" if within == place else f"members-{brief.tier}"
            path = f"members/{within}index.html"
            draft = Draft(slot, "html", path, "text/html", page, template="blog/post.html", access=brief.tier)
            return Composed((draft,), notices=notices, media=linker.media)
        draft = Draft("page", "html", f"site/{place}index.html", "text/html", page, template="blog/post.html")
        entry = {
            "place": place,
            "title": asset.title,
            "description": page["description"],
            "date": asset.date,
            "updated": asset.updated,
            "tags": asset.tags,
            "minutes": brief.document.minutes,
            "authors": [author.name for author in asset.authors],
            "is_original": brief.canonical == brief.url,
        }
        return Composed((draft,), Entry(asset.id, asset.language, entry), notices, media=linker.media)

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Index, tags and archive of each language; the sitemap and robots.txt of all."""
        languages = sorted({entry.language for entry in entries} | {project.language})
        drafts: list[Draft] = []
        for language in languages:
            drafts += _lists(
                language, [entry.data for entry in entries if entry.language == language], project, languages
            )
        places = [{"loc": project.addresses.url(draft.fields["place"]), "lastmod": None} for draft in drafts]
        places += [
            {"loc": project.addresses.url(entry.data["place"]), "lastmod": entry.data["updated"] or entry.data["date"]}
            for entry in entries
            if entry.data["is_original"]
        ]
        sitemap = {"places": sorted(places, key=lambda place: str(place["loc"]))}
        drafts += [
            Draft("sitemap", "xml", "site/sitemap.xml", "application/xml", sitemap, template="blog/sitemap.xml"),
            Draft(
                "robots",
                "text",
                "site/robots.txt",
                "text/plain",
                {"sitemap": project.addresses.url("sitemap.xml")},
                template="blog/robots.txt",
            ),
            Draft(
                "style",
                "css",
                "site/assets/style.css",
                "text/css",
                {"brand": project.config.brand},
                template="blog/style.css",
            ),
        ]
        return Composed(tuple(drafts))


def _relative_to(place: str) -> Callable[[str], str]:
    """How a page at `place` writes the way to others."""
    return lambda target: relative(place, target)


def _page(project: Project, language: str, place: str, title: str, to: Callable[[str], str]) -> dict[str, Any]:
    """What every page of the site has; `to` writes the way from the page to a place."""
    folder = project.folder(language)
    feeds = ("feed.xml", "atom.xml", "feed.json") if "feed" in project.channels else ()
    return {
        "place": place,
        "title": title,
        "site": project.config.site,
        "brand": project.config.brand,
        "language": language,
        "direction": direction(language),
        "words": interface(language),
        "url": project.addresses.url(place),
        "home": to(folder),
        "archive": to(f"{folder}archive/"),
        "tag_list": to(f"{folder}tags/"),
        "style": to("assets/style.css"),
        "feeds": {name: to(f"{folder}{name}") for name in feeds},
    }


def _tag_slug(tag: str) -> str:
    """C++ and C# are no C."""
    return slugify(tag.replace("+", " plus ").replace("#", " sharp "))


def _told_apart(tags: Iterable[str]) -> list[str]:
    """The tags that have a page, those that differ by case alone once."""
    return list({_tag_slug(tag): tag for tag in reversed(tuple(tags)) if _tag_slug(tag)}.values())[::-1]


def _tag_place(project: Project, language: str, tag: str) -> str:
    return f"{project.folder(language)}tags/{_tag_slug(tag)}/"


def _lists(
    language: str, posts: list[Mapping[str, Any]], project: Project, languages: Sequence[str]
) -> Iterator[Draft]:
    folder = project.folder(language)
    words = interface(language)

    def draft(slot: str, place: str, title: str, template: str, **fields: Any) -> Draft:
        page = _page(project, language, place, title, _relative_to(place)) | fields
        path = f"site/{place}index.html"
        return Draft(
            f"{slot}.{language}" if folder else slot,
            "html",
            path,
            "text/html",
            page,
            template=template,
            language=language,
        )

    def linked(place: str, some: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [{**post, "href": relative(place, str(post["place"]))} for post in some]

    others = [
        {
            "language": other,
            "name": language_name(other),
            "href": relative(folder, project.folder(other)),
            "url": project.addresses.url(project.folder(other)),
        }
        for other in languages
        if other != language
    ]
    yield draft(
        "index", folder, project.config.site.title, "blog/index.html", posts=linked(folder, posts), languages=others
    )
    place = f"{folder}archive/"
    yield draft("archive", place, words("archive"), "blog/archive.html", posts=linked(place, posts))
    tags: dict[str, tuple[str, list[Mapping[str, Any]]]] = {}
    for post in posts:
        for tag in _told_apart(post["tags"]):  # a page is named as the newest post writes its tag
            tags.setdefault(_tag_slug(tag), (tag, []))[1].append(post)
    place = f"{folder}tags/"
    listed = [
        {"name": name, "href": relative(place, f"{place}{slug}/"), "count": len(some)}
        for slug, (name, some) in sorted(tags.items())
    ]
    yield draft("tags", place, words("tags"), "blog/tags.html", tags=listed)
    for slug, (name, some) in sorted(tags.items()):
        place = f"{folder}tags/{slug}/"
        yield draft(f"tag-{slug}", place, words("tag", tag=name), "blog/tag.html", posts=linked(place, some), tag=name)


def _left_out(asset: Asset, tags: Sequence[str]) -> Iterator[Notice]:
    if tags:
        yield Notice("html", asset.at(), f"HTML that can't be let through was left out: {', '.join(tags)}")
