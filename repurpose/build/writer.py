"""Pieces -> disk: only what changed is touched, what is gone goes, what repurpose did not write stays."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

from repurpose.build.cache.record import File
from repurpose.build.outputs import Outputs
from repurpose.build.switch import is_below, switch
from repurpose.disk import SYSTEM, Disk
from repurpose.files import read_bytes
from repurpose.manifest import NAME, Manifest, Row, read_manifest


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder, by path.

    `pieces` are the ids of those in what changed, `gone` of those in what was removed; `files` all that stands there of
    this build and of earlier ones, with the digests of the contents; `still` are those whose stamps were known and are
    the same; `listed` is the digest of the manifest's list of pieces, where it has none of earlier builds.
    """

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    gone: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    still: frozenset[str] = frozenset()
    listed: str | None = None


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
    manifest: Manifest,
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
    listed = File(NAME, manifest.bytes, manifest.sha256, "application/json", "open")
    wanted = {file.path: file for file in (*files, listed)}
    known, folder = seen or Outputs(), f"{output}{os.sep}"
    digests, there = {path: file.sha256 for path, file in wanted.items()}, known.digests(output)
    still = {path for path, digest in digests.items() if there.get(path) == digest}
    others = [path for path in wanted if path not in still]
    # As they come, so that what came of one asset is fetched once.
    changed = [path for path in others if path in there or not _holds(folder + path, wanted[path])]
    removed = {str(row["path"]) for row in earlier} - set(wanted) - set(kept)
    coming = ((path, manifest if path == NAME else read(path)) for path in changed)
    taken = switch(output, coming, removed, disk)
    return Written(
        changed=tuple(sorted(set(changed) - {NAME})),
        removed=taken,
        unchanged=len(wanted.keys() - {*changed, NAME}),
        gone=tuple(sorted({str(row["id"]) for row in earlier if row["path"] in taken})),
        files=digests,
        still=frozenset(still),
    )


def _holds(path: str, file: File) -> bool:
    """Whether a file, and no symlink to one, is there and holds what it must."""
    try:
        state = os.lstat(path)
        if not stat.S_ISREG(state.st_mode) or state.st_size != file.bytes:
            return False
        with Path(path).open("rb") as content:
            return file_digest(content, "sha256").hexdigest() == file.sha256
    except (OSError, ValueError):  # ValueError: of a name that can't be one
        return False
