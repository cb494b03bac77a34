"""A question that is looked into beside other work, in a process of its own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_ANSWERS = {0: True, 1: False}


@contextmanager
def beside(ask: Callable[[], bool], *, is_alone: bool = False) -> Iterator[Callable[[], bool]]:
    """Begin to `ask`, and give what waits for the answer; it is asked here if it isn't to be had otherwise.

    So it is where the system can't fork, or this process has threads, which a fork wouldn't have; or if this process
    is to stay alone.
    """
    if is_alone or not hasattr(os, "fork") or threading.active_count() > 1:
        yield ask
        return
    pid = os.fork()
    if not pid:
        code = 2
        try:
            code = 0 if ask() else 1
        finally:
            os._exit(code)
    ended: list[int] = []

    def answer() -> bool:
        if not ended:
            ended.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        found = _ANSWERS.get(ended[0])
        return ask() if found is None else found

    try:
        yield answer
    finally:
        if not ended:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
