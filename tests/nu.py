"""The Nu HTML checker, a second opinion on pages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.builders import ROOT

JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(folder: Path) -> list[str]:
    """What it finds wrong in all pages below a folder; skips the test where it isn't there."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        pytest.skip("`npm install` and a Java bring the Nu HTML checker")
    told = subprocess.run(
        [java, "-jar", JAR, "--errors-only", "--skip-non-html", "--no-langdetect", "--format", "gnu", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in told.stderr.splitlines() if ": error" in line or not line.startswith('"file:')]
