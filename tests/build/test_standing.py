"""Where nothing changed, a build does nothing; whatever did change, it notices."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from repurpose.build.order import Order, Report
from repurpose.build.run import run
from repurpose.config import read_config
from tests.test_startup import HEAVY

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of two assets, built twice, so that everything is older than a clock's tick."""
    (tmp_path / "content").mkdir()
    for name in ("a", "b"):
        (tmp_path / "content" / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2026-11-01\n---\n\nWords.\n")
    (tmp_path / "templates").mkdir()
    time.sleep(0.1)
    made(tmp_path)
    assert made(tmp_path).changed == ()
    return tmp_path


def made(root: Path, moment: datetime = MOMENT, *, drafts: bool = False, is_cached: bool = True) -> Report:
    """Build."""
    order = Order(root, read_config("", {}), moment, drafts=drafts, jobs=1, is_cached=is_cached)
    return run(order, root / "outputs")


def stamps(root: Path) -> dict[Path, int]:
    """When each output was written."""
    return {path: path.stat().st_ctime_ns for path in (root / "outputs").rglob("*")}


def is_idle(root: Path, moment: datetime = MOMENT) -> bool:
    """Whether a build finds that nothing is to be done, so that it needs none of the heavy libraries."""
    code = (
        "import json, sys\n"
        f"sys.argv = ['repurpose', 'build', '-q', '-C', {str(root)!r}, '--as-of', {moment.isoformat()!r}]\n"
        "from repurpose.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return HEAVY.isdisjoint(json.loads(done.stdout.splitlines()[-1]))


def test_nothing_changed_is_nothing_done(root: Path) -> None:
    """No file is touched, no heavy library imported, and the same is told."""
    is_idle(root)  # the command has settings of its own: a first build for these
    before = stamps(root)
    assert is_idle(root)
    assert stamps(root) == before
    first, second = made(root), made(root)
    assert (first.assets, first.notices, first.errors) == (second.assets, second.notices, second.errors)
    assert second.notices


def test_another_moment_of_the_same_day_is_in_the_manifest(root: Path) -> None:
    """The manifest tells the moment; nothing else is written."""
    before = stamps(root)
    made(root, MOMENT + timedelta(hours=1))
    now = stamps(root)
    assert {path.name for path in now if now[path] != before.get(path)} <= {"manifest.json", "outputs"}
    assert json.loads((root / "outputs/manifest.json").read_bytes())["as_of"] == "2026-11-22T13:00:00Z"


def _sly(root: Path) -> None:
    path = root / "content/a.md"
    state = path.stat()
    path.write_text(path.read_text().replace("Words", "Terms"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text": lambda root: (root / "content/a.md").write_text("---\ntitle: a\n---\nOther.\n"),
    "a text of the same size and time": _sly,
    "a new file": lambda root: (root / "content/c.md").write_text("---\ntitle: c\n---\nNew.\n"),
    "a file that is gone": lambda root: (root / "content/a.md").unlink(),
    "a name": lambda root: (root / "content/a.md").rename(root / "content/d.md"),
    "an output that is gone": lambda root: (root / "outputs/site/index.html").unlink(),
    "an output of the same size": lambda root: (root / "outputs/site/robots.txt").write_bytes(
        bytes((root / "outputs/site/robots.txt").stat().st_size)
    ),
    "a template": lambda root: (root / "templates/x.txt").write_text("x"),
    "a calendar": lambda root: (root / "calendar.toml").write_text(""),
    "a link": lambda root: (root / "content/l.md").symlink_to("a.md"),
    "a damaged manifest": lambda root: (root / "outputs/manifest.json").write_text("{}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_noticed(root: Path, change: str) -> None:
    """Whatever changed, the outputs are those of a build from nothing."""
    CHANGES[change](root)
    made(root)
    found = {path: path.read_bytes() for path in (root / "outputs").rglob("*") if path.is_file()}
    subprocess.run(["rm", "-r", str(root / "outputs"), str(root / ".repurpose")], check=True)
    made(root, is_cached=False)
    assert {path: path.read_bytes() for path in (root / "outputs").rglob("*") if path.is_file()} == found


def test_other_settings_are_another_build(root: Path) -> None:
    """Drafts asked for are made, and gone again without them."""
    (root / "content/a.md").write_text("---\ntitle: a\nstatus: draft\n---\nWords.\n")
    made(root)
    time.sleep(0.1)
    made(root)
    assert "site/a/index.html" in made(root, drafts=True).changed
    assert "site/a/index.html" in made(root).removed


def test_what_stays_of_a_broken_asset_is_known(root: Path) -> None:
    """Its last good pieces stay in the manifest through builds of others, and go with it."""

    def listed() -> set[str]:
        rows = json.loads((root / "outputs/manifest.json").read_bytes())["pieces"]
        return {row["path"] for row in rows if row["asset"] == "a"}

    before = listed()
    (root / "content/a.md").write_text("---\ntitle: [\n---\n")
    for words in ("First.", "Second.", "Third."):
        (root / "content/b.md").write_text(f"---\ntitle: b\ndate: 2026-11-01\n---\n\n{words}\n")
        assert len(made(root).errors) == 1
        assert listed() == before
    (root / "content/a.md").unlink()
    assert set(made(root).removed) == before
    assert listed() == set()


def test_what_stays_of_a_broken_asset_is_written_again_once_it_is_mended(root: Path) -> None:
    """Even if somebody wrote into it meanwhile."""
    source, page = root / "content/a.md", root / "outputs/site/a/index.html"
    text, right = source.read_text(), page.read_bytes()
    source.write_text("---\ntitle: [\n---\n\nWords.\n")
    page.write_text("by hand")
    made(root)
    source.write_text(text)
    made(root)

    assert page.read_bytes() == right


def test_a_name_that_is_no_unicode(root: Path) -> None:
    """It is told of, and the build after it as well."""
    name = os.fsencode(root / "content") + b"/x\xff.md"
    try:
        with open(name, "w") as file:
            file.write("---\ntitle: [\n---\n")
    except OSError:
        pytest.skip("this disk has no such names")
    for _ in range(2):
        assert len(made(root).errors) == 1
