"""What an importer is: it says which files are its own, and turns them into deliveries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from repurpose.usage.delivery import Delivery
from repurpose.usage.importers.parts import Part

LISTED = 1000
"""Rejected records that are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file to import: where it is, its parts, and when it was exported (RFC 3339 in UTC)."""

    path: Path
    parts: tuple[Part, ...]
    exported_at: str

    @property
    def taken_on(self) -> dt.date:
        """The day of the export."""
        return dt.date.fromisoformat(self.exported_at[:10])


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user said: the account, the days an undated export covers, and a mapping of columns.

    `latest` is the last day that there can be figures of.
    """

    account: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    mapping: Mapping[str, Any] = field(default_factory=dict)
    latest: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not taken, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one part: records = parsed + refused; `rejected` lists the first of those refused."""

    name: str
    records: int
    parsed: int
    refused: int
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What an importer made of one or several exports."""

    deliveries: tuple[Delivery, ...]
    reads: tuple[Read, ...]


class Importer(Protocol):
    """An importer. `channels` are those it can tell of (none named: all). `formats` are lines for the help."""

    name: str
    does: str
    channels: tuple[str, ...]

    @property
    def formats(self) -> Sequence[str]:
        """The headers that it knows, and how surely."""

    def recognises(self, export: Export, wish: Wish) -> bool:
        """Whether this looks like a file of its kind, by its header line."""

    def read(self, exports: Sequence[Export], wish: Wish) -> Imported:
        """Read files of its kind, given together.

        Raises:
            LedgerError: a file can't be read as that, and which columns are missing.
            UsageError: the wish lacks something, such as the days of an undated export.
        """
