"""How the program starts and ends: `--help` and `--version` are quick, and what was told arrives whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

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


def test_ends_with_its_code_and_all_that_it_told() -> None:
    """The program ends without freeing what it holds; nothing that was told or registered is lost by that."""
    code = "import atexit, sys; from repurpose.__main__ import run; atexit.register(print, 'done'); "
    told = subprocess.run([sys.executable, "-m", "repurpose", "channels"], capture_output=True, text=True, check=True)
    done = subprocess.run(
        [sys.executable, "-c", code + "sys.argv = ['repurpose', 'channels']; run()"],
        capture_output=True,
        text=True,
        check=True,
    )
    wrong = subprocess.run([sys.executable, "-m", "repurpose", "nothing"], capture_output=True, text=True, check=False)

    assert done.stdout == told.stdout + "done\n"
    assert wrong.returncode == 2
    assert "nothing" in wrong.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_what_could_not_be_told_is_an_error() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "repurpose", "--version"], stdout=full, check=False)

    assert done.returncode != 0


def test_nobody_need_listen() -> None:
    """With its output closed, as a service may start it, it does its work all the same."""
    command = f"{sys.executable} -m repurpose --version >&-"

    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
