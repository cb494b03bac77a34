"""Reading and writing: whole or not at all, and never outside the folder."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.errors import DiskError
from repurpose.files import below, read_bytes, walk, write_whole


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, call: str) -> Iterator[None]:
    """A disk on which one call fails for want of space."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        yield


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


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
def test_write_whole_keeps_the_old_when_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Whichever step fails, what stood there stands there still, and no half file lies beside it."""
    path = tmp_path / "file.txt"
    write_whole(path, b"old")
    with failing(monkeypatch, call), pytest.raises(DiskError) as caught:
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file.txt"]
    assert str(caught.value) == f"{path}: can't be written: No space left on device"
    assert caught.value.hint == "look at the disk's space and rights"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from(["fsync", "replace", "chmod", None]))
def test_write_whole_leaves_old_or_new(old: bytes, new: bytes, fails: str | None) -> None:
    """After any attempt the file holds the old bytes or the new ones, never a part of them."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        path = Path(folder) / "file"
        write_whole(path, old)
        if fails is None:
            write_whole(path, new)
        else:
            with failing(monkeypatch, fails), pytest.raises(DiskError):
                write_whole(path, new)
        assert path.read_bytes() == (new if fails is None else old)
        assert os.listdir(folder) == ["file"]


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


def test_walk_goes_in_name_order_and_skips_what_is_hidden(tmp_path: Path) -> None:
    """Files come folder by folder in order of names; hidden ones are left out, links told of but not entered."""
    for name in ("b.md", "a/z.md", "a/.hidden.md", ".git/x.md", "a.md", "c/d/e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "linked.md").symlink_to(tmp_path / "a.md")
    (tmp_path / "broken.md").symlink_to(tmp_path / "none")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.md")
    found = [path.relative_to(tmp_path).as_posix() for path in walk(tmp_path)]
    assert found == ["a/z.md", "a.md", "b.md", "broken.md", "c/d/e.md", "linked.md", "loop"]


def test_walk_tells_of_a_folder_it_can_not_list(tmp_path: Path) -> None:
    """A folder that isn't there is a disk error."""
    with pytest.raises(DiskError, match="can't be listed: No such file or directory"):
        list(walk(tmp_path / "none"))
