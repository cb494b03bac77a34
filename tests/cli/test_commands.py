"""The commands around the build."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_init_makes_a_project_that_builds(run: Run, tmp_path: Path) -> None:
    """A new project builds and checks without an error; its files are listed."""
    result = run("init", tmp_path / "site", "--ci", "github")

    assert result.exit_code == 0
    assert str(tmp_path / "site/.github/workflows/site.yml") in result.stdout
    assert run("build", "-C", tmp_path / "site").exit_code == 0
    assert (tmp_path / "site/outputs/site/first-post/index.html").is_file()
    assert run("check", "-C", tmp_path / "site").exit_code == 0


def test_init_loses_nothing(run: Run, tmp_path: Path) -> None:
    """A file that is there stays as it is; a project isn't made over another one."""
    (tmp_path / ".gitignore").write_text("mine\n")

    assert run("init", tmp_path).exit_code == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert run("init", tmp_path).exit_code == 2


def test_the_project_may_be_told_before_the_command(run: Run, tmp_path: Path) -> None:
    """As git has it; what stands behind the command's name goes before."""
    run("init", tmp_path / "site")

    assert run("-C", tmp_path / "site", "check").exit_code == 0
    assert run("-C", tmp_path / "no site", "check", "-C", tmp_path / "site").exit_code == 0
    assert "there is no folder" in run("-C", tmp_path / "no site", "check").stderr


def test_init_quotes_the_title(run: Run, tmp_path: Path) -> None:
    """A folder's name with quotes makes settings that can be read."""
    run("init", tmp_path / 'the "best" site')

    assert run("build", "-C", tmp_path / 'the "best" site').exit_code == 0


@pytest.mark.parametrize(
    "title", ["Plain title", "A title: with colon", '"Quoted"', "重复使用", "yes", "- dash", "#1 tip"]
)
def test_new_makes_a_draft_that_builds(run: Run, project: Path, title: str) -> None:
    """Whatever the title, the new asset has it, is a draft, and builds on demand."""
    result = run("new", "-C", project, "--json", "--", title)
    made = json.loads(result.stdout)

    assert run("build", "-C", project, "--drafts").exit_code == 0
    manifest = json.loads((project / "outputs/manifest.json").read_text())
    assert made["id"] in {row["asset"] for row in manifest["pieces"]}
    assert run("new", "-C", project, "--", title).exit_code == 2


def test_new_from_a_saved_page_keeps_the_article(run: Run, project: Path, tmp_path: Path) -> None:
    """Of a page only the article is kept, as Markdown, without its title, scripts and share bar."""
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><nav>Home</nav><article><h1>The title</h1><p>First <b>words</b>.</p><ul><li>one</li></ul>"
        "<div class='share-bar'>Share this</div><script>x()</script></article><footer>Bye</footer></body></html>"
    )

    run("new", "The title", "--from", page, "-C", project)

    body = (project / "content/the-title.md").read_text().split("---\n")[2]
    assert body == "\nFirst **words**.\n\n- one\n"


def test_check_writes_nothing(run: Run, project: Path) -> None:
    """A check finds what a build would, and leaves no file behind."""
    (project / "content/bad.md").write_text("---\ntitle: Bad\n---\n[gone](gone.md)\n")
    before = sorted(project.rglob("*"))

    result = run("check", "-C", project)

    assert result.exit_code == 0
    assert "content/bad.md:4: notice: gone.md leads nowhere [link-broken]" in result.stderr
    assert sorted(project.rglob("*")) == before
    assert run("check", "-C", project, "--strict").exit_code == 1


def test_check_takes_a_reason_for_a_notice(run: Run, project: Path) -> None:
    """An ignored notice is silent with a reason, and told of without one."""
    text = (
        "---\ntitle: Picture\ndate: 2026-01-01\n---\n<!-- repurpose: ignore image-missing{} -->\n![A cat](gone.png)\n"
    )
    path = project / "content/picture.md"

    path.write_text(text.format(" it comes tomorrow"))
    assert "image-missing" not in run("check", "-C", project).stderr
    path.write_text(text.format(""))
    told = run("check", "-C", project).stderr
    assert "[image-missing]" in told
    assert "[ignore-reason]" in told


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_check_since_a_revision(run: Run, project: Path) -> None:
    """Only files that changed since a revision are told of."""
    (project / "content/old.md").write_text("---\ntitle: Old\n---\n[gone](gone.md)\n")
    for command in (["init", "-q"], ["add", "-A"], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=project, check=True)
    (project / "content/new.md").write_text("---\ntitle: New\n---\n[gone](gone.md)\n")

    told = run("check", "-C", project, "--since", "HEAD").stderr

    assert "content/new.md" in told
    assert "content/old.md" not in told
    assert run("check", "-C", project, "--since", "no-such-revision").exit_code == 2


