"""Matomo's exports, which say nothing of their days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from repurpose.errors import UsageError
from tests.usage.importers.reading import read, shown, write


def test_matomo_in_utf_16(tmp_path: Path) -> None:
    text = "label,nb_visits,nb_hits,metadata_url\n/launch,3,7,https://example.com/launch\n"
    imported = read(
        write(tmp_path, "Export.csv", text, "utf-16"), "matomo", first=dt.date(2026, 8, 1), last=dt.date(2026, 8, 1)
    )
    assert shown(imported) == {"pages": {"2026-08-01": {"example.com/launch": {"view": 7}}}}
    assert "not known for sure" in " ".join(imported.reads[0].notes)


def test_an_undated_export_asks_for_its_days(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="says nothing of the days"):
        read(write(tmp_path, "Export.csv", "label,nb_visits,nb_hits\n/launch,3,7\n"), "matomo")
