"""Files that can't stand beside each other: of one path (letter case and Unicode form aside), or one in the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from repurpose.build.cache.record import File
from repurpose.ids import fold

Owned = tuple[str, File]
"""A file with its owner."""


def overlaps(files: Sequence[Owned]) -> Iterator[tuple[Owned, Owned]]:
    """Each file that would stand in the place of an earlier one of another content, or in or over it; with that one."""
    if not _any(files):
        return
    owners: dict[str, Owned] = {}
    folders: dict[str, Owned] = {}
    for mine in files:
        path = fold(mine[1].path)
        above = [path[:at] for at in _slashes(path)]
        first = owners.get(path) or folders.get(path)
        first = first or next((owners[one] for one in above if one in owners), mine)
        if first is not mine and (first[1].path, first[1].sha256) != (mine[1].path, mine[1].sha256):
            yield mine, first
            continue
        owners.setdefault(path, mine)
        for one in above:
            folders.setdefault(one, mine)


def _any(files: Sequence[Owned]) -> bool:
    """Whether there is any such file at all: nearly always there is none, and that is quickly seen."""
    paths = [file.path.lower() if file.path.isascii() else fold(file.path) for _, file in files]
    folders: set[str] = set()
    ahead = {path.rpartition("/")[0] for path in paths}
    while ahead := ahead - folders:
        folders |= ahead
        ahead = {path.rpartition("/")[0] for path in ahead}
    return len(set(paths)) < len(paths) or not folders.isdisjoint(paths)


def _slashes(path: str) -> Iterator[int]:
    return (at for at, char in enumerate(path) if char == "/")
