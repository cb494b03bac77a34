"""An output folder to switch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.switch.trees import MINE, OLD, put


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with the old files and some of the user's."""
    return put(tmp_path / "outputs", {**OLD, **MINE})
