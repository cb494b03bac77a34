from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from repurpose.cli import main

X = "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "repurpose.toml").write_text('[site]\ntitle = "T"\nurl = "https://example.com"\n')
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "launch.md").write_text(
        "---\ntitle: Launch\ndate: 2026-07-14\n---\nA customer who never uses what they bought will not buy again.\n"
    )
    assert run(tmp_path, "build", "-q").exit_code == 0
    return tmp_path


def run(project: Path, *words: str) -> Result:
    name, *rest = words
    command = [name, rest[0], "-C", str(project), *rest[1:]] if name == "usage" else [name, "-C", str(project), *rest]
    return CliRunner().invoke(main, [*command, "--as-of", "2026-09-01"])


def post(project: Path) -> tuple[str, str]:
    """The id and text of a post for X that the build made."""
    listed = json.loads((project / "outputs/social/launch/x.json").read_text())["posts"][0]
    return listed["id"], listed["text"]


def export(project: Path, text: str, clicks: int = 7) -> Path:
    path = project / "x.csv"
    path.write_text(
        f'{X}1,"Tue, Jul 14, 2026","{text}",https://x.com/a/status/1,"1,234",5,9,1,2,0,1,3,4,5,{clicks},7,8\n'
    )
    os.utime(path, (1_788_000_000, 1_788_000_000))
    return path


def test_an_import_from_build_to_status(project: Path) -> None:
    piece, text = post(project)
    path = export(project, text)
    dry = run(project, "usage", "import", str(path), "--dry-run")
    assert dry.exit_code == 0
    assert "nothing was written" in dry.stderr
    first = run(project, "usage", "import", str(path), "--json")
    assert first.exit_code == 0, first.output
    data = json.loads(first.stdout)[0]
    assert (data["kind"], data["days_new"], data["unknown"]) == ("x", 1, [])
    again = json.loads(run(project, "usage", "import", "x", str(path), "--json").stdout)[0]
    assert (again["days_new"], again["days_unchanged"], again["uses"]) == (0, 1, 0)
    seen = json.loads(run(project, "usage", "status", "--json").stdout)
    social = next(one for one in seen["channels"] if one["channel"] == "social.x")
    assert "click" in {metric["metric"] for metric in social["metrics"]}
    assumed = {one["channel"]: one["assumed"] for one in seen["channels"]}
    assert assumed["social.x"] < social["uses"]  # what figures are known of was used
    assert (assumed["blog"], assumed["newsletter"]) == (0, 1)  # a page stands on the site; a mail may be unsent
    assert run(project, "usage", "verify").exit_code == 0
    assert piece in run(project, "usage", "export").stdout


def test_what_finds_no_piece_is_mapped_and_found_on_the_next_import(project: Path) -> None:
    piece, _ = post(project)
    path = export(project, "Something quite different")
    assert "no piece is known for post:1" in run(project, "usage", "import", str(path)).stderr
    assert run(project, "usage", "record", piece, "--target", "post:1").exit_code == 0
    assert "no piece" not in run(project, "usage", "import", str(path)).stderr


def test_using_a_piece_again_is_another_placement(project: Path) -> None:
    piece, _ = post(project)
    done = run(project, "usage", "record", piece, "--cost", "5", "--on", "2026-08-20")
    assert f"use 2 of {piece} on 2026-08-20" in done.stderr
    assert "use 3" in run(project, "usage", "record", piece).stderr
    wrong = run(project, "usage", "record", "launch/social.x/nothing")
    assert wrong.exit_code == 2


def test_an_edited_asset_makes_no_new_placement(project: Path) -> None:
    run(project, "usage", "import", str(export(project, "x")))
    before = json.loads(run(project, "usage", "status", "--json").stdout)
    asset = project / "content" / "launch.md"
    asset.write_text(asset.read_text().replace("will not buy again", "will never buy again"))
    run(project, "build", "-q")
    run(project, "usage", "import", str(export(project, "x", clicks=8)))
    after = json.loads(run(project, "usage", "status", "--json").stdout)
    assert [(one["channel"], one["uses"]) for one in after["channels"]] == [
        (one["channel"], one["uses"]) for one in before["channels"]
    ]


def test_backup_and_forget(project: Path) -> None:
    run(project, "usage", "import", str(export(project, post(project)[1])))
    whole = run(project, "usage", "verify").stdout
    for form in ("csv", "jsonl"):
        assert run(project, "usage", "export", "-f", form, "-o", str(project / f"b.{form}")).exit_code == 0
    for form in ("csv", "jsonl"):
        (project / "usage.db").unlink()
        assert run(project, "usage", "import", str(project / f"b.{form}")).exit_code == 0
        assert run(project, "usage", "verify").stdout == whole
    assert run(project, "usage", "forget", "--source", "x", "--yes").exit_code == 0
    assert run(project, "usage", "verify").stdout != whole
    assert run(project, "usage", "verify").exit_code == 0


