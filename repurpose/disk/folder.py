"""Folders, held open, in which no symlink is followed."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from repurpose.disk.operations import SYSTEM, Disk, write_all
from repurpose.disk.refusals import NOTHING_THERE

_RELATIVE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
"""Whether folders can be held open, and names looked up in them (not on Windows, where paths stand in)."""


def make_folders(path: Path, disk: Disk = SYSTEM) -> list[Path]:
    """Make a folder and those above it; the ones made, outermost first. Their entries are brought to the disk.

    Raises:
        OSError: the disk refused.
    """
    missing: list[Path] = []
    folder = path
    while not folder.is_dir() and folder.parent != folder:
        missing.append(folder)
        folder = folder.parent
    made: list[Path] = []
    for folder in reversed(missing):
        try:
            disk.make(str(folder))
        except FileExistsError:
            if not folder.is_dir():  # else another process was quicker
                raise
            continue
        made.append(folder)
        with Folder.at(folder.parent, disk) as parent:
            parent.flush()
    return made


class Folder:
    """An open folder. What stands in it is looked up by name, in this very folder, and no symlink is followed.

    All methods raise OSError, with the path in its `filename`.
    """

    def __init__(self, path: Path, fd: int | None, disk: Disk) -> None:
        self.path = path
        self.disk = disk
        self._fd = fd

    @classmethod
    def at(cls, path: Path, disk: Disk = SYSTEM) -> Folder:
        """The folder at a path that the user named, which may be a symlink."""
        path = Path(os.path.realpath(path))
        if not _RELATIVE:
            os.listdir(path)
            return cls(path, None, disk)
        return cls(path, disk.open(str(path), os.O_RDONLY | os.O_DIRECTORY), disk)

    def enter(self, name: str) -> Folder:
        """The folder of that name in this one."""
        if _RELATIVE:
            with self._telling(name):
                fd = self.disk.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, self._fd)
            return Folder(self.path / name, fd, self.disk)
        mode = self.mode(name)
        if mode is None or not stat.S_ISDIR(mode):
            number = errno.ENOENT if mode is None else errno.ENOTDIR
            raise OSError(number, os.strerror(number), str(self.path / name))
        return Folder(self.path / name, None, self.disk)

    @contextlib.contextmanager
    def entered(self, names: Iterable[str]) -> Iterator[list[Folder]]:
        """This folder and those below it, each in the one before, as far as they are there and no symlinks."""
        with contextlib.ExitStack() as stack:
            folders = [self]
            for name in names:
                try:
                    folders.append(stack.enter_context(folders[-1].enter(name)))
                except OSError as error:
                    if error.errno not in NOTHING_THERE:
                        raise
                    break
            yield folders

    def __enter__(self) -> Folder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._fd is not None:
            os.close(self._fd)

    @contextlib.contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno == errno.ELOOP:  # as some systems say of a symlink where a folder is asked for
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.path / name)) from None
            error.filename = str(self.path / name)
            raise

    def _name(self, name: str) -> str:
        return name if _RELATIVE else str(self.path / name)

    def entries(self) -> list[os.DirEntry[str]]:
        """What stands in it, by name."""
        with self._telling(""):
            return self.disk.entries(self.path if self._fd is None else self._fd)

    def mode(self, name: str) -> int | None:
        """The type and rights of what stands there, as in stat; None if nothing does."""
        try:
            with self._telling(name):
                return self.disk.status(self._name(name), self._fd).st_mode
        except OSError as error:
            if error.errno in NOTHING_THERE:
                return None
            raise

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        with self._telling(name):
            fd = self.disk.open(self._name(name), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0), self._fd)
            with os.fdopen(fd, "rb") as file:
                return file.read()

    def write(self, name: str, content: bytes | Iterable[bytes], *, flush: bool = False) -> None:
        """Write a new file that everyone may read; the content may come in chunks."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with self._telling(name):
            fd = self.disk.open(self._name(name), flags, self._fd)
            try:
                write_all(fd, (content,) if isinstance(content, bytes) else content, self.disk)
                self.disk.open_to_all(fd)
                if flush:
                    self.disk.flush(fd)
            finally:
                self.disk.close(fd)

    def make(self, name: str, mode: int = 0o777) -> None:
        """Make a folder."""
        with self._telling(name):
            self.disk.make(self._name(name), self._fd, mode)

    def move(self, name: str, target: Folder, new: str) -> None:
        """Move what stands there into another folder; a file of the new name is replaced in one step."""
        with target._telling(new):
            self.disk.move(self._name(name), target._name(new), self._fd, target._fd)

    def remove(self, name: str) -> None:
        """Remove a file or a symlink."""
        with self._telling(name):
            self.disk.remove(self._name(name), self._fd)

    def remove_folder(self, name: str) -> None:
        """Remove an empty folder."""
        with self._telling(name):
            self.disk.remove_folder(self._name(name), self._fd)

    def discard(self, name: str) -> None:
        """Remove what stands there, with all that is in it."""
        mode = self.mode(name)
        if mode is None:
            return
        if not stat.S_ISDIR(mode):
            self.remove(name)
            return
        with self.enter(name) as folder:
            for entry in folder.entries():
                folder.discard(entry.name)
        self.remove_folder(name)

    def flush_file(self, name: str) -> None:
        """Bring a file to the disk."""
        with self._telling(name):
            fd = self.disk.open(self._name(name), os.O_RDWR, self._fd)
            try:
                self.disk.flush(fd)
            finally:
                self.disk.close(fd)

    def flush(self) -> None:
        """Bring its entries to the disk."""
        if self._fd is not None:
            with self._telling(""):
                self.disk.flush(self._fd)

    def flush_all(self) -> None:
        """Bring all that was written to its file system to the disk."""
        assert self._fd is not None
        with self._telling(""):
            self.disk.flush_all(self._fd)
