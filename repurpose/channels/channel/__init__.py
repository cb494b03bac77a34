"""What a channel is, what it is given, and what it gives back.

A channel is a class with the attributes and methods of `Channel`, named by an entry point of the group
`repurpose.channels`. It knows no disk, clock, network or other channel: what it may know is in the Brief. What it
needs for its work is imported from here; how it is divided into files is nobody else's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from repurpose.channels.channel.brief import Brief, Invitation
from repurpose.channels.channel.draft import Composed, Draft, Entry
from repurpose.channels.channel.linker import Linker
from repurpose.channels.channel.project import BY_ASSET, FILES, Project
from repurpose.channels.channel.utm import again, tracking, utm_values
from repurpose.library.visibility import Showing
from repurpose.model import Access

__all__ = [
    "BY_ASSET",
    "FILES",
    "Brief",
    "Channel",
    "Composed",
    "Draft",
    "Entry",
    "Invitation",
    "Linker",
    "Project",
    "again",
    "tracking",
    "utm_values",
]


class Channel(Protocol):
    """A channel. `tiers` are those it composes for: most make only what everyone may read."""

    name: str
    does: str
    files: tuple[str, ...]
    showing: Showing
    tiers: tuple[Access, ...]
    options: Mapping[str, str]

    def compose(self, brief: Brief) -> Composed:
        """Make one asset's drafts."""

    def collect(self, entries: Sequence[Entry], project: Project) -> Composed:
        """Make what needs the whole library; `entries` come newest first, undated last."""
