"""Deliveries to test with: overlapping, conflicting exports of one source, and ways to apply them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable

from repurpose.usage.delivery import Day, Delivery, Target
from repurpose.usage.ledger.apply import Applied, apply
from repurpose.usage.ledger.connect import Ledger
from repurpose.usage.ledger.dump import state
from repurpose.usage.ledger.seal import Batch

FIRST = dt.date(2026, 1, 1)


def delivery(seed: int, first: int, last: int, exported: int, *, kind: str = "plausible", targets: int = 5) -> Delivery:
    """Days `first` to `last` of a made-up export; another seed has other figures for the same days."""
    chance = random.Random(seed)
    days = {}
    for number in range(first, last + 1):
        values = {
            (Target(f"/{name}", url=f"example.com/{name}"), metric): chance.randrange(1000)
            for name in range(targets)
            for metric in ("view", "visitor")
            if chance.random() < 0.8
        }
        days[FIRST + dt.timedelta(number)] = Day(values, 1, len(values))
    return Delivery(kind, "", "pages", f"2026-03-{exported:02}T00:00:00Z", days)


THREE = (delivery(1, 0, 5, 1), delivery(2, 3, 9, 2), delivery(1, 2, 7, 3))
"""Three exports that overlap and contradict each other."""


def take(ledger: Ledger, one: Delivery) -> Applied:
    """Apply one delivery in a transaction of its own."""
    with ledger.writing() as connection:
        batch = Batch(connection, "import", "2026-04-01T00:00:00Z", "a file")
        applied = apply(batch, one)
        batch.close()
    return applied


def state_of(ledger: Ledger) -> str:
    """The digest of what is in force."""
    with ledger.reading() as connection:
        return state(connection)


def take_all(ledger: Ledger, deliveries: Iterable[Delivery]) -> str:
    """Apply several; the state then."""
    for one in deliveries:
        take(ledger, one)
    return state_of(ledger)
