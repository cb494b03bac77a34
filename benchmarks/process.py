"""A measurement in a process of its own, so that its memory is its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def measure(module: str, *arguments: str) -> dict[str, float]:
    """Run `python -m MODULE ARGUMENTS` and read its lines of `name number`.

    Beside them: `mb`, the most memory it held, and `cpu`, the seconds that it kept a core busy.
    """
    code = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(code, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)} failed")
    figures = {name: float(value) for name, value in (line.split() for line in said.splitlines())}
    kilobytes = usage.ru_maxrss if sys.platform == "linux" else usage.ru_maxrss / 1024
    return {**figures, "mb": kilobytes / 1024, "cpu": usage.ru_utime + usage.ru_stime}
