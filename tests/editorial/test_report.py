"""The report of a period."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import html5lib
import pytest

from repurpose.editorial.report import Period, Sum, report
from repurpose.library.agenda import Item
from repurpose.usage.ledger.connect import open_ledger
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.score import Scores
from repurpose.usage.score.wear import WearState
from tests.builders import asset
from tests.cli.conftest import Run, run
from tests.usage.simulator import START, World, into

__all__ = ["run"]
TODAY = START + dt.timedelta(84)
SETTINGS = '[site]\ntitle = "T & T"\n[plan]\naudience = { "social.x" = 6000 }\n'


@pytest.fixture(scope="module")
def world() -> World:
    """Twelve weeks of a channel with forty pieces."""
    made = World(7, pieces=40)
    made.run(84)
    return made


@pytest.fixture(scope="module")
def scores(world: World) -> Scores:
    return world.scores(84)


@pytest.fixture
def project(world: World, tmp_path: Path) -> Path:
    """A project of which the ledger knows that channel."""
    (tmp_path / "repurpose.toml").write_text(SETTINGS)
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "asset36.md").write_text("---\ntitle: A lock & its <key>\n---\nA lock holds.\n")
    into(world, open_ledger("usage.db", tmp_path))
    return tmp_path


def names(scores: Scores) -> dict[str, str]:
    return {piece: piece for piece in scores.pieces}


def counted(world: World, metric: str, period: Period) -> int:
    first, last = period.first.toordinal(), period.last.toordinal()
    series = [one[metric].values for one in world.counts.values()]
    return sum(value for values in series for day, value in values.items() if first <= day <= last)


def test_a_period_is_beside_as_many_days() -> None:
    """Without a gap, and without a day twice."""
    period = Period(dt.date(2026, 3, 2), dt.date(2026, 3, 29))
    assert period.days == period.before.days == 28
    assert period.before.last == dt.date(2026, 3, 1)
    assert dt.date(2026, 3, 29) in period
    assert dt.date(2026, 3, 1) not in period


def test_channels_have_what_was_counted(world: World, scores: Scores) -> None:
    """In the period, in the one before, and day by day."""
    made = report(scores, names(scores), {}, (), TODAY, 28)
    (line,) = made.channels
    for some, period in ((line.now, made.period), (line.before, made.period.before)):
        assert some.exposures == counted(world, "impression", period)
        assert some.actions == counted(world, "click", period)
    assert len(line.days) == 56
    assert sum(line.days) == line.now.exposures + line.before.exposures
    assert sum((one.now for one in made.assets), Sum()) == line.now


def test_what_is_best_is_sure_enough_for_one_look_and_not_worn(scores: Scores) -> None:
    """Worn pieces stand where they are to rest; each list says why a piece is in it."""
    made = report(scores, names(scores), {}, (), TODAY, 28)
    assert made.best
    listed = {one.piece for one in scores.one_look}
    for told in made.best:
        score = scores.pieces[told.piece]
        assert score.flag in {Flag.WINNER, Flag.PROVEN} or (score.flag is Flag.PROMISING and told.piece in listed)
        assert score.wear_state not in {WearState.TIRED, WearState.WORN_OUT}
        assert told.lift == score.lift
    assert {one.piece for one in made.worn} == {
        name for name, one in scores.pieces.items() if one.wear_state in {WearState.TIRED, WearState.WORN_OUT}
    }
    assert all("pull is gone" in one.reasons[0] for one in made.worn)
    assert all(one.reasons[0].startswith("Readers pass it on") for one in made.shared)
    assert all(one.reasons[0].startswith("You may be tired") for one in made.unseen)


def test_an_asset_has_its_title_its_cost_and_its_lift(scores: Scores) -> None:
    """Those on which most acted come first."""
    used = Item("asset10/social.x/s", 1, "social.x", "asset10", "T", TODAY - dt.timedelta(3), "used", cost=12.5)
    made = report(scores, names(scores), {"asset10": asset(id="asset10", title="Ten")}, [used], TODAY, 28)
    line = next(one for one in made.assets if one.asset == "asset10")
    assert (line.title, line.cost) == ("Ten", 12.5)
    assert line.lift == scores.assets["asset10"].lift
    actions = [one.now.actions for one in made.assets]
    assert actions == sorted(actions, reverse=True)


def test_what_is_planned_is_told_for_as_many_days() -> None:
    """From today on; what was used before today stands beside."""

    def item(days: int, state: str) -> Item:
        return Item("a/social.x/s", 1, "social.x", "a", "A", TODAY + dt.timedelta(days), state)

    items = [item(-8, "used"), item(-1, "used"), item(0, "approved"), item(6, "proposed"), item(7, "approved")]
    made = report(None, {}, {}, items, TODAY, 7)
    assert [one.day for one in made.used] == [TODAY - dt.timedelta(1)]
    assert [one.state for one in made.coming] == ["approved", "proposed"]
    assert not made.is_measured


def test_the_command(run: Run, project: Path) -> None:
    """Text and data; as files a page as well, which is whole, and escapes what authors write."""
    at = ("--as-of", TODAY.isoformat(), "-C", project)
    text = run("report", *at).stdout
    assert text.startswith(f"{TODAY - dt.timedelta(28)} to {TODAY - dt.timedelta(1)} (28 days)")
    assert "A lock & its <key> on social.x: " in text
    data: Any = json.loads(run("report", "--days", "7", "--json", *at).stdout)
    assert data["from"] == (TODAY - dt.timedelta(7)).isoformat()
    assert data["best"]
    run("report", "-o", project / "told", *at)
    page = (project / "told" / "report.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "A lock &amp; its &lt;key&gt;" in page
    assert "T &amp; T: what 28 days brought" in page
    assert json.loads((project / "told" / "report.json").read_text(encoding="utf-8"))["channels"]
    assert (project / "told" / "report.txt").read_text(encoding="utf-8").startswith(text[:40])


def test_a_report_is_the_same_each_time_and_changes_nothing(run: Run, project: Path) -> None:
    """It only looks."""
    at = ("--as-of", TODAY.isoformat(), "-C", project)
    before = (project / "usage.db").read_bytes()
    assert run("report", "--json", *at).stdout == run("report", "--json", *at).stdout
    assert (project / "usage.db").read_bytes() == before


def test_without_a_ledger_it_says_so(run: Run, tmp_path: Path) -> None:
    """It is no error."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("---\ntitle: A\n---\nText.\n")
    done = run("report", "-C", tmp_path)
    assert done.exit_code == 0
    assert "Nothing was measured" in done.stdout
    assert not list(tmp_path.glob("*.db"))