def test_a_backup_is_merged_into_a_ledger_that_holds_more(project: Path) -> None:
    run(project, "usage", "import", str(export(project, post(project)[1])))
    backup = project / "b.jsonl"
    assert run(project, "usage", "export", "-f", "jsonl", "-o", str(backup)).exit_code == 0
    whole = run(project, "usage", "verify").stdout
    newer = export(project, post(project)[1], clicks=9)
    os.utime(newer, (1_788_003_600, 1_788_003_600))
    run(project, "usage", "import", str(newer))
    held = run(project, "usage", "verify").stdout
    merged = run(project, "usage", "import", str(backup))
    assert "0 new, 0 replaced, 0 unchanged, 1 refused for a newer export" in merged.stderr
    assert run(project, "usage", "verify").stdout == held != whole
    (project / "usage.db").unlink()
    other = export(project, "Another", clicks=3)
    other.write_text(other.read_text().replace('1,"Tue', '2,"Tue').replace("status/1", "status/2"))
    run(project, "usage", "import", str(other))
    assert "1 new" in run(project, "usage", "import", str(backup)).stderr
    assert "0 new, 0 replaced, 1 unchanged" in run(project, "usage", "import", str(backup)).stderr
    assert run(project, "usage", "verify").exit_code == 0
    backup.write_text(backup.read_text().replace('"value": 7', '"value": 8', 1))
    kept = run(project, "usage", "verify").stdout
    assert run(project, "usage", "import", str(backup)).exit_code == 4
    assert run(project, "usage", "verify").stdout == kept


def test_a_file_of_no_known_kind_is_told_by_its_path(project: Path) -> None:
    (project / "x.csv").write_text("a,b\n1,2\n")
    told = run(project, "usage", "import", str(project / "x.csv"))
    assert told.exit_code == 2
    assert "x.csv: is no export that is known" in told.stderr


def test_status_lists_some_unknown_targets_and_how_many_more(project: Path) -> None:
    rows = "".join(
        f'{number},"Tue, Jul 14, 2026",Nothing of ours {number},https://x.com/a/status/{number},1,0,0,0,0,0,0,0,0,0,0,0,0\n'
        for number in range(30)
    )
    (project / "x.csv").write_text(X + rows)
    run(project, "usage", "import", str(project / "x.csv"))
    said = run(project, "usage", "status").stdout
    assert said.count("no piece is known for") == 20
    assert "... and for 10 more; --all lists them" in said
    assert run(project, "usage", "status", "--all").stdout.count("no piece is known for") == 30
    assert len(json.loads(run(project, "usage", "status", "--json").stdout)["unknown"]) == 30


def test_two_halves_of_a_log_in_two_commands_are_told(project: Path) -> None:
    line = '203.0.113.7 - - [17/Aug/2026:10:00:0{} +0000] "GET /{} HTTP/1.1" 200 9 "-" "Mozilla/5.0 Firefox/145.0"\n'
    first, second = project / "access.log.1", project / "access.log"
    first.write_text(line.format(1, "a/") + line.format(2, "a/"))
    second.write_text(line.format(3, "b/") + line.format(4, "a/") + line.format(5, "b/"))
    both = "two cuts of the log each hold what the other lacks"
    assert both not in run(project, "usage", "import", str(first)).stderr
    assert f"2026-08-17: {both}" in run(project, "usage", "import", str(second)).stderr
    assert f"2026-08-17: {both}" in run(project, "usage", "import", str(first)).stderr
    assert both not in run(project, "usage", "import", str(first), str(second)).stderr
    first.write_text(line.format(1, "a/"))
    assert both not in run(project, "usage", "import", str(first)).stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("import", "nothing.csv"), 2, "there is no file"),
        (("status",), 4, "there is no ledger yet"),
        (("verify",), 4, "there is no ledger yet"),
        (("forget", "--yes"), 2, "say what to forget"),
        (("record", "nothing"), 2, "no piece's id"),
    ],
)
def test_what_goes_wrong_is_one_line(project: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = run(project, "usage", *words)
    assert done.exit_code == code
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_an_empty_ledger_file_is_an_error(project: Path) -> None:
    (project / "usage.db").write_bytes(b"")
    done = run(project, "usage", "import", str(export(project, "x")))
    assert done.exit_code == 4
    assert (project / "usage.db").read_bytes() == b""
