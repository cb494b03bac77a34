"""`repurpose build --untrusted` of a checkout whose author wants something else than its owner."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

EVIL = "<p>{{ ().__class__.__base__.__subclasses__() }} evil</p>"


@pytest.fixture
def checkout(project: Path) -> Path:
    """A project whose first commit is trusted."""
    (project / "templates/press_release").mkdir(parents=True)
    (project / "templates/press_release/release.html").write_text("<h1>ours: {{ headline }}</h1>\n")
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "ours")
    return project


@pytest.fixture
def build(run: Run, checkout: Path) -> Run:
    """Builds the checkout, as it is in the folder or in what was committed since."""
    return lambda *more: run("build", "-C", checkout, "--as-of", "2026-11-22", "--untrusted", *more)


def titles(outputs: Path) -> str:
    """What the index says."""
    return (outputs / "site/index.html").read_text()


@pytest.mark.parametrize("is_committed", [True, False])
def test_content_is_theirs_and_all_else_is_ours(build: Run, checkout: Path, *, is_committed: bool) -> None:
    """Neither templates, settings nor the calendar of the checkout are read; what it adds to the content is built."""
    (checkout / "templates/press_release/release.html").write_text(EVIL)
    (checkout / "templates/blog").mkdir()
    (checkout / "templates/blog/post.html").write_text(EVIL)
    (checkout / "repurpose.toml").write_text('[site]\ntitle = "Theirs"\nurl = "https://evil.example"\n')
    (checkout / "calendar.toml").write_text("no calendar")
    (checkout / "content/new.md").write_text("---\ntitle: Brand new\ndate: 2026-11-01\n---\nA text by somebody.\n")
    if is_committed:
        git(checkout, "add", "-A")
        git(checkout, "commit", "-qm", "theirs")

    result = build("--base", "HEAD^1" if is_committed else "HEAD")

    assert result.exit_code == 0, result.stderr
    outputs = checkout / "outputs"
    assert "Brand new" in titles(outputs)
    assert (outputs / "press_release/new/release.html").read_text() == "<h1>ours: Brand new</h1>\n"
    made = b"".join(path.read_bytes() for path in outputs.rglob("*") if path.is_file())
    assert b"evil" not in made
    assert b"Theirs" not in made
    assert json.loads((outputs / "manifest.json").read_text())["site"]["title"] == "Tests"
    assert not (checkout / ".repurpose").exists()


def test_it_is_the_same_build(build: Run, run: Run, checkout: Path, tmp_path: Path) -> None:
    """Where nothing but content differs, the outputs are those of a trusted build, to the byte."""
    (checkout / "content/hello.md").write_text("---\ntitle: Hello\ndate: 2026-01-02\n---\nA test that they changed.\n")
    run("build", "-C", checkout, "--as-of", "2026-11-22", "--output", tmp_path / "trusted")

    build("--base", "HEAD", "--output", tmp_path / "untrusted")

    trusted, untrusted = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "trusted", tmp_path / "untrusted")
    )
    assert trusted == untrusted


def test_a_project_within_a_repository(run: Run, tmp_path: Path, project: Path) -> None:
    """Its own folder counts, and its name: there, a project without settings has that for a title."""
    top, root = tmp_path / "top", tmp_path / "top/docs/Handbook"
    root.parent.mkdir(parents=True)
    project.rename(root)
    (root / "repurpose.toml").unlink()
    (top / "content").mkdir()
    (top / "content/other.md").write_text("---\ntitle: Not ours\n---\nA text of another project.\n")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "content alone")
    (root / "repurpose.toml").write_text('[site]\ntitle = "Theirs"\n')

    result = run("build", "-C", root, "--as-of", "2026-11-22", "--untrusted", "--base", "HEAD")

    assert result.exit_code == 0, result.stderr
    assert "Handbook" in titles(root / "outputs")
    assert "Not ours" not in titles(root / "outputs")


def test_a_symlink_leads_nowhere(build: Run, checkout: Path, tmp_path: Path) -> None:
    """One that leads out of the content is told of, with its name; others are built."""
    (tmp_path / "secret.md").write_text("---\ntitle: Secret\n---\nNobody may read it.\n")
    for name, target in (("out.md", tmp_path / "secret.md"), ("up.md", "../repurpose.toml")):
        (checkout / "content" / name).symlink_to(target)

    result = build("--base", "HEAD")

    assert result.exit_code == 1
    assert "content/out.md:1: is a symlink that leads out" in result.stderr
    assert "content/up.md:1: is a symlink that leads out" in result.stderr
    assert "Hello" in titles(checkout / "outputs")
    assert "Secret" not in titles(checkout / "outputs")


def test_the_content_itself_is_no_symlink(build: Run, checkout: Path, tmp_path: Path) -> None:
    """Else all that stands somewhere would be published."""
    (checkout / "content").rename(tmp_path / "elsewhere")
    (checkout / "content").symlink_to(tmp_path / "elsewhere")

    result = build("--base", "HEAD")

    assert result.exit_code == 2
    assert "content/ is a symlink" in result.stderr


def test_outputs_that_came_with_the_checkout(build: Run, checkout: Path, tmp_path: Path) -> None:
    """Pages that somebody put there would be published with ours; so would what a symlink leads to be written over."""
    outputs = checkout / "outputs"
    (outputs / "site").mkdir(parents=True)
    (outputs / "site/evil.html").write_text("evil")
    full = build("--base", "HEAD")
    shutil.rmtree(outputs)
    outputs.write_text("a file")
    file = build("--base", "HEAD")
    outputs.unlink()
    (tmp_path / "home").mkdir()
    outputs.symlink_to(tmp_path / "home")
    linked = build("--base", "HEAD")
    within = build("--base", "HEAD", "--output", outputs / "deep")
    outputs.unlink()
    outputs.mkdir()
    empty = build("--base", "HEAD")

    assert [one.exit_code for one in (full, file, linked, within, empty)] == [2, 2, 2, 2, 0]
    assert "is no empty folder" in full.stderr
    assert "is no empty folder" in file.stderr
    assert "by a symlink" in linked.stderr
    assert "by a symlink" in within.stderr
    assert not [*(tmp_path / "home").iterdir()]


def test_a_cache_that_came_with_the_checkout(build: Run, run: Run, checkout: Path) -> None:
    """What an earlier build kept there isn't looked at."""
    run("build", "-C", checkout, "--as-of", "2026-11-22")
    shutil.rmtree(checkout / "outputs")
    cache = checkout / ".repurpose/cache.sqlite"
    cache.write_bytes(b"theirs")

    result = build("--base", "HEAD")

    assert result.exit_code == 0
    assert "[cache]" not in result.stderr
    assert cache.read_bytes() == b"theirs"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--untrusted",), "--untrusted: which commit is trusted?"),
        (("--base", "HEAD"), "--base: is of use with --untrusted only"),
        (("--untrusted", "--base", "nowhere"), "--base: git can't tell what nowhere has"),
        (("--untrusted", "--base", "--output=x"), "--base: '--output=x' is no revision"),
    ],
)
def test_called_wrongly(run: Run, checkout: Path, arguments: tuple[str, ...], told: str) -> None:
    """One line, exit 2, and nothing is written."""
    result = run("build", "-C", checkout, *arguments)

    assert result.exit_code == 2
    assert told in result.stderr
    assert not (checkout / "outputs").exists()


def test_outside_a_repository(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no commit to trust."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))

    result = run("build", "-C", project, "--untrusted", "--base", "HEAD")

    assert result.exit_code == 2
    assert "git can't tell" in result.stderr
