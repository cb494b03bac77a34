"""A real browser, told by a script of this folder what to do; skipped where there is none."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.builders import ROOT


def told(script: str, *arguments: str | Path) -> Any:
    """What a script found, given its arguments."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    node = shutil.which("node")
    if not browser or not node or not (ROOT / "node_modules" / "playwright-core").is_dir():
        pytest.skip("`npm install` and a Chromium open the pages")
    command: list[str | Path] = [node, Path(__file__).with_name(script), browser, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
