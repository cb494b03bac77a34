"""What builds a library: repurpose, and the site generators that its users could pick instead.

Each is set up to make either the page of an asset alone (with index and RSS of the 50 newest), or five artefacts of it:
page, mail as HTML, mail as text, press release as HTML, social posts as JSON. None makes pictures. Hugo and Pelican colour code by default; as
Eleventy and repurpose don't, they are measured with it and without.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Protocol

STYLE = """body { margin: 0; background-color: #f4f3ee; font-family: sans-serif; }
table.sheet { width: 100%; max-width: 600px; background-color: #fffefb; }
td.cell { padding: 24px 32px; font-size: 16px; line-height: 1.6; }
h1 { font-size: 28px; margin: 0 0 20px 0; } h2 { font-size: 21px; margin: 32px 0 10px 0; }
p { margin: 0 0 16px 0; } a { color: #1d3fbb; }
pre { background-color: #f4f3ee; padding: 12px 14px; white-space: pre-wrap; }"""
"""The look of the peers' mails."""


COLOURED = ", code coloured"
"""What is added to the name of a generator that colours code."""


class MissingError(Exception):
    """A generator that can't be had here, and why."""


class Generator(Protocol):
    """A site generator. `SOURCES` are the names in its folder that are no output."""

    NAME: str
    SOURCES: frozenset[str]

    def prepare(self, tools: Path) -> None:
        """Install it into a folder of its own.

        Raises:
            MissingError: it can't be had.
        """

    def lay_out(self, folder: Path, assets: Path, artefacts: str) -> Path:
        """Make a project of the assets in `folder`, for `page`, `five` or `all` artefacts; where its assets stand."""

    def command(self, folder: Path) -> list[str]:
        """What builds the project; run in its folder."""

    def pages(self, folder: Path) -> int:
        """How many assets have all their artefacts."""


def run(command: list[str], what: str) -> None:
    """Run a package manager.

    Raises:
        MissingError: it failed, or there is none.
    """
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingError(f"{what}: {error}") from None
    if done.returncode:
        raise MissingError(f"{what}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")


def clean(generator: Generator, folder: Path) -> None:
    """Remove all that a build made: outputs and caches."""
    for path in folder.iterdir():
        if path.name not in generator.SOURCES:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
