"""Days of the calendar as texts name them: "3 December 2026", "am 14. Januar", "le 3 mars", "12月3日", "2026-12-03"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_ENGLISH = "January February March April May June July August September October November December"
_MONTHS = (
    _ENGLISH,
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "يناير فبراير مارس إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
)
_NUMBERS = {name: number for names in _MONTHS for number, name in enumerate(names.split(), 1)}
DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"
    rf"|\b(?P<month2>{'|'.join(_ENGLISH.split())})\s(?:\d{{1,2}}\s?[-–]\s?)?(?P<day2>\d{{1,4}})(?:st|nd|rd|th)?\b(?:,?\s(?P<year2>\d{{4}})\b)?"
    rf"|\b(?P<day3>\d{{1,2}})(?:st|nd|rd|th|er|º)?\.?\s(?:of\s|de\s)?(?P<month3>{'|'.join(_NUMBERS)})\b"
    r"(?:,?\s(?:del?\s)?(?P<year3>\d{4})\b)?"
    r"|(?:(?P<year4>\d{4})\s?年\s?)?(?P<month4>\d{1,2})\s?月\s?(?P<day4>\d{1,2})\s?[日号號]"
    r"|\b(?P<day5>\d{1,2})\.\s?(?P<month5>\d{1,2})\.\s?(?P<year5>\d{4})\b"
)
_FIGURES = re.compile(r"\d-\d\d-\d|\d\s?月|\d\.\s?\d\d?\.\s?\d{4}")
_SIGNS = str.maketrans(dict.fromkeys(",.;:()[]\"'“”«»–—", " "))


def _may_have(text: str) -> bool:
    """Whether it has what a day needs: asked first, for hardly any sentence has, and days are dear to look for."""
    if DIGIT.search(text) is None:
        return False
    return _FIGURES.search(text) is not None or not _NUMBERS.keys().isdisjoint(text.translate(_SIGNS).split())


def has_day(text: str) -> bool:
    """Whether it names a day of the calendar, or an English month of a year."""
    return _may_have(text) and _DAY.search(text) is not None


def without_days(text: str) -> str:
    """The text with its days taken out."""
    return _DAY.sub("", text)


def days(text: str, about: date) -> Iterator[date]:
    """The days that a text names, in its order: of "May 3-5" the last; without a year the one nearest to `about`."""
    for found in _DAY.finditer(text) if _may_have(text) else ():
        parts = {name.rstrip("2345"): value for name, value in found.groupdict().items() if value is not None}
        month, day = _NUMBERS.get(parts["month"]) or int(parts["month"]), int(parts["day"])
        years = [int(parts["year"])] if "year" in parts else range(about.year - 1, about.year + 2)
        known = [made for year in years if (made := _made(year, month, day))]
        yield from sorted(known, key=lambda one: abs(one - about))[:1]


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # "May 2026" names no day, and 31 June is none
        return None
