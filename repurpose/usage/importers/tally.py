"""What a table's records add up to."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from repurpose.usage.delivery import Target
from repurpose.usage.importers.importer import LISTED, Read, Rejected
from repurpose.usage.importers.shape import Aside, Shape


@dataclass(slots=True)
class Tally:
    """The sums of one table by day, target and metric, and what became of its records.

    `counts` are the records behind a day, `aside` those that are about no piece, by the reason.
    """

    shape: Shape
    is_dated: bool
    totals: dict[dt.date, dict[tuple[Target, str], int]] = field(default_factory=lambda: defaultdict(dict))
    counts: Counter[dt.date] = field(default_factory=Counter)
    parsed: int = 0
    refused: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)

    def leave_out(self, line: int, why: ValueError) -> None:
        """Take no record of this: nothing is wrong with it, or all is."""
        if isinstance(why, Aside):
            self.aside[str(why)] += 1
            self.parsed += 1
        else:
            self.reject(line, str(why))

    def reject(self, line: int, why: str) -> None:
        """Leave a record out, and say why."""
        self.refused += 1
        if len(self.rejected) < LISTED:
            self.rejected.append(Rejected(line, why))

    def read(self, name: str, notes: tuple[str, ...] = ()) -> Read:
        """What became of the part."""
        aside = tuple(f"{count} {'record' if count == 1 else 'records'}: {why}" for why, count in self.aside.items())
        records = self.parsed + self.refused
        return Read(name, records, self.parsed, self.refused, tuple(self.rejected), (*notes, *aside))
