"""Pieces -> disk: only what changed is touched, what is gone goes, what repurpose did not write stays."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import file_digest
from pathlib import Path

from repurpose.build.cache.record import File
from repurpose.build.outputs import Outputs
from repurpose.build.switch import Stage, is_below, staging
from repurpose.disk import SYSTEM, Disk
from repurpose.errors import DiskError
from repurpose.files import read_bytes
from repurpose.manifest import NAME, Listed, Manifest, Row, read_manifest


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder, by path.

    `pieces` are the ids of those in what changed, `gone` of those in what was removed; `files` all that stands there of
    this build and of earlier ones, with the digests of the contents, or a part of it (`is_part`), all else standing as
    it was seen; `still` are those whose stamps were known and are the same; `listed` is the manifest that was
    written, where it has no pieces of earlier builds.
    """

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    gone: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    still: frozenset[str] = frozenset()
    listed: Listed | None = None
    is_part: bool = False


def earlier_rows(output: Path, but: Collection[bytes] = ()) -> list[Row]:
    """The rows of the manifest that stands in the output folder, of files within it; none if there is none.

    Those of the manifest's lines `but` are left out.
    """
    path = output / NAME
    return [row for row in read_manifest(read_bytes(path), but) if is_below(row["path"])] if path.is_file() else []


class Writer:
    """Brings an output folder to hold what a build makes; what comes early is staged while the rest is made.

    `seen` is how its files stood after the last build, which spares reading them.
    """

    def __init__(self, output: Path, stage: Stage, seen: Outputs) -> None:
        self.output, self.seen = output, seen
        self._stage = stage
        self._staged: dict[str, str] = {}
        self._is_early = True

    def take(self, files: Mapping[File, bytes]) -> None:
        """Stage finished files, as far as they don't stand there already.

        In the end others may be wanted. So what can't be staged is told of when it is to be written, and not here.
        """
        try:
            for file, content in files.items():
                if self._is_early and file.path not in self._staged and not self._stands(file):
                    self._stage.add(file.path, content)
                    self._staged[file.path] = file.sha256
        except DiskError:
            self._is_early = False
            self._begin_anew()

    def write(
        self,
        files: Iterable[File],
        read: Callable[[str], bytes],
        earlier: Sequence[Row],
        kept: Iterable[str],
        manifest: Manifest,
    ) -> Written:
        """Bring the folder to hold just these files, `kept` paths of earlier builds, and what is not ours.

        `read` gives the content of a file by its path; it is asked for those that must be written and weren't taken.
        `earlier` may leave out rows of files that are still made.

        Raises:
            DiskError: a file can't be written, or would leave the folder; the folder is as it was, or is brought to its
                new state by the next command.
        """
        listed = File(NAME, manifest.bytes, manifest.sha256, "application/json", "open")
        wanted = {file.path: file for file in (*files, listed)}
        digests = {path: file.sha256 for path, file in wanted.items()}
        if not self._staged.items() <= digests.items():  # some of it was refused since
            self._begin_anew()
        still = {path for path, digest in digests.items() if self.known(path) == digest}
        changed = [path for path, file in wanted.items() if path in self._staged or not self._stands(file)]
        removed = {str(row["path"]) for row in earlier} - set(wanted) - set(kept)
        # As they come, so that what came of one asset is fetched once.
        for path in changed:
            if path not in self._staged:
                self._stage.add(path, manifest if path == NAME else read(path))
        taken = self._stage.switch(removed)
        return Written(
            changed=tuple(sorted(set(changed) - {NAME})),
            removed=taken,
            unchanged=len(wanted.keys() - {*changed, NAME}),
            gone=tuple(sorted({str(row["id"]) for row in earlier if row["path"] in taken})),
            files=digests,
            still=frozenset(still),
        )

    def _begin_anew(self) -> None:
        self._stage.clear()
        self._staged.clear()

    @cached_property
    def is_still(self) -> bool:
        """Whether all files stand as they were seen."""
        return self.seen.all_stand(self.output)

    def known(self, path: str) -> str | None:
        """The digest of a file that stands there, if it is known without reading it."""
        return self.seen.digest(path) if self.is_still or self.seen.stands(self.output, path) else None

    def _stands(self, file: File) -> bool:
        """Whether the folder holds a file already."""
        known = self.known(file.path)
        return known == file.sha256 if known is not None else _holds(f"{self.output}{os.sep}{file.path}", file)


@contextmanager
def writing(output: Path, seen: Outputs | None = None, disk: Disk = SYSTEM) -> Iterator[Writer]:
    """A writer for an output folder; what it took and didn't write is gone at the end.

    The caller holds the folder (`lock.alone`).

    Raises:
        DiskError: the disk refused.
    """
    with staging(output, disk) as stage:
        yield Writer(output, stage, seen or Outputs())


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
