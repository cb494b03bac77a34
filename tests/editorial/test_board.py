"""`repurpose board`: where assets stand, how they flow, what nobody used."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest

from repurpose.config import COLUMNS, Board
from repurpose.editorial.board import Standing, columns, standings
from repurpose.editorial.column import column_of
from repurpose.editorial.history import read_history
from repurpose.library.library import Library
from repurpose.model import Status
from repurpose.usage.ledger.decisions import Decision
from tests.builders import MOMENT, asset
from tests.cli.conftest import Run, project, run
from tests.conftest import Golden

__all__ = ["project", "run"]

AS_OF = "2026-11-22T12:00:00Z"


class Repository:
    """A project in git, whose commits are made on days that are told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "content").mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, day: str = "2026-01-01") -> None:
        """Call git, away from the user's own settings."""
        at = f"{day}T12:00:00Z"
        env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            **{f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
            "GIT_AUTHOR_DATE": at,
            "GIT_COMMITTER_DATE": at,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        subprocess.run(["git", *arguments], cwd=self.root, env=env, check=True, capture_output=True)

    def write(self, name: str, **matter: str) -> Path:
        """An asset of this front matter."""
        path = self.root / "content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{key}: {value}\n" for key, value in matter.items())
        path.write_text(
            f"---\ntitle: The {path.stem} one\n{lines}---\nWords of it, enough of them.\n", encoding="utf-8"
        )
        return path

    def commit(self, day: str) -> None:
        """Commit all there is."""
        self.git("add", "-A", day=day)
        self.git("commit", "-qm", "x", day=day)


@pytest.fixture
def repository(project: Path) -> Repository:
    """The tests' project, with the history of four assets."""
    made = Repository(project)
    made.commit("2026-01-03")
    made.write("slow", status="idea")
    made.write("stuck", status="draft")
    made.commit("2026-09-01")
    made.write("slow", status="draft")
    made.commit("2026-10-01")
    made.write("slow", status="review")
    made.write("stuck", status="review", blocked="the lawyers are reading it")
    made.commit("2026-10-11")
    made.write("slow", status="approved", date="2026-11-10")
    made.write("late", status="approved")
    made.commit("2026-11-01")
    made.write("next", date="2026-12-24", embargo="2026-12-31")
    return made


def board(run: Run, root: Path, *more: str) -> dict[str, Any]:
    """The board as data."""
    done = run("board", "-C", root, "--as-of", AS_OF, "--json", *more)
    assert done.exit_code == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def places(data: dict[str, Any]) -> dict[str, tuple[str, int | None]]:
    """By asset, its column and its days there."""
    return {card["asset"]: (column["name"], card["days"]) for column in data["columns"] for card in column["cards"]}


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"status": Status.IDEA}, "idea"),
        ({"status": Status.DRAFT}, "draft"),
        ({"status": Status.REVIEW}, "review"),
        ({"status": Status.APPROVED, "date": None}, "approved"),
        ({"status": Status.APPROVED, "date": MOMENT + timedelta(1)}, "scheduled"),
        ({"status": Status.APPROVED, "date": MOMENT}, "live"),
        ({"date": MOMENT - timedelta(1), "embargo": MOMENT + timedelta(1)}, "scheduled"),
        ({"date": None}, "live"),
        ({"expires": MOMENT}, "retired"),
        ({"status": Status.RETIRED}, "retired"),
    ],
)
def test_an_asset_stands_where_its_file_says(fields: dict[str, Any], column: str) -> None:
    """By its status, and by the dates it names."""
    assert column_of(asset(**fields), MOMENT) == column
    assert column in COLUMNS


def test_how_long_each_stands_there(run: Run, repository: Repository) -> None:
    """Since the commit that brought it there, or since a date that came; nobody knows of what isn't committed."""
    assert places(board(run, repository.root)) == {
        "hello": ("live", 324),
        "late": ("approved", 21),
        "next": ("scheduled", 0),
        "slow": ("live", 12),
        "stuck": ("review", 42),
    }


def test_what_blocks_an_asset(run: Run, repository: Repository) -> None:
    """What its author says, a date that is missing, an embargo, a file that can't be used."""
    repository.write("broken", expires="whenever")
    data = board(run, repository.root)
    blocked = {card["asset"]: card["blocked"] for column in data["columns"] for card in column["cards"]}
    assert blocked["stuck"] == ["the lawyers are reading it"]
    assert blocked["late"] == ["it has no date"]
    assert blocked["next"] == ["under embargo until 2026-12-31"]
    assert "expires" in blocked["broken"][0]
    assert blocked["slow"] == []


def test_how_assets_flow(run: Run, repository: Repository) -> None:
    """Lead and cycle time of what came all the way; what went live by week; the columns at each week's end."""
    flow = board(run, repository.root)["flow"]
    assert flow["lead_days"] == {"count": 1, "median": 69.5, "most": 69.5}
    assert flow["cycle_days"] == {"count": 1, "median": 39.5, "most": 39.5}
    assert [week["went_live"] for week in flow["weeks"]] == [0] * 10 + [1, 0]
    assert [week["ends"][:10] for week in flow["weeks"]][-3:] == ["2026-11-09", "2026-11-16", "2026-11-22"]
    assert flow["weeks"][4]["columns"] == {"draft": 2, "live": 1}
    assert flow["weeks"][-1]["columns"] == {"approved": 1, "review": 1, "scheduled": 1, "live": 2}


def test_a_renamed_file_keeps_its_history(run: Run, repository: Repository) -> None:
    """Whatever its names: with spaces, line ends, quotes, in other scripts, or like an option."""
    name = "-we\nird 'näme' \"字\""
    repository.git("mv", "content/stuck.md", f"content/{name}.md")
    repository.commit("2026-11-20")
    history = read_history(repository.root, "content")
    assert [version.at.date().isoformat() for version in history.versions[f"content/{name}.md"]] == [
        "2026-09-01",
        "2026-10-11",
        "2026-11-20",
    ]
    assert "content/stuck.md" not in history.versions


