"""Pieces -> disk: only what changed is touched, what is gone goes, what repurpose did not write stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from repurpose.errors import DiskError, Location
from repurpose.files import below, read_bytes, write_whole
from repurpose.manifest import NAME, Row, read_manifest
from repurpose.model import Piece


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder, by path."""

    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0


def earlier_rows(output: Path) -> list[Row]:
    """The rows of the manifest that stands in the output folder; none if there is none."""
    path = output / NAME
    return read_manifest(read_bytes(path)) if path.is_file() else []


def write_pieces(
    output: Path, pieces: Iterable[Piece], earlier: Sequence[Row], kept: Iterable[str], manifest: bytes
) -> Written:
    """Bring the output folder to hold just these pieces, `kept` paths of earlier builds, and what is not ours.

    Raises:
        DiskError: a file can't be written, or would leave the folder. Nothing is written before all paths are known
            to be good.
    """
    contents = {piece.path: piece.content for piece in pieces}
    targets = {path: below(output, path) for path in contents}
    for target in targets.values():
        if target.is_dir():
            raise DiskError("is a folder where a file must be written", Location(str(target)), "move it away")
    changed = sorted(path for path, content in contents.items() if not _holds(targets[path], content))
    for path in changed:
        write_whole(targets[path], contents[path])
    stays = set(contents) | set(kept) | {NAME}
    removed = sorted({str(row["path"]) for row in earlier} - stays)
    gone = [path for path in removed if _remove(output, path)]
    if not _holds(output / NAME, manifest):
        write_whole(output / NAME, manifest)
    return Written(tuple(changed), tuple(gone), len(contents) - len(changed))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _remove(output: Path, path: str) -> bool:
    """Remove a file that an earlier build wrote, and the folders it leaves empty."""
    try:
        target = below(output, path)
        target.unlink()
    except (DiskError, OSError):
        return False
    folder = target.parent
    while folder != output:
        try:
            folder.rmdir()
        except OSError:
            break
        folder = folder.parent
    return True
