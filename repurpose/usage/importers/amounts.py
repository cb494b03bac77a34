"""Numbers and days as exports write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from repurpose.usage.delivery import LARGEST

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([,.' \u00a0\u202f\u2019])[0-9]{3})(?:\1[0-9]{3})*(?:[.,]0{1,2})?")
_WHOLE = re.compile(r"[0-9]+[.,]0+")
_MONEY = re.compile(
    r"(?:[^\d\s.,-]{1,3}|[A-Z]{3})?\s*([0-9][0-9.,' \u00a0\u202f\u2019]*)\s*(?:[^\d\s.,-]{1,3}|[A-Z]{3})?"
)
_MISSING = frozenset({"", "-", "--", "—", "–", "n/a", "na", "null", "none", "(not set)"})
_SHARE = re.compile(r"\s*\([0-9.,]+\s*%\)$")
_QUOTED = re.compile(r'="(.*)"', re.S)

_YEAR_FIRST = re.compile(r"(\d{4})(?P<mark>[-/.])(\d{1,2})(?P=mark)(\d{1,2})(?:[T ].*)?")
_EASTERN = re.compile(r"(\d{4})(?P<mark>[年년])\s?(\d{1,2})[月월]\s?(\d{1,2})[日일](?: .*)?")
_DIGITS = re.compile(r"(\d{4})(?P<mark>)(\d{2})(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:[ ,].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:[ ,].*)?")
_NAMED = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?:[ ,].*)?")
_NAMED_LATE = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})(?:[ ,].*)?")
_ARABIC_MARKS = str.maketrans("٬٫", ",.")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def amount(text: str, metric: str) -> int | None:
    """A count, or an amount of money in hundredths; None where the cell says nothing.

    A count is whole, so a mark before three digits parts thousands, whichever mark it is.

    Raises:
        ValueError: it is no such number, with the reason.
    """
    written = _SHARE.sub("", _western(text.strip()))
    if quoted := _QUOTED.fullmatch(written):
        written = quoted[1].strip()
    if _PLAIN.fullmatch(written) and not metric.endswith("_minor"):
        return _checked(int(written) if len(written) < 20 else LARGEST + 1, text)
    if written.lower() in _MISSING:
        return None
    if metric.endswith("_minor"):
        return _money(written, text)
    if _GROUPED.fullmatch(written):
        whole = re.sub(r"[.,]0{1,2}$", "", written)
        return _checked(int(re.sub(r"[^0-9]", "", whole)), text)
    if _WHOLE.fullmatch(written):
        return _checked(int(re.split("[.,]", written)[0]), text)
    raise ValueError(f"{text[:40]!r} is no whole number from 0")


def _money(written: str, text: str) -> int:
    match = _MONEY.fullmatch(written)
    if match is None:
        raise ValueError(f"{text[:40]!r} is no amount of money from 0")
    digits = re.sub(r"[' \u00a0\u202f\u2019]", "", match[1]).rstrip(".,")
    mark = max(digits.rfind("."), digits.rfind(","))
    tail = digits[mark + 1 :]
    if mark < 0 or len(tail) == 3:  # three digits after the last mark are thousands: no currency in use has mils here
        whole, tail = re.sub("[.,]", "", digits), ""
    else:
        whole = re.sub("[.,]", "", digits[:mark])
    if len(whole) > 18:
        raise ValueError(f"{text[:40]!r} is larger than any count can be")
    cents = (tail + "00")[:2]
    rounded = int(len(tail) > 2 and tail[2] >= "5")
    return _checked(int(whole or "0") * 100 + int(cents) + rounded, text)


def _checked(number: int, text: str) -> int:
    if number > LARGEST:
        raise ValueError(f"{text[:40]!r} is larger than any count can be")
    return number


def day(text: str, month_first: bool | None = None) -> date:
    """A day. `month_first` settles `3/4/2026`, if the export is known to write so.

    Raises:
        ValueError: it is none, or could be two.
    """
    try:
        return _day(_western(text.strip()), month_first, text)
    except ValueError as error:
        if text[:40] in str(error):
            raise
        raise ValueError(f"{text[:40]!r} is no day: {error}") from None


def _day(written: str, month_first: bool | None, text: str) -> date:
    if match := _YEAR_FIRST.fullmatch(written) or _EASTERN.fullmatch(written) or _DIGITS.fullmatch(written):
        return date(int(match[1]), int(match[3]), int(match[4]))
    if match := _DOTTED.fullmatch(written):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHED.fullmatch(written):
        return _slashed(int(match[1]), int(match[2]), int(match[3]), month_first, text)
    if match := _NAMED.fullmatch(written):
        return date(int(match[3]), _month(match[1], text), int(match[2]))
    if match := _NAMED_LATE.fullmatch(written):
        return date(int(match[3]), _month(match[2], text), int(match[1]))
    raise ValueError(f"{text[:40]!r} is no day")


def _western(text: str) -> str:
    """Arabic, full-width and other decimal digits, and Arabic marks in numbers, as ASCII has them."""
    if text.isascii():
        return text
    digits = (str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return "".join(digits).translate(_ARABIC_MARKS)


def _slashed(one: int, two: int, year: int, month_first: bool | None, text: str) -> date:
    year += 2000 if year < 100 else 0
    if one > 12 and month_first is not True:
        return date(year, two, one)
    if two > 12 and month_first is not False:
        return date(year, one, two)
    if month_first is None and one != two:
        raise ValueError(f"{text[:40]!r} may be two days: say `month_first` in the mapping")
    return date(year, one, two) if month_first is not False else date(year, two, one)


def _month(name: str, text: str) -> int:
    try:
        return _MONTHS.index(name[:3].lower()) + 1
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no day: the month's name isn't English") from None
