"""The content folder in one look: every file below it with its stamp, which tells cheaply that nothing changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from repurpose.errors import DiskError, Location

Stamp = tuple[int, int, int, int]
"""Size, times of the last change of content and of the file (in nanoseconds), and number on the disk.

The second time is the system's own on all but Windows: it moves even if a program sets the first one back.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A file below the content folder, or a symlink. `name` is its path in it, with `/`; no stamp: it leads nowhere."""

    name: str
    path: Path
    stamp: Stamp | None
    is_link: bool = False
    is_folder: bool = False


def stamp_of(state: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def look(folder: Path) -> Iterator[Found]:
    """All files below a folder, folder by folder in name order; hidden ones and what is in hidden folders left out.

    Symlinked files are told of (the caller decides); symlinked folders are told of and not entered.

    Raises:
        DiskError: a folder can't be listed.
    """
    yield from _look(str(folder), "")


def _look(folder: str, prefix: str) -> Iterator[Found]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        raise DiskError(f"can't be listed: {error.strerror or error}", Location(folder)) from None
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _look(entry.path, f"{prefix}{name}/")
        elif (is_link := entry.is_symlink()) or entry.is_file():
            try:
                stamp, is_folder = stamp_of(entry.stat()), is_link and entry.is_dir()
            except OSError:
                stamp, is_folder = None, False
            yield Found(f"{prefix}{name}", Path(entry.path), stamp, is_link, is_folder)
