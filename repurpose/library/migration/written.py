"""Posts of an old site -> files of content/: front matter, Markdown, links among them, old addresses kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from posixpath import relpath
from urllib.parse import SplitResult, unquote, urlsplit

from repurpose.clock import rfc3339
from repurpose.ids import derive_slug, fold, slug_fault, slugify
from repurpose.language.tags import primary
from repurpose.library.migration.post import Export, Post
from repurpose.library.paste import markdown_of

MEDIA = "media"
"""The folder of pictures, beside the assets."""

_CONTROL = re.compile(r"[\x7f-\x9f\ud800-\udfff\ufffe\uffff]|\\u00[01][0-9a-f]|\\[bf]")
"""What no YAML may hold, and what JSON writes of the rest of these."""

_PLAIN = frozenset(("date", "updated", "access", "status"))

_LINK = re.compile(
    r"^```[^\n]*\n.*?^```$|`[^`\n]+`|(\]\(<?)([^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*)(?=[>\s)])", re.M | re.S
)
"""Code, in which no link is one; or the address of a link, behind what opens it."""
_TARGET = re.compile(r"!\[[^\]]*\]\(<?([^()\s<>]+)")


@dataclass(frozen=True, slots=True)
class Written:
    """A file to be: its name below the folder it goes to, its text, what to tell of it.

    `media` are the pictures that it shows, by their place beside it: the file of the old site's that each is.
    """

    name: str
    text: str
    told: tuple[str, ...]
    media: Mapping[str, str]


def written(export: Export, media: Sequence[str] = (), language: str = "") -> Iterator[Written]:
    """The files of an export's posts.

    `media` are the paths of the old site's pictures that are at hand, `language` the tag that needs no telling.
    """
    names = _names(export.posts)
    host = _split(export.url).netloc
    places = {_path(post.address): name for post, name in zip(export.posts, names, strict=True) if _path(post.address)}
    at_hand = {fold(PurePosixPath(path).as_posix()): path for path in media}
    for post, name in zip(export.posts, names, strict=True):
        yield _Writer(host, places, at_hand, {}).file(post, name, language)


def _names(posts: Sequence[Post]) -> list[str]:
    """A file name for each, none twice on any disk."""
    taken: set[str] = set()
    names = []
    for post in posts:
        found = (derive_slug(unquote(post.slug)), slugify(post.title), "post")
        slug = next(one for one in found if not slug_fault(one))
        number = 1
        while fold(own := slug if number == 1 else f"{slug}-{number}") in taken:
            number += 1
        taken.add(fold(own))
        names.append(f"{own}.md")
    return names


def _split(address: str) -> SplitResult:
    """The parts of an address; of what is none (`http://[`), none."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _path(address: str) -> str:
    """What an address is known by: its path, without the slash at its end; one with a query is none."""
    parts = _split(address)
    return "" if parts.query else unquote(parts.path).rstrip("/")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one post; `shown` collects the pictures that it shows."""

    host: str
    places: Mapping[str, str]
    at_hand: Mapping[str, str]
    shown: dict[str, str]

    def file(self, post: Post, name: str, language: str) -> Written:
        body = _LINK.sub(
            lambda link: f"{link[1]}{self._target(link[2], name)}" if link[1] else link[0], markdown_of(post.html)
        )
        image = self._target(post.image, name) if post.image else ""
        old = _path(post.address)
        fields = {
            "title": post.title,
            "date": rfc3339(post.date) if post.date else "",
            "updated": rfc3339(post.updated) if post.updated else "",
            "authors": list(post.authors),
            "tags": list(post.tags),
            "description": _line(post.description),
            "image": image,
            "image_alt": post.image_alt if image else "",
            "language": post.language if primary(post.language.lower()) != primary(language.lower()) else "",
            "access": post.access if post.access != "open" else "",
            "status": "draft" if post.is_draft else "",
            "canonical_url": post.canonical_url if _split(post.canonical_url).netloc != self.host else "",
            "aliases": [f"{old}/"] if old and old != f"/{name.removesuffix('.md')}" else [],
        }
        head = [f"{key}: {_value(key, value)}" for key, value in fields.items() if value]
        away = [one for one in [*_TARGET.findall(body), image] if self._is_own(one)]
        told = [*post.told]
        if away:
            where = _split(away[0]).netloc or "the old site"
            told.append(f"{len(away)} of its pictures {'is' if len(away) == 1 else 'are'} on {where}")
        return Written(name, "\n".join(["---", *head, "---", "", body]), tuple(told), self.shown)

    def _is_own(self, address: str) -> bool:
        parts = _split(address)
        return bool(parts.path) and (address.startswith("/") or (bool(parts.netloc) and parts.netloc == self.host))

    def _target(self, address: str, name: str) -> str:
        """A link or picture of the old site, as it is found from a file; others as they are."""
        if not self._is_own(address):
            return address
        parts = _split(address)
        place = "" if parts.query else self.places.get(unquote(parts.path).rstrip("/"), "")
        if place:
            return f"{'' if place == name else place}{f'#{parts.fragment}' if parts.fragment else ''}" or place
        return self._picture(unquote(parts.path)) or address

    def _picture(self, path: str) -> str:
        """Where a picture is to stand, if it is at hand: by as much of its path as is there, from its end."""
        steps = path.strip("/").split("/")
        for start in range(len(steps)):
            if found := self.at_hand.get(fold("/".join(steps[start:]))):
                place = f"{MEDIA}/{relpath(found)}"
                self.shown[place] = found
                return place.replace(" ", "%20")
        return ""


def _value(key: str, value: object) -> str:
    """A value as YAML, which reads JSON; days and words of our own stand plain."""
    return str(value) if key in _PLAIN else _CONTROL.sub(" ", json.dumps(value, ensure_ascii=False))


def _line(html: str) -> str:
    """A description in one line, without the markup that some systems keep in it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
