"""A post of an old site, whatever system it was kept in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Post:
    """What an export tells of a post.

    `html` is its text; `address` where it stood, whole or from the site's root. `is_draft`: not all could read it.
    `access` is the tier that reads it whole. `told` are things that its owner should know of.
    """

    title: str
    slug: str
    html: str
    address: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    description: str = ""
    image: str = ""
    image_alt: str = ""
    canonical_url: str = ""
    language: str = ""
    access: str = "open"
    is_draft: bool = False
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """An old site: its address, its posts, and what else is in the export, counted by what it is."""

    url: str
    posts: tuple[Post, ...]
    left: dict[str, int] = field(default_factory=dict)
