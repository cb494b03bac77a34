"""What a disk does, one operation each."""

from __future__ import annotations

import errno
import functools
import os
from collections.abc import Callable, Iterable
from pathlib import Path

_CHUNK = 1 << 20
"""Bytes that are gathered before they are written."""


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
