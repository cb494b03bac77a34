"""Pieces -> disk: only what changed is touched, what is gone goes, what repurpose did not write stays."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from repurpose.build.switch import is_below, switch
from repurpose.disk import SYSTEM, Disk
from repurpose.files import read_bytes
from repurpose.manifest import NAME, Row, read_manifest
from repurpose.model import Piece


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder, by path."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0


def earlier_rows(output: Path) -> list[Row]:
    """The rows of the manifest that stands in the output folder, of files within it; none if there is none."""
    path = output / NAME
    return [row for row in read_manifest(read_bytes(path)) if is_below(row["path"])] if path.is_file() else []


def write_pieces(
    output: Path,
    pieces: Iterable[Piece],
    earlier: Sequence[Row],
    kept: Iterable[str],
    manifest: bytes,
    disk: Disk = SYSTEM,
) -> Written:
    """Bring the output folder to hold just these pieces, `kept` paths of earlier builds, and what is not ours.

    The caller holds the folder (`lock.alone`).

    Raises:
        DiskError: a file can't be written, or would leave the folder; the folder is as it was, or is brought to its new
            state by the next command.
    """
    contents = {piece.path: piece.content for piece in pieces}
    changed = sorted(path for path, content in contents.items() if not _holds(output / path, content))
    stays = set(contents) | set(kept) | {NAME}
    removed = {str(row["path"]) for row in earlier} - stays
    files = [(path, contents[path]) for path in changed]
    if not _holds(output / NAME, manifest):
        files.append((NAME, manifest))
    gone = switch(output, files, removed, disk)
    return Written(tuple(changed), gone, len(contents) - len(changed))


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file, and no symlink to one, has that content."""
    try:
        status = path.lstat()
        return stat.S_ISREG(status.st_mode) and status.st_size == len(content) and path.read_bytes() == content
    except (OSError, ValueError):  # ValueError: of a name that can't be one
        return False
