"""What a channel gives back: drafts of files, and what it keeps for its `collect`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from repurpose.errors import RepurposeError
from repurpose.model import Access, Link, Notice


@dataclass(frozen=True, slots=True)
class Draft:
    """One file of a piece, before it is rendered.

    It is made from `fields` by `template`; or by `encoder` (a name in `build.encode`), which may render `template` on
    its way. `network` is set where the channel has several. `links` are the links that stand in it. `use` and
    `not_before` are set where the calendar asks for it.

    A file of the whole library may have a `fingerprint`: some text that has all of what its fields take from entries.
    Where that is as it was, and so is what was asked of the project, the file isn't rendered again.
    """

    slot: str
    role: str
    path: str
    media_type: str
    fields: Mapping[str, Any]
    template: str | None = None
    encoder: str | None = None
    network: str | None = None
    links: tuple[Link, ...] = ()
    access: Access = Access.OPEN
    language: str | None = None
    use: int = 1
    not_before: datetime | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a channel keeps of one asset for its `collect`: plain data, in the asset's language."""

    asset: str
    language: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Composed:
    """What a channel made.

    With no drafts and no entry, `reason` says why there is nothing; `errors` are what was wrong with a part of it;
    `media` are the places of pictures and files that it shows or links to.
    """

    drafts: tuple[Draft, ...] = ()
    entry: Entry | None = None
    notices: tuple[Notice, ...] = ()
    reason: str | None = None
    errors: tuple[RepurposeError, ...] = ()
    media: frozenset[str] = frozenset()
