"""What an importer hands to the ledger: days of readings, each reading about one target."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

METRICS = {
    "impression": "how often it was shown",
    "reach": "how many it was shown to",
    "delivery": "mails that arrived",
    "view": "pages or posts opened",
    "visit": "visits that it brought or began",
    "visitor": "different visitors of a day; never added over days",
    "open": "different readers who opened a mail; some are machines",
    "click": "clicks on its links",
    "like": "likes and other nods",
    "share": "reposts, shares, forwards",
    "comment": "replies and comments",
    "engagement": "whatever the network counts as one",
    "signup": "new members or followers",
    "purchase": "orders and paid subscriptions",
    "conversion": "key events and goals, whatever the tool counts as one",
    "unsubscribe": "readers who left",
    "revenue_minor": "revenue in hundredths of the currency",
    "cost_minor": "cost in hundredths of the currency",
}
"""The metrics of the ledger."""

NOT_ADDED = frozenset({"visitor", "reach"})
"""Metrics that count people: a sum over days would count one person twice."""

LARGEST = 10**15
"""No count of a day is larger; sums of such stay whole numbers in every store and program."""


class Target(NamedTuple):
    """What a row is about, in the source's own words; whatever it doesn't say is empty.

    `key` stays the same over exports (a post's number, a page's path). `dated` is the day it was published or sent.
    A tuple, since millions of rows look their target up, and a tuple's hash takes no call of ours.
    """

    key: str
    link: str = ""
    url: str = ""
    subject: str = ""
    text: str = ""
    dated: str = ""

    @property
    def digest(self) -> str:
        """Tells targets of a source apart."""
        return _digest(self)


@lru_cache(maxsize=50_000)
def _digest(target: Target) -> str:
    return hashlib.sha256("\x1f".join(target).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a scope: what every target's metrics were.

    `spread`: over how many days a total was spread evenly to get these figures; 1: it is the day's own count.
    `records`: how many records of the file are behind it.
    """

    values: Mapping[tuple[Target, str], int] = field(default_factory=dict)
    spread: int = 1
    records: int = 0

    @property
    def sha256(self) -> str:
        """Equal for equal content, whatever the order."""
        lines = sorted(f"{_digest(target)}|{metric}|{value}" for (target, metric), value in self.values.items())
        return hashlib.sha256("\n".join([str(self.spread), *lines]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One report of one source. `lifetime`: the values are totals since publication, as of the day they stand under.

    `exported_at` is RFC 3339 in UTC. `grows`: the more records a day has, the more complete it is (a log), whenever
    it was exported.
    """

    kind: str
    account: str
    scope: str
    exported_at: str
    days: Mapping[dt.date, Day]
    lifetime: bool = False
    grows: bool = False


def spread_evenly(total: int, days: int) -> list[int]:
    """`total` over so many days, as evenly as whole numbers go: the sum is `total`."""
    return [total * (number + 1) // days - total * number // days for number in range(days)]
