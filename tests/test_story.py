"""A team's half-year by the commands it types: build, import, winners, plan, approve, build, wear out, rest, again.

The content is this project's own; the readers are made up: 300 impressions a day for each asset's post on X, of which
2 % are clicked, but 6 % of one asset's, which wears out when the same 4,000 people are shown it again and again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from repurpose.cli import main
from repurpose.ids import link_id

ROOT = Path(__file__).parent.parent
BEGIN = dt.date(2026, 11, 2)
WEEKS = 4
AUDIENCE = 4000
STAR = "guides/honest-winners"

SETTINGS = f"""
[social]
networks = ["x"]

[plan]
cadence = {{ "social.x" = 2 }}
cooldown = {{ "social.x" = 14 }}
audience = {{ "social.x" = {AUDIENCE} }}

[usage.mapping.dashboard]
link_id = "Link id"
date = "Day"
metrics = {{ impression = "Impressions", click = "Clicks" }}
"""


class Team:
    """A project, and its commands on a day."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "content", root / "content")
        settings = (ROOT / "repurpose.toml").read_text(encoding="utf-8")
        (root / "repurpose.toml").write_text(settings + SETTINGS, encoding="utf-8")
        self.met: dict[str, float] = {}

    def run(self, day: dt.date, *words: str, code: int = 0) -> Result:
        done = CliRunner().invoke(
            main, [*words, "-C", str(self.root), "--as-of", day.isoformat()], catch_exceptions=False
        )
        assert done.exit_code == code, f"{words}: {done.output}"
        return done

    def told(self, day: dt.date, *words: str) -> Any:
        return json.loads(self.run(day, *words, "--json").stdout)

    def posts(self) -> dict[str, str]:
        """By asset, the id of its first post for X."""
        found = {}
        for path in sorted((self.root / "outputs/social").rglob("x.json")):
            if posts := json.loads(path.read_text(encoding="utf-8"))["posts"]:
                name = posts[0]["id"].rpartition("/social.x/")[0]
                found[name] = posts[0]["id"]
        return found

    def export(self, name: str, begin: dt.date, days: int, uses: dict[tuple[str, int], int]) -> Path:
        """What the network's dashboard gives: each day's impressions and clicks of each use."""
        rows = ["Day,Link id,Impressions,Clicks"]
        for number in range(days):
            for (piece, use), shown in uses.items():
                is_star = piece.startswith(STAR)
                met = self.met.get(piece, 0.0)
                rate = 0.06 / (1 + met) if is_star else 0.02
                self.met[piece] = met + shown / AUDIENCE
                day = begin + dt.timedelta(number)
                rows.append(f"{day},{link_id(piece, use)},{shown},{round(shown * rate)}")
        path = self.root / name
        path.write_text("\n".join(rows) + "\n")
        at = dt.datetime.combine(begin + dt.timedelta(days), dt.time(6), dt.UTC).timestamp()
        os.utime(path, (at, at))
        return path


def flags(told: Any, piece: str) -> Any:
    return next(one for one in told["pieces"] if one["piece"] == piece)


@pytest.mark.slow
def test_a_piece_wins_is_used_again_wears_out_rests_and_comes_back(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.run(BEGIN, "build", "-q")
    posts = team.posts()
    star = posts[STAR]
    calendar = team.root / "calendar.toml"

    # Four weeks later: one stands out.
    day = BEGIN + dt.timedelta(7 * WEEKS)
    file = team.export("first.csv", BEGIN, 28, {(piece, 1): 300 if piece != star else 60 for piece in posts.values()})
    team.run(day, "usage", "import", "dashboard", str(file))
    assert flags(team.told(day, "winners"), star)["flag"] == "winner"
    assert star in team.run(day, "winners").stdout

    # It is planned again, in a calendar that people read and approve.
    plan = team.run(day, "plan", "--weeks", "2", "--write")
    assert "A winner on social.x" in plan.stdout
    text = calendar.read_text(encoding="utf-8")
    assert f'piece = "{star}"' in text
    team.run(day, "build", "-q")
    assert link_id(star, 2) not in (team.root / f"outputs/social/{STAR.rpartition('/')[2]}/x.json").read_text()
    calendar.write_text(text.replace('state = "proposed"', 'state = "approved"'), encoding="utf-8")
    team.run(day, "check", "-q")
    team.run(day, "build", "-q")
    assert link_id(star, 2) in (team.root / f"outputs/social/{STAR.rpartition('/')[2]}/x.json").read_text()
    planned = team.told(day, "calendar")["calendar"]
    again = next(one for one in planned if (one["piece"], one["use"]) == (star, 2))
    assert again["state"] == "approved"

    # Shown to everybody day after day, it wears out; the others don't.
    begin = dt.date.fromisoformat(again["day"])
    uses = {(piece, 1): 300 for piece in posts.values() if piece != star} | {(star, 2): 3000}
    file = team.export("second.csv", begin, 28, uses)
    day = begin + dt.timedelta(28)
    team.run(day, "usage", "import", "dashboard", str(file))
    worn = flags(team.told(day, "winners"), star)
    assert worn["wear_state"] == "worn out"
    rest = dt.date.fromisoformat(worn["rest_until"])
    assert rest > day + dt.timedelta(30)
    planned = team.told(day, "plan", "--weeks", "4")["proposals"]
    assert planned
    assert star not in {one["piece"] for one in planned}

    # Rested, it comes back.
    later = rest + dt.timedelta(1)
    back = flags(team.told(later, "winners"), star)
    assert back["wear_state"] == "rested"
    assert star in {one["piece"] for one in team.told(later, "plan", "--weeks", "4")["proposals"]}
    team.run(later, "usage", "verify")
