"""From the old files to the new ones: all of them or none, whatever fails, and nothing left behind."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.build.switch import FEW, LOCK, STAGE, heal, is_torn, staging
from repurpose.disk import SYSTEM, Disk, Folder
from repurpose.errors import DiskError
from tests.faults import Bare, Divided, Failing, Memory, Watched

Tree = Mapping[str, bytes]

OLD: Tree = {
    "manifest.json": b"old",
    "site/a/index.html": b"a" * 5000,
    "site/b/index.html": b"b",
    "site/gone/deep/index.html": b"gone",
    "site/kind": b"a file",
    "site/turn/a": b"1",
    "site/turn/b/c": b"2",
    "social/x.txt": b"x",
}
NEW: Tree = {
    "manifest.json": b"new!",
    "site/a/index.html": b"A" * 6000,
    "site/b/index.html": b"b",
    "site/kind/index.html": b"a folder",
    "site/turn": b"a file now",
    "fresh/one/two.txt": b"fresh",
    "fresh/three.txt": b"",
}
MINE: Tree = {"CNAME": b"example.org", "site/a/mine.txt": b"mine"}


def put(folder: Path, files: Tree) -> Path:
    """Write files as anybody would."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that stands in a folder, hidden or not: bytes of files, None for what is an empty folder."""
    found: dict[str, bytes | None] = {}
    for where, folders, names in os.walk(folder):
        for name in names:
            found[os.path.relpath(Path(where, name), folder)] = Path(where, name).read_bytes()
        if not folders and not names and where != str(folder):
            found[os.path.relpath(where, folder)] = None
    return found


def switch(
    output: Path, files: Iterable[tuple[str, bytes | Iterable[bytes]]], removed: Iterable[str], disk: Disk = SYSTEM
) -> tuple[str, ...]:
    """Stage the files, and switch."""
    with staging(output, disk) as stage:
        for path, content in files:
            stage.add(path, content)
        return stage.switch(removed)


def bring(output: Path, new: Tree, old: Tree, disk: Disk = SYSTEM) -> tuple[str, ...]:
    """Switch from what stands there to `new`, as a build does: what holds already is left alone."""
    now = tree(output)
    changed = [(path, content) for path, content in new.items() if now.get(path) != content]
    return switch(output, changed, set(old) - set(new), disk)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with the old files and some of the user's."""
    return put(tmp_path / "outputs", {**OLD, **MINE})


def test_from_old_to_new(output: Path) -> None:
    """What comes is there, what goes is gone with its empty folders, what isn't ours stays, nothing else is left."""
    gone = bring(output, NEW, OLD)
    assert tree(output) == {**NEW, **MINE}
    assert gone == ("site/gone/deep/index.html", "site/kind", "site/turn/a", "site/turn/b/c", "social/x.txt")
    assert stat.S_IMODE((output / "fresh/one/two.txt").stat().st_mode) == 0o644


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    """The output folder, and those above it."""
    switch(tmp_path / "a" / "b", NEW.items(), ())
    assert tree(tmp_path / "a" / "b") == NEW


def test_nothing_to_do_touches_nothing(output: Path) -> None:
    """Without a change there is no stage, no journal, no flush: only looks."""
    disk = Bare()
    before = output.stat().st_mtime_ns
    assert switch(output, (), {"site/never.html"}, disk) == ()
    assert {name for name, _ in disk.done} <= {"open", "status"}
    assert output.stat().st_mtime_ns == before


@pytest.mark.parametrize("disk", [SYSTEM, Bare(), Divided()], ids=["syncfs", "fsync", "mounted"])
@pytest.mark.parametrize("count", [1, FEW + 5])
def test_any_disk_and_any_number(tmp_path: Path, disk: Disk, count: int) -> None:
    """Few files or many, with syncfs or without, even if every folder were a disk of its own."""
    old = {f"site/{number}/index.html": b"old" for number in range(count)}
    put(tmp_path, old)
    new = {f"site/{number}/page.html": b"new" for number in range(count)} | {"site/0/more/x": b"x"}
    switch(tmp_path, new.items(), old, disk)
    assert tree(tmp_path) == new


def test_all_is_flushed_in_order(output: Path) -> None:
    """What comes is on the disk before the journal is, the journal before the first move, the moves before it goes."""
    disk = Bare()
    bring(output, NEW, OLD, disk)
    names = [name for name, _ in disk.done]
    journal = next(i for i, (name, args) in enumerate(disk.done) if name == "open" and args[0] == "journal")
    first, last = names.index("move"), len(names) - 1 - names[::-1].index("move")
    gone = next(i for i, (name, args) in enumerate(disk.done) if name == "remove" and args[0] == "journal")
    written = names[:journal].count("write")
    assert written == len(set(NEW.items()) - set(OLD.items())) - 1  # one is empty, and needs none
    assert names[:journal].count("flush") > written  # each file, and each folder
    assert names[journal:first].count("flush") == 3  # the journal, its folder, the folder of that
    assert journal < first < last < gone
    assert "flush" in names[last:gone]
    assert "flush" in names[gone:]


def test_lazily(tmp_path: Path) -> None:
    """Contents are asked for one after the other; if making one fails, all is as before."""

    def contents() -> Iterator[tuple[str, bytes]]:
        yield "a", b"new"
        assert (tmp_path / STAGE / "new" / "a").read_bytes() == b"new"
        raise KeyboardInterrupt

    put(tmp_path, {"a": b"old", "b": b"old"})
    with pytest.raises(KeyboardInterrupt):
        switch(tmp_path, contents(), {"b"})
    assert tree(tmp_path) == {"a": b"old", "b": b"old"}


