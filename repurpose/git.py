"""What git tells of a project's repository: the one place that runs it, without a shell and without writing to it."""

from __future__ import annotations

import subprocess
from pathlib import Path


class GitError(Exception):
    """It isn't there, or can't answer: why, in one line of its own words."""


def ask(root: Path, *arguments: str, told: bytes | None = None) -> bytes:
    """What git answers in a folder; `told` is what it reads.

    Raises:
        GitError: it can't.
    """
    try:
        done = subprocess.run(  # noqa: S603 (no shell; whoever asks sees to it that no name is taken for an option)
            ["git", "--no-optional-locks", *arguments],  # noqa: S607 (git is where the user has it)
            cwd=root,
            input=told,
            capture_output=True,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip() or f"git ended with {error.returncode}"
        raise GitError(said.splitlines()[0]) from None
    except OSError as error:
        raise GitError(f"git can't be run: {error.strerror or error}") from None
    return done.stdout
