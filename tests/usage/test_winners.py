from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from repurpose.cli import main
from repurpose.usage.ledger.connect import Ledger, open_ledger
from repurpose.usage.ledger.decisions import Decision, add_decisions, latest
from repurpose.usage.ledger.schema import DECISION
from repurpose.usage.ledger.seal import Batch
from repurpose.usage.ledger.verify import verify
from repurpose.usage.score.flags import LEAST_ACTIONS, Flag
from repurpose.usage.score.score import Settings
from repurpose.usage.winners import judge, keep
from tests.usage.simulator import START, World, into

SEED = random.randrange(10**9)
"""Told with a failure, as a part of what is compared."""
MORNING = dt.datetime(2026, 3, 30, 8, tzinfo=dt.UTC)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Twelve weeks of a channel with forty pieces, the first of them expired by its front matter."""
    (tmp_path / "repurpose.toml").write_text('[site]\ntitle = "T"\n[plan]\naudience = { "social.x" = 6000 }\n')
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "asset0.md").write_text("---\ntitle: Old\nexpires: 2026-03-01\n---\nA fact.\n")
    world = World(SEED, pieces=40)
    world.run(84)
    into(world, open_ledger("usage.db", tmp_path))
    return tmp_path


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["winners", "-C", str(project), *words], catch_exceptions=False)


def kept(project: Path) -> list[tuple[object, ...]]:
    with open_ledger("usage.db", project).reading() as connection:
        assert verify(connection) == []
        return [tuple(row) for row in connection.execute(DECISION.select()).all()]


def test_winners_are_told_and_kept_once(project: Path) -> None:
    """The same day says the same, byte for byte, and writes nothing anew; a later one may."""
    first = run(project, "--as-of", "2026-03-30", "--json")
    assert first.exit_code == 0, SEED
    rows = kept(project)
    assert rows
    again = run(project, "--as-of", "2026-03-30", "--json")
    assert again.stdout == first.stdout, SEED
    assert kept(project) == rows, SEED
    assert run(project, "--as-of", "2026-04-05").exit_code == 0
    days = {row[list(DECISION.columns.keys()).index("at")] for row in kept(project)}
    assert days <= {"2026-03-30", "2026-04-05"}


def test_a_look_back_says_what_was_known_then(project: Path) -> None:
    early = run(project, "--as-of", "2026-02-10", "--json").stdout
    run(project, "--as-of", "2026-03-30")
    assert run(project, "--as-of", "2026-02-10", "--json").stdout == early, SEED


def test_json_has_all_numbers(project: Path) -> None:
    data = json.loads(run(project, "--as-of", "2026-03-30", "--json").stdout)
    assert data["as_of"] == "2026-03-30"
    pieces = {one["asset"]: one for one in data["pieces"]}
    assert len(pieces) == 40
    told = pieces["asset0"]
    assert told["expires"] == "2026-03-01"
    assert any("expired" in reason for reason in told["reasons"])
    for one in pieces.values():
        assert one["flag"] == one["placements"][0]["flag"]
        if one["return"] is not None:
            mean = one["return"]["alpha"] / (one["return"]["alpha"] + one["return"]["beta"])
            assert one["return"]["lift"] == pytest.approx(mean / one["return"]["normal"], rel=1e-4)
            assert one["reasons"]
    assert data["channels"][0]["audience_by"] == "told"


def test_the_page_shows_what_stands_out(project: Path) -> None:
    data = json.loads(run(project, "--as-of", "2026-03-30", "--json").stdout)
    page = run(project, "--as-of", "2026-03-30").stdout
    for one in data["pieces"]:
        if one["flag"] in {"winner", "promising", "loser"}:
            assert f"  {one['piece']}" in page, SEED
    assert ("No winner yet." in page) == all(one["flag"] not in {"winner", "proven"} for one in data["pieces"])
    assert "asset0/social.x/00000000" in run(project, "--as-of", "2026-03-30", "-v").stdout


def test_no_winner_yet_on_the_first_days(project: Path) -> None:
    page = run(project, "--as-of", "2026-01-07").stdout
    # In some worlds nothing is placed so early.
    assert "No winner yet." in page or "knows of no piece yet" in page, SEED
    begun = json.loads(run(project, "--as-of", "2026-01-07", "--json").stdout)["pieces"]
    assert all(one["first"] <= "2026-01-07" for one in begun), f"{SEED}: what hasn't begun is not waited for"


def test_only_a_channel_that_is_there(project: Path) -> None:
    assert run(project, "--as-of", "2026-03-30", "--channel", "social").stdout == (
        run(project, "--as-of", "2026-03-30", "--channel", "social.x").stdout
    )
    refused = run(project, "--channel", "newsleter")
    assert refused.exit_code == 2
    assert "newsleter" in refused.stderr


def test_without_a_ledger_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "repurpose.toml").write_text('[site]\ntitle = "T"\n')
    done = run(tmp_path)
    assert done.exit_code == 4
    assert "usage import" in done.stderr


def test_every_database_says_the_same(ledger: Ledger, tmp_path: Path) -> None:
    """What is judged and kept on PostgreSQL is what is on SQLite."""
    world = World(SEED, pieces=30)
    world.run(40)
    day = START + dt.timedelta(40)
    said = []
    for one in (ledger, open_ledger("other.db", tmp_path)):
        into(world, one)
        judged = judge(one, Settings(), day)
        assert keep(one, judged, MORNING) == len(judged.unsaid) > 0
        assert keep(one, judge(one, Settings(), day), MORNING) == 0
        with one.reading() as connection:
            assert verify(connection) == []
            last = latest(connection, day + dt.timedelta(1))
        said.append((judged.scores, sorted(last.items())))
    assert said[0] == said[1], SEED


def test_a_badge_stays_until_80(tmp_path: Path) -> None:
    """What was a winner at the last look is one still with a probability that would not make it one now."""
    world = World(SEED, pieces=60, worn=0)
    world.run(84)
    told = open_ledger("usage.db", tmp_path)
    into(world, told)
    day = START + dt.timedelta(84)
    scores = judge(told, Settings(), day).scores
    between = [one for one in scores.pieces.values() if one.flag is Flag.PROMISING and one.standing]
    between = [one for one in between if one.standing and one.standing.actions >= LEAST_ACTIONS]
    with told.writing() as connection:
        batch = Batch(connection, "winners", "2026-03-01T00:00:00Z", "")
        add_decisions(
            batch,
            [
                Decision(one.piece, 0, "2026-03-01", "return", "winner", 0.96, 2.0, 1.25, "1", "0" * 64, "")
                for one in between
            ],
        )
        batch.close()
    after = judge(told, Settings(), day).scores
    assert {after.pieces[one.piece].flag for one in between} <= {Flag.WINNER}, SEED