def test_a_check_takes_what_a_build_made(run: Run, project: Path) -> None:
    """It tells the same with the cache as without, leaves the cache as it is, and sees what changed since."""
    (project / "content/hello.md").write_text("---\ntitle: Hello\n---\n[gone](gone.md)\n")
    assert run("build", "-C", project).exit_code == 0
    kept = (project / ".repurpose/cache.sqlite").read_bytes()
    assert run("check", "-C", project).stderr == run("check", "-C", project, "--no-cache").stderr
    (project / "content/hello.md").write_text("---\ntitle: Hello\n---\n[away](away.md)\n")
    assert "away.md leads nowhere" in run("check", "-C", project).stderr
    assert (project / ".repurpose/cache.sqlite").read_bytes() == kept


def test_show_an_asset_a_channel_and_a_piece(run: Run, project: Path) -> None:
    """Pieces are shown as their readers get them; one by its id, with the reason it was chosen."""
    all_of_it = run("show", "hello", "-C", project)
    social = run("show", "content/hello.md", "-C", project, "--channel", "social", "--json")
    piece = run("show", "hello/social.x/announcement", "-C", project, "--why")

    assert "A test that can fail is worth ten that can't." in all_of_it.stdout
    assert "utm_source=bluesky" in all_of_it.stdout  # the address, not the name that Bluesky shows of it
    assert {row["id"].split("/")[1] for row in json.loads(social.stdout)["pieces"]} >= {"social.x", "social.mastodon"}
    assert "hello/social.x/announcement" in piece.stdout
    assert "announces the asset" in piece.stdout
    assert "A test that can fail" not in piece.stdout
    assert not (project / "outputs").exists()
    assert run("show", "helo", "-C", project).exit_code == 2


def test_channels_tells_rules_with_source_and_date(run: Run, project: Path) -> None:
    """Every channel with its files, every rule with its source and day; the project's own numbers are shown."""
    (project / "repurpose.toml").write_text("[social.mastodon]\nlimit = 1000\n")

    data = json.loads(run("channels", "-C", project, "--json").stdout)

    assert {row["name"] for row in data["channels"]} >= {"blog", "feed", "newsletter", "press_release", "social"}
    mastodon = next(row for row in data["networks"] if (row["network"], row["rule"]) == ("mastodon", "limit"))
    assert (mastodon["value"], mastodon["unit"], mastodon["source"]) == (1000, "graphemes", "repurpose.toml")
    assert all(row["source"] and row["checked_on"] for row in data["networks"])
    assert "280 weighted" in run("channels", "-C", project).stdout


def test_doctor_looks_at_every_dependency(run: Run, project: Path) -> None:
    """It names each thing it looked at, and a remedy for each fault."""
    findings = json.loads(run("doctor", "-C", project, "--json").stdout)

    looked_at = " ".join(finding["what"] for finding in findings)
    for name in ("Python", "feedgen 1.", "channel blog", "sanitiser", "mail headers"):
        assert name in looked_at
    assert all(finding["remedy"] for finding in findings if finding["fault"])


