"""Assets that are read by two processes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from repurpose.build import ahead
from repurpose.build.ahead import FEW
from repurpose.build.order import Order, Report
from repurpose.build.run import run
from repurpose.config import read_config

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def built(root: Path, jobs: int | None) -> tuple[Report, dict[str, bytes]]:
    """What a first build of a project tells and makes: many assets of which some are at fault, and other files."""
    for number in range(FEW + 20):
        path = root / "content" / f"notes/{number % 7}/n{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: Note {number}\ndate: 2026-01-02\n---\n\nSome words of number {number}.\n")
    (root / "content/notes/3/n3.md").write_bytes(b"---\ntitle: \xff\n---\n\nWords.\n")
    (root / "content/notes/4/n4.md").write_text("---\ntitle: [\n---\n\nWords.\n")
    (root / "content/notes/5/n5.md").write_text("---\ntitle: Five\nstages: [nowhere]\nslug: A B\n---\n\nWords.\n")
    (root / "content/notes/5/x.txt").write_text("no asset")
    (root / "content/notes/5/x.rst").write_text("told of")
    output = root / "outputs"
    report = run(Order(root, read_config("", {}, default_title="Site"), MOMENT, jobs=jobs, is_cached=True), output)
    return report, {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_two_processes_read_what_one_reads(tmp_path: Path, forks: list[int]) -> None:
    ours, outputs = built(tmp_path / "alone", jobs=1)
    assert forks == []
    theirs, same = built(tmp_path / "beside", jobs=2)
    assert len(forks) == 5  # one reads, one compiles templates, two make, one makes the feeds
    assert same == outputs
    assert [str(one) for one in theirs.errors] == [str(one) for one in ours.errors]
    assert len(ours.errors) == 4
    assert theirs.notices == ours.notices


def test_later_builds_read_themselves_what_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what has not, nothing is read."""
    built(tmp_path, jobs=2)
    path = tmp_path / "content/notes/1/n1.md"
    path.write_text(path.read_text().replace("Some", "Other"))
    monkeypatch.setattr(ahead, "shared", None)
    order = Order(tmp_path, read_config("", {}, default_title="Site"), MOMENT, jobs=2, is_cached=True)
    assert len(run(order, tmp_path / "outputs").changed) > 0
