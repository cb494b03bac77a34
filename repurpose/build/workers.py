"""Who makes the assets: this process, more of them on this machine, or a cluster; all by the standard Executor."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

from repurpose.build.cluster import connected

YOUNG = 20_000
"""Objects that a worker makes until its collector looks at them, about those of two assets; 700 by default."""

T = TypeVar("T")
R = TypeVar("R")

FEW = 40
"""Assets below which a second process takes longer to start than it saves."""

CHUNKS = 8
"""Chunks of work a worker is given, one after the other: few, as all that a build knows travels with each."""

_LARGEST = 100
"""Assets in a chunk at most, so that there is progress to show."""


@dataclass(frozen=True, slots=True)
class Workers:
    """How many processes (None: as many as pay), or the address of a cluster, such as `dask://host:8786`."""

    jobs: int | None = None
    address: str | None = None

    def run(
        self,
        make: Callable[[Sequence[T]], Sequence[R]],
        items: Sequence[T],
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[R]:
        """What `make` makes of the items, in no order; `make`, items and results travel as plain data."""
        jobs = self.jobs if self.jobs is not None else 1 if len(items) < FEW else _processors()
        if self.address is None and (jobs <= 1 or len(items) < 2):
            for number, item in enumerate(items, 1):
                yield from make([item])
                if progress:
                    progress(number, len(items))
            return
        with connected(self.address) if self.address else _processes(min(jobs, len(items))) as (executor, count):
            yield from _spread(executor, count, make, items, progress)


def _spread(
    executor: Executor,
    count: int,
    make: Callable[[Sequence[T]], Sequence[R]],
    items: Sequence[T],
    progress: Callable[[int, int], None] | None,
) -> Iterator[R]:
    size = max(1, min(_LARGEST, -(-len(items) // (count * CHUNKS))))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    ready: SimpleQueue[Future[Sequence[R]]] = SimpleQueue()
    for chunk in chunks:  # every Executor's futures tell when they are done; `as_completed` takes none but its own
        executor.submit(make, chunk).add_done_callback(ready.put)
    done = 0
    for _ in chunks:
        made = ready.get().result()
        done += len(made)
        yield from made
        if progress:
            progress(done, len(items))


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else multiprocessing.cpu_count()


@contextmanager
def _processes(count: int) -> Iterator[tuple[Executor, int]]:
    # Forked workers have everything imported already; elsewhere than on Linux, forking isn't safe.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_settled) as executor:
        yield executor, count


def _settled() -> None:
    """What a worker was born with stays: its collector need not look there, nor touch the pages that are shared.

    What an asset is made of goes when it is made, and little of it by the collector: that looks less often.
    """
    gc.freeze()
    gc.set_threshold(YOUNG)
