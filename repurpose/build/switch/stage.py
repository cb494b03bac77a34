"""What is to come into an output folder, until all of it is there."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from repurpose.build.switch.journal import sealed
from repurpose.build.switch.moves import carry_out, clean_up
from repurpose.build.switch.places import JOURNAL, NEW, OLD, STAGE, is_below, told
from repurpose.disk import SYSTEM, Disk, Folder, make_folders
from repurpose.errors import DiskError, Location

FEW = 16
"""Files up to which each is flushed by itself, so that nobody else's unwritten data is waited for. Above it one
syncfs takes a tenth of the time: on ext4, 1,000 files of 8 KiB in 36 ms to 235 ms."""


@contextlib.contextmanager
def staging(output: Path, disk: Disk = SYSTEM) -> Iterator[Stage]:
    """A stage for an output folder, which is made if it isn't there; without a switch it is as if it never was.

    The caller holds the folder (`lock.alone`).

    Raises:
        DiskError: the disk refused.
    """
    with contextlib.ExitStack() as opened:
        with told(output):
            made = make_folders(output, disk)
            stage = Stage(opened.enter_context(Folder.at(output, disk)))
        try:
            yield stage
        except BaseException:
            if not stage.is_switched:
                with contextlib.suppress(OSError):
                    stage.clear()
                    for folder in reversed(made):
                        disk.remove_folder(str(folder))
            raise
        if not stage.is_switched:
            stage.clear()


class Stage:
    """The files of one switch; where nothing comes or goes, nothing is touched."""

    def __init__(self, top: Folder) -> None:
        self.paths: dict[str, None] = {}
        self.is_switched = False
        self._top = top
        self._removed: frozenset[str] = frozenset()
        self._folders: dict[str, bool] = {"": True}  # of the output folder: whether they are there
        self._made: set[str] = set()  # below new/

    def add(self, path: str, content: bytes | Iterable[bytes]) -> None:
        """Take one file, by its path (with `/`), whole or in chunks.

        Raises:
            DiskError: the disk refused, or the path would leave the folder.
        """
        if not is_below(path):
            raise DiskError("would be written outside its folder", Location(path))
        if path in self.paths:
            raise DiskError("would be written twice", Location(path), "report it")
        with told(self._top.path):
            self._make(path.rpartition("/")[0])
            self._top.write(f"{STAGE}/{NEW}/{path}", content)
        self.paths[path] = None

    def clear(self) -> None:
        """Throw away what was added.

        Raises:
            DiskError: the disk refused.
        """
        if self._made:
            with told(self._top.path):
                clean_up(self._top)
        self.paths.clear()
        self._made.clear()

    def switch(self, removed: Iterable[str]) -> tuple[str, ...]:
        """Bring the files into the output folder, and others out of it: all of it or nothing.

        Args:
            removed: paths of earlier files to remove, with the folders that become empty; those not there, or not
                reachable without a symlink, are passed over.

        Returns:
            The removed paths that were there.

        Raises:
            DiskError: the disk refused, or something of the user's is in the way.
        """
        self._removed = frozenset(removed)
        with told(self._top.path):
            for path in self.paths:
                self._check(path)
            gone = tuple(path for path in sorted(self._removed - self.paths.keys()) if self._holds(path))
            if not self.paths and not gone:
                return ()
            flush_each = len(self.paths) <= FEW or not self._top.disk.flushes_all
            self._commit(gone, flush_each)
        self.is_switched = True
        with told(self._top.path, "; the next command finishes what was begun"):
            carry_out(self._top, gone, flush_each)
        return gone

    def _commit(self, gone: Sequence[str], flush_each: bool) -> None:
        """Bring all to the disk, then the journal: from here on there is no way back."""
        self._make("")
        with self._top.enter(STAGE) as stage:
            stage.make(OLD)
            if flush_each:
                for path in self.paths:
                    stage.flush_file(f"{NEW}/{path}")
                for folder in self._made:
                    with stage.enter(f"{NEW}/{folder}" if folder else NEW) as made:
                        made.flush()
            else:
                stage.flush_all()
            stage.write(JOURNAL, sealed(gone), flush=True)
            stage.flush()
        self._top.flush()

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        if folder:
            self._make(folder.rpartition("/")[0])
            self._top.make(f"{STAGE}/{NEW}/{folder}")
        else:
            self._top.make(STAGE, 0o700)  # what is staged may yet turn out to be for nobody
            self._top.make(f"{STAGE}/{NEW}")
        self._made.add(folder)

    def _check(self, path: str) -> None:
        """Refuse a path that can't be brought to its place."""
        if not self._is_there(path.rpartition("/")[0], path):
            return
        mode = self._top.mode(path)
        if mode is not None and stat.S_ISDIR(mode) and not self._is_emptied(path):
            raise DiskError(
                "is a folder where a file must be written", Location(str(self._top.path / path)), "move it away"
            )

    def _is_there(self, folder: str, path: str) -> bool:
        """Whether a folder of the output folder is there, or is to be made."""
        if folder not in self._folders:
            above = self._is_there(folder.rpartition("/")[0], path)
            mode = self._top.mode(folder) if above else None
            if mode is not None and folder not in self._removed:
                if stat.S_ISLNK(mode):
                    raise DiskError(
                        "would be written through a symlink",
                        Location(str(self._top.path / path)),
                        f"remove {self._top.path / folder}, or build into the folder that it leads to",
                    )
                if not stat.S_ISDIR(mode):
                    raise DiskError(
                        "is a file where a folder must be made", Location(str(self._top.path / folder)), "move it away"
                    )
            self._folders[folder] = mode is not None and stat.S_ISDIR(mode)
        return self._folders[folder]

    def _is_emptied(self, path: str) -> bool:
        """Whether all files of a folder are removed by this switch."""
        with self._top.entered(path.split("/")) as folders:
            return all(
                self._is_emptied(f"{path}/{entry.name}")
                if entry.is_dir(follow_symlinks=False)
                else f"{path}/{entry.name}" in self._removed
                for entry in folders[-1].entries()
            )

    def _holds(self, path: str) -> bool:
        """Whether a file stands there, no symlink before it."""
        if not is_below(path):
            return False
        *folders, name = path.split("/")
        with self._top.entered(folders) as entered:
            mode = entered[-1].mode(name) if len(entered) > len(folders) else None
        return mode is not None and not stat.S_ISDIR(mode)
