"""`repurpose calendar`: what has happened and what is planned."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest

from tests.cli.conftest import Run, project, run
from tests.conftest import Golden

__all__ = ["project", "run"]

CALENDAR = """
[[entry]]
piece = "hello/social.x/announcement"
on = 2026-03-02
use = 2
state = "approved"
text = "Hello again"

[[entry]]
piece = "hello/newsletter/message"
on = 2026-12-01
time = "09:30"
use = 2
state = "approved"
reasons = ["61 % of the list has never opened it"]

[[entry]]
piece = "hello/social.x/announcement"
on = 2026-12-24
use = 3

[[entry]]
piece = "hello/social.bluesky/announcement"
on = 2026-12-24
use = 2
state = "refused"
"""
MOMENT = "2026-11-22"


@pytest.fixture
def planned(project: Path) -> Path:
    """A project with a calendar, an asset to come, and two in other scripts."""
    (project / "calendar.toml").write_text(CALENDAR)
    matter = "---\ntitle: {}\ndate: {}\n---\nWords of it, enough of them.\n"
    for name, title, date in (
        ("soon", "To come", "2026-12-10T08:00:00Z"),
        ("ar/loop", "حلقة التسويق التي لا تنتهي", "2026-12-11"),
        ("zh/loop", "一篇好文章要用到没人想看为止", "2026-12-11"),
    ):
        path = project / "content" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(matter.format(title, date), encoding="utf-8")
    return project


def states(run: Run, root: Path, *more: str) -> dict[tuple[str, int], str]:
    """By piece and use, how far each has come."""
    done = run("calendar", "-C", root, "--as-of", MOMENT, "--json", *more)
    assert done.exit_code == 0
    return {(item["piece"], item["use"]): item["state"] for item in json.loads(done.stdout)["calendar"]}


@pytest.mark.parametrize("columns", ["40", "80", "120"])
def test_months_in_the_terminal(
    run: Run, planned: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """As wide as it is; too narrow for days side by side, it is a list."""
    monkeypatch.setenv("COLUMNS", columns)
    done = run("calendar", "-C", planned, "--as-of", MOMENT)
    assert done.exit_code == 0
    golden(f"calendar/month-{columns}.txt", done.stdout.encode())


def test_what_happened_and_what_is_planned(run: Run, planned: Path) -> None:
    """An asset is out on its date, an approved entry happens on its day, what was refused does not."""
    run("build", "-C", planned, "--as-of", MOMENT, "-q")
    assert states(run, planned) == {
        ("hello/blog/page", 1): "used",
        ("hello/social.x/announcement", 2): "used",
        ("hello/newsletter/message", 2): "approved",
        ("hello/social.x/announcement", 3): "proposed",
        ("soon/blog/page", 1): "scheduled",
        ("ar/loop/blog/page", 1): "scheduled",
        ("zh/loop/blog/page", 1): "scheduled",
    }


def test_the_ledger_is_asked(run: Run, planned: Path) -> None:
    """What somebody recorded stands there, with where it was posted."""
    run("build", "-C", planned, "--as-of", MOMENT, "-q")
    url = "https://social.example/1"
    piece = "hello/social.linkedin/announcement"
    recorded = run("usage", "record", "-C", planned, piece, "--on", "2026-06-01", "--url", url, "--as-of", MOMENT)
    assert recorded.exit_code == 0, recorded.stderr
    done = run("calendar", "-C", planned, "--as-of", MOMENT, "--json")
    [item] = [one for one in json.loads(done.stdout)["calendar"] if one["piece"] == piece]
    assert (item["state"], item["day"], item["url"]) == ("used", "2026-06-01", url)


def test_days_can_be_asked_for(run: Run, planned: Path) -> None:
    """Both are included."""
    assert states(run, planned, "--from", "2026-12-01", "--to", "2026-12-10") == {
        ("hello/newsletter/message", 2): "approved",
        ("soon/blog/page", 1): "scheduled",
    }
    assert run("calendar", "-C", planned, "--from", "soon").exit_code == 2


@pytest.mark.parametrize("form", ["html", "ics", "csv", "json", "text"])
def test_each_format_can_be_written_to_a_file(run: Run, planned: Path, tmp_path: Path, form: str) -> None:
    """The same bytes that stdout gets."""
    path = tmp_path / "calendar.out"
    shown = run("calendar", "-C", planned, "--as-of", MOMENT, "--format", form)
    written = run("calendar", "-C", planned, "--as-of", MOMENT, "--format", form, "-o", path)
    assert (shown.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert path.read_bytes() == shown.stdout_bytes
    if form == "ics":
        assert len(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == 6


def test_nothing_planned_is_said(run: Run, project: Path) -> None:
    """And is no fault."""
    (project / "content" / "hello.md").write_text("---\ntitle: Hello\n---\nWords.\n")
    done = run("calendar", "-C", project, "--as-of", MOMENT)
    assert (done.exit_code, "nothing is planned" in done.stdout) == (0, True)


def test_a_broken_calendar_is_told_with_its_line(run: Run, project: Path) -> None:
    """As settings are."""
    (project / "calendar.toml").write_text(CALENDAR.replace("reasons", "reason"))
    for command in ("calendar", "check", "build"):
        done = run(command, "-C", project)
        assert done.exit_code == 3
        assert "calendar.toml:15: unknown key: reason; did you mean reasons?" in done.stderr


def test_conflicts_fail_a_check(run: Run, planned: Path) -> None:
    """A build tells them; a check ends with 1, until they are accepted or settled."""
    with (planned / "repurpose.toml").open("a") as file:
        file.write('[plan]\nblackout = ["2026-12-01"]\n')
    assert run("build", "-C", planned, "--as-of", MOMENT).exit_code == 0
    done = run("check", "-C", planned, "--as-of", MOMENT)
    assert (done.exit_code, "calendar.toml:9: notice: 2026-12-01 is a day off" in done.stderr) == (1, True)
    accepted = "# repurpose: ignore calendar-blackout it is our own birthday\n"
    second = '[[entry]]\npiece = "hello/newsletter'
    (planned / "calendar.toml").write_text(CALENDAR.replace(second, accepted + second))
    assert run("check", "-C", planned, "--as-of", MOMENT).exit_code == 0


def test_a_later_use_is_told_from_the_first_by_its_links(run: Run, planned: Path, tmp_path: Path) -> None:
    """From the calendar to the build, from its links to an export, and back to the use."""
    piece = "hello/social.x/announcement"
    run("build", "-C", planned, "--as-of", MOMENT, "-q")
    rows = json.loads((planned / "outputs/manifest.json").read_text())["pieces"]
    by_use = {row.get("use", 1): row["links"][0]["url"] for row in rows if row["id"] == piece}
    links = {use: parse_qs(urlsplit(url).query)["utm_content"][0] for use, url in by_use.items()}
    assert len({*links.values()}) == len(links) == 2
    with (planned / "repurpose.toml").open("a") as file:
        file.write('[usage.mapping.shop]\nlink_id = "Link"\ndate = "Day"\nmetrics = { click = "Clicks" }\n')
    export = tmp_path / "shop.csv"
    export.write_text(f"Day,Link,Clicks\n2026-03-03,{links[2]},5\n2026-03-03,{links[1]},2\n")
    done = run("usage", "import", "-C", planned, "--as-of", MOMENT, "shop", export)
    assert done.exit_code == 0, done.stderr
    kept = csv.DictReader(io.StringIO(run("usage", "export", "-C", planned, "-f", "csv").stdout, newline=""))
    matches = {row["key"].rpartition(":")[2]: (row["piece"], row["use"]) for row in kept if row["record"] == "match"}
    assert matches == {links[1]: (piece, "1"), links[2]: (piece, "2")}
