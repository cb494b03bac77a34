"""Pieces on the disk: only what changed is touched, what is gone goes, what isn't ours stays."""

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.build.cache.record import File
from repurpose.build.writer import Written, earlier_rows, writing
from repurpose.errors import DiskError
from repurpose.manifest import Lines, Manifest, line, row_of
from repurpose.model import Piece

MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


def pieces(files: dict[str, bytes]) -> list[Piece]:
    """A piece for each path."""
    return [
        Piece(f"a/blog/{path}", "html", "a", "blog", path, path, "text/html", content, "en")
        for path, content in files.items()
    ]


def write(output: Path, files: dict[str, bytes], kept: tuple[str, ...] = ()) -> Written:
    """Bring the output folder to hold these files."""
    made = pieces(files)
    earlier = earlier_rows(output)
    rows = [*map(row_of, made), *(row for row in earlier if row["path"] in kept)]
    wanted = [
        File(path, len(content), hashlib.sha256(content).hexdigest(), "text/html", "open")
        for path, content in files.items()
    ]
    manifest = Manifest(MOMENT, {}, Lines(map(line, rows)), [])
    with writing(output) as writer:
        written = writer.write(wanted, files.__getitem__, earlier, kept, manifest)
    for path, digest in written.files.items():
        assert hashlib.sha256((output / path).read_bytes()).hexdigest() == digest
    assert written.files.keys() == {*files, "manifest.json"}
    return replace(written, files={}, still=frozenset())


def files_of(output: Path) -> set[str]:
    """What stands in the output folder, beside the manifest."""
    return {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()} - {"manifest.json"}


def test_a_first_build_writes_everything(tmp_path: Path) -> None:
    """Folders are made, bytes are written as they are, and the manifest tells of them."""
    output = tmp_path / "outputs"
    assert earlier_rows(output) == []
    written = write(output, {"site/b/index.html": b"b", "site/a.html": b"a"})
    assert written == Written(("site/a.html", "site/b/index.html"), (), 0)
    assert (output / "site/b/index.html").read_bytes() == b"b"
    assert [row["path"] for row in earlier_rows(output)] == ["site/a.html", "site/b/index.html"]


def test_only_what_changed_is_touched(tmp_path: Path) -> None:
    """A file whose bytes are the same keeps its time, so that syncing and caches have nothing to do."""
    write(tmp_path, {"a": b"same", "b": b"old"})
    for path in ("a", "b", "manifest.json"):
        os.utime(tmp_path / path, (1, 1))
    assert write(tmp_path, {"a": b"same", "b": b"new"}) == Written(("b",), (), 1)
    assert (tmp_path / "a").stat().st_mtime == 1
    assert (tmp_path / "b").stat().st_mtime > 1
    assert (tmp_path / "manifest.json").stat().st_mtime > 1


def test_a_build_of_the_same_touches_nothing(tmp_path: Path) -> None:
    """Built twice, not even the manifest is written again."""
    write(tmp_path, {"a": b"a", "c/b": b"b"})
    for path in ("a", "c/b", "manifest.json"):
        os.utime(tmp_path / path, (1, 1))
    assert write(tmp_path, {"a": b"a", "c/b": b"b"}) == Written((), (), 2)
    assert {(tmp_path / path).stat().st_mtime for path in ("a", "c/b", "manifest.json")} == {1}


