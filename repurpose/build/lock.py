"""One process at a time works on an output folder; the next one waits, or is told who holds it.

The lock is the system's, on a file in the folder, so a process that died holds nothing. The file names the process
and goes with the lock. It is a record lock, not flock(2): a worker that outlives its killed parent doesn't keep it, and
network disks know it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from repurpose.build.switch import LOCK, heal, is_between, is_torn
from repurpose.disk import SYSTEM, Disk, make_folders, refusal
from repurpose.errors import DiskError, Location

PAUSE = 0.05
"""Seconds between two looks at a lock that another process holds."""

_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_UNKNOWN = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
"""What a disk answers that has no locks: there, one has to see to it oneself."""

if sys.platform == "win32":
    import msvcrt

    def _acquire(fd: int) -> None:
        os.lseek(fd, 1 << 20, os.SEEK_SET)  # what is locked can't be read there, and the process is to be
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _acquire(fd: int) -> None:
        fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def alone(output: Path, told: Callable[[str], None], wait: float | None = None, disk: Disk = SYSTEM) -> Iterator[None]:
    """Hold an output folder, healed; made if it isn't there, and removed if the block leaves it empty.

    It keeps other processes out, not other threads of this one.

    Args:
        output: the folder.
        told: called once with a line to show when another process holds it.
        wait: seconds to wait for that process at most; None: until it is done.
        disk: what the operations go through.

    Raises:
        DiskError: the disk refused, or the other process took longer.
    """
    try:
        made, fd = _hold(output, told, wait, disk)
    except OSError as error:
        raise refusal(error, str(error.filename or output)) from None
    try:
        heal(output, disk)
        yield
    finally:
        _release(output, fd, made, disk)


def settle(output: Path, told: Callable[[str], None]) -> None:
    """Heal outputs before they are read; one look where there is nothing to heal.

    Raises:
        DiskError: the disk refused.
    """
    if is_between(output):
        with alone(output, told):
            pass
    elif is_torn(output):  # the outputs are the old ones: what is staged goes if nobody is at work
        with contextlib.suppress(DiskError), alone(output, told, wait=0):
            pass


def _hold(output: Path, told: Callable[[str], None], wait: float | None, disk: Disk) -> tuple[list[Path], int]:
    """The folders made for it, and the lock file, open and locked."""
    made: list[Path] = []
    latest = None if wait is None else time.monotonic() + wait
    is_told = False
    while True:
        made += make_folders(output, disk)
        path = Path(os.path.realpath(output)) / LOCK
        try:
            fd = disk.open(str(path), os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            continue  # the process before left the folder empty, and removed it
        try:
            is_free = _is_free(fd)
            if is_free and _is_at(fd, path):
                os.ftruncate(fd, 0)
                disk.write(fd, memoryview(f"{os.getpid()}\n".encode()))
                return made, fd
            other = None if is_free else _holder(fd)
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)
        if other is None:
            continue
        if latest is not None and time.monotonic() >= latest:
            raise DiskError(
                f"{other} is still at work there",
                Location(str(output)),
                "do it again when that is done, or wait longer",
            )
        if not is_told:
            told(f"{output}: {other} is at work there; waiting for it")
            is_told = True
        time.sleep(PAUSE)


def _is_free(fd: int) -> bool:
    """Whether no other process holds the lock; then this one does now."""
    try:
        _acquire(fd)
    except OSError as error:
        if error.errno in _UNKNOWN:
            return True
        if error.errno not in _BUSY:
            raise
        return False
    return True


def _is_at(fd: int, path: Path) -> bool:
    """Whether an open file still stands at its path: the process before removed it when it was done."""
    try:
        return os.path.samestat(os.fstat(fd), path.lstat())
    except FileNotFoundError:
        return False


def _holder(fd: int) -> str:
    """The process that holds the lock, in words."""
    since = datetime.fromtimestamp(os.fstat(fd).st_mtime, UTC)
    pid = os.pread(fd, 20, 0) if hasattr(os, "pread") else os.read(fd, 20)
    name = f"process {int(pid)}" if pid.strip().isdigit() else "process unknown"
    return f"another build ({name}, since {since:%Y-%m-%d %H:%M:%S} UTC)"


def _release(output: Path, fd: int, made: list[Path], disk: Disk) -> None:
    """Take the lock away, and the folders that were made for it, if they are empty."""
    path = Path(os.path.realpath(output)) / LOCK
    if sys.platform == "win32":  # where an open file can't be removed
        os.close(fd)
    with contextlib.suppress(OSError):
        disk.remove(str(path))
    if sys.platform != "win32":
        os.close(fd)
    with contextlib.suppress(OSError):
        for folder in reversed(made):
            disk.remove_folder(str(folder))
