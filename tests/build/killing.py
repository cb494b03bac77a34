"""Kills builds, and looks at what each leaves: `python -m tests.build.killing FOLDER KILLS SEED`; counts, as JSON.

A process of its own, since it forks, so that a build to be killed costs no start. Half the builds are held open before
an operation on the disk and killed there; the others are killed wherever they are.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from repurpose.build.lock import alone
from repurpose.build.order import Order
from repurpose.build.switch import LOCK, STAGE
from repurpose.config import read_config
from repurpose.disk import SYSTEM, Disk
from tests.build.building import build_into
from tests.build.switch.trees import tree
from tests.faults import Held, Memory, Watched

POSTS = 4
"""Assets of a project; two of them are its neighbour's, and of these one is changed."""


def project(folder: Path, version: int) -> Order:
    """One of two projects that differ in what there is, and in what it says."""
    for number in range(version * 2, version * 2 + POSTS):
        path = folder / "content" / f"post-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        words = f"Words of the post {number}" + f", version {version}" * (number % 2)
        path.write_text(f"---\ntitle: Post {number}\ndate: 2026-01-0{number + 1}\n---\n\n{words}.\n")
    config = read_config('[site]\ntitle = "Notes"\nurl = "https://example.org"\n', {})
    return Order(folder, config, datetime(2026, 11, 22, tzinfo=UTC), jobs=1)


def make(order: Order, output: Path, disk: Disk) -> None:
    """Build, as the command does."""
    with alone(output, lambda _: None, disk=disk):
        build_into(output, order, disk)


def killed(order: Order, output: Path, seconds: float, number: int | None) -> bool:
    """Whether a build was killed: before its operation of that number, or else after so many seconds."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        make(order, output, SYSTEM if number is None else Held(number, writer))
        os._exit(0)
    os.close(writer)
    if number is None:
        time.sleep(seconds)
    else:
        select.select([reader], [], [])  # held, or at its end
    os.kill(child, signal.SIGKILL)
    os.close(reader)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def phase(output: Path) -> str:
    """What a killed build was at, by what it left."""
    if (output / STAGE / "journal").exists():
        return "switching"
    return "staging" if (output / STAGE).exists() else "building" if (output / LOCK).exists() else "at its ends"


def visible(found: dict[str, bytes | None]) -> dict[str, bytes | None]:
    """A tree without what is hidden in it."""
    return {path: content for path, content in found.items() if not path.startswith((STAGE, LOCK))}


def main() -> None:
    """Kill and look."""
    folder, kills, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    orders = [project(folder / f"project-{version}", version) for version in (0, 1)]
    output, counts, watched = folder / "outputs", Counter[str](), Watched()
    clean = []
    for version, order in enumerate(orders):
        make(order, folder / f"clean-{version}", Memory())
        clean.append(tree(folder / f"clean-{version}"))
    make(orders[0], output, Memory())
    began = time.monotonic()
    make(orders[1], output, watched)
    took, now = time.monotonic() - began, 1
    while counts["kills"] < kills:
        new = 1 - now
        number = chance.randrange(1, watched.count + 1) if chance.random() < 0.5 else None
        if not killed(orders[new], output, chance.random() * took * 1.2, number):
            assert tree(output) == clean[new]
            now = new
            continue
        counts["kills"] += 1
        counts[phase(output)] += 1
        left = visible(tree(output))
        for path, content in left.items():
            assert content is None or content in (clean[now].get(path), clean[new].get(path)), path
        counts["found old" if left == clean[now] else "found new" if left == clean[new] else "found between"] += 1
        make(orders[new], output, Memory())
        assert tree(output) == clean[new], (number, phase(output))
        now = new
    print(json.dumps(counts))  # noqa: T201


if __name__ == "__main__":
    main()
