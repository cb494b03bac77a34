"""kill -9 at any moment of an import: nothing half, nothing twice."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
from pathlib import Path

import pytest

from repurpose.usage.ledger.connect import open_ledger
from repurpose.usage.ledger.verify import verify
from tests.usage.killed import EXPORTS
from tests.usage.samples import state_of, take, take_all

ROOT = Path(__file__).parents[2]


def _kill_often(database: str, folder: Path, kills: int, seed: int = 1) -> int:
    """Kill so many importers, look at the ledger after each; how many died within the commit."""
    chance = random.Random(seed)
    oracle = open_ledger("oracle.db", folder)
    states = [state_of(oracle)]
    for one in EXPORTS:
        take(oracle, one)
        states.append(state_of(oracle))
    within = 0
    for number in range(kills):
        target = database if "://" in database else f"{database}.{number // 8}"
        hold = chance.choice((0.0, 0.3))
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.usage.killed", target, str(folder), str(hold)],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert process.stdout is not None
        said = ""
        for _ in range(chance.randrange(3) * 2 + 1 if hold else chance.randrange(6)):
            said = process.stdout.readline()
        if not hold:  # somewhere: while it writes, while it commits, or after
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.random() * 0.02)
        process.kill()
        rest = process.stdout.read()
        process.stdout.close()
        code = process.wait()
        within += code == -9 and said.startswith("commit") and not rest
        ledger = open_ledger(target, folder)
        with ledger.reading() as connection:
            assert verify(connection) == []
        assert state_of(ledger) in states
    assert take_all(ledger, EXPORTS) == states[-1]
    return within


@pytest.mark.slow
def test_some_kills(database: str, tmp_path: Path) -> None:
    assert _kill_often(database, tmp_path, 16) >= 3


@pytest.mark.slow
@pytest.mark.torture
def test_three_hundred_kills(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    within = _kill_often(database, tmp_path, 300)
    with capsys.disabled():
        print(f"\n{database.split(':', maxsplit=1)[0]}: 300 kills, {within} of them within the commit: 0 half, 0 twice")  # noqa: T201
    assert within >= 50
