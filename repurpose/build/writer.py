"""Pieces -> disk: only what changed is touched, what is gone goes, what repurpose did not write stays."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from repurpose.build.cache.record import File
from repurpose.build.outputs import Outputs
from repurpose.build.switch import is_below, switch
from repurpose.disk import SYSTEM, Disk
from repurpose.files import read_bytes
from repurpose.manifest import NAME, Row, read_manifest


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder, by path.

    `pieces` are the ids of those in what changed, `gone` of those in what was removed; `files` all that stands there of
    this build and of earlier
    ones, with the digests of the contents.
    """

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    gone: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def earlier_rows(output: Path, but: Collection[bytes] = ()) -> list[Row]:
    """The rows of the manifest that stands in the output folder, of files within it; none if there is none.

    Those of the manifest's lines `but` are left out.
    """
    path = output / NAME
    return [row for row in read_manifest(read_bytes(path), but) if is_below(row["path"])] if path.is_file() else []


def write_pieces(
    output: Path,
    files: Iterable[File],
    read: Callable[[str], bytes],
    earlier: Sequence[Row],
    kept: Iterable[str],
    manifest: bytes,
    disk: Disk = SYSTEM,
    seen: Outputs | None = None,
) -> Written:
    """Bring the output folder to hold just these files, `kept` paths of earlier builds, and what is not ours.

    `read` gives the content of a file by its path; it is asked for those that must be written alone. `earlier` may
    leave out rows of files that are still made; what was `seen` of files spares reading them.

    The caller holds the folder (`lock.alone`).

    Raises:
        DiskError: a file can't be written, or would leave the folder; the folder is as it was, or is brought to its new
            state by the next command.
    """
    wanted = {file.path: file for file in files}
    known, folder = seen or Outputs(), f"{output}{os.sep}"
    # As they come, so that what came of one asset is fetched once.
    changed = [path for path, file in wanted.items() if not _holds(folder, path, file.bytes, file.sha256, known)]
    stays = set(wanted) | set(kept) | {NAME}
    removed = {str(row["path"]) for row in earlier} - stays

    def coming() -> Iterator[tuple[str, bytes]]:
        for path in changed:
            yield path, read(path)
        if not _holds(folder, NAME, len(manifest), sha256(manifest).hexdigest(), known):
            yield NAME, manifest

    taken = switch(output, coming(), removed, disk)
    gone = {str(row["id"]) for row in earlier if row["path"] in taken}
    return Written(tuple(sorted(changed)), taken, len(wanted) - len(changed), tuple(sorted(gone)))


def _holds(folder: str, path: str, size: int, digest: str, known: Outputs) -> bool:
    """Whether a file, and no symlink to one, has that content."""
    whole = folder + path
    try:
        state = os.lstat(whole)
        if not stat.S_ISREG(state.st_mode) or state.st_size != size:
            return False
        return known.hold(path, state, digest) or sha256(Path(whole).read_bytes()).hexdigest() == digest
    except (OSError, ValueError):  # ValueError: of a name that can't be one
        return False
