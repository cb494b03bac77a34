"""The one way to read and write files: a file is read whole and decoded strictly, or written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from repurpose.disk import SYSTEM, Disk, Folder, make_folders, refusal, write_all
from repurpose.errors import DiskError, Location


def read_bytes(path: Path, shown: str | None = None) -> bytes:
    """The bytes of a file; `shown` is the path to name in an error.

    Raises:
        DiskError: it can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DiskError(f"can't be read: {error.strerror or error}", Location(shown or str(path))) from None


def write_whole(path: Path, content: bytes | Iterable[bytes], disk: Disk = SYSTEM) -> None:
    """Write a file whole or not at all: beside it first, flushed to the disk, then moved over it, which is flushed too.

    Raises:
        DiskError: the disk refused; what stood there before stands there still, or all that is new.
    """
    with _beside(path, content, disk) as staged:
        disk.move(staged, str(path))


def create_whole(path: Path, content: bytes, disk: Disk = SYSTEM) -> bool:
    """Write a new file whole or not at all, never over one that is there. Whether it was this call that made it.

    Raises:
        DiskError: the disk refused.
    """
    with _beside(path, content, disk) as staged:
        try:
            disk.link(staged, str(path))  # fails where something stands, which a move would not
        except FileExistsError:
            return False
    return True


@contextlib.contextmanager
def _beside(path: Path, content: bytes | Iterable[bytes], disk: Disk) -> Iterator[str]:
    """A file of that content, safe on the disk, for the block to bring to its place; it is gone afterwards."""
    staged = str(path.parent / f".{secrets.token_hex(6)}.tmp")
    try:
        make_folders(path.parent, disk)
        fd = disk.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0))
        try:
            write_all(fd, (content,) if isinstance(content, bytes) else content, disk)
            disk.open_to_all(fd)
            disk.flush(fd)
        finally:
            disk.close(fd)
        yield staged
        with Folder.at(path.parent, disk) as folder:
            folder.flush()
    except OSError as error:
        raise refusal(error, str(path)) from None
    finally:
        with contextlib.suppress(OSError):
            disk.remove(staged)


def below(root: Path, relative: str) -> Path:
    """The path of `relative` (with `/`) below `root`.

    Raises:
        DiskError: it would leave `root`.
    """
    parts = PurePosixPath(relative).parts
    if (
        not parts
        or relative.startswith("/")
        or any(part in {"..", "."} or "\\" in part or "\0" in part for part in parts)
    ):
        raise DiskError("would be written outside its folder", Location(relative))
    path = root.joinpath(*parts)
    if leads_out(path, root):
        raise DiskError("would be written outside its folder, through a symlink", Location(relative))
    return path


def leads_out(path: Path, root: Path) -> bool:
    """Whether a path below `root` leads out of it, by a symlink."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
