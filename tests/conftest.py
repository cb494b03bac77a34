"""What all tests share: how golden files are compared and blessed, and how Hypothesis runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import repurpose.beside
from repurpose.beside import FORKS

GOLDEN = Path(__file__).resolve().parent / "golden"

Golden = Callable[[str, bytes], None]

# No test measures time; CI tries the same examples each time, so that it says the same of the same commit.
settings.register_profile("repurpose", deadline=None, max_examples=50, derandomize=bool(os.environ.get("CI")))
settings.load_profile("repurpose")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`."""
    parser.addoption(
        "--accept", action="store_true", help="write the golden files anew; read the diff before you commit"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares bytes with a file below tests/golden/, or writes it with `--accept`."""

    def compare(name: str, content: bytes) -> None:
        path = GOLDEN / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return
        assert path.is_file(), f"{path} isn't there; `pytest --accept` writes it"
        expected = path.read_bytes()
        assert content.decode(errors="replace") == expected.decode(errors="replace")  # shows the difference
        assert content == expected

    return compare


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that are begun, as where there is one thread and a second processor: tests run beside threads."""
    if not FORKS:
        pytest.skip("this system can't fork")
    begun: list[int] = []
    fork = os.fork

    def forked() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", forked)
    monkeypatch.setattr(repurpose.beside, "is_possible", lambda: True)
    return begun