def test_a_shallow_clone_knows_no_beginnings(run: Run, repository: Repository, tmp_path: Path) -> None:
    """What stood there before it begins stood there since nobody knows when."""
    repository.commit("2026-11-21")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(clone))
    data = board(run, clone)
    assert places(data)["stuck"] == ("review", None)
    assert places(data)["slow"] == ("live", 12)
    assert data["flow"]["lead_days"] is None


def test_without_git_the_board_still_stands(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a repository, and where there is no git at all."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    assert places(board(run, project)) == {"hello": ("live", 324)}
    monkeypatch.setenv("PATH", "")
    assert "git knows nothing" in run("board", "-C", project, "--as-of", AS_OF).stdout


def test_limits_are_checked(run: Run, repository: Repository) -> None:
    """Without `--check` they are only shown."""
    settings = repository.root / "repurpose.toml"
    text = settings.read_text()
    repository.write("another", status="review")
    settings.write_text(text + "[board]\nwip = { review = 1, draft = 1 }\n")
    shown = run("board", "-C", repository.root, "--as-of", AS_OF)
    checked = run("board", "-C", repository.root, "--as-of", AS_OF, "--check")
    assert (shown.exit_code, checked.exit_code) == (0, 1)
    assert "review: 2 of at most 1 OVER" in shown.stdout
    assert checked.stderr == "review: 2 assets, and [board] wip allows 1\n"
    settings.write_text(text + "[board]\nwip = { review = 2 }\n")
    assert run("board", "-C", repository.root, "--as-of", AS_OF, "--check").exit_code == 0
    settings.write_text(text + '[board]\ncolumns = ["reveiw"]\n')
    wrong = run("board", "-C", repository.root)
    assert (wrong.exit_code, "did you mean review?" in wrong.stderr) == (3, True)


def test_columns_can_be_chosen(run: Run, repository: Repository) -> None:
    """In their order."""
    with (repository.root / "repurpose.toml").open("a") as file:
        file.write('[board]\ncolumns = ["live", "review"]\n')
    assert [column["name"] for column in board(run, repository.root)["columns"]] == ["live", "review"]


def test_what_was_made_and_never_used(run: Run, repository: Repository) -> None:
    """A page is used, and what somebody says was posted; that an asset came out uses nothing."""
    root = repository.root
    assert board(run, root)["value_stream"] is None
    run("build", "-C", root, "--as-of", AS_OF, "-q")
    piece = "hello/social.x/announcement"
    assert run("usage", "record", "-C", root, piece, "--on", "2026-06-01", "--as-of", AS_OF).exit_code == 0
    streams = {one["asset"]: one for one in board(run, root)["value_stream"]}
    assert streams["hello"]["used"] == ["hello/blog/page", piece]
    assert "hello/newsletter/message" in streams["hello"]["unused"]
    assert streams["slow"]["used"] == ["slow/blog/page"]


def test_winners_and_what_rests_come_from_the_ledger() -> None:
    """The last that was said counts; what is worn out rests, though it has won."""

    def said(piece: str, at: str, axis: str, kind: str) -> Decision:
        return Decision(piece, 0, at, axis, kind, 0.97, 2.0, 1.25, "1", "x", "")

    found = standings(
        [
            said("a/social.x/announcement", "2026-11-01", "return", "winner"),
            said("b/social.x/announcement", "2026-11-01", "return", "winner"),
            said("b/social.x/announcement", "2026-11-09", "wear", "worn out"),
            said("b/newsletter/message", "2026-11-12", "return", "proven"),
            said("c/social.x/announcement", "2026-11-01", "return", "loser"),
        ],
        UTC,
    )
    assert {name: (one.column, one.since) for name, one in found.items()} == {
        "a": ("winning", datetime(2026, 11, 1, tzinfo=UTC)),
        "b": ("resting", datetime(2026, 11, 9, tzinfo=UTC)),
    }


def test_the_board_in_the_terminal_and_as_a_page(
    run: Run, repository: Repository, golden: Golden, tmp_path: Path
) -> None:
    """Both as they were; the page is sound HTML that asks nothing of another host."""
    done = run("board", "-C", repository.root, "--as-of", AS_OF)
    golden("board/board.txt", done.stdout.encode())
    path = tmp_path / "board.html"
    assert run("board", "-C", repository.root, "--as-of", AS_OF, "--format", "html", "-o", path).exit_code == 0
    page = path.read_text(encoding="utf-8")
    golden("board/board.html", path.read_bytes())
    html5lib.HTMLParser(strict=True).parse(page)
    assert not [word for word in ("<script", " src=", "@import", "http") if word in page]


def test_a_column_with_a_limit_is_shown_and_checked(run: Run, repository: Repository) -> None:
    """Whatever columns are chosen."""
    repository.write("another", status="review")
    with (repository.root / "repurpose.toml").open("a") as file:
        file.write('[board]\ncolumns = ["draft"]\nwip = { review = 1 }\n')
    assert run("board", "-C", repository.root, "--as-of", AS_OF, "--check").exit_code == 1


def test_what_wins_is_live_where_winning_is_not_shown() -> None:
    """No card is lost."""
    library = Library((asset(id="a", date=MOMENT - timedelta(9)),))
    wins = {"a": Standing("winning", MOMENT)}
    found = columns(library, {}, wins, Board(columns=("draft", "live")), MOMENT)
    assert [card.asset for column in found for card in column.cards if column.name == "live"] == ["a"]
