"""A contribution: content that a stranger may have written, with all else as a commit has it that is trusted.

Templates are run, and settings and the calendar decide what is published and when; a pull request can change them like
any text. So of a checkout that is not trusted nothing is read but the content folder.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from repurpose.disk import refusal
from repurpose.errors import DiskError, Location, UsageError
from repurpose.git import GitError, ask

OUTPUTS = "outputs"


@contextmanager
def contribution(root: Path, revision: str, content: str = "content") -> Iterator[Path]:
    """A project of its own, of the same name: the content of the one at `root`, all else as in a commit.

    It stands beside no other file, and is gone at the end. Symlinks are taken as such, so those that lead out of the
    content are refused as ever.

    Raises:
        UsageError: git knows no such commit, or the content folder is a symlink.
        DiskError: the disk refused.
    """
    files = _committed(root, revision, content)
    if (root / content).is_symlink():
        raise UsageError(f"--untrusted: {content}/ is a symlink, which may lead anywhere", hint="put the files there")
    with TemporaryDirectory(prefix="repurpose-") as folder:
        place = Path(folder) / (root.resolve().name or "project")
        try:
            place.mkdir()
            _unpack(files, place)
            if (root / content).is_dir():
                shutil.copytree(root / content, place / content, symlinks=True)
        except shutil.Error as error:
            raise DiskError(f"can't be read: {error.args[0][0][2]}", Location(content)) from None
        except OSError as error:
            raise refusal(error, str(error.filename or folder)) from None
        yield place


def refuse_theirs(output: Path, root: Path) -> None:
    """Refuse an output folder that a checkout may have prepared.

    Pages that stand there would be published with ours, and a symlink leads wherever its author wants.

    Raises:
        UsageError: it holds something, or is to be reached by a symlink of the checkout.
    """
    place, top = (Path(os.path.normpath(one.absolute())) for one in (output, root))
    if place.is_relative_to(top) and place.resolve() != top.resolve() / place.relative_to(top):
        raise UsageError(f"--untrusted: {output} is reached by a symlink", hint="name an empty folder: --output DIR")
    if output.exists() and not (output.is_dir() and not any(output.iterdir())):
        raise UsageError(
            f"--untrusted: {output} is no empty folder, and what stands there may be anybody's",
            hint="remove it, or name an empty folder: --output DIR",
        )


def _unpack(files: bytes, folder: Path) -> None:
    if not files:
        return
    with tarfile.open(fileobj=BytesIO(files)) as archive:
        if hasattr(tarfile, "fully_trusted_filter"):  # Python 3.11.4; from 3.14 on another one is the default
            archive.extractall(folder, filter="fully_trusted")  # noqa: S202 (git's own, of a commit that is trusted)
        else:
            archive.extractall(folder)  # noqa: S202


def _committed(root: Path, revision: str, content: str) -> bytes:
    """All that a commit has of the project but content and outputs, as a tar file; nothing if it has nothing else."""
    if revision.startswith("-"):
        raise UsageError(f"--base: {revision!r} is no revision")
    try:
        commit = ask(root, "rev-parse", "--verify", f"{revision}^{{commit}}").decode().strip()
        names = ask(root, "ls-tree", "-z", "--name-only", commit).decode(errors="surrogateescape").split("\0")
        paths = [f":(literal){name}" for name in names if name and name not in {content, OUTPUTS}]
        return ask(root, "archive", "--format=tar", commit, "--", *paths) if paths else b""
    except GitError as error:
        hint = "a shallow clone has few commits: fetch it first"
        raise UsageError(f"--base: git can't tell what {revision} has: {error}", hint=hint) from None
