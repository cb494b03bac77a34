"""A question that is looked into beside other work, in a process of its own."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

FORKS = sys.platform == "linux"
"""Whether a process may be forked: elsewhere, what the system's own libraries do then isn't safe."""

_ANSWERS = {0: True, 1: False}


@contextmanager
def beside(ask: Callable[[], bool], *, is_alone: bool = False) -> Iterator[Callable[[], bool]]:
    """Begin to `ask`, and give what waits for the answer; it is asked here if it isn't to be had otherwise.

    So it is where the system can't fork now or ever, or this process has threads, which a fork wouldn't have; or if
    this process is to stay alone.
    """
    pid = _begun(ask) if FORKS and not is_alone and threading.active_count() == 1 else None
    if pid is None:
        yield ask
        return
    ended: list[int] = []

    def answer() -> bool:
        if not ended:
            ended.append(_ended(pid))
        found = _ANSWERS.get(ended[0])
        return ask() if found is None else found

    try:
        yield answer
    finally:
        if not ended:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            _ended(pid)


def _begun(ask: Callable[[], bool]) -> int | None:
    """The process that asks; None if the system refuses it."""
    here = os.getpid()
    try:
        pid = os.fork()
        if not pid:
            os._exit(0 if ask() else 1)
    except OSError:
        return None
    finally:
        if os.getpid() != here:  # whatever comes, nothing of this process is done twice
            os._exit(2)
    return pid


def _ended(pid: int) -> int:
    """How a process ended; 2 where nobody is told that, as where whoever began this one wants no word of children."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 2
