"""Google Analytics' exports, in the language of whoever made them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.usage.importers.reading import read, shown, write

GA4 = (
    "# ----------------------------------------\n# Pages and screens: Page path and screen class\n# Account: Acme\n"
    "# Property: acme.example\n# ----------------------------------------\n#\n# {start}: 20260817\n# {end}: 20260817\n"
    "{header}\n{totals}/launch/,\"1,234\",900,1.5,33.1,4000,12,99.5\n/,5,4,1.2,3,9,0,0\n"
)  # fmt: skip
GA4_ENGLISH = "Page path and screen class,Views,Active users,Views per active user,Average engagement time per active user,Event count,Key events,Total revenue"
GA4_GERMAN = "Seitenpfad und Bildschirmklasse,Aufrufe,Aktive Nutzer,Aufrufe pro aktivem Nutzer,Durchschnittliche Interaktionsdauer,Ereignisanzahl,Schlüsselereignisse,Gesamtumsatz"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("header", "start", "end"), [(GA4_ENGLISH, "Start date", "End date"), (GA4_GERMAN, "Startdatum", "Enddatum")]
)
def test_ga4(tmp_path: Path, header: str, start: str, end: str, encoding: str) -> None:
    text = GA4.format(header=header, start=start, end=end, totals=",1239,904,1.5,33,4009,12,99.5\n")
    imported = read(write(tmp_path, "ga4.csv", text.replace("\n", "\r\n"), encoding))
    assert shown(imported)["pages"]["2026-08-17"] == {
        "/launch": {"view": 1234, "visitor": 900, "conversion": 12, "revenue_minor": 9950},
        "/": {"view": 5, "visitor": 4, "conversion": 0, "revenue_minor": 0},
    }
    assert imported.deliveries[0].account == "acme.example"
    assert "is a row of totals" in " ".join(imported.reads[0].notes)


def test_ga4_of_a_period_is_spread_over_its_days(tmp_path: Path) -> None:
    text = GA4.format(header=GA4_ENGLISH, start="Start date", end="End date", totals="").replace(
        "# End date: 20260817", "# End date: 20260819"
    )
    days = read(write(tmp_path, "ga4.csv", text)).deliveries[0].days
    assert len(days) == 3
    assert {day.spread for day in days.values()} == {3}
    assert (
        sum(
            value
            for day in days.values()
            for (target, metric), value in day.values.items()
            if (target.key, metric) == ("/launch", "view")
        )
        == 1234
    )


def test_ga4_of_stacked_tables(tmp_path: Path) -> None:
    one = GA4.format(header=GA4_ENGLISH, start="Start date", end="End date", totals="")
    two = "# Countries\nCountry,Active users\nGermany,3\n"
    assert list(shown(read(write(tmp_path, "ga4.csv", one + two)))) == ["pages"]


def test_a_short_row_of_a_stacked_table_is_left_out(tmp_path: Path) -> None:
    one = GA4.format(header=GA4_ENGLISH, start="Start date", end="End date", totals="")
    done = read(write(tmp_path, "ga4.csv", f"{one}/short,3\n# More\nCountry,Active users\nGermany,3\n")).reads[0]
    assert (done.parsed, done.refused) == (2, 1)
    assert "2 cells instead of 8" in done.rejected[0].why
