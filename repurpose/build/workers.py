"""Who makes the assets: this process, more of them on this machine, or a cluster; all by the standard Executor."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from queue import SimpleQueue
from typing import Any, TypeVar

from repurpose.beside import FORKS
from repurpose.build.cluster import connected

T = TypeVar("T")
R = TypeVar("R")

FEW = 40
"""Assets below which a second process takes longer to start than it saves."""

_SHARE = 3
"""Into how many chunks for each worker what is left is divided, for the next one: so they get smaller, and no worker
has a large one to do while the others are done."""

_TURN = 16
"""Assets that one process alone makes together before it tells of progress."""

_SMALLEST, _LARGEST = 2, 100
"""Assets in a chunk: all that a build knows travels with each, and there is progress to show."""

_LITTER = 20_000
"""New objects from which on a worker looks for garbage: what some thirty assets leave."""


@dataclass(frozen=True, slots=True)
class Workers:
    """How many processes (None: as many as pay), or the address of a cluster, such as `dask://host:8786`."""

    jobs: int | None = None
    address: str | None = None

    @property
    def is_alone(self) -> bool:
        """Whether this process is to make all by itself."""
        return self.jobs == 1

    def run(
        self,
        make: Callable[[Sequence[T]], Sequence[R]],
        items: Sequence[T],
        progress: Callable[[int, int], None] | None = None,
    ) -> Iterator[R]:
        """What `make` makes of the items, in no order; `make`, items and results travel as plain data."""
        jobs = self.jobs if self.jobs is not None else 1 if len(items) < FEW else _processors()
        if self.address is None and (jobs <= 1 or len(items) < 2):
            for at in range(0, len(items), _TURN):
                some = items[at : at + _TURN]
                yield from make(some)
                if progress:
                    progress(at + len(some), len(items))
            return
        if self.address:
            with connected(self.address) as (executor, count):
                yield from _spread(executor, count, make, items, progress)
            return
        # What the first one imports and compiles, forked workers have from the beginning, and share.
        yield from make(items[:1])
        told = (lambda done, _: progress(done + 1, len(items))) if progress else None
        with _processes(min(jobs, len(items) - 1)) as (executor, count):
            yield from _spread(executor, count, make, items[1:], told)


def _spread(
    executor: Executor,
    count: int,
    make: Callable[[Sequence[T]], Sequence[R]],
    items: Sequence[T],
    progress: Callable[[int, int], None] | None,
) -> Iterator[R]:
    chunks = list(_chunks(items, count))
    ready: SimpleQueue[Future[Sequence[R]]] = SimpleQueue()
    pickled = pickle.dumps(make, pickle.HIGHEST_PROTOCOL)
    _unpickled(pickled)  # so that processes forked from here on share it, instead of having one each
    for chunk in chunks:  # every Executor's futures tell when they are done; `as_completed` takes none but its own
        executor.submit(_made, pickled, chunk).add_done_callback(ready.put)
    done = 0
    for _ in chunks:
        made = ready.get().result()
        done += len(made)
        yield from made
        if progress:
            progress(done, len(items))


def _chunks(items: Sequence[T], count: int) -> Iterator[Sequence[T]]:
    start = 0
    while start < len(items):
        size = (len(items) - start) // (count * _SHARE)
        # Of few, each worker has some.
        least = min(_SMALLEST, -(-len(items) // count))
        end = start + max(least, min(size, _LARGEST))
        yield items[start:end]
        start = end


def _made(make: bytes, items: Sequence[Any]) -> Any:
    """What a worker is sent; what makes all of them is pickled once here, and unpickled once there."""
    made = _unpickled(make)(items)
    if not gc.isenabled() and gc.get_count()[0] > _LITTER:
        gc.collect()
    return made


@lru_cache(maxsize=1)
def _unpickled(make: bytes) -> Callable[[Sequence[Any]], Any]:
    found: Callable[[Sequence[Any]], Any] = pickle.loads(make)  # noqa: S301 (from the process that began this one)
    return found


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else multiprocessing.cpu_count()


@contextmanager
def _processes(count: int) -> Iterator[tuple[Executor, int]]:
    # Forked workers have everything imported already.
    context = multiprocessing.get_context("fork" if FORKS else "spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_settled) as executor:
        yield executor, count


def _settled() -> None:
    """What a worker was born with stays: its collector need not look there, nor touch the pages that are shared.

    What an asset is made of goes when it is made, and little of it by the collector, which otherwise looks at all that
    is being made again and again, a twentieth of the time: it looks between chunks, when hardly anything is there.
    """
    gc.freeze()
    gc.disable()
