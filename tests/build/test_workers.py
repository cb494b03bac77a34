"""The same bytes whoever does the work: this process, others on this machine, a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repurpose.build.order import Order
from repurpose.build.workers import Workers
from repurpose.config import read_config
from repurpose.errors import UsageError
from tests.build.building import build_into
from tests.build.cache.test_incremental import tree

ROOT = Path(__file__).parents[2]


def outputs(output: Path, jobs: int | None = None, executor: str | None = None) -> dict[str, str]:
    """What this project's own content becomes."""
    order = Order(
        ROOT, read_config("", {}), datetime(2026, 11, 22, tzinfo=UTC), jobs=jobs, executor=executor, drafts=True
    )
    built, _ = build_into(output, order)
    built.shelf.close(is_whole=False)
    return tree(output)


@pytest.mark.slow
def test_processes_make_the_same(tmp_path: Path) -> None:
    """One process or three."""
    assert outputs(tmp_path / "one", 1) == outputs(tmp_path / "three", 3)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_makes_the_same(tmp_path: Path) -> None:
    """A real scheduler with two workers, each a process of its own."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        host="127.0.0.1",
        local_directory=str(tmp_path / "dask"),
    ) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        assert outputs(tmp_path / "cluster", executor=address) == outputs(tmp_path / "one", 1)


@pytest.mark.parametrize("address", ["localhost:8786", "http://localhost:8786"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    """The scheme says what kind of cluster it is."""
    with pytest.raises(UsageError, match="no cluster's address"):
        list(Workers(address=address).run(lambda some: some, [1, 2]))


def test_progress_tells_of_every_item() -> None:
    """It ends with all of them, in this process and in others."""
    told: list[tuple[int, int]] = []
    items = list(range(20))
    assert list(Workers(1).run(lambda some: some, items, lambda *step: told.append(step))) == items
    assert told == [(16, 20), (20, 20)]
    told.clear()
    assert sorted(Workers(2).run(doubled, range(50), lambda *step: told.append(step))) == [n * 2 for n in range(50)]
    assert told[-1] == (50, 50)


def doubled(some: Sequence[int]) -> list[int]:
    """Twice each."""
    return [one * 2 for one in some]
