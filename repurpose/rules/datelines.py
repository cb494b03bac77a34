"""How a press release in English writes where and when, from datelines.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Style:
    """The style of a newsroom or wire.

    `dateline` names {place} and {date}; `end` is the mark below the text; where `notes_after_end`, contacts and what
    else is for editors alone stand below that mark. `source`, `checked_on` and `verified` say where the rule is from.
    """

    name: str
    title: str
    dateline: str
    day: str
    clock: str
    end: str
    notes_after_end: bool
    source: str
    checked_on: date
    verified: bool

    def write_dateline(self, city: str, day: date, *, as_told: bool = False) -> str:
        """The dateline: `KANSAS CITY, Mo., Nov. 21, 2026 —`; the city is written by the rules, or stands `as_told`."""
        return self.dateline.format(place=city if as_told else written_place(city), date=self.write_day(day))

    def write_day(self, day: date) -> str:
        """A day: `Nov. 21, 2026`, or `21 November 2026`."""
        if self.day == "uk":
            return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
        return f"{_rules()['months']['short'][day.month - 1]} {day.day}, {day.year}"

    def write_moment(self, moment: datetime) -> str:
        """A moment with its time zone: `9 a.m. EST, Nov. 21, 2026`, or `09:00 GMT, 21 November 2026`."""
        clock = f"{moment:%H:%M}" if self.clock == "uk" else _ap_clock(moment)
        return f"{clock} {zone(moment)}, {self.write_day(moment)}"


_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # strftime's would be those of the machine's locale


def zone(moment: datetime) -> str:
    """The name of a moment's time zone; where the zone has none but a number, its distance from UTC."""
    name = moment.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name


def _ap_clock(moment: datetime) -> str:
    if moment.minute == 0 and moment.hour % 12 == 0:
        return "noon" if moment.hour else "midnight"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'a.m.' if moment.hour < 12 else 'p.m.'}"


def written_place(city: str) -> str:
    """A city in capitals, its American state as the AP has it, and without one where it stands alone.

    `Kansas City, MO` -> `KANSAS CITY, Mo.`; `Seattle, Washington` -> `SEATTLE`; `Lyon, France` -> `LYON, France`.
    """
    name, _, region = (part.strip() for part in city.partition(","))
    state = _states().get(region.casefold())
    if state is None:
        return f"{name.upper()}, {region}" if region else name.upper()
    if _rules()["cities"]["alone"].get(name) == state:
        return name.upper()
    return f"{name.upper()}, {_rules()['states']['written'][state][0]}"


@cache
def styles() -> Mapping[str, Style]:
    """All styles by name."""
    return {name: Style(name, **table) for name, table in _rules()["styles"].items()}


@cache
def _states() -> Mapping[str, str]:
    """A state's name by each way to write it, in small letters."""
    written: dict[str, list[str]] = _rules()["states"]["written"]
    return {way.casefold(): name for name, ways in written.items() for way in (name, *ways, ways[0].rstrip("."))}


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((files("repurpose.rules") / "datelines.toml").read_text(encoding="utf-8"))
