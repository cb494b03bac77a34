"""A project to read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from repurpose.library.library import Library, read_library
from tests.library.reading import CONFIG, Read


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a project that holds these files below content/."""

    def reads(files: Mapping[str, str | bytes]) -> Library:
        for name, content in files.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_library(tmp_path, CONFIG)

    return reads
