"""The operations on a disk that all writing is made of, and folders in which no symlink is followed.

A `Disk` is the seam: all that writes takes one, so that tests can make the n-th operation fail, or hold it open.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType

from repurpose.errors import DiskError, Location

_RELATIVE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
"""Whether folders can be held open, and names looked up in them (not on Windows, where paths stand in)."""
_CHUNK = 1 << 20
_REMEDIES = {
    errno.ENOSPC: "make room on the disk, then do it again",
    errno.EDQUOT: "make room on the disk, or have your quota raised, then do it again",
    errno.EFBIG: "have the limit on the size of files raised, then do it again",
    errno.EROFS: "the disk can only be read: name a place on another",
    errno.EACCES: "give yourself the right to write there",
    errno.EPERM: "give yourself the right to write there",
    errno.EIO: "the disk is failing: look at it, and at your copies",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ELOOP: "remove it: no symlink may stand there",
    errno.EMFILE: "close other programs, or have the limit on open files raised",
}


NOTHING_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}
"""What the system answers for a path at which nothing is, or can be."""


def refusal(error: OSError, path: str, after: str = "") -> DiskError:
    """An error of the system as one of ours; `after` ends its remedy."""
    remedy = _REMEDIES.get(error.errno or 0, "look at the disk's space and rights")
    return DiskError(f"can't be written: {error.strerror or error}", Location(path), remedy + after)


class Disk:
    """The system's operations, one method each. `folder` is an open folder that names are looked up in."""

    def status(self, name: str, folder: int | None = None) -> os.stat_result:
        """What stands there, as os.lstat."""
        return os.stat(name, dir_fd=folder, follow_symlinks=False)

    def entries(self, folder: int | Path) -> list[os.DirEntry[str]]:
        """What stands in a folder, by name."""
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)

    def open(self, name: str, flags: int, folder: int | None = None) -> int:
        """Open a file or a folder, as os.open."""
        return os.open(name, flags | getattr(os, "O_CLOEXEC", 0), 0o644, dir_fd=folder)

    def write(self, fd: int, content: memoryview) -> int:
        """Write what fits; how many bytes that were."""
        return os.write(fd, content)

    def open_to_all(self, fd: int) -> None:
        """Let everyone read a file, whatever the umask: a web server does so as another user."""
        if hasattr(os, "fchmod"):
            os.fchmod(fd, 0o644)

    def close(self, fd: int) -> None:
        """Close a file, as os.close."""
        os.close(fd)

    def flush(self, fd: int) -> None:
        """Bring a file, or the entries of a folder, to the disk."""
        os.fsync(fd)

    @property
    def flushes_all(self) -> bool:
        """Whether `flush_all` is there."""
        return _syncfs() is not None

    def flush_all(self, fd: int) -> None:
        """Bring all that was written to the file system of an open file to the disk."""
        call = _syncfs()
        if call is None:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        if number := call(fd):
            raise OSError(number, os.strerror(number))

    def make(self, name: str, folder: int | None = None, mode: int = 0o777) -> None:
        """Make a folder."""
        os.mkdir(name, mode, dir_fd=folder)

    def move(self, name: str, new: str, folder: int | None = None, new_folder: int | None = None) -> None:
        """Rename; a file that stands there is replaced in one step."""
        os.replace(name, new, src_dir_fd=folder, dst_dir_fd=new_folder)

    def link(self, name: str, new: str) -> None:
        """Give a file a second name; fails where something stands."""
        os.link(name, new)

    def remove(self, name: str, folder: int | None = None) -> None:
        """Remove a file or a symlink."""
        os.unlink(name, dir_fd=folder)

    def remove_folder(self, name: str, folder: int | None = None) -> None:
        """Remove an empty folder."""
        os.rmdir(name, dir_fd=folder)


SYSTEM = Disk()


@functools.cache
def _syncfs() -> Callable[[int], int] | None:
    """syncfs(2) of the C library: gives the number of its error, or 0. Linux has it, and tells of failed writes."""
    import ctypes  # milliseconds that small builds needn't spend

    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (AttributeError, OSError, TypeError):
        return None
    return lambda fd: ctypes.get_errno() if call(fd) else 0


def write_all(fd: int, chunks: Iterable[bytes], disk: Disk) -> None:
    """Write all of it, however little the disk takes at once."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= _CHUNK:
            _drain(fd, waiting, disk)
            waiting = bytearray()
    _drain(fd, waiting, disk)


def _drain(fd: int, content: bytearray, disk: Disk) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[disk.write(fd, rest) :]


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
