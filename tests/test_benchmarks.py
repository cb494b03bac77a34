"""Every benchmark writes its own section of one file."""

from __future__ import annotations

from pathlib import Path

from benchmarks import results
from benchmarks.library import write_library
from repurpose.config import Config
from repurpose.document.document import parse_asset
from repurpose.library.library import read_library


def test_a_section_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    results.write("usage", "The ledger", ["| first |"], path)
    results.write("cold", "A build from nothing", ["| cold |"], path)
    results.write("usage", "The ledger", ["| second |"], path)
    said = path.read_text(encoding="utf-8")
    assert said.startswith("# Benchmarks\n")
    assert "| first |" not in said
    assert said.index("## A build from nothing") < said.index("| cold |") < said.index("## The ledger")
    assert said.index("## The ledger") < said.index("| second |")


def test_what_is_committed_is_in_sections() -> None:
    said = results.PATH.read_text(encoding="utf-8")
    assert said.startswith(results.TITLE)
    assert said.count("<!-- end of ") == said.count("\n## ")


def test_a_library_is_the_same_each_time_and_builds(tmp_path: Path) -> None:
    write_library(tmp_path / "content", "own", 5)
    write_library(tmp_path / "again", "own", 5)
    sources = {path.name: path.read_bytes() for path in (tmp_path / "content").iterdir()}
    assert sources == {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert len(set(sources.values())) == 5
    library = read_library(tmp_path, Config())
    assert [error.message for error in library.errors] == []
    assert {parse_asset(asset).asset.slug for asset in library.assets} == {f"post-{number}" for number in range(5)}