def test_a_file_that_was_changed_or_deleted_is_mended(tmp_path: Path) -> None:
    """What stands on the disk counts, not what the manifest says of it; also where only a byte differs."""
    write(tmp_path, {"a": b"abc", "b": b"abc"})
    (tmp_path / "a").write_bytes(b"abd")
    (tmp_path / "b").unlink()
    assert write(tmp_path, {"a": b"abc", "b": b"abc"}).changed == ("a", "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b"abc"


def test_what_is_gone_goes_with_its_empty_folders(tmp_path: Path) -> None:
    """Pieces of a deleted asset are removed, and the folders they leave empty; the others stay."""
    write(tmp_path, {"site/a/deep/index.html": b"a", "site/b/index.html": b"b", "social/a/x.txt": b"x"})
    written = write(tmp_path, {"site/b/index.html": b"b"})
    assert written == Written(
        (), ("site/a/deep/index.html", "social/a/x.txt"), 1, ("a/blog/site/a/deep/index.html", "a/blog/social/a/x.txt")
    )
    assert files_of(tmp_path) == {"site/b/index.html"}
    assert not (tmp_path / "site" / "a").exists()
    assert not (tmp_path / "social").exists()
    assert [row["path"] for row in earlier_rows(tmp_path)] == ["site/b/index.html"]


def test_what_is_kept_stays(tmp_path: Path) -> None:
    """A path of an earlier build that is kept is neither removed nor touched."""
    write(tmp_path, {"a": b"a", "b": b"b"})
    assert write(tmp_path, {}, kept=("b",)) == Written((), ("a",), 0, ("a/blog/a",))
    assert files_of(tmp_path) == {"b"}


def test_foreign_files_stay(tmp_path: Path) -> None:
    """What repurpose did not write is never removed, and holds its folder."""
    write(tmp_path, {"site/a/index.html": b"a"})
    (tmp_path / "site" / "a" / "mine.txt").write_bytes(b"mine")
    (tmp_path / "CNAME").write_bytes(b"example.org")
    assert write(tmp_path, {}).removed == ("site/a/index.html",)
    assert files_of(tmp_path) == {"site/a/mine.txt", "CNAME"}


def test_a_file_that_is_gone_already_is_not_counted(tmp_path: Path) -> None:
    """What somebody else removed is no removal of ours."""
    write(tmp_path, {"a": b"a"})
    (tmp_path / "a").unlink()
    assert write(tmp_path, {}) == Written((), (), 0)


@pytest.mark.parametrize("path", ["../escape", "/etc/escape", "a/../../escape", "..", "", "a\\..\\b", "a\0b"])
def test_a_path_that_climbs_out_stops_everything(tmp_path: Path, path: str) -> None:
    """Nothing is written when one path would leave the folder."""
    output = tmp_path / "outputs"
    with pytest.raises(DiskError, match="would be written outside its folder"):
        write(output, {"a": b"a", path: b"x"})
    assert not output.exists()
    assert os.listdir(tmp_path) == []


def test_a_symlinked_folder_is_no_way_out(tmp_path: Path) -> None:
    """A link among the outputs that leads elsewhere is refused, for writing and for removing."""
    output, elsewhere = tmp_path / "outputs", tmp_path / "elsewhere"
    write(output, {"site/a": b"a", "b": b"b"})
    elsewhere.mkdir()
    (elsewhere / "a").write_bytes(b"precious")
    (output / "site" / "a").unlink()
    (output / "site").rmdir()
    (output / "site").symlink_to(elsewhere)
    with pytest.raises(DiskError) as caught:
        write(output, {"site/a": b"new", "b": b"new"})
    assert str(caught.value) == f"{output / 'site' / 'a'}: would be written through a symlink"
    assert (output / "b").read_bytes() == b"b"
    assert write(output, {"b": b"b"}).removed == ()
    assert (elsewhere / "a").read_bytes() == b"precious"


def test_a_manifest_that_names_paths_outside_removes_nothing_there(tmp_path: Path) -> None:
    """A tampered manifest can't make a build delete other people's files."""
    output = tmp_path / "outputs"
    precious = tmp_path / "precious"
    precious.write_bytes(b"x")
    write(output, {"a": b"a"})
    bad = map(line, map(row_of, pieces({"../precious": b"x", str(precious): b"x", ".": b"x"})))
    (output / "manifest.json").write_bytes(b"".join(Manifest(MOMENT, {}, Lines(bad), [])))
    assert earlier_rows(output) == []
    assert write(output, {"a": b"a"}).removed == ()
    assert precious.read_bytes() == b"x"


def test_a_folder_in_the_way_stops_everything(tmp_path: Path) -> None:
    """A folder where a file must be written is told before anything is written."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine").write_bytes(b"mine")
    with pytest.raises(DiskError) as caught:
        write(tmp_path, {"a": b"a", "b": b"b"})
    assert str(caught.value) == f"{tmp_path / 'b'}: is a folder where a file must be written"
    assert caught.value.hint == "move it away"
    assert os.listdir(tmp_path) == ["b"]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b'{"version": 1, "pieces": [{"path": "a"}]}', b"[" * 100_000])
def test_a_damaged_manifest_is_written_anew(tmp_path: Path, raw: bytes) -> None:
    """Without a readable manifest everything is compared with the disk, and nothing is removed."""
    write(tmp_path, {"a": b"a", "b": b"b"})
    (tmp_path / "manifest.json").write_bytes(raw)
    assert write(tmp_path, {"a": b"a"}) == Written((), (), 1)
    assert files_of(tmp_path) == {"a", "b"}
    assert [row["path"] for row in earlier_rows(tmp_path)] == ["a"]


NAMES = st.sampled_from(["a", "b", "c/a", "c/d/a", "語/é"])
BUILDS = st.lists(st.dictionaries(NAMES, st.binary(max_size=3), max_size=4), min_size=1, max_size=4)


@settings(max_examples=25)
@given(BUILDS)
def test_after_any_builds_the_folder_holds_just_the_last(
    tmp_path_factory: pytest.TempPathFactory, builds: list[dict[str, bytes]]
) -> None:
    """However the library changed from build to build, the folder is as after a clean one."""
    output = tmp_path_factory.mktemp("outputs")
    (output / "mine").write_bytes(b"mine")
    for files in builds:
        written = write(output, files)
        assert len(written.changed) + written.unchanged == len(files)
    assert {name: (output / name).read_bytes() for name in files_of(output)} == builds[-1] | {"mine": b"mine"}
    assert {path.name for path in output.iterdir() if path.is_dir()} == {
        name.split("/")[0] for name in builds[-1] if "/" in name
    }


def test_what_is_taken_early_and_refused_later_is_not_written(tmp_path: Path) -> None:
    """What came of an asset may leak, or be another's, as shows when all are made; the rest is written all the same."""
    output = tmp_path / "outputs"
    wanted = {"site/a": b"a", "site/b": b"b"}
    files = [File(path, len(content), hashlib.sha256(content).hexdigest(), "", "") for path, content in wanted.items()]
    manifest = Manifest(MOMENT, {}, Lines([]), [])
    with writing(output) as writer:
        writer.take({files[0]: b"a", File("refused/b", 1, hashlib.sha256(b"b").hexdigest(), "", ""): b"b"})
        writer.take({files[1]._replace(sha256="of another asset"): b"x", File("../out", 1, "", "", ""): b"x"})
        assert writer.write(files, wanted.__getitem__, (), (), manifest).changed == ("site/a", "site/b")
    assert files_of(output) == wanted.keys()
    assert (output / "site/b").read_bytes() == b"b"


def test_what_is_taken_and_never_written_leaves_nothing(tmp_path: Path) -> None:
    """A build that fails is as if it never was; nor does a build begin to write what stands there already."""
    write(tmp_path, {"a": b"a"})
    before = files_of(tmp_path)
    stands, comes = (File(name, 1, hashlib.sha256(name.encode()).hexdigest(), "", "") for name in "ab")
    with writing(tmp_path) as writer:
        writer.take({stands: b"a"})
        assert set(os.listdir(tmp_path)) == {"a", "manifest.json"}
        writer.take({comes: b"b"})
        assert len(os.listdir(tmp_path)) == 3
    assert files_of(tmp_path) == before
    assert set(os.listdir(tmp_path)) == {"a", "manifest.json"}
