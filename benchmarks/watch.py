"""A command watched from outside: its seconds, or the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock, and seconds that it kept cores busy, those of its children included."""

    wall: float
    cpu: float


def timed(command: list[str], folder: Path) -> Run:
    """Run a command in a folder."""
    begun = time.perf_counter()
    process = _start(command, folder)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    _check(process, status, command)
    return Run(wall, usage.ru_utime + usage.ru_stime)


def memory(command: list[str], folder: Path) -> float | None:
    """The most MiB that a command and its children held at once; None where there is no /proc.

    Pages that processes share count once (PSS). Looking slows the command, so it is not timed.
    """
    process = _start(command, folder)
    most = 0.0
    while True:
        pid, status, _ = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        most = max(most, sum(_pss(one) for one in _family(process.pid)))
        time.sleep(_EVERY)
    _check(process, status, command)
    return most / 1024 if most else None


def _start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    # A cache outside the project would make the next cold build a warm one.
    env = {**os.environ, "XDG_CACHE_HOME": str(folder / ".cache"), "NODE_ENV": "production"}
    log = (folder / "build.log").open("wb")
    return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=env)


def _check(process: subprocess.Popen[bytes], status: int, command: list[str]) -> None:
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}; see build.log")


def _family(root: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for entry in os.scandir("/proc") if Path("/proc").is_dir() else ():
        if entry.name.isdecimal():
            try:
                said = Path(entry.path, "stat").read_text()
            except OSError:  # it has ended meanwhile
                continue
            parents[int(entry.name)] = int(said.rpartition(")")[2].split()[1])
    family = [root]
    for pid in family:  # grows while it runs
        family += [child for child, parent in parents.items() if parent == pid]
    return family


def _pss(pid: int) -> int:
    """The kilobytes of one process, its share of shared pages included."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
