"""What git remembers of the assets: each state of a file that was committed, and when.

Asked of `git log` and `git cat-file`, with names between NULs, so that no name is taken for anything else. Without git,
or outside a repository, nothing is remembered; of a shallow clone, nothing before its first commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from repurpose.git import GitError, ask


@dataclass(frozen=True, slots=True)
class Version:
    """A file's bytes as they were committed at a moment."""

    at: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class History:
    """By path (relative to the project), the versions of a file, oldest first, under whatever names it had.

    `is_whole`: the first version of each is really its first.
    """

    versions: dict[str, tuple[Version, ...]] = field(default_factory=dict)
    is_whole: bool = True

    def __bool__(self) -> bool:
        return bool(self.versions)


def read_history(root: Path, folder: str) -> History:
    """The history of the files in a folder of the project at `root`, as far as git knows it."""
    log = _git(
        root, "log", "--reverse", "--topo-order", "--format=%x01%ct", "--raw", "-z", "--no-abbrev", "-M", "--relative",
        "--", folder,
    )  # fmt: skip
    if not log:
        return History()
    changes = list(_changes(log))
    contents = _contents(root, list(dict.fromkeys(blob for _, blob, _, _ in changes if blob)))
    versions: dict[str, list[Version]] = {}
    for at, blob, before, path in changes:
        earlier = versions.pop(before, [])
        if blob in contents:
            versions[path] = [*earlier, Version(at, contents[blob])]
    shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    return History({path: tuple(some) for path, some in versions.items()}, not shallow)


def _changes(log: bytes) -> Iterator[tuple[datetime, str, str, str]]:
    """Each change of a file: when, the blob it became (empty: it was deleted), its name before and after."""
    tokens = iter(log.split(b"\0"))
    at = datetime.fromtimestamp(0, UTC)
    for token in tokens:
        told = token.lstrip(b"\n")
        if told.startswith(b"\x01"):
            at = datetime.fromtimestamp(int(told[1:]), UTC)
        elif told.startswith(b":"):
            _, _, _, blob, kind = told.split(b" ")
            before = after = next(tokens, b"").decode(errors="surrogateescape")
            if kind[:1] in {b"R", b"C"}:
                after = next(tokens, b"").decode(errors="surrogateescape")
            gone = not blob.strip(b"0")
            yield at, "" if gone else blob.decode(), after if kind[:1] == b"C" else before, after


def _contents(root: Path, blobs: Sequence[str]) -> dict[str, bytes]:
    """The bytes of blobs; those that aren't there (a partial clone's) are left out."""
    raw = _git(root, "cat-file", "--batch", told="\n".join(blobs).encode() + b"\n")
    found: dict[str, bytes] = {}
    start = 0
    while start < len(raw):
        end = raw.index(b"\n", start)
        words = raw[start:end].split(b" ")
        start = end + 1
        if len(words) == 3 and words[1] == b"blob":
            size = int(words[2])
            found[words[0].decode()] = raw[start : start + size]
            start += size + 1
    return found


def _git(root: Path, *arguments: str, told: bytes | None = None) -> bytes:
    """What git answers; nothing where it can't."""
    try:
        return ask(root, *arguments, told=told)
    except GitError:
        return b""
