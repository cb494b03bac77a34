"""The content folder in one look: every file below it with its stamp, which tells cheaply that nothing changed."""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from repurpose.errors import DiskError, Location

Stamp = tuple[int, int, int, int]
"""Size, times of the last change of content and of the file (in nanoseconds), and number on the disk.

The second time is the system's own on all but Windows: it moves even if a program sets the first one back.
"""


TICK = 20_000_000
"""Nanoseconds in which a file may change twice and show the same time: a tick of the system's clock."""

_COARSE_TICK = 2_000_000_000
"""The same where times are told in whole seconds, or in two, as on FAT."""


def trusted(stamp: Stamp | None, since: int) -> Stamp | None:
    """A stamp that was taken after the moment `since`, if a later change of the file can't give the same one.

    What changed within the clock's last tick could change again in the same; git calls that racily clean.
    """
    if stamp is None:
        return None
    latest = max(stamp[1], stamp[2])
    tick = TICK if latest % 1_000_000_000 else _COARSE_TICK
    return stamp if latest < since - tick else None


@dataclass(frozen=True, slots=True)
class Found:
    """A file below the content folder, or a symlink. `name` is its path in it, with `/`; no stamp: it leads nowhere."""

    name: str
    where: str
    stamp: Stamp | None
    is_link: bool = False
    is_folder: bool = False

    @property
    def path(self) -> Path:
        """Where it is on the disk."""
        return Path(self.where)


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
            yield Found(f"{prefix}{name}", entry.path, stamp, is_link, is_folder)


class Looked(NamedTuple):
    """All files of a folder as `look` found them, after the moment `since` (the file system's, in nanoseconds)."""

    found: Sequence[Found]
    since: int

    @property
    def key(self) -> str | None:
        """A digest of their names and stamps; None where those don't tell all: of a symlink, or changed just now."""
        names: list[str] = []
        flat = array("Q")
        for one in self.found:
            if one.is_link or trusted(one.stamp, self.since) is None or one.stamp is None:
                return None
            names.append(one.name)
            flat.extend(one.stamp)
        return hashlib.sha256("\0".join(names).encode(errors="surrogateescape") + flat.tobytes()).hexdigest()


def glance(folder: str | Path) -> tuple[str, int | None]:
    """A digest of the names and stamps of all files below a folder, and when the last of them changed.

    That is None where a stamp doesn't tell all: a symlink may lead to another file than before.
    """
    names: list[str] = []
    flat = array("Q")
    latest: int | None = 0
    ahead = [str(folder)]
    while ahead:
        try:
            with os.scandir(ahead.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.name == "__pycache__":
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        ahead.append(entry.path)
                        continue
                    if entry.is_symlink():
                        latest = None
                    state = entry.stat(follow_symlinks=False)
                    if latest is not None:
                        latest = max(latest, state.st_mtime_ns, state.st_ctime_ns)
                    names.append(entry.path)
                    flat.extend(stamp_of(state))
        except OSError:  # gone meanwhile, or not to be read: whoever reads it will tell
            continue
    return hashlib.sha256("\0".join(names).encode(errors="surrogateescape") + flat.tobytes()).hexdigest(), latest
