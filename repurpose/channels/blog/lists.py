"""The lists of posts in one language: home, archive, tags, authors and series, the long ones on several pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any, Generic, TypeVar, overload

from repurpose.channels.blog.frame import FILES, frame, from_anywhere, relative_to
from repurpose.channels.blog.pictures import responsive
from repurpose.channels.channel import Draft, Project
from repurpose.channels.groups import followed, listing, told_apart
from repurpose.document.links import relative
from repurpose.language.interface import interface, language_name

SMALL = 160
"""Pixels that the picture of a post is wide in a list."""

SHOWN = ("title", "description", "date", "minutes")
"""What lists take of a post as it is."""

Thing = TypeVar("Thing")
Made = TypeVar("Made")

Post = Mapping[str, Any]
"""What a post's page told of it: an Entry's data."""


class _Each(Sequence[Made], Generic[Thing, Made]):
    """What is made of each of some things, when it is asked for: a page needs few of them, or isn't rendered at all."""

    def __init__(self, make: Callable[[Thing], Made], things: Sequence[Thing]) -> None:
        self._make, self._things = make, things

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, number: int) -> Made: ...
    @overload
    def __getitem__(self, number: slice) -> list[Made]: ...
    def __getitem__(self, number: int | slice) -> Made | list[Made]:
        if isinstance(number, slice):
            return [self._make(thing) for thing in self._things[number]]
        return self._make(self._things[number])


