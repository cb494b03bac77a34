"""Whatever operation fails, each file is old or new, and the next build is as a clean one."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.build.switch import FEW, STAGE, heal, is_torn
from repurpose.disk import Folder
from repurpose.errors import DiskError
from tests.build.switch.trees import MINE, NEW, OLD, Tree, bring, put, tree
from tests.faults import Failing, Memory

FAULTS = [
    pytest.param(error, for_good, id=f"{name}{'-for-good' if for_good else ''}")
    for name, error in (("ENOSPC", errno.ENOSPC), ("EIO", errno.EIO), ("EROFS", errno.EROFS), ("short", None))
    for for_good in (False, True)
]


@pytest.mark.parametrize(("error", "for_good"), FAULTS)
def test_the_nth_operation_fails(tmp_path: Path, error: int | None, for_good: bool) -> None:
    """For each operation in turn, till none is left: each file is old or new, and the next build is as a clean one."""
    _sweep(tmp_path, NEW, error, for_good)


def test_the_nth_operation_fails_with_many_files(tmp_path: Path) -> None:
    """The same where all are flushed at once."""
    _sweep(tmp_path, {**NEW, **{f"site/many/{number}": b"m" for number in range(FEW)}}, errno.EIO, for_good=True)


def _sweep(tmp_path: Path, new: Tree, error: int | None, for_good: bool) -> None:
    number, outcomes = 0, set()
    while True:
        number += 1
        output = put(tmp_path / str(number), {**OLD, **MINE})
        disk = Failing(number, error, for_good=for_good)
        try:
            bring(output, new, OLD, disk)
        except DiskError as refused:
            told = (refused.message, bool(refused.hint))
            assert told == (f"can't be written: {os.strerror(error or 0)}", True)
            now = {path: content for path, content in tree(output).items() if not path.startswith(STAGE)}
            for path, content in now.items():
                assert content is None or content in (OLD.get(path), new.get(path), MINE.get(path)), path
            if not (output / STAGE / "journal").exists():
                assert {path: now.get(path) for path in OLD} == OLD or {path: now.get(path) for path in new} == new
            outcomes.add("old" if now == {**OLD, **MINE} else "new" if now == {**new, **MINE} else "between")
        if disk.failed is None:
            break
        heal(output, Memory())
        outcomes.add(f"healed to {'old' if tree(output) == {**OLD, **MINE} else 'new'}")
        assert tree(output) in ({**OLD, **MINE}, {**new, **MINE})
        bring(output, new, OLD, Memory())
        assert tree(output) == {**new, **MINE}, (number, disk.failed)
    assert tree(output) == {**new, **MINE}
    assert number > 50
    if error is not None:
        assert outcomes == {"old", "new", "between", "healed to old", "healed to new"}


@pytest.mark.parametrize(("error", "for_good"), FAULTS)
def test_the_nth_operation_of_healing_fails(tmp_path: Path, error: int | None, for_good: bool) -> None:
    """Healing can be cut short as well, and goes on where it was."""
    cut = 0
    while True:
        cut += 11
        broken = Failing(cut, errno.EIO, for_good=True)
        whole = put(tmp_path / str(cut), {**OLD, **MINE})
        with contextlib.suppress(DiskError):
            bring(whole, NEW, OLD, broken)
        if broken.failed is None:
            break
        for number in range(1, 200):
            disk = Failing(number, error, for_good=for_good)
            try:
                heal(whole, disk)
            except DiskError:
                assert error is not None
            if disk.failed is None:
                break
        heal(whole, Memory())
        assert not is_torn(whole)
        assert tree(whole) in ({**OLD, **MINE}, {**NEW, **MINE})


def test_a_file_larger_than_may_be(output: Path) -> None:
    """A limit on the size of files, of the real system: nothing changes, and the error says what to do."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(DiskError) as caught:
            bring(output, {**NEW, "site/large": b"x" * 300_000}, OLD)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert str(caught.value) == f"{output / 'site/large'}: can't be written: File too large"
    assert tree(output) == {**OLD, **MINE}


def test_a_full_disk(tmp_path: Path) -> None:
    """A real one: what stood there stands there still, and there is room again for what fits."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(tmp_path)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    try:
        output = put(tmp_path / "outputs", {**OLD, **MINE})
        with pytest.raises(DiskError) as caught:
            bring(output, {**NEW, "site/large": b"x" * 500_000}, OLD)
        assert str(caught.value) == f"{output / 'site/large'}: can't be written: No space left on device"
        assert caught.value.hint == "make room on the disk, then do it again"
        assert tree(output) == {**OLD, **MINE}
        bring(output, {**NEW, "site/large": b"x" * 200_000}, OLD)
        assert tree(output) == {**NEW, **MINE, "site/large": b"x" * 200_000}
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


NAMES = st.sampled_from(["a", "b", "c", "c/a", "c/d", "c/d/e", "語/é", "A"])
TREES = st.dictionaries(NAMES, st.binary(max_size=3), max_size=5).filter(
    lambda files: not any(other.startswith(f"{path}/") for path in files for other in files)
)


@settings(max_examples=40)
@given(st.lists(TREES, min_size=2, max_size=4), st.integers(1, 120))
def test_after_any_switches_cut_short_anywhere(
    tmp_path_factory: pytest.TempPathFactory, trees: list[Tree], number: int
) -> None:
    """Any set to any other, a failing disk between: after the next one there is just what was asked for."""
    output = tmp_path_factory.mktemp("outputs")
    earlier: Tree = {}
    for files in trees:
        try:
            bring(output, files, earlier, Failing(number, errno.EIO, for_good=True))
        except DiskError:
            heal(output, Memory())
            assert tree(output) in (earlier, files)
            bring(output, files, earlier, Memory())
        assert tree(output) == files
        earlier = files


def test_folders_are_closed(output: Path) -> None:
    """No file stays open, however it ends."""
    before = len(os.listdir("/dev/fd"))
    for number in range(1, 60, 4):
        with pytest.raises(DiskError):
            bring(output, NEW, OLD, Failing(number, errno.EIO, for_good=True))
        heal(output, Memory())
        with Folder.at(output):
            pass
        bring(output, OLD, NEW, Memory())
    assert len(os.listdir("/dev/fd")) == before