def test_a_wrong_command_gets_the_right_one(run: Run) -> None:
    """A slip of a command is answered with the command that was meant."""
    result = run("biuld")

    assert result.exit_code == 2
    assert "Did you mean build?" in result.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("new Title --from none.md", "--from: there is no file none.md"),
        ("lifecycle simulate --events none.csv", "--events: there is no file none.csv"),
        ("usage import none.csv", "there is no file none.csv — "),
        (
            "calendar --from 2026-12-01 --to 2026-11-01",
            "--to: 2026-11-01 is before --from 2026-12-01 — give the earlier day to --from",
        ),
        (
            "usage record hello/blog/page --on 2031-01-01 --as-of 2026-12-01",
            "--on: 2031-01-01 is yet to come — what is planned stands in calendar.toml",
        ),
    ],
)
def test_what_cant_be_asked_for_is_wrong_usage(run: Run, project: Path, words: str, told: str) -> None:
    """In one line, and nothing is made."""
    result = run(*words.split(), "-C", project)
    assert result.exit_code == 2
    assert result.stderr.startswith(told)
    assert result.stderr.count("\n") == 1
    assert not (project / ".repurpose").exists()


def test_debug_shows_where(run: Run, project: Path) -> None:
    """An error is one line, unless its origin is asked for."""
    (project / "repurpose.toml").write_text("[site\n")

    assert "Traceback" not in run("build", "-C", project).output
    assert "Traceback" in run("build", "-C", project, "--debug").stderr


def test_lifecycle_simulate(run: Run, project: Path, tmp_path: Path) -> None:
    """Who would get what when, as text, CSV and JSON; a bad line is told and the others count."""
    events = tmp_path / "events.csv"
    events.write_text("at,contact,event\n2026-03-01,ann,login\n2026-03-02,ann,logn\n2026-03-03,bob,lead\n")
    assert run("lifecycle", "simulate", "-C", project, "--events", events).exit_code == 3

    with (project / "repurpose.toml").open("a") as settings:
        settings.write('[lifecycle.hi]\ntrigger = "first-login"\nsteps = [{ asset = "hello" }, { asset = "gone" }]\n')
    text = run("lifecycle", "simulate", "-C", project, "--events", events)
    data = json.loads(run("lifecycle", "simulate", "-C", project, "--events", events, "--json").stdout)
    table = run("lifecycle", "simulate", "-C", project, "--events", events, "--format", "csv", "--all").stdout

    assert text.exit_code == 1
    assert f"{events}:3: there is no event 'logn'; did you mean login?" in text.stderr
    assert "1 mail to 1 contact" in text.stdout
    [sent] = data["sent"]
    assert (sent["at"], sent["contact"], sent["asset"]) == ("2026-03-01T08:00:00Z", "ann", "hello")
    assert sent["file"] == "lifecycle/hi/01-hello.html"
    assert '"gone","","","","","it has no mail then"' in table
    assert run("build", "-C", project).exit_code == 0
    assert (project / "outputs" / sent["file"]).is_file()


def test_lifecycle_simulate_of_a_big_or_bad_file(run: Run, project: Path, tmp_path: Path) -> None:
    """A table has no more rows than a person looks through; a file of bad lines doesn't flood the screen."""
    with (project / "repurpose.toml").open("a") as settings:
        settings.write('[lifecycle.hi]\ntrigger = "first-login"\nsteps = [{ asset = "hello" }]\n')
    big, bad = tmp_path / "big.csv", tmp_path / "bad.csv"
    big.write_text("at,contact,event\n" + "".join(f"2026-03-01,c{number},login\n" for number in range(1005)))
    bad.write_text("at,contact,event\n" + "soon,ann,login\n" * 30)

    text = run("lifecycle", "simulate", "-C", project, "--events", big).stdout
    csv = run("lifecycle", "simulate", "-C", project, "--events", big, "--format", "csv").stdout
    few, all_ = (run("lifecycle", "simulate", "-C", project, "--events", bad, *more) for more in ([], ["-v"]))
    nobody = run("lifecycle", "simulate", "-C", project, "--events", big, "--contact", "zoe")
    late = run("lifecycle", "simulate", "-C", project, "--events", big, "--until", "9999-01-01")

    assert text.count("hi: hello") == 1000
    assert "... and 5 more: --format csv has all" in text
    assert "1005 mails to 1005 contacts" in text.replace(",", "")
    assert csv.count('"hello"') == 2010
    assert few.stderr.count("is no date") == 20
    assert "... and 10 more lines that can't be used: -v tells each" in few.stderr
    assert all_.stderr.count("is no date") == 30
    assert (nobody.exit_code, late.exit_code) == (2, 2)
    assert "no line" in nobody.stderr
