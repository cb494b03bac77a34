from __future__ import annotations

import datetime as dt

from repurpose.model import Placement
from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.ledger import book
from repurpose.usage.ledger.book import Match, Placed
from repurpose.usage.ledger.connect import Ledger
from repurpose.usage.ledger.seal import Batch
from repurpose.usage.ledger.sums import sums
from tests.usage.rollups import rollups
from tests.usage.samples import take

POST = "launch/social.x/post"


def _on(day: int) -> dt.date:
    return dt.date(2026, 8, day)


def _total(day: int, value: int, dated: str = "") -> Delivery:
    totals = {(Target("post:1", dated=dated), "click"): value}
    return Delivery("x", "", "content", f"2026-08-{day:02}T00:00:00Z", {_on(day): Day(totals)}, lifetime=True)


def _clicks(kind: str, days: dict[int, int], account: str = "") -> Delivery:
    made = {_on(day): Day({(Target("k", link="l"), "click"): value}) for day, value in days.items()}
    return Delivery(kind, account, "pages", "2026-08-30T00:00:00Z", made)


def _place(ledger: Ledger, *days: int, use: int | None = None) -> None:
    with ledger.writing() as connection:
        batch = Batch(connection, "record", "2026-09-01T00:00:00Z", "")
        placed = [Placed(Placement(POST, n, _on(day), "social.x"), "record") for n, day in enumerate(days, 1)]
        book.add_placements(batch, placed)
        book.add_matches(batch, [Match(one.id, POST, use, "mapped") for one in book.targets(connection)])
        batch.close()


def test_lifetime_totals_become_days_between_snapshots(ledger: Ledger) -> None:
    for one in (_total(4, 9, "2026-08-02"), _total(8, 17)):
        take(ledger, one)
    _place(ledger, 2)
    with ledger.reading() as connection:
        days = {one.day.day: one.value for one in rollups(connection)}
        assert all(one.interpolated for one in rollups(connection))
        assert sums(connection).totals == {(POST, 1, "click"): 17}
        assert sums(connection, since=_on(5), until=_on(6)).totals == {(POST, 1, "click"): 4}
    assert days == {2: 3, 3: 3, 4: 3, 5: 2, 6: 2, 7: 2, 8: 2}


def test_a_total_that_falls_counts_nothing_twice(ledger: Ledger) -> None:
    for day, value in ((1, 100), (2, 90), (3, 100), (4, 105)):
        take(ledger, _total(day, value))
    _place(ledger, 1)
    with ledger.reading() as connection:
        found = sums(connection)
    assert found.totals == {(POST, 1, "click"): 105}
    assert found.fallen == ("click of post:1 fell from 100 to 90 on 2026-08-02",)


def test_one_source_speaks_for_a_metric(ledger: Ledger) -> None:
    take(ledger, _clicks("access_log", {1: 50}))
    take(ledger, _clicks("plausible", {1: 7}))
    take(ledger, _clicks("plausible", {1: 9}, "other"))
    _place(ledger, 1)
    with ledger.reading() as connection:
        assert sums(connection).totals == {(POST, 1, "click"): 7}
        assert sums(connection, authority={"click": "access_log"}).totals == {(POST, 1, "click"): 50}
        assert sums(connection, authority={"social.x": "plausible other"}).totals == {(POST, 1, "click"): 9}
        assert {one.value for one in rollups(connection)} == {7}


def test_a_day_belongs_to_the_last_use_that_had_begun(ledger: Ledger) -> None:
    take(ledger, _clicks("plausible", {1: 1, 5: 2, 9: 4, 10: 8}))
    _place(ledger, 3, 10)
    with ledger.reading() as connection:
        assert sums(connection).totals == {(POST, 1, "click"): 7, (POST, 2, "click"): 8}
        assert sums(connection, since=_on(9)).totals == {(POST, 1, "click"): 4, (POST, 2, "click"): 8}
