"""What was cut short is finished or thrown away, and nothing planted is taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from repurpose.build.switch import STAGE, heal, is_torn
from tests.build.switch.trees import MINE, OLD, put, tree
from tests.faults import Bare


@pytest.mark.parametrize("planted", ["file", "link", "empty", "part", "torn", "bare", "sealed", "folder"])
def test_a_stage_that_is_no_switch_is_thrown_away(output: Path, tmp_path: Path, planted: str) -> None:
    """Whatever stands in the stage's place without a whole journal, nothing of it reaches the outputs."""
    precious = put(tmp_path / "precious", {"new/site/x": b"x", "journal": b"x"})
    stage = output / STAGE
    if planted == "file":
        stage.write_bytes(b"x")
    elif planted == "link":
        stage.symlink_to(precious)
    else:
        stage.mkdir()
    if planted not in {"file", "link", "empty"}:
        put(stage, {"new/site/a/index.html": b"half"})
    if planted in {"torn", "bare", "sealed"}:
        from repurpose.build.switch.journal import sealed

        (stage / "journal").write_bytes(sealed(["site/kind"])[: -1 if planted == "torn" else None])
    if planted in {"torn", "sealed"}:
        (stage / "old").mkdir()
    if planted == "sealed":
        import hashlib

        (stage / "journal").write_bytes(hashlib.sha256(b"[]").hexdigest().encode() + b"\n[]")
    if planted == "folder":
        (stage / "journal").mkdir()
    assert is_torn(output)
    heal(output)
    assert not is_torn(output)
    assert tree(output) == {**OLD, **MINE}
    assert tree(precious) == {"new/site/x": b"x", "journal": b"x"}


def test_a_planted_journal_reaches_nothing_outside(output: Path, tmp_path: Path) -> None:
    """A stage that came with someone's repository moves no symlink and removes nothing beyond the folder."""
    from repurpose.build.switch.journal import sealed

    precious = put(tmp_path / "precious", {"x": b"precious"})
    put(output / STAGE, {"journal": sealed(["../precious/x", str(precious / "x"), "linked/x"])})
    (output / STAGE / "old").mkdir()
    (output / STAGE / "new").mkdir()
    (output / STAGE / "new" / "evil").symlink_to(precious)
    (output / "linked").symlink_to(precious)
    heal(output)
    assert not (output / "evil").is_symlink()
    assert tree(precious) == {"x": b"precious"}
    assert not is_torn(output)


def test_heal_costs_one_look(output: Path) -> None:
    """Where there is nothing to heal."""
    disk = Bare()
    heal(output, disk)
    assert disk.done == []
