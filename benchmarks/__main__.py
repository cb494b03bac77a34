"""`make bench` runs every benchmark, one after the other; `make bench-NAME` runs one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ARE_NONE = {"__init__", "__main__", "library", "process", "results", "watch"}

known = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in ARE_NONE)
wanted = sys.argv[1:] or known
unknown = [name for name in wanted if name not in known]
if unknown:
    raise SystemExit(f"there is no benchmark {unknown[0]}; there are {', '.join(known)}")
failed = [name for name in wanted if subprocess.call([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent)]
if failed:
    raise SystemExit(f"failed: {', '.join(failed)}")
