"""Work that a second process does beside this one."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

Result = TypeVar("Result")


def is_possible() -> bool:
    """Whether a second process may save time: where forking is safe, and there is a second processor."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


@contextmanager
def beside(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Begin work in a forked process, which has all that this one has; the callable waits for what it came to.

    That raises EOFError if the work failed. It ends with the block, done or not.
    """
    context = multiprocessing.get_context("fork")  # what is forked needs no pickling
    receiver, sender = context.Pipe(duplex=False)

    def second() -> None:
        with suppress(Exception):  # whoever waits tries it once more, and meets what is wrong
            sender.send(work())

    process = context.Process(target=second, daemon=True)
    process.start()
    sender.close()
    try:
        yield receiver.recv
    finally:
        receiver.close()
        process.terminate()
        process.join()
