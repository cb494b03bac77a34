"""Share cards: how many a second, and their share of a build from nothing.

Processor seconds (user and system, children included) of builds in one process, the fewest of three, so that other work
on the machine counts little.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import results
from benchmarks.library import write_library

POSTS = 200
TRIES = 3


def seconds(root: Path, cards: bool) -> float:
    """What a build of all channels costs."""
    (root / "repurpose.toml").write_text(f"[channels.blog]\ncards = {str(cards).lower()}\n", encoding="utf-8")
    command = [sys.executable, "-m", "repurpose", "build", "-C", str(root), "--no-cache", "--jobs", "1", "-q"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_library(Path(folder) / "content", "own", POSTS)
        tries = [(seconds(Path(folder), False), seconds(Path(folder), True)) for _ in range(TRIES)]
    without, with_cards = (min(one) for one in zip(*tries, strict=True))
    cards = with_cards - without
    results.write(
        "cards",
        "Share cards",
        [
            f"{POSTS} posts, all channels, from nothing, in processor seconds; the fewest of {TRIES}.",
            "",
            "| without cards | with cards | a second | share of the build |",
            "|---|---|---|---|",
            f"| {without:.1f} s | {with_cards:.1f} s | {POSTS / cards:.0f} | {cards / with_cards:.0%} |",
        ],
    )


if __name__ == "__main__":
    main()
