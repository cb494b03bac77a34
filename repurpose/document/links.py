"""Where links lead: an author's relative paths, old addresses and plain URLs -> where that stands on the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urljoin, urlsplit, urlunsplit

from repurpose.document.parser import is_safe_link
from repurpose.model import Asset

_WEB = re.compile(r"https?:(?://[^/?#]*)?", re.I)
_HOST = re.compile(r"(?:[^@\[\]]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s\x00-\x20<>\[\]^|%\\{}\"`*$&'()+,;=!~@:]+)(?::\d{1,5})?")
_TIDY = re.compile(r"(?:https?://[\w-]+(?:\.[\w-]+)+)?[\w\-.~!$&'()*+,;=@/?]*(?:#[\w\-.~!$&'()*+,;=:@/?]*)?", re.A)
_PLAIN_PATH = re.compile(r"[\w\-.~/]*", re.A)
_NO_LETTER = re.compile(r"[^\w\-.~!$&'()*+,;=:@/?%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0010ffff]+", re.A)
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

_SCHEMES = ("https://", "http://")
_SUFFIXES = ("", ".md", "/index.md", ".markdown")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a link leads.

    `url` is absolute, None where nobody may follow it; `path` is the place in our site if it is one that is built
    (`launch/`); `own` tells our site's links from others'; `fault` is a notice code and words.
    """

    url: str | None
    path: str | None = None
    own: bool = False
    fault: tuple[str, str] | None = None


@dataclass(frozen=True)
class Addresses:
    """Every place of the site: posts and old addresses by their names in the content folder, media by their files.

    `base` has no slash at its end; all paths are relative to it. `unseen` are the assets that nobody may see yet.
    `sizes` are the widths and heights of pictures, `widths` those of their smaller versions, `weights` the bytes of
    media, all by their places.
    """

    base: str
    posts: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    unseen: frozenset[str] = frozenset()
    content: str = "content"
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    widths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def places_of_media(self) -> frozenset[str]:
        """The places of all media."""
        return frozenset(self.media.values())

    def is_medium(self, place: str) -> bool:
        """Whether a picture or download stands at a place."""
        return place in self.places_of_media

    def size(self, place: str) -> tuple[int, int] | None:
        """The width and height of the picture at a place, where they are known."""
        return self.sizes.get(place)

    def narrower(self, place: str) -> tuple[int, ...]:
        """The widths of the smaller versions of the picture at a place."""
        return self.widths.get(place, ())

    def weight(self, address: str) -> int:
        """How many bytes the medium at an absolute address has; 0 if it is none of ours."""
        return self.weights.get(unquote(address.removeprefix(f"{self.base}/")), 0)

    def url(self, path: str) -> str:
        """The absolute address of a place in the site."""
        return f"{self.base}/{_quoted(path)}"

    def resolve(self, asset: Asset, href: str, *, is_image: bool = False) -> Resolved:
        """Where a link or image in `asset` leads."""
        if not is_safe_link(href):
            return Resolved(
                None, fault=("link-unsafe", f"the address {href[:60]!r} was left out: its scheme isn't allowed")
            )
        if href.startswith(_SCHEMES) and _TIDY.fullmatch(href):
            return self._absolute(href)
        try:
            parts = urlsplit(href)
        except ValueError:
            return Resolved(None, fault=("link-broken", f"{href[:60]!r} is no address"))
        if parts.scheme or parts.netloc:
            address = tidy(href)
            if address is None:
                return Resolved(None, fault=("link-broken", f"{href[:60]!r} is no address"))
            return self._absolute(address)
        if not parts.path:
            own = self.posts.get(self._name(asset), "")
            return Resolved(f"{self.url(own)}{_tail(parts.query, parts.fragment)}", own, own=True)
        tail = _tail(parts.query, parts.fragment)
        if parts.path.startswith("/"):
            return self._rooted(parts.path, tail, is_image)
        return self._relative(asset, unquote(parts.path), tail, is_image)

    def _absolute(self, href: str) -> Resolved:
        if href == self.base or href.startswith((f"{self.base}/", f"{self.base}#", f"{self.base}?")):
            parts = urlsplit(href)
            place = unquote(parts.path.removeprefix(urlsplit(self.base).path)).lstrip("/")
            return Resolved(href, place, own=True)
        return Resolved(href)

    def _rooted(self, path: str, tail: str, is_image: bool) -> Resolved:
        name = unquote(path).strip("/")
        within = urlsplit(self.base).path.strip("/")
        if name in {"", within}:
            return Resolved(f"{self.base}/{tail}", "", own=True)
        name = name.removeprefix(f"{within}/") if within else name
        places = self.media if is_image else self.aliases
        place = places.get(name) or self.media.get(name) or self.aliases.get(name.removesuffix(".html"))
        if place is not None:
            return Resolved(f"{self.url(place)}{tail}", place, own=True)
        kind = "image" if is_image else "page"
        fault = (f"{kind}-unknown", f"{_clipped(path)} is no {kind} that is built here")
        return Resolved(urljoin(f"{self.base}/", f"{quote(path, safe='/%')}{tail}"), own=True, fault=fault)

    def _relative(self, asset: Asset, path: str, tail: str, is_image: bool) -> Resolved:
        name = self._name(asset)
        # First as a path between files, then as one between addresses, where a post is a folder of its own.
        for start in (posixpath.dirname(name), re.sub(r"(/index)?\.\w+$", "", name)):
            target = posixpath.normpath(posixpath.join(start, path))
            if target.startswith("../"):
                continue
            for suffix in _SUFFIXES if not is_image else ("",):
                if f"{target}{suffix}" in self.unseen:
                    return Resolved(
                        None,
                        fault=(
                            "link-unpublished",
                            f"{_clipped(path)} is not published; its words stand without the link",
                        ),
                    )
                place = self.media.get(f"{target}{suffix}") or ("" if is_image else self.posts.get(f"{target}{suffix}"))
                if place:
                    return Resolved(f"{self.url(place)}{tail}", place, own=True)
        missing = ("image-missing", f"there is no image {_clipped(path)}")
        fault = missing if is_image else ("link-broken", f"{_clipped(path)} leads nowhere")
        here = self.url(self.posts.get(name, ""))
        return Resolved(urljoin(here, f"{quote(path)}{tail}"), own=True, fault=fault)

    def _name(self, asset: Asset) -> str:
        return asset.path.removeprefix(f"{self.content}/")


