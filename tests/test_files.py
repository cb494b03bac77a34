"""Reading and writing: whole or not at all, and never outside the folder."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.disk import Disk
from repurpose.errors import DiskError
from repurpose.files import below, create_whole, read_bytes, write_whole
from tests.faults import Failing


def test_read_bytes_names_the_file_as_told(tmp_path: Path) -> None:
    """A file that can't be read is an error at the path that the user knows."""
    with pytest.raises(DiskError) as caught:
        read_bytes(tmp_path / "none.md", "content/none.md")
    assert str(caught.value) == "content/none.md: can't be read: No such file or directory"
    assert caught.value.exit_code == 5


def test_write_whole_makes_folders_and_replaces(tmp_path: Path) -> None:
    """Missing folders are made, an earlier file is replaced, everyone may read it, nothing else is left."""
    path = tmp_path / "a" / "b" / "file.txt"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [entry.name for entry in path.parent.iterdir()] == ["file.txt"]


@pytest.mark.parametrize("write", [write_whole, create_whole])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS, None])
def test_the_nth_operation_fails(
    tmp_path: Path, error: int | None, write: Callable[[Path, bytes, Disk], object]
) -> None:
    """Whichever operation fails, the file is wholly old or wholly new, and no half file lies beside it."""
    for number in range(1, 40):
        path = tmp_path / str(number) / "new folder" / "file.txt"
        if write is write_whole and number % 2:
            write_whole(path, b"old")
        old = path.read_bytes() if path.exists() else None
        disk = Failing(number, error)
        try:
            write(path, b"new and longer", disk)
        except DiskError as refused:
            told = (str(refused), bool(refused.hint))
            assert told == (f"{path}: can't be written: {os.strerror(error or 0)}", True)
        now = path.read_bytes() if path.exists() else None
        assert now in (old, b"new and longer")
        if disk.failed != "remove":  # then the half file can't go, and only then
            assert [*tmp_path.rglob("*.tmp")] == []
        for left in tmp_path.rglob("*.tmp"):
            left.unlink()
        if disk.failed is None:
            assert now == b"new and longer"
            return
    pytest.fail("there is no end of operations")


def test_write_whole_takes_parts(tmp_path: Path) -> None:
    """A long file needn't be in memory at once; if the parts fail to come, the old file stays."""
    path = tmp_path / "file"
    write_whole(path, (b"x" * 300_000 for _ in range(10)))
    assert path.read_bytes() == b"x" * 3_000_000
    with pytest.raises(ZeroDivisionError):
        write_whole(path, (bytes([1 // number]) for number in (1, 0)))
    assert path.read_bytes() == b"x" * 3_000_000
    assert os.listdir(tmp_path) == ["file"]


def test_create_whole_is_never_second(tmp_path: Path) -> None:
    """It tells whether it made the file, and leaves alone what is there."""
    assert create_whole(tmp_path / "file", b"one") is True
    assert create_whole(tmp_path / "file", b"two") is False
    assert (tmp_path / "file").read_bytes() == b"one"
    assert os.listdir(tmp_path) == ["file"]


def test_write_whole_can_not_write_into_a_file(tmp_path: Path) -> None:
    """A file where a folder is needed is a disk error, not a crash."""
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(DiskError, match="can't be written"):
        write_whole(tmp_path / "file" / "below.txt", b"y")
    assert (tmp_path / "file").read_bytes() == b"x"


def test_write_whole_replaces_a_symlink_not_its_target(tmp_path: Path) -> None:
    """A link that stands where a file is written is replaced; what it pointed at is left alone."""
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    link = tmp_path / "link"
    link.symlink_to(target)
    write_whole(link, b"new")
    assert target.read_bytes() == b"precious"
    assert link.read_bytes() == b"new"
    assert not link.is_symlink()


@pytest.mark.parametrize(
    "relative", ["", "/etc/passwd", "..", "../x", "a/../../x", "a/..", "a\\..\\b", "a\0b", "//host/x"]
)
def test_below_refuses_what_climbs_out(tmp_path: Path, relative: str) -> None:
    """A path that is empty, absolute, climbs or holds a separator of another system is refused."""
    with pytest.raises(DiskError, match="would be written outside its folder"):
        below(tmp_path, relative)


def test_below_refuses_a_symlinked_folder(tmp_path: Path) -> None:
    """A link within the folder that leads out of it is no way out; one that stays within is fine."""
    root = tmp_path / "outputs"
    (root / "site").mkdir(parents=True)
    (root / "out").symlink_to(tmp_path)
    (root / "in").symlink_to(root / "site")
    with pytest.raises(DiskError, match="through a symlink"):
        below(root, "out/x.txt")
    assert below(root, "in/x.txt") == root / "in" / "x.txt"


@given(st.text(alphabet="ab./\\\0~:", max_size=20))
def test_below_stays_below(relative: str) -> None:
    """Whatever the path, the answer is below the root or an error."""
    root = Path("/nowhere/outputs")
    try:
        path = below(root, relative)
    except DiskError:
        return
    assert path != root
    assert Path(os.path.normpath(path)).is_relative_to(root)
