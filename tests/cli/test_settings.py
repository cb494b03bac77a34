"""What is wrong with a setting is told at its line, whoever finds it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("settings", "line", "told", "hint"),
    [
        ('[social]\n\nnetworks = ["mastodon", "twitter"]', 4, "there is no network 'twitter'", "did you mean x?"),
        ("[social.Facebok]\nlimit = 3", 2, "there is no network 'Facebok'", "did you mean facebook?"),
        ("[social.x]\n\nlimit = true", 4, "[social.x] limit must be a whole number", None),
        ("[channels.blog]\nsearch = true\nper_page = 'a'", 4, "[channels.blog] per_page must be a number", None),
        ("[channels]\nblog = { srcset = 3 }", 3, "[channels.blog] srcset must be true or false", None),
        (
            '[channels.newsletter]\nfiles = ["*.htm"]',
            3,
            "files: '*.htm' is none of its files",
            "it makes message.html, message.txt, message.eml",
        ),
        ("[channels.nope]\nper_page = 3", 2, "there is no channel 'nope'", "`repurpose channels` lists them"),
        (
            "[channels.video]\nseconds = 60\nsecond = 3",
            4,
            "[channels.video] has no setting 'second'",
            "did you mean seconds?",
        ),
        ("[social.x]\nlimit = 3\nlimt = 3", 4, "[social.x] has no rule 'limt'", "did you mean limit?"),
        ('[plan.cadence]\n"social.fb" = 3', 2, "there is no channel 'social.fb'", "did you mean social.facebook?"),
        ('[brand]\nlogo = "logo.txt"', 3, "[brand] logo must be a file of the project", None),
    ],
)
def test_a_wrong_setting_has_its_line(
    run: Run, tmp_path: Path, settings: str, line: int, told: str, hint: str | None
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("---\ntitle: A\n---\nA text that says something.\n")
    (tmp_path / "repurpose.toml").write_text(f"# first\n{settings}\n")
    result = run("build", "-C", tmp_path)
    assert result.exit_code == 3
    assert result.stderr.startswith(f"repurpose.toml:{line}: ")
    assert told in result.stderr
    error = json.loads(run("build", "-C", tmp_path, "--json").stdout)["errors"][0]
    assert (error["line"], error["hint"]) == (line, hint)


def test_what_names_no_setting_of_the_file_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    """`-C` itself may be at fault."""
    assert run("build", "-C", tmp_path / "none").stderr == f"-C: there is no folder {tmp_path / 'none'}\n"


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("postgresql://host/name", "names no user — postgresql://user@host/name"),
        ("postgresql://user@host:port/name", "is no address"),
        ("mysql://user@host/name", "there is no ledger in mysql"),
        ("postgresql://user@127.0.0.1:1/name", "the database refused"),
    ],
)
def test_a_ledger_that_cant_be_reached_is_told(run: Run, tmp_path: Path, database: str, told: str) -> None:
    """In a line, whatever is wrong with its address."""
    (tmp_path / "content").mkdir()
    (tmp_path / "repurpose.toml").write_text(f'[usage]\ndatabase = "{database}"\n')
    for command in ("winners", "report"):
        result = run(command, "-C", tmp_path)
        assert result.exit_code == 4
        assert told in result.stderr
        assert result.stderr.count("\n") == 1
