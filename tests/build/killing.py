"""Kills builds and looks at what they leave: `python -m tests.build.killing FOLDER KILLS SEED`; counts, as JSON.

A process of its own, since it forks: so a build to be killed costs no start. Half the builds are held open at one of
the disk operations of the switch and killed there, the others are killed wherever they are.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from repurpose.build.lock import alone
from repurpose.build.pipeline import Order, build
from repurpose.build.release import release
from repurpose.build.switch import LOCK, STAGE, settle_nothing
from repurpose.config import read_config
from repurpose.disk import Disk
from tests.faults import Held, Memory

MOMENT = datetime(2026, 11, 22, tzinfo=UTC)
POSTS = 3
"""Assets of each version: of one, the first is changed, the second gone, the third new, and all else linked anew."""


def project(folder: Path, version: int) -> Order:
    """A project whose content differs from version to version."""
    for number in range(version, version + POSTS):
        path = folder / "content" / f"post-{number % (POSTS * 2)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Post {number} {version}\ndate: 2026-01-0{number % 5 + 1}\n---\n\nWords.\n" * 1)
    config = read_config('[site]\ntitle = "Notes"\nurl = "https://example.org"\n', {})
    return Order(folder, config, MOMENT, jobs=1)
