"""kill -9 at any moment of a build: each file whole, and after the next build nothing of it is to be seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _kill(folder: Path, kills: int, seed: int) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.build.killing", str(folder), str(kills), str(seed)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


@pytest.mark.slow
def test_some_kills(tmp_path: Path) -> None:
    """A few, in every run."""
    counts = _kill(tmp_path, 30, 1)
    assert counts["switching"] >= 3


@pytest.mark.slow
@pytest.mark.torture
def test_a_thousand_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As many as bound the failures below three in a thousand, at 95 %."""
    counts = _kill(tmp_path, 1000, 2)
    with capsys.disabled():
        print(f"\nbuilds: {counts}; 0 torn files, 0 builds unlike a clean one")  # noqa: T201
    assert counts["switching"] >= 100
