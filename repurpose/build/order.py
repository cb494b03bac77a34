"""What to build, and what a build tells of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from repurpose.config import Config
from repurpose.errors import RepurposeError
from repurpose.model import Notice

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. `channels` and `assets` (their ids, or those of pieces) narrow it down; empty: all.

    With `is_cached`, what was made is kept in the project's folder `.repurpose`, and used again. `jobs` are the
    processes to work in (None: as many as pay), `executor` the address of a cluster to work on instead.
    """

    root: Path
    config: Config
    moment: datetime
    content: str = "content"
    channels: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    drafts: bool = False
    jobs: int | None = None
    executor: str | None = None
    is_cached: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: how many assets and channels there are, which files came and went, what was wrong.

    `made` assets were made anew, `kept` ones taken from the cache; `damage` says what was wrong with that. `pieces` are
    the ids of those in changed files, `gone` of those in removed ones.
    """

    assets: int
    channels: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    errors: tuple[RepurposeError, ...]
    notices: tuple[Notice, ...]
    made: int
    kept: int
    damage: str | None = None
    pieces: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
