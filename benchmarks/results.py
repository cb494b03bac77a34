"""RESULTS.md: a section for each benchmark, which the benchmark replaces whenever it runs."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

PATH = Path(__file__).parent / "RESULTS.md"
TITLE = "# Benchmarks\n\n`make bench` writes this file; `make bench-NAME` writes one section of it.\n"


def machine() -> str:
    """Where and how a measurement was made; the load tells how much else the machine did."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"On {platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores{load}. "
        "Seconds depend on the machine and what else it does; ratios are of one run."
    )


def write(name: str, title: str, lines: Sequence[str], path: Path = PATH) -> None:
    """Put a benchmark's section, `name`, in its place: the sections stand in the order of their names."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    sections = dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- end of \1 -->\n", text, re.S))
    sections[name] = "\n".join([f"## {title}", "", machine(), "", *lines, ""])
    blocks = [f"<!-- {key} -->\n{body}<!-- end of {key} -->\n" for key, body in sorted(sections.items())]
    path.write_text("\n".join([TITLE, *blocks]), encoding="utf-8")
    print(sections[name])
