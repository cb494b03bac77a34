"""A channel of another package: found by its entry point, and named when it is broken."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

MANUAL = (Path(__file__).parent.parent / "docs/channels.md").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one asset, with the template of the manual's channel."""
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    (root / "content/hello.md").write_text("---\ntitle: Hello\ndate: 2026-01-02\n---\nText.\n")
    (root / "templates/podcast").mkdir(parents=True)
    (root / "templates/podcast/notes.txt").write_text("{{ title }}: {{ url }}\n")
    return root


def install(folder: Path, source: str) -> Path:
    """What installing a package leaves behind: its module, and metadata with the entry point."""
    metadata = folder / "podcasts-1.0.dist-info"
    metadata.mkdir(parents=True)
    (folder / "podcasts.py").write_text(source)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: podcasts\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[repurpose.channels]\npodcast = podcasts:Podcast\n")
    return folder


def repurpose(packages: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """repurpose, with that folder of packages installed beside its own."""
    command = [sys.executable, "-m", "repurpose", *arguments]
    return subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(packages)}, capture_output=True, text=True, check=False
    )


def test_the_manuals_channel_works(project: Path, tmp_path: Path) -> None:
    """The channel that the manual shows is built like one of ours, and listed with its package."""
    source = re.search(r"```python\n(.*?)```", MANUAL, re.S)
    assert source
    packages = install(tmp_path / "packages", source[1])

    done = repurpose(packages, "build", "-C", str(project), "--as-of", "2026-11-22")

    assert done.returncode == 0, done.stderr
    assert (project / "outputs/podcast/hello/notes.txt").read_text() == "Hello: https://example.com/hello/\n"
    pieces = json.loads((project / "outputs/manifest.json").read_text())["pieces"]
    assert "hello/podcast/notes" in {row["id"] for row in pieces}
    assert "(from podcasts)" in repurpose(packages, "channels", "-C", str(project)).stdout


def test_a_broken_one_is_named_only_when_asked_for(project: Path, tmp_path: Path) -> None:
    """A channel that can't be imported ends its own build with 3 and its package's name, and no other build."""
    packages = install(tmp_path / "packages", "import a_module_that_is_not_there\n")

    asked = repurpose(packages, "build", "-C", str(project), "--channel", "podcast")
    others = repurpose(packages, "build", "-C", str(project), "--channel", "blog")

    assert asked.returncode == 3
    assert "the channel 'podcast' of the package podcasts can't be loaded: ModuleNotFoundError" in asked.stderr
    assert "Traceback" not in asked.stderr
    assert others.returncode == 0
