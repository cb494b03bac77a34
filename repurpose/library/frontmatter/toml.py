"""TOML, by the reader of all our tables."""

from __future__ import annotations

from typing import Any

from repurpose.errors import AssetError, Location
from repurpose.library.frontmatter.limits import measure_values
from repurpose.tables import TableError, read_toml


def load_toml(block: str, path: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The values of a block, and the line of each key.

    Raises:
        AssetError: it is no TOML, or too large.
    """
    try:
        table = read_toml(block)
    except TableError as error:
        raise AssetError(
            f"the front matter is no TOML: {error}",
            Location(path, (error.line or 0) + 1),
            'write each key on a line of its own, as `title = "..."`, with quotes around text',
        ) from None
    measure_values(table.values, path)
    return table.values, {key: line + 1 for key, line in table.lines.items()}
