"""Any table, by a mapping of its columns."""

from __future__ import annotations

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
