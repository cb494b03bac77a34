"""`repurpose diff`: what an edit does to each piece."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

TEXT = """---
title: Why a second run pays
date: 2026-10-02
tags: [reuse]
---
A piece that is run twice reaches 40 percent more readers than one that is run once.

Most teams stop after one blog post. They write the next one, and nobody reads either.

Keep a calendar of what you ran, and run the best of it again.
"""


@pytest.fixture
def edited(project: Path) -> Path:
    """A project with a text that is committed."""
    (project / "content/second.md").write_text(TEXT)
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "first")
    return project


@pytest.fixture
def diff(run: Run, edited: Path) -> Run:
    """Compares the text, or another."""
    return lambda *more: run("diff", "-C", edited, "--as-of", "2026-11-22", *(more or ("second",)))


def test_nothing_changed(diff: Run) -> None:
    """All pieces are as before."""
    result = diff()

    assert result.exit_code == 0
    assert "changed" not in result.stdout
    assert result.stdout.endswith(" as before\n")


def test_a_sentence_changed(diff: Run, edited: Path) -> None:
    """It is shown in each channel that has it, with what stands beside it, and nothing else is."""
    (edited / "content/second.md").write_text(TEXT.replace("They write the next one", "They begin another"))

    told = diff().stdout

    page = told.partition("── second/blog/page  changed\n")[2].partition("\n\n")[0].splitlines()
    assert page == [
        " Most teams stop after one blog post.",
        "-They write the next one, and nobody reads either.",
        "+They begin another, and nobody reads either.",
        " Keep a calendar of what you ran, and run the best of it again.",
    ]
    assert "── second/newsletter/message  changed\n Most teams stop" in told


def test_words_that_nobody_reads_in_the_text(diff: Run, edited: Path) -> None:
    """A subject, a title and a post's link are what readers see, too."""
    (edited / "content/second.md").write_text(
        TEXT.replace("tags:", "newsletter: {subject: Run it again}\nsocial: {x: One run is half a run.}\ntags:")
    )

    told = diff("second", "--channel", "newsletter", "--channel", "social").stdout

    assert "-Why a second run pays\n+Run it again\n" in told
    assert "+One run is half a run." in told
    assert "blog" not in told


def test_settings_and_templates_change_pieces_as_well(diff: Run, edited: Path) -> None:
    """Those of the commit made what stood there before."""
    settings = edited / "repurpose.toml"
    settings.write_text(settings.read_text().replace("1 Test Street", "2 Other Street"))
    (edited / "templates/press_release").mkdir(parents=True)
    (edited / "templates/press_release/release.html").write_text("<p>{{ headline }}</p>\n")

    told = diff().stdout

    assert "-1 Test Street\n+2 Other Street\n" in told
    assert "── second/press_release/release  changed, but not in its words\n" in told


def test_an_asset_that_comes_or_goes(diff: Run, edited: Path) -> None:
    """All that its pieces say is new, or gone; one that is in neither is no asset."""
    (edited / "content/second.md").rename(edited / "content/third.md")

    new, gone, none = diff("content/third.md"), diff("second"), diff("seconds")

    assert "── third/blog/page  new\n+Why a second run pays" in new.stdout
    assert "── second/blog/page  gone\n-Why a second run pays" in gone.stdout
    assert [new.exit_code, gone.exit_code, none.exit_code] == [0, 0, 2]
    assert "there is no asset 'seconds'" in none.stderr


def test_an_asset_that_can_not_be_read_now(diff: Run, edited: Path) -> None:
    """It is told of as in a build, and ends with 1."""
    (edited / "content/second.md").write_text(TEXT.replace("2026-10-02", "someday"))

    for name in ("second", "content/second.md", "second/blog/page"):
        result = diff(name)

        assert result.exit_code == 1
        assert "content/second.md:3: " in result.stderr


def test_lines_that_are_broken_anew(diff: Run, edited: Path) -> None:
    """A word more at a paragraph's beginning moves all line ends of a mail, and changes one sentence."""
    chinese = "写得好的文章值得再用一次，因为读过它的人很少。" * 2 + "每一次都要换一个说法，让新的读者看得进去。"
    for name, text, more in (
        ("second", TEXT, "Nearly "),
        ("zh", f"---\ntitle: 再用一次\nlanguage: zh\n---\n{chinese}\n", "总之"),
    ):
        path = edited / f"content/{name}.md"
        path.write_text(text)
        git(edited, "add", "-A")
        git(edited, "commit", "-qm", "text", "--allow-empty")
        path.write_text(text.replace("Most teams stop", f"{more}most teams stop").replace("写得好", f"{more}写得好", 1))

        told = diff(name, "--channel", "newsletter").stdout.splitlines()

        assert [line[:1] for line in told if line.startswith(("-", "+"))] == ["-", "+"]


def test_as_a_comment(diff: Run, edited: Path) -> None:
    """Markdown folds each piece; nothing in a text ends its block, and no comment grows without end."""
    lines = "\n\n".join(f"Line {number} says what no other line says." for number in range(100))
    (edited / "content/second.md").write_text(f"{TEXT}\n`````\n</details> ```` evil\n`````\n\n{lines}\n")

    told = diff("second", "--format", "markdown").stdout

    assert told.startswith("**`second`** since `HEAD`: ")
    page = told.partition("<summary>second/blog/page: changed</summary>\n\n")[2].splitlines()
    fence = page[0].removesuffix("diff")
    end = page.index(fence)
    assert fence.strip("`") == ""
    assert any("</details> ```` evil" in line for line in page[1:end])
    assert all(fence not in line for line in page[1:end])
    assert page[end - 1].endswith(" lines more")
    assert end < 70


def test_as_data(diff: Run, edited: Path) -> None:
    """Each change has both texts."""
    (edited / "content/second.md").write_text(TEXT.replace("nobody", "no one"))

    data = json.loads(diff("second", "--json").stdout)

    page = next(row for row in data["changes"] if row["id"] == "second/blog/page")
    assert page["change"] == "changed"
    assert "nobody reads either" in page["before"]
    assert "no one reads either" in page["after"]
    assert data["unchanged"] > 0


def test_of_a_stranger(diff: Run, edited: Path) -> None:
    """Their content is compared, and their templates and settings are not used."""
    (edited / "content/second.md").write_text(TEXT.replace("nobody", "no one"))
    (edited / "templates/blog").mkdir(parents=True)
    (edited / "templates/blog/post.html").write_text("<p>{{ evil }}</p>")
    (edited / "repurpose.toml").write_text("evil")

    result = diff("second", "--untrusted")

    assert result.exit_code == 0, result.stderr
    assert "no one reads either" in result.stdout
    assert "evil" not in result.stdout


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("[site]\ntitel = 1\n", "as it was in HEAD, the project can't be built: repurpose.toml:2"),
        (None, "git can't tell"),
    ],
)
def test_a_commit_that_does_not_serve(diff: Run, edited: Path, settings: str | None, told: str) -> None:
    """One line, exit 2."""
    good = (edited / "repurpose.toml").read_text()
    if settings:
        (edited / "repurpose.toml").write_text(settings)
        git(edited, "commit", "-qam", "broken")
        (edited / "repurpose.toml").write_text(good)

    result = diff("second", "--since", "HEAD" if settings else "nowhere")

    assert result.exit_code == 2
    assert told in result.stderr
