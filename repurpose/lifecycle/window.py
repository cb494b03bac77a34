"""When a mail may go to somebody, by their own clock: outside quiet hours, and no more than the caps allow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from repurpose.clock import parse_time, wall_time

_CAP = re.compile(r"(\d{1,4})\s*(?:per|a|/|in|every)\s*(?:(\d{1,3})\s*)?(day|week|month)s?", re.I)
_DAYS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many mails in any so many days in a row, as the contact's calendar counts them."""

    mails: int
    days: int

    def __str__(self) -> str:
        return f"{self.mails} a day" if self.days == 1 else f"{self.mails} in {self.days} days"


@dataclass(frozen=True, slots=True)
class Quiet:
    """From one time of day until before another, over midnight if that is the earlier one."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether a time of day is quiet."""
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}/{self.end:%H:%M}"


def read_cap(value: object) -> Cap:
    """`1 a day`, `3 a week`, `5 in 14 days`.

    Raises:
        ValueError: it is none.
    """
    match = _CAP.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match or int(match[1]) < 1 or not 1 <= int(match[2] or 1) * _DAYS[match[3].lower()] <= 366:
        raise ValueError(f"{value!r} is no limit like 1 a day, 3 a week or 5 in 14 days")
    return Cap(int(match[1]), int(match[2] or 1) * _DAYS[match[3].lower()])


def read_quiet(value: object) -> Quiet | None:
    """`21:00/08:00`; an empty text is no quiet time.

    Raises:
        ValueError: it is none.
    """
    if value == "":
        return None
    start, slash, end = value.partition("/") if isinstance(value, str) else ("", "", "")
    if not slash or parse_time(start) == parse_time(end):
        raise ValueError(f"{value!r} is no time like 21:00/08:00")
    return Quiet(parse_time(start), parse_time(end))


def may_go(due: datetime, sent: Sequence[datetime], zone: tzinfo, quiet: Quiet | None, caps: Sequence[Cap]) -> datetime:
    """The moment, in UTC, at which a mail that is due may go: at once, or when quiet time and the caps are past.

    `sent` are the mails that went before. One that a cap holds back goes at its own time of day.
    """
    at = due.astimezone(UTC)
    days = Counter(one.astimezone(zone).date() for one in sent)
    wanted = at.astimezone(zone).time()
    while True:
        local = at.astimezone(zone)
        if quiet and quiet.holds(local.time()):
            at = _loud(at, zone, quiet)
        elif blocked := next((cap for cap in caps if _count(days, local.date(), cap) >= cap.mails), None):
            day = local.date() + timedelta(1)
            while _count(days, day, blocked) >= blocked.mails:
                day += timedelta(1)
            at = max(wall_time(day, wanted, zone)[0], _after(day - timedelta(1), zone))
        else:
            return at


def _count(days: Counter[date], day: date, cap: Cap) -> int:
    return sum(days[day - timedelta(back)] for back in range(cap.days))


def _loud(at: datetime, zone: tzinfo, quiet: Quiet) -> datetime:
    """The end of quiet time after a quiet moment; one that clocks skip is counted on from before they did."""
    return min(one for one in _ends(at, zone, quiet) if one > at and not quiet.holds(one.astimezone(zone).time()))


def _ends(at: datetime, zone: tzinfo, quiet: Quiet) -> Iterator[datetime]:
    today = at.astimezone(zone).date()
    for ahead in range(-1, 4):
        day = today + timedelta(ahead)
        for fold in (0, 1):  # clocks put back show the end twice
            yield datetime.combine(day, quiet.end, zone).replace(fold=fold).astimezone(UTC)


def _after(day: date, zone: tzinfo) -> datetime:
    """The first moment after a day, whatever its clocks do at midnight."""
    return wall_time(day + timedelta(1), time(), zone)[0]
