from __future__ import annotations

import datetime as dt
import itertools
import multiprocessing
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.ledger.apply import Applied
from repurpose.usage.ledger.connect import Ledger, open_ledger
from repurpose.usage.ledger.schema import BATCH, READING, SUPERSEDED
from repurpose.usage.ledger.verify import verify
from tests.usage.samples import FIRST, THREE, delivery, state_of, take, take_all

SQLite = Callable[[str], Ledger]


def _whole(ledger: Ledger) -> list[str]:
    with ledger.reading() as connection:
        return verify(connection)


def test_six_orders_once_or_twice_each_end_in_one_state(sqlite: SQLite) -> None:
    states = set()
    for number, order in enumerate(itertools.permutations(THREE)):
        for twice in itertools.product((1, 2), repeat=3):
            ledger = sqlite(f"{number}-{twice}.db")
            states.add(take_all(ledger, [one for one, times in zip(order, twice, strict=True) for _ in range(times)]))
            assert _whole(ledger) == []
    assert len(states) == 1


def test_the_same_on_every_database(ledger: Ledger, sqlite: SQLite) -> None:
    want = take_all(sqlite("want.db"), THREE)
    assert take_all(ledger, [*reversed(THREE), *THREE]) == want
    assert _whole(ledger) == []


def test_a_newer_export_replaces_the_day_and_the_old_one_is_kept(ledger: Ledger) -> None:
    old, new = delivery(1, 0, 2, 1), delivery(2, 1, 3, 2)
    assert take(ledger, old) == Applied(new=3, readings=sum(len(day.values) for day in old.days.values()))
    done = take(ledger, new)
    assert (done.new, done.replaced) == (1, 2)
    assert take(ledger, old) == Applied(unchanged=1, stale=2)
    assert take(ledger, new) == Applied(unchanged=3)
    with ledger.reading() as connection:
        kept = connection.execute(select(func.count()).select_from(SUPERSEDED)).scalar()
        batches = connection.execute(select(func.count()).select_from(BATCH)).scalar()
    assert kept == sum(len(old.days[FIRST + dt.timedelta(n)].values) for n in (1, 2))
    assert batches == 2


def test_an_unchanged_day_is_known_to_be_as_new_as_its_newest_export(ledger: Ledger) -> None:
    first = delivery(1, 0, 0, 1)
    take(ledger, first)
    assert take(ledger, replace(first, exported_at="2026-03-09T00:00:00Z")) == Applied(unchanged=1)
    assert take(ledger, delivery(2, 0, 0, 5)).stale == 1


def test_a_day_without_rows_is_a_real_nothing(ledger: Ledger) -> None:
    take(ledger, delivery(1, 0, 0, 1))
    empty = Delivery("plausible", "", "pages", "2026-03-02T00:00:00Z", {FIRST: Day()})
    assert take(ledger, empty).replaced == 1
    with ledger.reading() as connection:
        assert connection.execute(select(func.count()).select_from(READING)).scalar() == 0


def test_a_day_of_its_own_goes_before_a_share_of_a_period(ledger: Ledger) -> None:
    target = Target("/a", url="/a")
    exact = Delivery("ga4", "", "pages", "2026-03-01T00:00:00Z", {FIRST: Day({(target, "view"): 7})})
    share = Delivery("ga4", "", "pages", "2026-03-09T00:00:00Z", {FIRST: Day({(target, "view"): 3}, spread=28)})
    take(ledger, share)
    assert take(ledger, exact).replaced == 1
    assert take(ledger, share).stale == 1


def test_of_a_growing_log_the_longer_version_counts(ledger: Ledger) -> None:
    target = Target("/a", url="/a")
    long = Delivery(
        "access_log", "", "pages", "2026-03-01T00:00:00Z", {FIRST: Day({(target, "view"): 9}, 1, 50)}, grows=True
    )
    short = Delivery(
        "access_log", "", "pages", "2026-03-09T00:00:00Z", {FIRST: Day({(target, "view"): 2}, 1, 10)}, grows=True
    )
    take(ledger, long)
    assert take(ledger, short).stale == 1


def test_lifetime_totals_of_other_posts_of_the_day_stay(ledger: Ledger) -> None:
    def totals(key: str, value: int) -> Delivery:
        return Delivery(
            "x", "", "content", "2026-03-01T00:00:00Z", {FIRST: Day({(Target(key), "click"): value})}, lifetime=True
        )

    take(ledger, totals("post:1", 5))
    take(ledger, totals("post:2", 6))
    with ledger.reading() as connection:
        assert connection.execute(select(func.sum(READING.c.value))).scalar() == 11


_VERSIONS = st.lists(
    st.builds(
        lambda seed, first, length, exported: delivery(seed, first, first + length, exported, targets=2),
        st.integers(1, 3),
        st.integers(0, 5),
        st.integers(0, 4),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=40, deadline=None)
@given(_VERSIONS, st.randoms(use_true_random=False))
def test_any_order_of_any_exports_ends_in_one_state(deliveries: list[Delivery], chance: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        want = take_all(open_ledger("want.db", Path(folder)), deliveries)
        shuffled = [*deliveries, *deliveries]
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        ledger = open_ledger("got.db", Path(folder))
        assert take_all(ledger, shuffled) == want
        assert _whole(ledger) == []


def _import(database: str, folder: str) -> tuple[int, int]:
    applied = take(open_ledger(database, Path(folder)), delivery(7, 0, 30, 1, targets=40))
    return applied.new, applied.unchanged


def test_eight_importers_at_once_apply_it_once(database: str, tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(8) as pool:
        done = pool.starmap(_import, [(database, str(tmp_path))] * 8)
    assert sorted(done) == [(0, 31)] * 7 + [(31, 0)]
    ledger = open_ledger(database, tmp_path)
    assert _whole(ledger) == []
    assert state_of(ledger) == take_all(open_ledger("one.db", tmp_path), [delivery(7, 0, 30, 1, targets=40)])


def test_nothing_is_written_where_the_transaction_fails(ledger: Ledger) -> None:
    before = take_all(ledger, THREE[:1])

    def refuse() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        take(replace(ledger, before_commit=refuse), THREE[1])
    assert state_of(ledger) == before
    assert _whole(ledger) == []
