"""The gist of a record: what the whole library needs of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from repurpose.build.cache.asked import Span
from repurpose.build.cache.told import Told


class Slip(NamedTuple):
    """What stands of an entry in a record: its language, its date (seconds since 1970, for its order), its digest."""

    language: str
    date: float | None
    digest: str


class Gist(NamedTuple):
    """Of one record: whose it is, made from what, when it holds, its slips by channel, and what was told.

    `asset` is the id of the asset that owns it, `origin` a digest of its own source, `about` one of what the project
    told of it.
    """

    owner: str
    asset: str | None
    origin: str
    span: Span
    slips: Mapping[str, Slip] = MappingProxyType({})
    told: Told = Told()
    about: str = ""
