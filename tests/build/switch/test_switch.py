"""From the old files to the new ones: all of them or none, and nothing left behind."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from repurpose.build.switch import FEW, STAGE
from repurpose.disk import SYSTEM, Disk
from repurpose.errors import DiskError
from tests.build.switch.trees import MINE, NEW, OLD, bring, put, switch, tree
from tests.faults import Bare, Divided


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


def test_an_empty_folder_makes_way(output: Path) -> None:
    """There is nothing of anybody in it."""
    (output / "new" / "empty").mkdir(parents=True)
    switch(output, [("new", b"file")], ())
    assert (output / "new").read_bytes() == b"file"


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
