"""The moment a build is told. Nothing below `cli/` reads a clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from repurpose.errors import UsageError

_DATE_TIME = re.compile(
    r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:[T\s]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|z|[+-]\d{2}:?\d{2}|[+-]\d{2}|UTC|GMT)?)?"
)

_MAIL_DATE = re.compile(
    r"(?:[A-Za-z]{3,9},\s*)?\d{1,2}\s[A-Za-z]{3}\s\d{4}\s\d{1,2}:\d{2}(?::\d{2})?"
    r"(?P<zone>\s(?:[+-]\d{4}|UTC?|GMT|Z|[ECMP][SD]T))?"
)


_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\b.*", re.S)


def parse_when(value: object, zone: tzinfo) -> datetime:
    """A date or moment as people write it, as an aware datetime.

    Takes a date, a datetime, or text such as `2026-11-22`, `2026/11/22 09:30`, `2026-11-22T09:30:00+01:00`, or as mails
    have it (RFC 5322): `Sun, 22 Nov 2026 09:30:00 +0100`. A date means its first moment; what names no zone is in
    `zone`.

    Raises:
        ValueError: it is no such thing; the text says why.
    """
    try:
        moment = _moment(value, zone)
        moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{value!r} is no date: beyond the years 1 to 9999") from None
    return moment


def _moment(value: object, zone: tzinfo) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), zone)
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no date")
    match = _DATE_TIME.fullmatch(value.strip())
    if not match and (mailed := _MAIL_DATE.fullmatch(value.strip())):
        # A zone of -0000 is UTC, wherever the writer was.
        return _mailed(value, UTC if mailed["zone"] else zone)
    if not match:
        if meant := _year_first(value.strip()):
            raise ValueError(f"{value!r} has its year last; write {meant}")
        raise ValueError(f"{value!r} is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00")
    year, _, month, day, hour, minute, second, offset = match.groups()
    try:
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59))
        return moment.replace(tzinfo=_offset(offset) if offset else zone)
    except ValueError as error:
        raise ValueError(f"{value!r} is no date: {error}") from None


def _year_first(text: str) -> str | None:
    """The days that a text with its year last may mean, as they are to be written: countries differ in their order."""
    found = _YEAR_LAST.fullmatch(text)
    if not found:
        return None
    one, _, other, year = found.groups()
    days = []
    for month, day in ((other, one), (one, other)):
        try:
            days.append(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return " or ".join(dict.fromkeys(days)) or None


def _mailed(value: str, zone: tzinfo) -> datetime:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        raise ValueError(f"{value!r} is no date") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def parse_time(value: object) -> time:
    """A time of day as people write it, `09:30`, or as TOML has it.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, time) and value.tzinfo is None:
        return value
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", value.strip()) if isinstance(value, str) else None
    try:
        if match:
            return time(int(match[1]), int(match[2]))
    except ValueError:
        pass
    raise ValueError(f"{value!r} is no time of day like 09:30")


def _offset(text: str) -> tzinfo:
    if text in {"Z", "z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:
        raise ValueError(f"no zone is {text} from UTC")
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def told_moment(as_of: str | None, environ: Mapping[str, str], now: datetime, zone: tzinfo) -> datetime:
    """The moment of this run: `--as-of`, else SOURCE_DATE_EPOCH, else `now`; in UTC, to the second.

    Raises:
        UsageError: one of them is no moment.
    """
    try:
        if as_of is not None:
            return parse_when(as_of, zone).astimezone(UTC).replace(microsecond=0)
        if epoch := environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        name = "--as-of" if as_of is not None else "SOURCE_DATE_EPOCH"
        raise UsageError(f"{name}: {error}", hint="give a date such as 2026-11-22, or an RFC 3339 moment") from None
    return now.astimezone(UTC).replace(microsecond=0)


def zone_named(name: str) -> tzinfo:
    """The time zone of that IANA name.

    Raises:
        ValueError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone like Europe/Berlin or UTC") from None


def rfc3339(moment: datetime) -> str:
    """A moment as RFC 3339 text, with Z for UTC."""
    text = moment.isoformat(timespec="seconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def wall_time(day: date, at: time, zone: tzinfo) -> tuple[datetime, str | None]:
    """The moment, in UTC, at which clocks in `zone` show a time on a day; and what is odd about it, if anything.

    As RFC 5545 (3.3.5) has it: a time that clocks skip is counted on from before they did, and of a time that they
    show twice the first is meant.
    """
    local = datetime.combine(day, at, zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        return moment, f"clocks skip {at:%H:%M} on {day}, so {moment.astimezone(zone):%H:%M} is meant"
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        return moment, f"clocks show {at:%H:%M} twice on {day}, and the first is meant"
    return moment, None
