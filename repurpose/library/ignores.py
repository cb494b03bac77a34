"""Notices that an author has looked at and accepts: `repurpose: ignore CODE because ...` in a comment of the file.

In the body it is an HTML comment, in YAML or TOML front matter a `#` comment. It covers the line it stands on, and
the lines from there to the end of the next paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from repurpose.errors import Location
from repurpose.model import Notice

_IGNORE = re.compile(r"(?:<!--|#)\s*repurpose:\s*ignore\s+(\w+(?:-\w+)*)(?=\s|-->|$)(.*)")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One accepted notice code, and the lines (from 1, both included) it is accepted on."""

    code: str
    first: int
    last: int


def read_ignores(text: str, path: str) -> tuple[tuple[Ignore, ...], tuple[Notice, ...]]:
    """The ignores of a file, and a notice for each that gives no reason (it doesn't count)."""
    if "repurpose:" not in text:
        return (), ()
    ignores: list[Ignore] = []
    notices: list[Notice] = []
    lines = text.split("\n")
    ends = _paragraph_ends(lines)
    for number, line in enumerate(lines, 1):
        match = _IGNORE.search(line)
        if match is None:
            continue
        if not match[2].split("-->")[0].strip():
            notices.append(
                Notice(
                    "ignore-reason",
                    Location(path, number),
                    f"say why {match[1]} is ignored; without a reason it is not",
                )
            )
            continue
        ignores.append(Ignore(match[1], number, ends[number]))
    return tuple(ignores), tuple(notices)


def _paragraph_ends(lines: Sequence[str]) -> list[int]:
    """By how many lines are read: the line on which this paragraph, else the next one, ends."""
    ends = [len(lines)] * (len(lines) + 1)
    for read in range(len(lines) - 1, -1, -1):
        closes = lines[read].strip() and not (lines[read + 1] if read + 1 < len(lines) else "").strip()
        ends[read] = read + 1 if closes else ends[read + 1]
    return ends


def without_ignored(notices: Iterable[Notice], ignores: Iterable[Ignore]) -> tuple[Notice, ...]:
    """The notices of one file that its author has not accepted."""
    ignores = tuple(ignores)
    return tuple(
        notice
        for notice in notices
        if not any(ignore.code == notice.code and _covers(ignore, notice.location.line or 1) for ignore in ignores)
    )


def _covers(ignore: Ignore, line: int) -> bool:
    """A notice of line 1 is of the asset as a whole, so that it can be accepted anywhere in the file."""
    return line == 1 or ignore.first <= line <= ignore.last
