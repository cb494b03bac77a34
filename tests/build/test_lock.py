"""Two builds of the same outputs: one after the other, with real processes."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from repurpose.build.lock import alone, settle
from repurpose.build.switch import LOCK, STAGE
from repurpose.errors import DiskError
from tests.faults import Failing, Memory

ROOT = Path(__file__).parents[2]


@contextmanager
def holder(output: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.build.holding", str(output)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.stdin.close()
        process.stdout.close()
        process.wait()


def silent(line: str) -> None:
    """Nobody else holds the folder, so nothing is told."""
    pytest.fail(line)


def test_alone_leaves_nothing_behind(tmp_path: Path) -> None:
    """The lock goes with the block, and so does a folder that was made for it and stayed empty."""
    output = tmp_path / "a" / "outputs"
    with alone(output, silent):
        assert (output / LOCK).read_text() == f"{os.getpid()}\n"
    assert os.listdir(tmp_path) == []
    with alone(output, silent):
        (output / "x").write_bytes(b"x")
    assert os.listdir(output) == ["x"]


def test_the_second_names_the_first(tmp_path: Path) -> None:
    """With a limit, it ends with a line that names process and start; nothing is touched."""
    with holder(tmp_path) as first, pytest.raises(DiskError) as caught, alone(tmp_path, print, wait=0):
        pytest.fail("both hold it")
    told = rf"another build \(process {first.pid}, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC\) is still at work there"
    assert re.fullmatch(f"{re.escape(str(tmp_path))}: {told}", str(caught.value))
    assert caught.value.exit_code == 5


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    """It says once whom it waits for, and goes on when that one is done."""
    told: list[str] = []
    with holder(tmp_path) as first:

        def tell(line: str) -> None:
            told.append(line)
            assert first.stdin is not None
            first.stdin.write("\n")
            first.stdin.flush()

        with alone(tmp_path, tell):
            assert (tmp_path / LOCK).read_text() == f"{os.getpid()}\n"
    assert len(told) == 1
    assert f"(process {first.pid}, since " in told[0]
    assert os.listdir(tmp_path) == []


def test_a_dead_process_holds_nothing(tmp_path: Path) -> None:
    """A lock file that was left by kill -9 hinders nobody, and goes with the next build."""
    with holder(tmp_path) as first:
        first.kill()
        first.wait()
        assert (tmp_path / LOCK).exists()
        with alone(tmp_path, silent):
            pass
    assert os.listdir(tmp_path) == []


def test_a_lock_that_is_a_symlink_is_not_followed(tmp_path: Path) -> None:
    """Or a build would write its number into any file."""
    (tmp_path / "precious").write_bytes(b"precious")
    (tmp_path / LOCK).symlink_to(tmp_path / "precious")
    with pytest.raises(DiskError, match="can't be written") as caught, alone(tmp_path, silent):
        pytest.fail("it was followed")
    assert str(caught.value.location) == str(tmp_path / LOCK)
    assert caught.value.hint == "remove it: no symlink may stand there"
    assert (tmp_path / "precious").read_bytes() == b"precious"


def test_settle_heals_before_outputs_are_read(tmp_path: Path) -> None:
    """What a killed build left between old and new is brought to an end, without anybody building."""
    from repurpose.build.switch.journal import sealed

    for name in ("new/site", "old"):
        (tmp_path / STAGE / name).mkdir(parents=True)
    (tmp_path / STAGE / "new/site/a").write_bytes(b"new")
    (tmp_path / STAGE / "journal").write_bytes(sealed([]))
    settle(tmp_path, silent)
    settle(tmp_path / "none", silent)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["site", "site/a"]


def test_settle_does_not_wait_for_what_is_staged(tmp_path: Path) -> None:
    """As long as a build only stages, the outputs are the old ones; if it was killed, that goes."""
    with holder(tmp_path):
        (tmp_path / STAGE / "new").mkdir(parents=True)
        settle(tmp_path, silent)
        assert (tmp_path / STAGE / "new").is_dir()
    settle(tmp_path, silent)
    assert os.listdir(tmp_path) == []


def test_the_nth_operation_fails(tmp_path: Path) -> None:
    """However a lock fails, the next process gets it, and nothing is left."""
    for number in range(1, 30):
        output = tmp_path / "new" / "outputs"
        disk = Failing(number, errno.EIO)
        try:
            with alone(output, silent, disk=disk):
                pass
        except DiskError as refused:
            told = refused.message
            assert told == f"can't be written: {os.strerror(errno.EIO)}"
        if disk.failed is None:
            break
        with alone(output, silent, disk=Memory()):
            (output / "x").write_bytes(b"x")
        assert os.listdir(output) == ["x"]
        (output / "x").unlink()
        output.rmdir()
    assert number > 5


def test_the_command_names_the_other_build(tmp_path: Path) -> None:
    """Two real builds of one project: the second ends with 5 and a line, or waits and is done; nothing is left."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "post.md").write_text("# A post\n\nWords.\n")
    command = [sys.executable, "-m", "repurpose", "build", "-C", str(tmp_path), "--as-of", "2026-11-22"]
    with holder(tmp_path / "outputs") as first:
        done = subprocess.run([*command, "--wait", "0"], capture_output=True, text=True, check=False)
        assert done.returncode == 5
        assert f"another build (process {first.pid}, since " in done.stderr
        assert done.stderr.endswith(" is still at work there — do it again when that is done, or wait longer\n")
        waiting = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr is not None
        assert f"(process {first.pid}, since " in waiting.stderr.readline()
        assert first.stdin is not None
        first.stdin.write("\n")
        first.stdin.flush()
        assert "1 asset" in waiting.stderr.read()
        waiting.stderr.close()
        assert waiting.wait() == 0
    assert [name for name in os.listdir(tmp_path / "outputs") if name.startswith(".")] == []
