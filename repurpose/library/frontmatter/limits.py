"""How large front matter may be, whatever it is written in."""

from __future__ import annotations

from typing import Any

from repurpose.errors import AssetError, Location

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
MAX_NODES = 5_000
"""Nodes of the block, each alias counted as often as it is used."""


def measure(block: str, path: str) -> None:
    """Refuse a block that is too long to be looked at.

    Raises:
        AssetError: it is.
    """
    if len(block.encode()) > MAX_BYTES:
        raise AssetError(
            f"the front matter is larger than {MAX_BYTES // 1024} KiB",
            Location(path, 1),
            "move long texts into the body",
        )


def measure_values(values: dict[str, Any], path: str) -> None:
    """The guard's limits, for formats that have no aliases: what is loaded is as large as what was written.

    Raises:
        AssetError: the values are nested too deep, or too many.
    """
    level: list[Any] = [values]
    nodes = 0
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for value in level:
            below.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
        nodes += len(below)
        level = below
    if level:
        raise AssetError(f"the front matter is nested deeper than {MAX_DEPTH} levels", Location(path, 1))
    if nodes > MAX_NODES:
        raise AssetError(f"the front matter holds more than {MAX_NODES} values", Location(path, 1))
