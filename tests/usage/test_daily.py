from __future__ import annotations

import datetime as dt
from collections import Counter

from repurpose.model import Placement
from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.ledger import book
from repurpose.usage.ledger.book import Match, Placed
from repurpose.usage.ledger.connect import Ledger
from repurpose.usage.ledger.daily import daily
from repurpose.usage.ledger.seal import Batch
from tests.usage.rollups import rollups
from tests.usage.samples import take

AUGUST = dt.date(2026, 8, 1)
LATER = dt.date(2027, 1, 1)
Rows = dict[int, dict[str, int]]


def _on(day: int) -> dt.date:
    return AUGUST + dt.timedelta(day - 1)


def _told(
    kind: str, posts: dict[str, Rows], *, spread: int = 1, scope: str = "posts", lifetime: bool = False
) -> Delivery:
    days: dict[dt.date, dict[tuple[Target, str], int]] = {}
    for name, rows in posts.items():
        for day, values in rows.items():
            days.setdefault(_on(day), {}).update({(Target(name, link=name), metric): n for metric, n in values.items()})
    made = {day: Day(values, spread) for day, values in days.items()}
    return Delivery(kind, "", scope, "2026-12-01T00:00:00Z", made, lifetime=lifetime)


def _place(ledger: Ledger, **uses: tuple[int, ...]) -> None:
    """Uses of pieces `NAME/social.x/p` by the days they began, whose rows are those of target NAME."""
    with ledger.writing() as connection:
        batch = Batch(connection, "record", "2026-12-01T00:00:00Z", "")
        book.add_placements(
            batch,
            [
                Placed(Placement(f"{name}/social.x/p", number, _on(day), "social.x"), "record")
                for name, days in uses.items()
                for number, day in enumerate(days, 1)
            ],
        )
        matches = [Match(one.id, f"{one.target.key}/social.x/p", None, "mapped") for one in book.targets(connection)]
        book.add_matches(batch, matches)
        batch.close()


def test_it_is_what_the_rollups_say(ledger: Ledger) -> None:
    """Days, shares of longer periods, totals, two reports of one source, two uses of one piece."""
    take(ledger, _told("ga4", {"a": {1: {"impression": 10, "click": 1}, 2: {"impression": 20, "click": 0}}}))
    take(ledger, _told("ga4", {"a": {2: {"impression": 5}}, "b": {9: {"impression": 7}}}, scope="pages"))
    take(ledger, _told("ga4", {"b": {3: {"impression": 4}}}, spread=3, scope="weeks"))
    take(ledger, _told("x", {"c": {4: {"like": 9}}}, lifetime=True))
    take(ledger, _told("x", {"c": {8: {"like": 17}}}, lifetime=True))
    _place(ledger, a=(1, 2), b=(3,), c=(4,))
    with ledger.reading() as connection:
        for until in (LATER, _on(3)):
            want: Counter[tuple[str, int, str, int]] = Counter()
            for one in rollups(connection):
                if one.day < until:
                    want[(one.piece_id, one.use, one.metric, one.day.toordinal())] += one.value
            got = {
                (piece, use, metric, day): value
                for (piece, use), metrics in daily(connection, until).items()
                for metric, days in metrics.items()
                for day, value in days.values.items()
            }
            assert got == want
        found = daily(connection, LATER)
    assert found[("a/social.x/p", 1)]["impression"].spread is False
    assert found[("b/social.x/p", 1)]["impression"].spread is True
    assert found[("c/social.x/p", 1)]["like"].spread is True


def test_a_source_that_writes_zeros_means_nothing_by_an_empty_cell(ledger: Ledger) -> None:
    take(ledger, _told("ga4", {"a": {1: {"impression": 10, "click": 0}}, "b": {1: {"impression": 10}}}))
    _place(ledger, a=(1,), b=(1,))
    with ledger.reading() as connection:
        found = daily(connection, LATER)
    assert found[("a/social.x/p", 1)]["click"].values == {AUGUST.toordinal(): 0}
    assert "click" not in found[("b/social.x/p", 1)]


def test_a_source_of_events_means_zero_by_silence(ledger: Ledger) -> None:
    take(ledger, _told("plausible", {"a": {1: {"visit": 10, "conversion": 2}}, "b": {1: {"visit": 10}}}))
    _place(ledger, a=(1,), b=(1,))
    with ledger.reading() as connection:
        found = daily(connection, LATER)
    assert found[("b/social.x/p", 1)]["conversion"].values == {}
    assert "click" not in found[("b/social.x/p", 1)]


def test_a_total_of_zero_was_told(ledger: Ledger) -> None:
    take(ledger, _told("x", {"a": {4: {"impression": 90, "click": 0}}, "b": {4: {"impression": 80}}}, lifetime=True))
    _place(ledger, a=(1,), b=(1,))
    with ledger.reading() as connection:
        found = daily(connection, LATER)
    assert found[("a/social.x/p", 1)]["click"].values == {}
    assert "click" not in found[("b/social.x/p", 1)]
