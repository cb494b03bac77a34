"""Plausible's exports: all of a site, and what its dashboard shows."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from repurpose.errors import LedgerError, UsageError
from tests.usage.importers.reading import read, shown, write

PLAUSIBLE_SOURCES = (
    '"date","source","referrer","utm_source","utm_medium","utm_campaign","utm_content","utm_term","pageviews","visitors","visits","visit_duration","bounces"\n'
    '"2026-08-01","x","","x","social","c","abc","",12,9,10,300,2\n'
    '"2026-08-01","x","","x","social","c","ABC","",1,1,1,30,0\n'
    '"2026-08-01","Direct","","","","","","",5,4,4,100,1\n'
    '"2026-08-03","x","","x","social","c","abc","",3,2,2,30,0\n'
)
PLAUSIBLE_PAGES = (
    "date,hostname,page,visits,visitors,pageviews,total_scroll_depth,total_scroll_depth_visits,total_time_on_page,total_time_on_page_visits\n"
    "2026-08-01,www.example.com,/launch/,3,3,7,1,1,1,1\n"
)


def test_plausible_zip(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("imported_sources_20260801_20260804.csv", PLAUSIBLE_SOURCES)
        archive.writestr("imported_pages_20260801_20260804.csv", PLAUSIBLE_PAGES)
        archive.writestr("imported_browsers_20260801_20260804.csv", "date,browser,visitors\n2026-08-01,Firefox,3\n")
        archive.writestr("imported_custom_events_20260801_20260804.csv",
                         "date,name,link_url,path,visitors,events\n2026-08-01,Signup,,/launch/,2,2\n2026-08-01,engagement,,/launch/,2,9\n")  # fmt: skip
    imported = read(path)
    assert shown(imported) == {
        "sources": {
            "2026-08-01": {"utm_content:abc": {"visit": 11, "view": 13, "visitor": 10}},
            "2026-08-03": {"utm_content:abc": {"visit": 2, "view": 3, "visitor": 2}},
        },
        "pages": {"2026-08-01": {"example.com/launch": {"view": 7, "visitor": 3}}},
        "custom_events": {"2026-08-01": {"/launch": {"conversion": 2}}},
    }
    sources = next(one for one in imported.deliveries if one.scope == "sources")
    assert sorted(day.isoformat() for day in sources.days) == ["2026-08-01", "2026-08-02", "2026-08-03", "2026-08-04"]


def test_plausible_rows_outside_the_declared_days_refuse_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "imported_sources_20260801_20260802.csv", PLAUSIBLE_SOURCES)
    with pytest.raises(LedgerError, match="outside the days"):
        read(path)


def test_plausible_dashboard(tmp_path: Path) -> None:
    path = tmp_path / "Plausible.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "visitors.csv",
            "date,visitors,pageviews,visits,views_per_visit,bounce_rate,visit_duration\n2026-08-01,5,9,6,1.5,50,30\n2026-08-02,5,9,6,1.5,50,30\n",
        )
        archive.writestr(
            "pages.csv", "name,visitors,pageviews,bounce_rate,time_on_page,scroll_depth\n/launch,4,7,50,20,60\n"
        )
        archive.writestr("utm_contents.csv", "name,visitors,bounce_rate,visit_duration\nabc,3,50,20\n")
        archive.writestr("utm_mediums.csv", "name,visitors,bounce_rate,visit_duration\nsocial,3,50,20\n")
    found = shown(read(path))
    assert found["pages"] == {
        "2026-08-01": {"/launch": {"view": 3, "visitor": 2}},
        "2026-08-02": {"/launch": {"view": 4, "visitor": 2}},
    }
    assert found["utm_contents"] == {
        "2026-08-01": {"utm_content:abc": {"visit": 1}},
        "2026-08-02": {"utm_content:abc": {"visit": 2}},
    }
    assert found["visitors"]["2026-08-01"]["site"] == {"visit": 6, "view": 9, "visitor": 5}


def test_a_broken_table_beside_an_undated_one_tells_no_days(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Plausible.zip", "w") as archive:
        archive.writestr("visitors.csv", 'date,visitors,pageviews,visits\n"2026-08-01,1,2,3\n')
        archive.writestr(
            "pages.csv", "name,visitors,pageviews,bounce_rate,time_on_page,scroll_depth\n/launch,4,7,50,20,60\n"
        )
    with pytest.raises(UsageError, match="says nothing of the days"):
        read(tmp_path / "Plausible.zip")
