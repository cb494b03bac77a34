"""What the making of one asset asked of the rest of the world, written down: asked again later, it tells what is stale.

An asset's pieces depend on its own source, and on what channels ask of their project: where a link leads, what time it
is, which templates there are, what is told of the asset by its neighbours. Whoever asks more than that is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from repurpose.build.cache import plain
from repurpose.build.templates import ANY
from repurpose.channels.channel import BY_ASSET, Project
from repurpose.document.links import Addresses, Resolved
from repurpose.model import Asset

_told = json.JSONEncoder(ensure_ascii=False, default=repr).encode
"""Named tuples count as lists: their own `repr` takes several times as long."""

Question = tuple[str, bool]
"""A link or image (True) as it stands in the asset."""


class Span(NamedTuple):
    """The moments between which every answer about time is the same.

    `known` is false where something was asked that isn't written down: then there is none.
    """

    since: datetime | None = None
    until: datetime | None = None
    known: bool = True

    def holds(self, moment: datetime) -> bool:
        """Whether a moment is among them."""
        return (
            self.known and (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)
        )

    def row(self) -> list[Any]:
        """As JSON has it, in UTC."""
        return [_text(self.since), _text(self.until), self.known]

    @classmethod
    def of(cls, row: Sequence[Any]) -> Span:
        """What `row` gave."""
        since, until, known = row
        return cls(_moment(since), _moment(until), known)


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class Trace(NamedTuple):
    """All that was asked, and what the answers were; they hold within a `span`."""

    span: Span = Span()
    links: tuple[Question, ...] = ()
    answers: str = ""
    about: str = ""
    templates: tuple[str, ...] = ()
    looks: str = ""

    def holds(self, project: Project, asset: Asset | None, looks: Looks) -> bool:
        """Whether every answer is the same in this project, of templates that look so."""
        return (
            self.span.holds(project.told)
            and self.looks == looks[self.templates]
            and (asset is None or self.about == about(project, asset.id))
            and (asset is None or not self.links or self.answers == answers(self.links, project.addresses, asset))
        )


def about(project: Project, asset_id: str) -> str:
    """A digest of what a project tells of one asset."""
    told = project.of(asset_id)
    return hashlib.sha256(_told(told).encode(errors="surrogatepass")).hexdigest()[:16] if told else ""


def ground(addresses: Addresses, looks: Looks) -> str:
    """A digest of what is told of no single asset: where everything stands, and how all templates look."""
    places = [getattr(addresses, spec.name) for spec in fields(Addresses)]
    return plain.digest([*(sorted(one) if isinstance(one, frozenset) else one for one in places), looks.all])


class Looks(dict[tuple[str, ...], str]):
    """By the names of some templates, a digest of them; `templates` are the digests of all."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        super().__init__()
        self._templates = templates

    @property
    def all(self) -> str:
        """A digest of all templates."""
        return self[(ANY,)]

    def __missing__(self, names: tuple[str, ...]) -> str:
        known = self._templates
        told = self[names] = plain.digest(sorted(known.items()) if ANY in names else [known.get(one) for one in names])
        return told


def answers(links: Iterable[Question], addresses: Addresses, asset: Asset) -> str:
    """A digest of where links lead, and of what stands there."""
    told = []
    for href, is_image in links:
        found = addresses.resolve(asset, href, is_image=is_image)
        place = found.path or ""
        told.append([found.url, found.path, found.own, found.fault, addresses.is_medium(place), addresses.size(place)])
    return plain.digest(told)


class Asked:
    """Writes down what is asked of `project`: give the watched one to whoever asks."""

    def __init__(self, project: Project, span: tuple[datetime | None, datetime | None], asset: Asset | None) -> None:
        self._plain, self._asset = project, asset
        self.since, self.until = span
        self.links: dict[Question, None] = {}
        self.known = True
        self.project: Project = _WatchedProject(project, self, asset.id if asset else None)

    def trace(self, templates: Iterable[str], looks: Looks) -> Trace:
        """All that was asked, with the answers."""
        names = tuple(sorted(set(templates)))
        return Trace(
            Span(self.since, self.until, self.known),
            tuple(self.links),
            answers(self.links, self._plain.addresses, self._asset) if self._asset and self.links else "",
            about(self._plain, self._asset.id) if self._asset else "",
            names,
            looks[names],
        )

    def within(self, since: datetime | None, until: datetime | None) -> None:
        """Write down that an answer holds from one moment until before another."""
        self.since = max((one for one in (self.since, since) if one), default=None)
        self.until = min((one for one in (self.until, until) if one), default=None)


class _WatchedProject(Project):
    """A project that writes down what it is asked, and knows what is told of one asset alone."""

    __slots__ = ("_asked",)
    _asked: Asked

    def __init__(self, project: Project, asked: Asked, asset_id: str | None) -> None:
        kept: dict[str, Any] = {spec.name: getattr(project, spec.name) for spec in fields(Project)}
        kept |= {name: {} for name in BY_ASSET} | (project.of(asset_id) if asset_id is not None else {})
        kept["addresses"] = _WatchedAddresses(project.addresses, asked)
        super().__init__(**kept)
        object.__setattr__(self, "_asked", asked)

    @property
    def moment(self) -> datetime:
        self._asked.within(self.told, self.told + timedelta(microseconds=1))
        return self.told

    @property
    def today(self) -> date:
        zone = self.config.zone
        day = self.told.astimezone(zone).date()
        self._asked.within(
            datetime.combine(day, time(), zone) if day > date.min else None,
            datetime.combine(day + timedelta(days=1), time(), zone) if day < date.max else None,
        )
        return day

    def is_past(self, when: datetime) -> bool:
        is_past = when <= self.told
        self._asked.within(when if is_past else None, None if is_past else when)
        return is_past


def _whole(name: str) -> Any:
    """All addresses of a kind: what is made of them isn't written down."""

    def asked(addresses: _WatchedAddresses) -> Any:
        addresses._asked.known = False
        return getattr(addresses._all, name)

    return property(asked)


class _WatchedAddresses(Addresses):
    """Addresses that write down which links they are asked for."""

    _all: Addresses
    _asked: Asked

    def __init__(self, addresses: Addresses, asked: Asked) -> None:
        for name, value in {
            "base": addresses.base,
            "content": addresses.content,
            "_all": addresses,
            "_asked": asked,
        }.items():
            object.__setattr__(self, name, value)

    def resolve(self, asset: Asset, href: str, *, is_image: bool = False) -> Resolved:
        found = self._all.resolve(asset, href, is_image=is_image)
        # Where somebody else's address leads depends on nothing.
        if found.url is None or found.own or found.fault or found.path is not None:
            self._asked.links[(href, is_image)] = None
        return found

    def is_medium(self, place: str) -> bool:
        return self._all.is_medium(place)  # of a link that was resolved, and its answer is written down with it

    def size(self, place: str) -> tuple[int, int] | None:
        return self._all.size(place)

    def narrower(self, place: str) -> tuple[int, ...]:
        return self._all.narrower(place)  # its name tells its content

    def weight(self, address: str) -> int:
        return self._all.weight(address)  # its name tells its content, and was resolved

    posts = _whole("posts")
    aliases = _whole("aliases")
    media = _whole("media")
    unseen = _whole("unseen")
    sizes = _whole("sizes")
    weights = _whole("weights")
    widths = _whole("widths")
    places_of_media = _whole("places_of_media")
