"""Work that a forked process does beside this one, which has all that this one has."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

FORKS = sys.platform == "linux"
"""Whether a process may be forked: elsewhere, what the system's own libraries do then isn't safe."""

_PARTS = 255
"""Into how many parts work is divided that two processes share: the number of each is a byte."""

_LENGTH = 8
"""Bytes that tell how long a result is."""


def is_possible() -> bool:
    """Whether a process beside this one may save time: where forking is safe, and there is a second processor.

    A fork has none of the threads of this process, so there must be none.
    """
    return FORKS and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


@contextmanager
def beside(work: Callable[[], Result], *, is_alone: bool = False) -> Iterator[Callable[[], Result]]:
    """Begin work, and give what waits for the result; it is done here if that isn't to be had otherwise.

    So it is where no process can be forked, or it dies or fails; or if this process is to stay alone (`is_alone`).
    What nobody waits for ends with the block. Results travel pickled.
    """
    begun = None if is_alone or not is_possible() else _begun(work)
    if begun is None:
        yield work
        return
    pid, receiving = begun
    results: list[Result] = []

    def result() -> Result:
        if not results:
            raw = _received(receiving)
            results.append(work() if raw is None else pickle.loads(raw))  # noqa: S301 (from a process of our own)
        return results[0]

    try:
        yield result
    finally:
        os.close(receiving)
        if not results:  # else it ends by itself, and where nobody waits for children its number may be another's soon
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):  # whoever began this process may want no word of children
            os.waitpid(pid, 0)


@contextmanager
def shared(
    items: Sequence[Item], do: Callable[[Sequence[Item]], Sequence[Result]], *, is_alone: bool = False
) -> Iterator[Callable[[], list[Result]]]:
    """Begin to `do` items, some at a time, in a process beside this one.

    The callable does with it what is left of them, then gives the results of all, in order.
    """
    size = -(-len(items) // _PARTS) or 1
    parts = [items[at : at + size] for at in range(0, len(items), size)]
    try:
        left, giving = os.pipe()  # of the numbers in it each is taken by one process
    except OSError:  # too many files are open
        yield lambda: [result for part in parts for result in do(part)]
        return
    os.write(giving, bytes(range(len(parts))))
    os.close(giving)

    def share() -> dict[int, Sequence[Result]]:
        return {number[0]: do(parts[number[0]]) for number in iter(lambda: os.read(left, 1), b"")}

    try:
        with beside(share, is_alone=is_alone) as theirs:

            def results() -> list[Result]:
                done = share() | theirs()
                each = (done[number] if number in done else do(part) for number, part in enumerate(parts))
                return [result for part in each for result in part]

            yield results
    finally:
        os.close(left)


def _begun(work: Callable[[], object]) -> tuple[int, int] | None:
    """The process that does it, and where its result comes from; None if the system refuses it."""
    try:
        receiving, sending = os.pipe()
    except OSError:
        return None
    here = os.getpid()
    try:
        pid = os.fork()
        if not pid:
            os.close(receiving)  # else a process whose parent is killed would wait for ever until that reads
            raw = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
            with os.fdopen(sending, "wb") as stream:
                stream.write(len(raw).to_bytes(_LENGTH, "big") + raw)
            os._exit(0)
    except OSError:
        os.close(receiving)
        return None
    finally:
        if os.getpid() != here:  # whatever comes, nothing of this process is done twice
            os._exit(2)
        os.close(sending)
    return pid, receiving


def _received(receiving: int) -> bytes | None:
    """What a process sent; None if it ended before."""
    with os.fdopen(receiving, "rb", closefd=False) as stream:
        length = int.from_bytes(stream.read(_LENGTH), "big")
        raw = stream.read(length)
    return raw if length and len(raw) == length else None
