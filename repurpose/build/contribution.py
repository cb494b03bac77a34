"""A contribution: content that a stranger may have written, with all else as a commit has it that is trusted.

Templates are run, and settings and the calendar decide what is published and when; a pull request can change them like
any text. So of a checkout that is not trusted nothing is read but the content folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from repurpose.build.committed import committed
from repurpose.disk import refusal
from repurpose.errors import DiskError, Location, UsageError


@contextmanager
def contribution(root: Path, revision: str, option: str, content: str = "content") -> Iterator[Path]:
    """A project of its own, of the same name: the content of the one at `root`, all else as in a commit.

    It stands beside no other file, and is gone at the end. Symlinks are taken as such, so those that lead out of the
    content are refused as ever. `option` is the one of the command that named the commit.

    Raises:
        UsageError: git knows no such commit, or the content folder is a symlink.
        DiskError: the disk refused.
    """
    if (root / content).is_symlink():
        raise UsageError(f"--untrusted: {content}/ is a symlink, which may lead anywhere", hint="put the files there")
    with committed(root, revision, option, but=(content,)) as place:
        try:
            if (root / content).is_dir():
                shutil.copytree(root / content, place / content, symlinks=True)
        except shutil.Error as error:
            raise DiskError(f"can't be read: {error.args[0][0][2]}", Location(content)) from None
        except OSError as error:
            raise refusal(error, str(error.filename or content)) from None
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
