"""`repurpose migrate`: an old site's posts as files, never over one that is there."""

from __future__ import annotations

import json
from pathlib import Path

from tests.builders import ROOT
from tests.cli.conftest import Run

EXPORTS = ROOT / "tests" / "library" / "migration"


def project(folder: Path) -> Path:
    (folder / "content").mkdir()
    (folder / "repurpose.toml").write_text('[site]\ntitle = "T"\nurl = "https://new.example"\n')
    return folder


def test_an_old_site_is_built_anew(run: Run, tmp_path: Path) -> None:
    """With its pictures, and its old addresses as redirects."""
    uploads = tmp_path / "uploads"
    (uploads / "2019" / "05").mkdir(parents=True)
    (uploads / "2019" / "05" / "lock.jpg").write_bytes(b"a picture")
    root = project(tmp_path)
    done = run("migrate", "wordpress", EXPORTS / "wordpress.xml", "--media", uploads, "-C", root)
    assert done.exit_code == 0, done.output
    assert done.stdout == "content/cut-a-lock.md\ncontent/chains.md\n"
    assert "content/chains.md: notice: it was private" in done.stderr
    assert "2 written in content/; left out: 1 picture or file, 1 page" in done.stderr
    assert (root / "content/media/2019/05/lock.jpg").read_bytes() == b"a picture"
    assert run("build", "--channel", "blog", "-C", root, "--as-of", "2026-11-01").exit_code == 0
    assert "A lock" in (root / "outputs/site/cut-a-lock/index.html").read_text(encoding="utf-8")
    assert "cut-a-lock" in (root / "outputs/site/2019/05/cut-a-lock/index.html").read_text(encoding="utf-8")
    assert not (root / "outputs/site/chains").exists()


def test_what_is_there_stays(run: Run, tmp_path: Path) -> None:
    """The same again changes nothing; an edited file is left as it is, told, and the command ends with 1."""
    root = project(tmp_path)
    words = ("migrate", "ghost", EXPORTS / "ghost.json", "--in", "old", "-C", root)
    assert run(*words).exit_code == 0
    again = run(*words)
    assert again.exit_code == 0
    assert "3 as before in content/old/" in again.stderr
    edited = root / "content/old/hello.md"
    edited.write_text("Mine.\n", encoding="utf-8")
    left = run(*words)
    assert left.exit_code == 1
    assert "hello.md: is there already, and was left as it is" in left.stderr
    assert edited.read_text(encoding="utf-8") == "Mine.\n"


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    root = project(tmp_path)
    data = json.loads(run("migrate", "ghost", EXPORTS / "ghost.json", "--dry-run", "--json", "-C", root).stdout)
    assert [one["state"] for one in data["assets"]] == ["would write"] * 3
    assert data["left"] == {"page": 1}
    assert not list((root / "content").iterdir())


def test_wrong_usage_is_told(run: Run, tmp_path: Path) -> None:
    """A file that isn't there, one of another system, a folder outside."""
    root = project(tmp_path)
    assert run("migrate", "ghost", tmp_path / "no.json", "-C", root).exit_code == 2
    other = run("migrate", "ghost", EXPORTS / "wordpress.xml", "-C", root)
    assert other.exit_code == 1
    assert "wordpress.xml:1: is no JSON" in other.stderr
    assert run("migrate", "ghost", EXPORTS / "ghost.json", "--in", "../x", "-C", root).exit_code == 2
    assert run("migrate", "joomla", EXPORTS / "ghost.json", "-C", root).exit_code == 2
