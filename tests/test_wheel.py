"""The wheel, in an environment of its own, builds a project made by `repurpose init`."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_carries_its_templates_and_data(wheel: Path) -> None:
    """Templates, rules and interface words travel in the wheel; tests and content don't."""
    names = zipfile.ZipFile(wheel).namelist()

    for path in (ROOT / "templates").rglob("*"):
        if path.is_file():
            assert f"repurpose/templates/{path.relative_to(ROOT / 'templates').as_posix()}" in names
    assert "repurpose/rules/networks.toml" in names
    assert "repurpose/language/interface_words/ar.toml" in names
    assert not [name for name in names if name.startswith(("tests/", "content/"))]


@pytest.mark.slow
@pytest.mark.network
def test_installed_alone_it_builds_a_new_project(wheel: Path, tmp_path: Path) -> None:
    """From an empty environment to a finished site, by the locked requirements and the wheel alone."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def call(*command: str | Path) -> None:
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"

    call(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv/bin/python"
    install = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    call(*install, "--require-hashes", "-r", ROOT / "requirements/build.txt")
    call(*install, "--require-hashes", "--no-build-isolation", "-r", ROOT / "requirements/run.txt")
    call(*install, wheel)
    repurpose = tmp_path / "venv/bin/repurpose"
    call(repurpose, "init", "site")
    call(repurpose, "build", "-C", "site")

    assert (tmp_path / "site/outputs/site/first-post/index.html").is_file()
    assert (tmp_path / "site/outputs/newsletter/first-post/message.eml").is_file()
