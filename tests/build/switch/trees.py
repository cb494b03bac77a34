"""Output folders as plain data, and switches from one to another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from repurpose.build.switch import staging
from repurpose.disk import SYSTEM, Disk

Tree = Mapping[str, bytes]
OLD: Tree = {
    "manifest.json": b"old",
    "site/a/index.html": b"a" * 5000,
    "site/b/index.html": b"b",
    "site/gone/deep/index.html": b"gone",
    "site/kind": b"a file",
    "site/turn/a": b"1",
    "site/turn/b/c": b"2",
    "social/x.txt": b"x",
}
NEW: Tree = {
    "manifest.json": b"new!",
    "site/a/index.html": b"A" * 6000,
    "site/b/index.html": b"b",
    "site/kind/index.html": b"a folder",
    "site/turn": b"a file now",
    "fresh/one/two.txt": b"fresh",
    "fresh/three.txt": b"",
}
MINE: Tree = {"CNAME": b"example.org", "site/a/mine.txt": b"mine"}


def put(folder: Path, files: Tree) -> Path:
    """Write files as anybody would."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that stands in a folder, hidden or not: bytes of files, None for what is an empty folder."""
    found: dict[str, bytes | None] = {}
    for where, folders, names in os.walk(folder):
        for name in names:
            found[os.path.relpath(Path(where, name), folder)] = Path(where, name).read_bytes()
        if not folders and not names and where != str(folder):
            found[os.path.relpath(where, folder)] = None
    return found


def switch(
    output: Path, files: Iterable[tuple[str, bytes | Iterable[bytes]]], removed: Iterable[str], disk: Disk = SYSTEM
) -> tuple[str, ...]:
    """Stage the files, and switch."""
    with staging(output, disk) as stage:
        for path, content in files:
            stage.add(path, content)
        return stage.switch(removed)


def bring(output: Path, new: Tree, old: Tree, disk: Disk = SYSTEM) -> tuple[str, ...]:
    """Switch from what stands there to `new`, as a build does: what holds already is left alone."""
    now = tree(output)
    changed = [(path, content) for path, content in new.items() if now.get(path) != content]
    return switch(output, changed, set(old) - set(new), disk)
