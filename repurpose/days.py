"""Days as people write them: `2026-12-24`, `12-25`, `saturday`, `december`, and from one to another, `12-24/01-01`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_KEYS: dict[str, Callable[[date], Any]] = {
    "date": lambda day: day,
    "day of the year": lambda day: (day.month, day.day),
    "weekday": lambda day: day.weekday(),
    "month": lambda day: day.month,
}


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included, of the same kind; what comes again may run over its end."""

    text: str
    kind: str
    first: Any
    last: Any

    def __contains__(self, day: date) -> bool:
        key = _KEYS[self.kind](day)
        if self.first <= self.last:
            return bool(self.first <= key <= self.last)
        return bool(key >= self.first or key <= self.last)


@dataclass(frozen=True, slots=True)
class Days:
    """Any number of spans."""

    spans: tuple[Span, ...] = field(default=())

    def find(self, day: date) -> str | None:
        """The first span that a day is in, as it was written; None: it is in none."""
        return next((span.text for span in self.spans if day in span), None)

    def __contains__(self, day: date) -> bool:
        return self.find(day) is not None


def read_days(written: Iterable[object]) -> Days:
    """Days out of texts, or of dates as TOML has them.

    Raises:
        ValueError: one is none.
    """
    return Days(tuple(_span(one.isoformat() if isinstance(one, date) else one) for one in written))


def _span(text: object) -> Span:
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is no day")
    first, slash, last = (part.strip() for part in text.partition("/"))
    kind, begins = _day(first, text)
    other, ends = _day(last, text) if slash else (kind, begins)
    if kind != other:
        raise ValueError(f"{text!r} goes from a {kind} to a {other}")
    if kind == "date" and begins > ends:
        raise ValueError(f"{text!r} ends before it begins")
    return Span(text, kind, begins, ends)


def _day(word: str, whole: str) -> tuple[str, Any]:
    name = word.lower()
    for kind, names, start in (("weekday", _WEEKDAYS, 0), ("month", _MONTHS, 1)):
        for number, known in enumerate(names, start):
            if name in (known, known[:3]):
                return kind, number
    try:
        if len(name) == 5:  # a leap year, so that 02-29 is a day
            day = date.fromisoformat(f"2000-{name}")
            return "day of the year", (day.month, day.day)
        if len(name) == 10:
            return "date", date.fromisoformat(name)
    except ValueError:
        pass
    raise ValueError(f"{whole!r} is no day like 2026-12-24, 12-25, saturday, december or 12-24/01-01")
