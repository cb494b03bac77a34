"""Pictures that were drawn, one file each, by what they show: drawing takes longer than all else that a build does.

They outlive changed settings, and any process may take and leave them: the store belongs to one. As there, nothing is
trusted: each file begins with a digest of its content. What no build has used for a week goes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = "drawn"
WEEK = 7 * 24 * 3600 * 10**9
"""Nanoseconds."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn by a `program` (a digest of all that draws); `folder` None keeps nothing."""

    folder: Path | None = None
    program: str = ""

    def once(self, what: str, draw: Callable[[], bytes]) -> bytes:
        """The picture that shows `what`: taken if it is here, else drawn and kept."""
        if self.folder is None:
            return draw()
        path = self.folder / sha256(f"{self.program}\0{what}".encode()).hexdigest()[:40]
        with suppress(OSError):
            raw = path.read_bytes()
            if sha256(raw[32:]).digest() == raw[:32]:
                os.utime(path)
                return raw[32:]
        content = draw()
        with suppress(OSError):  # no rights, no space: then it is drawn again next time
            self.folder.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                file.write(sha256(content).digest() + content)
            Path(file.name).replace(path)
        return content

    def prune(self, now: int) -> None:
        """Let go of what wasn't used in the week before `now`, nanoseconds of the file system's own time."""
        if self.folder is None:
            return
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.stat().st_mtime_ns < now - WEEK:
                        Path(entry.path).unlink()


NOTHING = Drawn()
"""Keeps nothing."""
