"""The matrix of stages and channels, its costs and its gaps."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from repurpose.config import read_config
from repurpose.document.stages import Served
from repurpose.editorial.coverage import UNKNOWN, coverage
from repurpose.model import Asset, Placement, Status
from repurpose.usage.ledger.book import Placed
from tests.builders import asset
from tests.cli.conftest import Run, run

__all__ = ["run"]
MOMENT = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
SETTINGS = """
[lifecycle.cart]
trigger = "cart-filled"
stage = "acquisition"
steps = [{ asset = "a" }]
[coverage]
wanted = { acquisition = 2, "adoption.newsletter" = 1, "acquisition@de" = 1 }
"""


def known(name: str, **fields: Any) -> Asset:
    return asset(id=name, path=f"content/{name}.md", slug=name, **fields)


def row(name: str, channel: str, slot: str) -> dict[str, object]:
    return {"id": f"{name}/{channel}/{slot}", "channel": channel, "slot": slot}


def test_counts_ages_costs_and_gaps() -> None:
    assets = [
        known("a", cost=100.0),
        known("b", cost=60.0, date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
        known("c", status=Status.RETIRED, cost=7.0),
        known("d", language="de"),
    ]
    serves = {
        "a": [Served("adoption", ("says “how to”",))],
        "b": [Served("adoption"), Served("acquisition")],
        "c": [Served("acquisition")],
    }
    rows = [
        row("a", "blog", "post"),
        row("a", "lifecycle", "cart.a"),
        row("b", "blog", "post"),
        row("c", "blog", "post"),
    ]
    placed = [
        Placed(Placement("a/social.x/announcement", 1, None, "social.x", "repeat", cost=5.0), "record"),
        Placed(Placement("b/social.x/announcement", 1, None, "social.x", cost=20.0), "record"),
    ]

    made = coverage(assets, serves, rows, placed, read_config(SETTINGS, {}), MOMENT)

    lines = {line.stage: line for line in made.lines}
    assert (lines["adoption"].assets, lines["adoption"].proposed) == (("a", "b"), ("a",))
    assert (lines["adoption"].newest, lines["adoption"].oldest) == (9, 333)
    assert made.cell("adoption", "blog").pieces == 2
    assert made.cell("acquisition", "lifecycle").assets == ("a",)  # the step's stage, not the asset's
    assert made.cell("adoption", "lifecycle").assets == ()
    assert lines[UNKNOWN].assets == ("d",)
    assert (lines["adoption"].cost, lines["acquisition"].cost, lines["repeat"].cost) == (140.0, 47.0, 5.0)
    assert (made.before, made.after) == (47.0, 145.0)
    assert [str(gap) for gap in made.gaps if gap.wanted != 1 or gap.channel or gap.language] == [
        "acquisition: 1 of the 2 wanted",
        "adoption on newsletter: 0 of the 1 wanted",
        "acquisition in de: 0 of the 1 wanted",
    ]


def test_the_command(run: Run, tmp_path: Path) -> None:
    """Text, page and data; --check ends with 1 and names what is missing."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("---\ntitle: Getting started\n---\nHow to set up, step by step.\n")
    (tmp_path / "content" / "b.md").write_text("---\ntitle: B\nstages: [onboarding]\ncost: 1234\n---\nText.\n")
    (tmp_path / "repurpose.toml").write_text('[lifecycle]\nstages = ["onboarding"]\n')
    run("build", "-C", tmp_path, "-q")

    text = run("coverage", "-C", tmp_path, "-v").stdout
    page = run("coverage", "-C", tmp_path, "--format", "html").stdout
    data = json.loads(run("coverage", "-C", tmp_path, "--json").stdout)
    checked = run("coverage", "-C", tmp_path, "--check")

    assert "a: adoption is proposed, since it says “getting started” (content/a.md:2)" in text
    assert "spent before the purchase (acquisition): 0; after it: 1,234" in text
    assert "<strong>1,234</strong> after the purchase" in page
    assert [one["stage"] for one in data["stages"]][-1] == "onboarding"
    assert data["spend"] == {"before_purchase": None, "after_purchase": 1234.0}
    assert checked.exit_code == 1
    assert "referral: 0 of the 1 wanted" in checked.stderr
    (tmp_path / "repurpose.toml").write_text("")
    assert "content/b.md:3: stages: 'onboarding' is none of" in run("build", "-C", tmp_path).stderr
