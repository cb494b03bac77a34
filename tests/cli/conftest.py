"""A project on disk, and a way to call repurpose in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from repurpose.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls repurpose as the shell does; what it raises beyond its exit code fails the test."""
    for name in ("SOURCE_DATE_EPOCH", "REPURPOSE_SITE_URL", "CI"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)

    return call


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one asset."""
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    (root / "repurpose.toml").write_text(
        '[site]\ntitle = "Tests"\nurl = "https://tests.example"\n'
        '[newsletter]\npostal_address = "1 Test Street"\nunsubscribe_url = "https://tests.example/bye"\n'
    )
    (root / "content" / "hello.md").write_text(
        "---\ntitle: Hello\ndate: 2026-01-02\ndescription: A greeting to everyone who reads tests.\n---\n"
        "A test that can fail is worth ten that can't.\n"
    )
    return root


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    told = ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(told, cwd=folder, check=True, capture_output=True)
