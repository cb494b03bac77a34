"""Every benchmark writes its own section of one file."""

from __future__ import annotations

from pathlib import Path

from benchmarks import results


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
