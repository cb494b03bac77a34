"""A project as a commit has it, in a folder of its own."""

from __future__ import annotations

import tarfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from repurpose.disk import refusal
from repurpose.errors import UsageError
from repurpose.git import GitError, ask

OUTPUTS = "outputs"


@contextmanager
def committed(root: Path, revision: str, option: str, but: Collection[str] = ()) -> Iterator[Path]:
    """The project that stands at `root` as a commit has it, without its outputs, under the same name; gone at the end.

    Args:
        root: the project's folder, anywhere in a repository.
        revision: names the commit.
        option: which option of the command told it, for messages.
        but: what else of the project's folder to leave out.

    Raises:
        UsageError: git knows no such commit.
        DiskError: the disk refused.
    """
    files = _archived(root, revision, option, {OUTPUTS, *but})
    with TemporaryDirectory(prefix="repurpose-") as folder:
        place = Path(folder) / (root.resolve().name or "project")
        try:
            place.mkdir()
            _unpack(files, place)
        except OSError as error:
            raise refusal(error, str(error.filename or folder)) from None
        yield place


def _archived(root: Path, revision: str, option: str, but: Collection[str]) -> bytes:
    """What a commit has of the project, as a tar file; nothing if it has nothing of it."""
    if revision.startswith("-"):
        raise UsageError(f"{option}: {revision!r} is no revision")
    try:
        commit = ask(root, "rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()
        names = ask(root, "ls-tree", "-z", "--name-only", commit).decode(errors="surrogateescape").split("\0")
        paths = [f":(literal){name}" for name in names if name and name not in but]
        return ask(root, "archive", "--format=tar", commit, "--", *paths) if paths else b""
    except GitError as error:
        hint = "a shallow clone has few commits: fetch it first"
        raise UsageError(f"{option}: git can't tell what {revision} has: {error}", hint=hint) from None


def _unpack(files: bytes, folder: Path) -> None:
    if not files:
        return
    with tarfile.open(fileobj=BytesIO(files)) as archive:
        if hasattr(tarfile, "fully_trusted_filter"):  # Python 3.11.4; from 3.14 on another one is the default
            archive.extractall(folder, filter="fully_trusted")  # noqa: S202 (git's own, and git makes none that leave it)
        else:
            archive.extractall(folder)  # noqa: S202
