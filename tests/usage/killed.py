"""Imports one export after the other, till it is killed: `python -m tests.usage.killed DATABASE FOLDER SECONDS`.

It says `commit N` when all of export N is written and not committed, then holds for so many seconds; and `done N`.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from repurpose.usage.ledger.connect import open_ledger
from tests.usage.samples import delivery, take

EXPORTS = tuple(delivery(seed, seed * 3, seed * 3 + 8, seed, targets=60) for seed in range(1, 9))


def main() -> None:
    """Import, and tell."""
    database, folder, hold = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    plain = open_ledger(database, folder)
    for number, one in enumerate(EXPORTS):

        def held(number: int = number) -> None:
            print(f"commit {number}", flush=True)  # noqa: T201
            time.sleep(hold)

        take(replace(plain, before_commit=held), one)
        print(f"done {number}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
