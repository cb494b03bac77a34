"""The same files give the same bytes, whatever the machine is set to."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

SETTINGS: list[tuple[dict[str, str], str]] = [
    ({"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, "1"),
    ({"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"}, "2"),
]


def tree(folder: Path) -> dict[str, str]:
    """The digest of every file by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_bytes_are_the_same_everywhere(tmp_path: Path) -> None:
    """Two checkouts, built with other jobs, time zone, locale, hash seed, working directory and file times."""
    trees = []
    for number, (settings, jobs) in enumerate(SETTINGS):
        project = tmp_path / f"checkout-{number}" / "project"
        project.mkdir(parents=True)
        for name in ("content", "repurpose.toml"):
            source = ROOT / name
            # copytree keeps the files' times, copy doesn't: the second checkout's are new
            if source.is_dir():
                shutil.copytree(source, project / name, copy_function=shutil.copy2 if number == 0 else shutil.copy)
            else:
                shutil.copy(source, project / name)
        command = [sys.executable, "-m", "repurpose", "build", "-C", str(project), "--as-of", "2026-11-22", "-j", jobs]
        subprocess.run(
            command, cwd=project if number else tmp_path, env=os.environ | settings, check=True, capture_output=True
        )
        trees.append(tree(project / "outputs"))

    assert len(trees[0]) > 300
    assert trees[0] == trees[1]


def test_the_moment_comes_from_source_date_epoch(tmp_path: Path) -> None:
    """SOURCE_DATE_EPOCH is the moment of a build that is told none."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("---\ntitle: A\n---\nText.\n")
    command = [sys.executable, "-m", "repurpose", "build", "-C", str(tmp_path)]

    subprocess.run(command, env=os.environ | {"SOURCE_DATE_EPOCH": "1000000000"}, check=True, capture_output=True)

    assert '"as_of": "2001-09-09T01:46:40Z"' in (tmp_path / "outputs/manifest.json").read_text()
