"""A post's table of contents: its headings of the second level, and below each those of the third."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from repurpose.document.document import Heading

FEWEST = 3
"""Headings that make a table of contents worth its room."""

MOST = 40
"""Entries that are still read at a glance; above it, only the second level is shown."""


def contents(headings: Sequence[Heading], levels: Mapping[str, int]) -> list[dict[str, Any]]:
    """The entries, each with the `parts` below it; `levels` are those that the page has, by the headings' ids."""
    shown = [(levels[one.id], one) for one in headings if levels.get(one.id) in {2, 3}]
    if len(shown) > MOST:
        shown = [(level, one) for level, one in shown if level == 2]
    if len(shown) < FEWEST:
        return []
    entries: list[dict[str, Any]] = []
    for level, one in shown:
        within = entries[-1]["parts"] if level == 3 and entries else entries
        within.append({"id": one.id, "text": one.text, "parts": []})
    return entries
