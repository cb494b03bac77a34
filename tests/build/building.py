"""A build as the command does it, for tests of what it is made of."""

from __future__ import annotations

from pathlib import Path

from repurpose.build.order import Order
from repurpose.build.pipeline import Built, build
from repurpose.build.release import release
from repurpose.build.writer import Written, writing
from repurpose.disk import SYSTEM, Disk


def build_into(output: Path, order: Order, disk: Disk = SYSTEM) -> tuple[Built, Written]:
    """Build, and write it."""
    with writing(output, disk=disk) as writer:
        built = build(order, take=writer.take)
        return built, release(built, order, writer)
