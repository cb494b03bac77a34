"""The one way to read and write files: a file is read whole and decoded strictly, or written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

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


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside it first, flushed to the disk, then moved over it.

    Raises:
        DiskError: the disk refused; what stood there before stands there still.
    """
    staged: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, staged = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(staged, 0o644)
        os.replace(staged, path)
    except OSError as error:
        if staged is not None:
            Path(staged).unlink(missing_ok=True)
        raise DiskError(
            f"can't be written: {error.strerror or error}", Location(str(path)), "look at the disk's space and rights"
        ) from None


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a long text line by line, whole or not at all, as `write_whole` does.

    Raises:
        DiskError: the disk refused; what stood there before stands there still.
    """
    staged: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, staged = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            for line in lines:
                file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
        os.chmod(staged, 0o644)
        os.replace(staged, path)
    except OSError as error:
        raise DiskError(
            f"can't be written: {error.strerror or error}", Location(str(path)), "look at the disk's space and rights"
        ) from None
    finally:
        if staged is not None:
            Path(staged).unlink(missing_ok=True)


def create_whole(path: Path, content: bytes) -> bool:
    """Write a new file whole or not at all, never over one that is there. Whether it was this call that made it.

    Raises:
        DiskError: the disk refused.
    """
    staged: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, staged = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(staged, 0o644)
        os.link(staged, path)  # fails where something stands, which a rename would not
    except FileExistsError:
        return False
    except OSError as error:
        raise DiskError(
            f"can't be written: {error.strerror or error}", Location(str(path)), "look at the disk's space and rights"
        ) from None
    finally:
        if staged is not None:
            Path(staged).unlink(missing_ok=True)
    return True


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


def walk(root: Path) -> Iterator[Path]:
    """All files below `root`, folder by folder in name order; hidden ones and what stands in hidden folders left out.

    Symlinked files are told of (the caller decides); symlinked folders are not entered.

    Raises:
        DiskError: a folder can't be listed.
    """
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError as error:
        raise DiskError(f"can't be listed: {error.strerror or error}", Location(str(root))) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from walk(Path(entry.path))
        elif entry.is_symlink() or entry.is_file():
            yield Path(entry.path)