@pytest.mark.parametrize(
    "path", ["", ".", "..", "/etc/x", "../x", "a/../x", "a//b", "a/./b", "a\\b", "a\0b", "\ud800", STAGE + "/x", LOCK]
)
def test_a_path_that_is_none_of_the_outputs(output: Path, path: str) -> None:
    """It stops the switch if it is to be written, and is passed over if it is to be removed."""
    with pytest.raises(DiskError, match="would be written outside its folder"):
        switch(output, [("site/x", b"x"), (path, b"x")], ())
    assert switch(output, (), {path}) == ()
    assert tree(output) == {**OLD, **MINE}


def test_twice_is_refused(output: Path) -> None:
    """Two files of one path would hide each other."""
    with pytest.raises(DiskError, match="would be written twice"):
        switch(output, [("a", b"1"), ("a", b"2")], ())
    assert tree(output) == {**OLD, **MINE}


def test_what_is_the_users_is_not_overridden(output: Path) -> None:
    """A folder of theirs where a file must be written, or the other way round, is told before anything changes."""
    with pytest.raises(DiskError) as caught:
        switch(output, [("fresh", b""), ("site/a", b"")], {"site/a/index.html"})
    assert str(caught.value) == f"{output / 'site/a'}: is a folder where a file must be written"
    with pytest.raises(DiskError) as caught:
        switch(output, [("CNAME/index.html", b"")], ())
    assert str(caught.value) == f"{output / 'CNAME'}: is a file where a folder must be made"
    assert caught.value.hint == "move it away"
    assert tree(output) == {**OLD, **MINE}


def test_an_empty_folder_makes_way(output: Path) -> None:
    """There is nothing of anybody in it."""
    (output / "new" / "empty").mkdir(parents=True)
    switch(output, [("new", b"file")], ())
    assert (output / "new").read_bytes() == b"file"


def test_no_symlink_is_followed(output: Path, tmp_path: Path) -> None:
    """A link to a folder stops the switch, one at a file's place is replaced, what they lead to is left alone."""
    precious = put(tmp_path / "precious", {"x": b"precious", "index.html": b"precious"})
    (output / "linked").symlink_to(precious)
    (output / "inner").symlink_to(output / "site")
    for folder in ("linked", "inner"):
        with pytest.raises(DiskError) as caught:
            switch(output, [("site/x", b"new"), (f"{folder}/x", b"new")], ())
        assert str(caught.value) == f"{output / folder / 'x'}: would be written through a symlink"
        assert str(output / folder) in str(caught.value.hint)
        assert switch(output, (), {f"{folder}/x", f"{folder}/index.html"}) == ()
    (output / "site/b/index.html").unlink()
    (output / "site/b/index.html").symlink_to(precious / "x")
    switch(output, [("site/b/index.html", b"new")], {"linked"})
    assert not (output / "linked").is_symlink()
    assert not (output / "site/b/index.html").is_symlink()
    assert tree(precious) == {"x": b"precious", "index.html": b"precious"}


def test_a_symlink_that_comes_between_is_not_followed(output: Path, tmp_path: Path) -> None:
    """Whoever swaps a folder for a link after all was checked gets nothing written where it leads."""
    precious = put(tmp_path / "precious", {"x": b"precious"})

    class Racing(Watched):
        def operate(self, name: str, operation: object, *args: object, **kwargs: object) -> object:
            if name == "open" and args[0] == "journal":
                (output / "site").rename(tmp_path / "aside")
                (output / "site").symlink_to(precious)
            return super().operate(name, operation, *args, **kwargs)  # type: ignore[arg-type]

    with pytest.raises(DiskError, match="Not a directory"):
        bring(output, NEW, OLD, Racing())
    assert tree(precious) == {"x": b"precious"}
    (output / "site").unlink()
    (tmp_path / "aside").rename(output / "site")
    heal(output)
    assert tree(output) == {**NEW, **MINE}


def test_an_output_folder_that_is_a_symlink(output: Path, tmp_path: Path) -> None:
    """The user's own link to where outputs belong is followed, and stays."""
    (tmp_path / "link").symlink_to(output)
    bring(tmp_path / "link", NEW, OLD)
    assert (tmp_path / "link").is_symlink()
    assert tree(output) == {**NEW, **MINE}


def test_read_only_files_are_replaced_and_removed(output: Path) -> None:
    """A file that is protected from writing is no less ours."""
    for path in OLD:
        (output / path).chmod(0o444)
    bring(output, NEW, OLD)
    assert tree(output) == {**NEW, **MINE}


def test_the_longest_names(tmp_path: Path) -> None:
    """Staging adds nothing to a name; one that is longer than a disk takes is told with a remedy."""
    name = "n" * 255
    switch(tmp_path, [(f"{name}/{name}", b"x")], ())
    assert tree(tmp_path) == {f"{name}/{name}": b"x"}
    with pytest.raises(DiskError) as caught:
        switch(tmp_path, [("n" * 256, b"x")], {"m" * 256})
    assert str(caught.value) == f"{tmp_path / ('n' * 256)}: can't be written: File name too long"
    assert caught.value.hint == "give it a shorter name"
    assert tree(tmp_path) == {f"{name}/{name}": b"x"}


def test_a_name_whose_case_changes(tmp_path: Path) -> None:
    """Also on disks for which names that differ in case are one: the old file goes before the new one comes."""
    put(tmp_path, {"site/Post/Index.html": b"old"})
    disk = Bare()
    switch(tmp_path, [("site/post/index.html", b"new")], {"site/Post/Index.html"}, disk)
    assert tree(tmp_path) == {"site/post/index.html": b"new"}
    assert [args[:2] for name, args in disk.done if name == "move"] == [("Index.html", "0"), ("site", "site")]


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