class Lists:
    """Makes the lists of one language; `posts` come newest first."""

    def __init__(
        self, project: Project, language: str, posts: Sequence[Post], languages: Sequence[str], per_page: int
    ) -> None:
        self.project, self.language, self.posts, self.languages = project, language, posts, languages
        self.per_page = per_page
        self.folder = project.folder(language)
        self.words = interface(language)
        self._known: dict[str, str] = {}

    def drafts(self) -> Iterator[Draft]:
        """All of them."""
        yield from self._listed("index", self.folder, self.project.config.site.title, "blog/index.html", self.posts)
        place = f"{self.folder}archive/"
        yield self._draft("archive", place, self.words("archive"), "blog/archive.html", **self._by_year(place))
        if "feed" in self.project.channels:
            yield self._feeds(f"{self.folder}feeds/")
        yield from self._grouped("tags", "tag", "tag", lambda post: told_apart(post["tags"]), overview=True)
        yield from self._grouped("authors", "author", "author_posts", lambda post: post["authors"], overview=True)
        yield from self._grouped("series", "series", None, lambda post: [post["series"]] if post["series"] else [])
        yield self._not_found()

    def _grouped(
        self, kind: str, slot: str, words: str | None, names: Any, *, overview: bool = False
    ) -> Iterator[Draft]:
        """A page for each tag, author or series, and one that names them all; named as the newest post writes it."""
        groups: dict[str, tuple[str, list[Post]]] = {}
        for post in self.posts:
            for name in dict.fromkeys(names(post)):
                place = listing(self.project, self.language, kind, name)
                if not place:
                    continue
                group = groups.setdefault(place, (name, []))[1]
                if not group or group[-1] is not post:
                    group.append(post)
        if kind == "series":
            groups = {place: (name, some[::-1]) for place, (name, some) in groups.items() if len(some) > 1}
        top = f"{self.folder}{kind}/"
        if overview and (groups or kind == "tags"):
            named = [
                {"name": name, "href": relative(top, place), "count": len(some)}
                for place, (name, some) in sorted(groups.items())
            ]
            yield self._draft(kind, top, self.words(kind), "blog/tags.html", tags=named)
        dated = (place for place, (_, some) in groups.items() for post in some if post["date"])
        fed = followed(self.project, kind, dated)
        for place, (name, some) in sorted(groups.items()):
            feeds = FILES if place in fed else ()
            title = self.words(words, **{slot: name}) if words else name
            slug = place.removeprefix(top).strip("/")
            yield from self._listed(f"{slot}-{slug}", place, title, "blog/tag.html", some, feeds, kind=kind, name=name)

    def _listed(
        self,
        slot: str,
        place: str,
        title: str,
        template: str,
        posts: Sequence[Post],
        feeds: Sequence[str] = (),
        **fields: Any,
    ) -> Iterator[Draft]:
        """A list on as many pages as it needs; `feeds` are the names of those of its own."""
        count = max(1, -(-len(posts) // self.per_page))
        places = [place, *(f"{place}page/{number}/" for number in range(2, count + 1))]
        for number, here in enumerate(places, 1):
            some = posts[(number - 1) * self.per_page : number * self.per_page]
            told = (title, len(posts), count, feeds, fields, self.languages, [self._told(post) for post in some])
            yield self._draft(
                slot if number == 1 else f"{slot}-page-{number}",
                here,
                title,
                template,
                fingerprint=repr(told),
                posts=_Each(partial(self._shown, here), some),
                total=len(posts),
                number=number,
                pages=_Each(relative_to(here), places),
                languages=self._others(here),
                default_url=self.project.addresses.url(""),
                own_feeds={name: relative(here, f"{place}{name}") for name in feeds},
                **fields,
            )

    def _told(self, post: Post) -> str:
        """All that lists tell of a post."""
        known = self._known.get(post["place"])
        if known is None:
            known = self._known[post["place"]] = repr([post[key] for key in (*SHOWN, "place", "picture")])
        return known

    def _draft(
        self, slot: str, place: str, title: str, template: str, fingerprint: str | None = None, **fields: Any
    ) -> Draft:
        page = frame(self.project, self.language, place, title, relative_to(place)) | fields
        return Draft(
            f"{slot}.{self.language}" if self.folder else slot,
            "html",
            f"site/{place}index.html",
            "text/html",
            page,
            template=template,
            language=self.language,
            fingerprint=fingerprint,
        )

    def _not_found(self) -> Draft:
        """What a host shows where nothing is, at whatever address."""
        place = f"{self.folder}404.html"
        page = frame(self.project, self.language, place, self.words("not_found"), from_anywhere(self.project))
        slot = f"not-found.{self.language}" if self.folder else "not-found"
        path = f"site/{place}"
        return Draft(slot, "html", path, "text/html", page, template="blog/404.html", language=self.language)

    def _feeds(self, place: str) -> Draft:
        """Where the feeds are, for people: a browser shows a feed itself as code, or not at all."""
        addresses = [self.project.addresses.url(f"{self.folder}{name}") for name in FILES]
        named = list(zip(("RSS", "Atom", "JSON Feed"), addresses, strict=True))
        return self._draft("feeds", place, self.words("feeds"), "blog/feeds.html", addresses=named)

    def _by_year(self, place: str) -> dict[str, Any]:
        """All posts, by year; those without a date come last."""
        years: dict[int | None, list[dict[str, Any]]] = {}
        for post in self.posts:
            years.setdefault(post["date"].year if post["date"] else None, []).append(self._linked(place, post))
        return {"years": list(years.items()), "total": len(self.posts)}

    def _shown(self, place: str, post: Post) -> dict[str, Any]:
        """A post in a list, with its picture."""
        shown = self._linked(place, post) | {"picture": None}
        if picture := post["picture"]:
            source, (width, height) = relative(place, picture["place"]), picture["size"]
            image = f'<img src="{escape(source)}" alt="" width="{width}" height="{height}">'
            shown["picture"] = responsive(image, self.project, place, [picture["place"]])
            sized = f'width="{SMALL}" height="{round(SMALL * height / width)}" loading="lazy"'
            small = f'<img src="{escape(source)}" alt="" {sized}>'
            shown["small"] = responsive(small, self.project, place, [picture["place"]])
        return shown

    def _linked(self, place: str, post: Post) -> dict[str, Any]:
        return {key: post[key] for key in SHOWN} | {"href": relative(place, str(post["place"]))}

    def _others(self, place: str) -> list[dict[str, str]]:
        """The homes of the site in other languages."""
        return [
            {
                "language": other,
                "name": language_name(other),
                "href": relative(place, self.project.folder(other)),
                "url": self.project.addresses.url(self.project.folder(other)),
            }
            for other in self.languages
            if other != self.language
        ]
