"""Moments: as people write them, always aware, in nobody's own time zone."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.clock import parse_time, parse_when, rfc3339, told_moment, wall_time, zone_named
from repurpose.errors import UsageError

BERLIN = zone_named("Europe/Berlin")
NOW = datetime(2026, 11, 22, 9, 30, 15, 123456, UTC)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2026-11-22", "2026-11-22T00:00:00+01:00"),
        ("2026-7-2", "2026-07-02T00:00:00+02:00"),
        (" 2026-11-22 ", "2026-11-22T00:00:00+01:00"),
        ("2026-11-22 09:30", "2026-11-22T09:30:00+01:00"),
        ("2026/11/22 09:30:05", "2026-11-22T09:30:05+01:00"),
        ("2026-11-22T09:30:05", "2026-11-22T09:30:05+01:00"),
        ("2026-11-22T09:30:05Z", "2026-11-22T09:30:05Z"),
        ("2026-11-22 09:30:05 UTC", "2026-11-22T09:30:05Z"),
        ("2026-11-22T09:30:05.123456+09:00", "2026-11-22T09:30:05+09:00"),
        ("2026-11-22 09:30:05 -0530", "2026-11-22T09:30:05-05:30"),
        ("2026-11-22 09:30:05 +02", "2026-11-22T09:30:05+02:00"),
        ("2026-06-30T23:59:60Z", "2026-06-30T23:59:59Z"),
        ("2024-02-29", "2024-02-29T00:00:00+01:00"),
        ("Sun, 22 Nov 2026 09:30:05 +0200", "2026-11-22T09:30:05+02:00"),
        ("Sunday, 22 Nov 2026 09:30:05 UTC", "2026-11-22T09:30:05Z"),
        ("Sun, 22 Nov 2026 09:30:05 -0000", "2026-11-22T09:30:05Z"),
        ("22 Nov 2026 09:30", "2026-11-22T09:30:00+01:00"),
        (date(2026, 11, 22), "2026-11-22T00:00:00+01:00"),
        (datetime(2026, 11, 22, 9), "2026-11-22T09:00:00+01:00"),
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "2026-11-22T09:00:00Z"),
    ],
)
def test_parse_when_takes_what_people_write(written: object, told: str) -> None:
    """A date means its first moment; what names no zone is in the site's."""
    assert rfc3339(parse_when(written, BERLIN)) == told


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("yesterday", "'yesterday' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00"),
        ("", "'' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00"),
        ("22.11.2026", "'22.11.2026' has its year last; write 2026-11-22"),
        ("11/22/2026 09:30", "'11/22/2026 09:30' has its year last; write 2026-11-22"),
        ("12-02-2020", "'12-02-2020' has its year last; write 2020-02-12 or 2020-12-02"),
        ("31-31-2020", "'31-31-2020' is no date like 2026-11-22 or 2026-11-22T09:30:00+01:00"),
        ("2026-11-22T09:30:00 Europe/Berlin", "is no date like"),
        ("2026-02-30", "'2026-02-30' is no date: day is out of range for month"),
        ("2026-13-01", "'2026-13-01' is no date: month must be in 1..12"),
        ("2026-11-22 24:00", "'2026-11-22 24:00' is no date: hour must be in 0..23"),
        ("0000-01-01", "'0000-01-01' is no date: year 0 is out of range"),
        ("2026-01-02 10:00:00 +99:99", "'2026-01-02 10:00:00 +99:99' is no date"),
        ("0001-01-01T00:00:00+09:00", "'0001-01-01T00:00:00+09:00' is no date: beyond the years 1 to 9999"),
        ("9999-12-31T23:59:59-09:00", "'9999-12-31T23:59:59-09:00' is no date: beyond the years 1 to 9999"),
        ("Tue, 31 Feb 2026 09:30:05 GMT", "'Tue, 31 Feb 2026 09:30:05 GMT' is no date"),
        ("Tue, 3 Mar 2026 09:30:05 XYZ", "'Tue, 3 Mar 2026 09:30:05 XYZ' is no date like"),
        ("Tue, 3 Foo 2026 09:30:05 GMT", "'Tue, 3 Foo 2026 09:30:05 GMT' is no date"),
        (date(1, 1, 1), "datetime.date(1, 1, 1) is no date: beyond the years 1 to 9999"),
        (20261122, "20261122 is no date"),
        (None, "None is no date"),
        (True, "True is no date"),
        (["2026-11-22"], "['2026-11-22'] is no date"),
    ],
)
def test_parse_when_refuses_the_rest_with_a_reason(written: object, why: str) -> None:
    """What is no moment is refused by one kind of error that says why."""
    with pytest.raises(ValueError, match=re.escape(why)):
        parse_when(written, BERLIN)


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)),
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_parse_when_reads_back_rfc3339(moment: datetime, minutes: int) -> None:
    """A moment written as RFC 3339 is read as the same moment, to the second."""
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_when(rfc3339(aware), BERLIN) == aware


