"""Tables in the terminal."""

from __future__ import annotations

import pytest

from repurpose.cli.console import table

HEAD = ["stage", "assets", "lifecycle", "press release", "age"]
ROWS = [["acquisition", "10", "8", "10", "11–13 days"]]


@pytest.mark.parametrize("columns", [120, 80, 60, 52, 50])
def test_no_word_is_broken_where_there_is_room(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns stand closer together first."""
    monkeypatch.setenv("COLUMNS", str(columns))

    shown = table(HEAD, ROWS)

    assert {word for cell in (*HEAD, *ROWS[0]) for word in cell.split()} <= set(shown.split())
    assert max(map(len, shown.splitlines())) <= columns
