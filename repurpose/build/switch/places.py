"""What is our own within an output folder, and what may be an output there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from repurpose.disk import refusal

STAGE = ".repurpose-switch"
LOCK = ".repurpose-lock"
"""The file by which one process holds the folder (see `lock`); no output may be called so."""

JOURNAL, NEW, OLD = "journal", "new", "old"
"""What stands in the stage."""


def is_below(path: str) -> bool:
    """Whether a path with `/` stays below the folder it is taken in, and is none of our own."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} for part in parts) or parts[0].casefold() in {STAGE, LOCK}:
        return False
    return "\\" not in path and "\0" not in path and _is_text(path)


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


@contextlib.contextmanager
def told(output: Path, after: str = "") -> Iterator[None]:
    """Tell the system's errors as ours, by the path where a file belongs."""
    try:
        yield
    except OSError as error:
        path = str(error.filename or output).replace(f"{STAGE}/{NEW}/", "")
        raise refusal(error, path, after=after) from None