@given(st.text(alphabet="0123456789-:T+Z .", max_size=30) | st.text(max_size=20))
def test_parse_when_raises_nothing_but_value_error(written: str) -> None:
    """Whatever is written, it is an aware moment or a ValueError."""
    try:
        moment = parse_when(written, BERLIN)
    except ValueError:
        return
    assert moment.astimezone(UTC).tzinfo is UTC


def test_told_moment_prefers_the_flag() -> None:
    """`--as-of` wins over SOURCE_DATE_EPOCH, which wins over now; each in UTC, to the second."""
    environ = {"SOURCE_DATE_EPOCH": "1000000000"}
    assert rfc3339(told_moment("2026-11-22", environ, NOW, BERLIN)) == "2026-11-21T23:00:00Z"
    assert rfc3339(told_moment(None, environ, NOW, BERLIN)) == "2001-09-09T01:46:40Z"
    assert rfc3339(told_moment(None, {}, NOW, BERLIN)) == "2026-11-22T09:30:15Z"
    assert told_moment(None, {"SOURCE_DATE_EPOCH": ""}, NOW, BERLIN).microsecond == 0


@pytest.mark.parametrize(
    ("as_of", "epoch", "name"),
    [
        ("soon", "1", "--as-of: 'soon' is no date like"),
        ("9999-12-31T23:59:59-01:00", "", "--as-of: '9999-12-31T23:59:59-01:00' is no date"),
        (None, "x", "SOURCE_DATE_EPOCH: invalid literal"),
        (None, "1.5", "SOURCE_DATE_EPOCH: invalid literal"),
        (None, "9" * 30, "SOURCE_DATE_EPOCH: "),
    ],
)
def test_told_moment_names_what_is_wrong(as_of: str | None, epoch: str, name: str) -> None:
    """A moment that is none is wrong usage, with its source's name and a hint."""
    with pytest.raises(UsageError) as caught:
        told_moment(as_of, {"SOURCE_DATE_EPOCH": epoch}, NOW, BERLIN)
    assert caught.value.message.startswith(name)
    assert caught.value.hint == "give a date such as 2026-11-22, or an RFC 3339 moment"


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../../etc/passwd", "/etc/localtime", "Europe/", "a\0b"])
def test_zone_named_refuses_what_is_none(name: str) -> None:
    """A name that is no time zone is refused, also one that looks like a path."""
    with pytest.raises(ValueError, match="is no time zone like Europe/Berlin or UTC"):
        zone_named(name)


def test_rfc3339_writes_z_for_utc() -> None:
    """UTC is written Z; other offsets stay; fractions go."""
    assert rfc3339(NOW) == "2026-11-22T09:30:15Z"
    assert rfc3339(datetime(2026, 7, 1, tzinfo=BERLIN)) == "2026-07-01T00:00:00+02:00"


@given(st.dates(date(1975, 1, 1), date(2036, 12, 31)), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Africa/Cairo"])
def test_a_time_of_day_is_when_clocks_show_it(name: str, day: date, at: time) -> None:
    """Told nothing odd, clocks there show just that; a skipped time is later than the same offset would have it."""
    zone = zone_named(name)
    moment, odd = wall_time(day, at, zone)
    shown = moment.astimezone(zone)
    assert moment.tzinfo is UTC
    if odd is None or "twice" in odd:
        assert (shown.date(), shown.time(), shown.fold) == (day, at, 0)
    else:
        assert shown.replace(tzinfo=None) > datetime.combine(day, at)


@pytest.mark.parametrize("value", ["9", "24:00", "09:60", "x", 9, None, time(9, tzinfo=UTC)])
def test_what_is_no_time_of_day_is_told(value: object) -> None:
    with pytest.raises(ValueError, match="is no time of day like 09:30"):
        parse_time(value)
