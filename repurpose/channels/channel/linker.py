"""Where the links of one piece lead, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

from repurpose.channels.channel.brief import Brief
from repurpose.document.document import Document
from repurpose.document.links import Resolved, relative, tidy, tracked
from repurpose.model import Link, Notice


class Linker:
    """Resolves the links of one piece, and remembers which stand in it and what was wrong with them.

    `tracking` are UTM parameters for links to our own site; `page` is the place of a page of the site, whose links
    within it are written relative, so that it works below any address. A page `outside` the site links to it by whole
    addresses, and has its pictures beside it.
    """

    def __init__(
        self,
        brief: Brief,
        *,
        tracking: Mapping[str, str] | None = None,
        page: str | None = None,
        outside: bool = False,
    ) -> None:
        self._brief, self._tracking, self._page, self._outside = brief, tracking, page, outside
        self._resolved = brief.document.view(_resolved)
        self._media: set[str] = set()
        self._links: dict[str, Link] = {}
        self._faults: dict[tuple[str, str], str] = {}

    def __call__(self, href: str, is_image: bool = False) -> str | None:
        """The address to write for one that the author wrote; None to leave it out."""
        found = self._resolved.get((href, is_image))
        if found is None:
            found = self._brief.project.addresses.resolve(self._brief.asset, href, is_image=is_image)
            self._resolved[href, is_image] = found
        if found.fault:
            self._faults.setdefault((href, found.fault[0]), found.fault[1])
        if found.url is None:
            return None
        is_medium = found.path is not None and self._brief.project.addresses.is_medium(found.path)
        if is_medium and found.path is not None:
            self._media.add(found.path)
        if self._page is None or (self._outside and not is_medium and not href.startswith("#")):
            return found.url if is_image else self.link(found.url, own=found.own)
        if "://" in href:
            return found.url
        if found.path is None or href[:1] in {"", "#"}:
            return tidy(href)  # as its author wrote it: it leads there from a page as well
        tail = found.url[len(self._brief.project.addresses.url(found.path)) :]
        return relative(self._page, found.path) + tail

    def link(self, url: str, *, own: bool) -> str:
        """Write down a link that is already absolute; one of our own site is tracked."""
        is_tracked = own and self._tracking is not None
        address = tracked(url, self._tracking or {}) if is_tracked else url
        if address not in self._links:
            self._links[address] = Link(address, is_tracked)
        return address

    def call_to_action(self) -> dict[str, str] | None:
        """The asset's own, where it leads somewhere: its `text` and `url`."""
        cta = self._brief.asset.cta
        url = self(cta.url) if cta else None
        return {"text": cta.text, "url": url} if cta and url else None

    @property
    def media(self) -> frozenset[str]:
        """The places of the media that were written."""
        return frozenset(self._media)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that were written, in order."""
        return tuple(self._links.values())

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was wrong with links, each at the line of the first one."""
        if not self._faults:
            return ()
        asset = self._brief.asset
        places = {reference.target: reference.location for reference in reversed(self._brief.document.references)}
        if asset.image:
            places.setdefault(asset.image, asset.at("image"))
        return tuple(Notice(code, places.get(href, asset.at()), text) for (href, code), text in self._faults.items())


def _resolved(document: Document) -> dict[tuple[str, bool], Resolved]:
    """Where the links of a document lead, as far as some piece of it has asked: all pieces ask for the same."""
    return {}
