"""Disks that fail, stop or can't do all: what is given to code that writes, to see what it leaves behind."""

from __future__ import annotations

import errno
import functools
import os
import time
from collections.abc import Callable
from typing import Any

from repurpose.disk import Disk

OPERATIONS = tuple(name for name, one in vars(Disk).items() if callable(one) and not name.startswith("_"))


class Memory(Disk):
    """A disk that is as good as memory: nothing is flushed, which a test can't see and would wait for."""

    def flush(self, fd: int) -> None:
        """Pass."""

    def flush_all(self, fd: int) -> None:
        """Pass."""


class Watched(Memory):
    """A disk that counts its operations, from 1, and gives each to `operate`."""

    def __init__(self) -> None:
        self.count = 0
        for name in OPERATIONS:
            setattr(self, name, functools.partial(self._counted, name, getattr(self, name)))

    def _counted(self, name: str, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.count += 1
        return self.operate(name, operation, *args, **kwargs)

    def operate(self, name: str, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do the operation."""
        return operation(*args, **kwargs)


class Failing(Watched):
    """A disk on which the n-th operation fails, once or `for_good`: with an error of the system, or a short write."""

    def __init__(self, number: int, error: int | None, *, for_good: bool = False) -> None:
        super().__init__()
        self.number = number
        self.error = error
        self.for_good = for_good
        self.failed: str | None = None

    def operate(self, name: str, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do the operation, or fail."""
        if not (self.count == self.number or (self.for_good and self.count > self.number)):
            return operation(*args, **kwargs)
        self.failed = self.failed or name
        if name == "write":
            fd, content = args
            operation(fd, content[: len(content) // 2 or 1])
            if self.error is None:
                return len(content) // 2 or 1
        if name == "close":
            operation(*args, **kwargs)  # a file whose close fails is closed
        if self.error is None:
            return operation(*args, **kwargs) if name != "close" else None
        raise OSError(self.error, os.strerror(self.error))


class Held(Watched):
    """A disk that says so, by a byte into a pipe, before its n-th operation, and then stands still."""

    def __init__(self, number: int, pipe: int) -> None:
        super().__init__()
        self.number = number
        self.pipe = pipe

    def operate(self, name: str, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do the operation, or stand still."""
        if self.count == self.number:
            os.write(self.pipe, b"!")
            time.sleep(60)
        return operation(*args, **kwargs)


class Bare(Watched):
    """A disk without syncfs, that notes what it does."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[str, Any]] = []

    flushes_all = False

    def operate(self, name: str, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do the operation, and note it."""
        self.done.append((name, args))
        return operation(*args, **kwargs)


class Divided(Watched):
    """A disk that moves nothing from one folder to another, as if each were mounted from another disk."""

    def operate(self, name: str, operation: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do the operation, unless it moves to elsewhere."""
        if name == "move" and len(args) == 4 and args[2] != args[3]:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return operation(*args, **kwargs)
