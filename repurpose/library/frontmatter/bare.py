"""Front matter that no fence sets apart: lines `Key: value`, or Pandoc's title block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from repurpose.library.frontmatter.matter import FrontMatter

_HEADER = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*)|)")
MAX_BARE = 40
"""Lines of front matter that nothing sets apart."""


def read_bare(text: str) -> FrontMatter | None:
    """What Pelican and MultiMarkdown write as lines `Key: value`, and Pandoc as `% title`, above an empty line."""
    head, _, body = text.partition("\n\n")
    rows = head.split("\n")
    if len(rows) > MAX_BARE:
        return None
    found = _percent_lines(rows) if rows[0].startswith("% ") else _header_lines(rows)
    if not found or not found[0].get("title"):
        return None
    return FrontMatter(*found, body, len(rows) + 2, is_bare=True)


def _header_lines(rows: Sequence[str]) -> tuple[dict[str, Any], dict[str, int]] | None:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    key = ""
    for number, row in enumerate(rows, 1):
        if found := _HEADER.fullmatch(row):
            key = found[1].strip().lower().replace(" ", "_")
            if key in values:
                return None
            values[key], lines[key] = (found[2] or "").strip(), number
        elif key and row[:1] in {" ", "\t"}:  # a long value goes on below
            values[key] = f"{values[key]} {row.strip()}".strip()
        else:
            return None
    return values, lines


def _percent_lines(rows: Sequence[str]) -> tuple[dict[str, Any], dict[str, int]] | None:
    """Pandoc's title block: title, authors and date, each on a line that begins with a percent sign."""
    if len(rows) > 3 or not all(row.startswith("%") for row in rows):
        return None
    title, authors, date, *_ = (*(row[1:].strip() for row in rows), "", "")
    names = [name.strip() for name in authors.split(";") if name.strip()]
    return {"title": title, "authors": names, "date": date}, {"title": 1, "authors": 2, "date": 3}
