"""Holds an output folder till a line comes in or it is killed: `python -m tests.build.holding OUTPUT`."""

from __future__ import annotations

import sys
from pathlib import Path

from repurpose.build.lock import alone


def main() -> None:
    """Hold, and say so."""
    with alone(Path(sys.argv[1]), print):
        print("held", flush=True)  # noqa: T201
        sys.stdin.readline()


if __name__ == "__main__":
    main()
