"""An existing Dask cluster as an Executor. Its workers need this program, and nothing of the project."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from repurpose.errors import UsageError

SCHEME = "dask://"


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of the cluster at an address such as `dask://host:8786`, and how many workers it has.

    Raises:
        UsageError: it is no such address, there is no cluster, or what talks to one isn't installed.
    """
    if not address.startswith(SCHEME):
        raise UsageError(f"--executor: {address!r} is no cluster's address", hint=f"write {SCHEME}HOST:PORT")
    try:
        import distributed
    except ImportError:
        raise UsageError(
            "--executor: Dask is not installed", hint="`pip install repurpose[cluster]` brings it"
        ) from None
    connect: Any = distributed.Client
    try:
        client = connect(address.replace(SCHEME, "tcp://", 1), set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"--executor: no cluster answers at {address}: {error}") from None
    with client:
        yield client.get_executor(pure=False), max(1, len(client.scheduler_info()["workers"]))
