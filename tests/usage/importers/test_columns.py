"""Any table, by a mapping of its columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from repurpose.errors import ConfigError
from repurpose.usage.importers.columns import mapped
from tests.usage.importers.reading import read, shown, write

MAPPING = {"date": "Datum", "url": "Adresse", "metrics": {"click": "Klicks"}}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16"])
def test_any_csv_by_a_mapping(tmp_path: Path, delimiter: str, end: str, encoding: str) -> None:
    rows = [
        ["Datum", "Adresse", "Klicks", "Übriges"],
        ["17.08.2026", "https://example.com/ä/", "1.234", "x"],
        ["Gesamt", "", "1.234", ""],
    ]
    text = end.join(delimiter.join(row) for row in rows) + end
    found = shown(read(write(tmp_path, "own.csv", text + end * 3, encoding), mappings={"mine": MAPPING}))
    assert found == {"mine": {"2026-08-17": {"example.com/ä": {"click": 1234}}}}


@pytest.mark.parametrize(
    ("mapping", "said"),
    [({"url": "U"}, "needs metrics"), ({"metrics": {"click": "C"}}, "needs a column"), ({"ulr": "U", "count": "click"}, "unknown key: ulr"),
     ({"url": "U", "metrics": {"clicks": "C"}}, "unknown metric: clicks"), ({"url": 3, "count": "click"}, "must be a column")],
)  # fmt: skip
def test_a_wrong_mapping_is_told(mapping: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        mapped("mine", mapping)


def test_figures_of_days_to_come_are_left_out(tmp_path: Path) -> None:
    """With the line that they stand on; the days before count."""
    text = "Datum,Adresse,Klicks\n2026-08-17,/a/,1\n2030-01-01,/a/,5\n2026-08-18,/a/,2\n"
    imported = read(write(tmp_path, "own.csv", text), mappings={"mine": MAPPING}, latest=date(2026, 8, 18))
    assert list(shown(imported)["mine"]) == ["2026-08-17", "2026-08-18"]
    assert [(one.line, one.why) for one in imported.reads[0].rejected] == [(3, "'2030-01-01' is yet to come")]