def narrower_place(place: str, width: int) -> str:
    """Where a smaller version of a picture stands: beside it, under a name that has its width."""
    return f"{place.rpartition('.')[0]}-{width}.webp"


def folder_of(language: str, home: str) -> str:
    """The folder that pieces of a language stand in: none for the site's own language, `home`."""
    return "" if language == home else f"{language}/"


def place_of(asset: Asset, home: str) -> str:
    """An asset's place in a site whose own language is `home`."""
    return f"{folder_of(asset.language, home)}{asset.slug}/"


def relative(start: str, target: str) -> str:
    """The path from one place of the site to another: `launch/`, `tags/x/` -> `../tags/x/`; both may be files."""
    here, there = start.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return _quoted("/".join([*[".."] * (len(here) - shared), *there[shared:]])) or "./"


def _quoted(path: str) -> str:
    return path if _PLAIN_PATH.fullmatch(path) else quote(path, safe="/")


def tidy(address: str) -> str | None:
    """An address with only the characters that one may have (url.spec.whatwg.org, "valid URL string").

    None for one of the web that names no host.
    """
    if _TIDY.fullmatch(address):
        return address
    address = address.strip()
    if web := _WEB.match(address):
        try:
            has_host = bool(_HOST.fullmatch(urlsplit(address).netloc)) and (urlsplit(address).port or 0) >= 0
        except ValueError:
            has_host = False
        if not has_host:
            return None
    start = web.end() if web else 0
    rest, mark, fragment = address[start:].partition("#")
    return f"{address[:start]}{_encoded(rest)}{mark}{_encoded(fragment)}"


def _encoded(part: str) -> str:
    return _NO_ESCAPE.sub("%25", _NO_LETTER.sub(lambda found: quote(found[0], safe=""), part))


def tracked(url: str, parameters: Mapping[str, str]) -> str:
    """`url` with UTM parameters: what it has of its own stays and wins, they stand before the `#`."""
    if url.startswith(_SCHEMES) and "?" not in url and "#" not in url and _TIDY.fullmatch(url):
        added = _query(parameters)
        return f"{url}?{added}" if added else url
    parts = urlsplit(url)
    have = {key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = _query({key: value for key, value in parameters.items() if key not in have})
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, added)))))


def _query(parameters: Mapping[str, str]) -> str:
    """Those that have a value, as `urlencode` writes them."""
    return "&".join([f"{_worded(key)}={_worded(value)}" for key, value in parameters.items() if value])


def _worded(text: str) -> str:
    return text if _PLAIN_PATH.fullmatch(text) else quote_plus(text, safe="/")


def _clipped(path: str) -> str:
    return path if len(path) <= 80 else f"{path[:79]}…"


def _tail(query: str, fragment: str) -> str:
    return (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
