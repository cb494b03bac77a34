"""Watching: a build after every change, one after a burst, none without; what fails is told and the last good stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repurpose.build.order import Order
from repurpose.build.watch import Rebuilt, watch
from repurpose.config import read_config

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Watched:
    """A project that is watched."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.looks = 0
        (root / "content").mkdir()
        self.write("a", "Words.")

    def write(self, name: str, body: str) -> None:
        (self.root / "content" / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2026-11-01\n---\n\n{body}\n")

    def order(self) -> Order:
        path = self.root / "repurpose.toml"
        config = read_config(path.read_text() if path.is_file() else "", {})
        return Order(self.root, config, MOMENT, channels=("blog",), jobs=1, is_cached=True)

    def builds(self, looks: int = 1_000) -> Iterator[Rebuilt]:
        """The builds, until there were so many looks at the files."""

        def stop() -> bool:
            self.looks += 1
            return self.looks > looks

        return watch(self.root, self.order, self.root / "outputs", print, stop=stop, pause=0.001)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_each_change_is_built_and_told(watched: Watched) -> None:
    """The first build comes at once; then those of an edit, a new file and a deleted one, with what they changed."""
    builds = watched.builds()
    first = next(builds)
    assert "site/a/index.html" in first.changed
    assert "a/blog/page" in first.pieces
    watched.write("a", "Other words.")
    assert "site/a/index.html" in next(builds).changed
    watched.write("b", "New words.")
    came = next(builds)
    assert "site/b/index.html" in came.changed
    assert "b/blog/page" in came.pieces
    (watched.root / "content/a.md").unlink()
    went = next(builds)
    assert "site/a/index.html" in went.removed
    assert "a/blog/page" in went.gone
    assert "a/blog/page" not in went.pieces


def test_nothing_changed_is_not_built(watched: Watched) -> None:
    """One build in many looks."""
    assert len(list(watched.builds(looks=20))) == 1


def test_a_burst_is_one_build(watched: Watched) -> None:
    """Several files that are saved together are built together."""
    builds = watched.builds(looks=30)
    next(builds)
    for name in ("b", "c", "d"):
        watched.write(name, "Words.")
    changed = next(builds).changed
    assert {f"site/{name}/index.html" for name in ("b", "c", "d")} <= set(changed)
    assert list(builds) == []


def test_settings_and_templates_are_watched(watched: Watched) -> None:
    """They are as good a reason as a text."""
    builds = watched.builds()
    next(builds)
    (watched.root / "repurpose.toml").write_text('[site]\ntitle = "Another"\n')
    assert "site/index.html" in next(builds).changed
    (watched.root / "templates/blog").mkdir(parents=True)
    (watched.root / "templates/blog/robots.txt").write_text("Mine\n")
    assert next(builds).changed == ("site/robots.txt",)


def test_what_fails_is_told_and_the_last_good_stays(watched: Watched) -> None:
    """A broken text, then broken settings; with the next good state all is well again."""
    builds = watched.builds()
    next(builds)
    before = (watched.root / "outputs/site/a/index.html").read_bytes()
    (watched.root / "content/a.md").write_text("---\ntitle: [\n---\n")
    assert [str(error.location) for error in next(builds).errors] == ["content/a.md:3"]
    assert (watched.root / "outputs/site/a/index.html").read_bytes() == before
    (watched.root / "repurpose.toml").write_text("[sight]\n")
    assert "unknown section: sight" in str(next(builds).errors[0])
    (watched.root / "repurpose.toml").unlink()
    watched.write("a", "Mended.")
    mended = next(builds)
    assert mended.errors == ()
    assert "site/a/index.html" in mended.changed
