"""Spans of time as people write them: `3 days`, `2 hours`, `1 week`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from repurpose.clock import wall_time

_SPAN = re.compile(r"(\d{1,5})\s*(?:(minute|min|hour|h|day|d|week|w|month|year)s?)?\.?", re.I)
_DAYS = {"d": 1, "day": 1, "w": 7, "week": 7, "month": 30, "year": 365}
_MINUTES = {"min": 1, "minute": 1, "h": 60, "hour": 60}
LONGEST = 3660
"""Days; a longer span is a slip."""


@dataclass(frozen=True, slots=True)
class Duration:
    """Whole days, which keep the time of day over a change of clocks; or minutes, which don't."""

    days: int = 0
    minutes: int = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.minutes)

    def __str__(self) -> str:
        if self.minutes and self.minutes % 60 == 0:
            return _counted(self.minutes // 60, "hour")
        return _counted(self.minutes, "minute") if self.minutes else _counted(self.days, "day")

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The moment, in UTC, so long after another for somebody who lives in `zone`."""
        if self.days:
            local = moment.astimezone(zone)
            moment = max(wall_time(local.date() + timedelta(self.days), local.time(), zone)[0], moment)
        return moment.astimezone(UTC) + timedelta(minutes=self.minutes)


def read_duration(value: object) -> Duration:
    """A span; a bare number counts days.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST:
        return Duration(value)
    match = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match:
        count, unit = int(match[1]), (match[2] or "day").lower()
        if unit in _MINUTES and count * _MINUTES[unit] <= LONGEST * 24 * 60:
            return Duration(minutes=count * _MINUTES[unit])
        if unit in _DAYS and count * _DAYS[unit] <= LONGEST:
            return Duration(count * _DAYS[unit])
    raise ValueError(f"{value!r} is no span like 3 days or 2 hours (ten years at most)")


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
