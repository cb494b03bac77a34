"""A cache that was damaged, moved, deleted or shared: the outputs are right whatever has become of it."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from repurpose.build.cache.store import FOLDER, NAME, Store
from repurpose.build.order import Order
from repurpose.build.pipeline import Built, build
from repurpose.build.splice import Spliced, spliced
from repurpose.config import read_config
from tests.build.building import build_into
from tests.build.cache.test_incremental import tree

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONFIG = read_config("", {}, default_title="Notes")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three assets, built once."""
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    for name in ("a", "b", "c"):
        (root / "content" / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2026-11-01\n---\n\nWords of {name}.\n")
    made(root)
    return root


def made(root: Path, output: str = "outputs") -> tuple[Built, str | None]:
    """Build with the cache; what was wrong with it."""
    order = Order(root, CONFIG, MOMENT, jobs=1, is_cached=True)
    built, written = build_into(root / output, order)
    return built, built.shelf.close(is_whole=True, listed=written.listed)


def corrupted(raw: bytes, chance: random.Random) -> bytes:
    """One bit turned, the end cut off, or a stretch of zeros."""
    at = chance.randrange(len(raw))
    match chance.randrange(3):
        case 0:
            return raw[:at] + bytes([raw[at] ^ 1 << chance.randrange(8)]) + raw[at + 1 :]
        case 1:
            return raw[:at]
    size = min(chance.choice([1, 16, 512, 4096]), len(raw) - at)
    return raw[:at] + bytes(size) + raw[at + size :]


def check_corruptions(root: Path, seed: int, times: int) -> None:
    """After each corruption the outputs are right, whether they stood already or not, and the next build is whole."""
    chance = random.Random(seed)
    right = tree(root / "outputs")
    path = root / FOLDER / NAME
    whole = path.read_bytes()
    for number in range(times):
        path.write_bytes(corrupted(whole, chance))
        if number % 2:
            shutil.rmtree(root / "outputs")
        made(root)
        assert tree(root / "outputs") == right
        _, damage = made(root)
        assert damage is None


@pytest.mark.slow
def test_a_damaged_cache_does_no_harm(project: Path) -> None:
    """A short form of the torture below."""
    check_corruptions(project, 1, 20)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_cache_does_no_harm_at_length(project: Path, seed: int) -> None:
    """A thousand corruptions."""
    check_corruptions(project, seed, 50)


@pytest.mark.parametrize("content", [b"", b"no store", b"SQLite format 3\0" + bytes(200), bytes(8192)])
def test_what_is_no_store_is_begun_anew(project: Path, content: bytes) -> None:
    """A file of something else is told of once and replaced; an empty one is simply new."""
    (project / FOLDER / NAME).write_bytes(content)
    built, damage = made(project)
    assert (damage is None) is (not content)
    assert built.shelf.made == 3
    built, damage = made(project)
    assert (built.shelf.made, damage) == (0, None)


def test_a_store_with_a_trigger_is_begun_anew(project: Path) -> None:
    """A store that somebody has prepared runs nothing of theirs."""
    connection = sqlite3.connect(project / FOLDER / NAME)
    connection.execute("CREATE TRIGGER theirs AFTER INSERT ON record BEGIN DELETE FROM content; END")
    connection.commit()
    connection.close()
    built, damage = made(project)
    assert (built.shelf.made, damage) == (3, "it is of another format")


def test_an_entry_that_was_changed_is_made_again(project: Path) -> None:
    """A value that doesn't fit its digest isn't used, and told of once."""
    connection = sqlite3.connect(project / FOLDER / NAME)
    connection.execute("UPDATE content SET value = x'00'")
    connection.execute("UPDATE record SET value = x'00' WHERE key = 'content/a.md'")
    connection.commit()
    connection.close()
    right = tree(project / "outputs")
    shutil.rmtree(project / "outputs")
    _, damage = made(project)
    assert damage == "an entry is not what was written"
    assert tree(project / "outputs") == right
    _, damage = made(project)
    assert damage is None


def test_a_cache_works_in_another_checkout(project: Path, tmp_path: Path) -> None:
    """Carried to another place, where all files are new, it is as good, and writes what isn't there."""
    (tmp_path / "other").mkdir()
    shutil.copytree(project / "content", tmp_path / "other" / "content", copy_function=shutil.copy)
    shutil.copytree(project / FOLDER, tmp_path / "other" / FOLDER)
    assert str(tmp_path).encode() not in (project / FOLDER / NAME).read_bytes()
    built, damage = made(tmp_path / "other")
    assert (built.shelf.made, built.shelf.kept, damage) == (0, 3, None)
    assert tree(tmp_path / "other" / "outputs") == tree(project / "outputs")


def test_what_is_gone_leaves_the_cache(project: Path) -> None:
    """A deleted asset goes, and of settings only those used last stay: the cache grows with the library alone."""
    (project / "content" / "a.md").unlink()
    made(project)
    for number in range(8):
        config = read_config("", {}, default_title=f"Notes {number}")
        order = Order(project, config, MOMENT, jobs=1, is_cached=True)
        build(order).shelf.close(is_whole=True)
    connection = sqlite3.connect(project / FOLDER / NAME)
    (generations,) = connection.execute("SELECT count(DISTINCT generation) FROM rows").fetchone()
    keys = {key for (key,) in connection.execute("SELECT key FROM rows")}
    connection.close()
    assert generations == 4
    assert {key for key in keys if not key.startswith("@")} == {"content/b.md", "content/c.md"}


def test_a_cache_that_can_not_be_written_is_told_of(project: Path) -> None:
    """Without its folder's rights or with a file in its place, the build is the same."""
    shutil.rmtree(project / FOLDER)
    (project / FOLDER).write_text("a file")
    right = tree(project / "outputs")
    _, damage = made(project)
    assert damage is not None
    assert tree(project / "outputs") == right


def test_two_builds_at_once_leave_a_whole_cache(project: Path) -> None:
    """Several processes that build at the same time hinder each other in nothing."""
    command = [sys.executable, "-m", "repurpose", "build", "-C", str(project), "--as-of", "2026-11-22", "-j1"]
    running = [subprocess.Popen([*command, "-o", str(project / f"out-{number}")]) for number in range(3)]
    assert [one.wait() for one in running] == [0, 0, 0]
    assert tree(project / "out-0") == tree(project / "out-1") == tree(project / "out-2")
    with_cache = Store(project / FOLDER / NAME, "any")
    assert with_cache.damage is None
    with_cache.close()


def test_builds_at_once_into_two_folders_share_what_they_keep(project: Path) -> None:
    """What the first keeps of the whole no longer holds once the second has written, and isn't believed."""
    content = project / "content"
    before = {path: path.read_bytes() for path in content.iterdir()}
    first = Order(project, CONFIG, MOMENT, jobs=1, is_cached=True)
    (content / "a.md").write_bytes(before[content / "a.md"].replace(b"title: a", b"title: A of the first"))
    built, written = build_into(project / "outputs", first)
    (content / "a.md").write_bytes(before[content / "a.md"])
    (content / "c.md").write_bytes(before[content / "c.md"].replace(b"title: c", b"title: C of the second"))
    made(project, "other")
    built.shelf.close(is_whole=True, listed=written.listed)
    for name in ("outputs", "other"):
        made(project, name)
        clean = Order(project, CONFIG, MOMENT, jobs=1, is_cached=False)
        build_into(project / "clean", clean)
        assert tree(project / name) == tree(project / "clean")


def test_a_manifest_is_written_anew_only_where_it_changed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not where the last one was written to another folder."""
    answers: list[bool] = []

    def splice(*told: Any) -> Spliced | None:
        found = spliced(*told)
        answers.append(found is not None)
        return found

    monkeypatch.setattr("repurpose.build.release.spliced", splice)
    post = project / "content" / "b.md"
    for folder, words in (("outputs", "New."), ("outputs", "Newer."), ("other", "Newest."), ("outputs", "Old.")):
        post.write_text(f"{post.read_text()}\n{words}\n")
        made(project, folder)
    assert answers == [True, True, False, False]
    post.unlink()
    made(project)
    assert answers[-1]
    clean = Order(project, CONFIG, MOMENT, jobs=1, is_cached=False)
    build_into(project / "clean", clean)
    assert tree(project / "outputs") == tree(project / "clean")


def test_a_store_that_nobody_closes_lets_go_of_its_file(project: Path) -> None:
    """So it is where a build ends early; from Python 3.13 on, a connection that isn't closed is warned of."""
    store = Store(project / FOLDER / NAME, "generation")
    connections = [store._made, store._kept]
    del store
    for connection in connections:
        assert connection is not None
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")
