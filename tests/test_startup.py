"""`--help` and `--version` are quick: they import none of the heavy libraries."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {
    "markdown_it",
    "jinja2",
    "yaml",
    "frontmatter",
    "feedgen",
    "lxml",
    "nh3",
    "css_inline",
    "babel",
    "rich",
    "regex",
    "sentencex",
    "bs4",
}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["build", "--help"]])
def test_no_heavy_import(arguments: list[str]) -> None:
    """Asking for help imports click and little else."""
    code = (
        "import json, sys\n"
        f"sys.argv = ['repurpose', *{arguments!r}]\n"
        "from repurpose.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n' + json.dumps(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert HEAVY.isdisjoint(json.loads(done.stdout.splitlines()[-1]))
