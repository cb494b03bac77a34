"""`repurpose build` as its users meet it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

WHEN = ("--as-of", "2026-11-22")


def test_builds_every_channel(run: Run, project: Path) -> None:
    """One asset becomes all five channels' files, and the manifest lists every one of them with its digest."""
    result = run("build", "-C", project, *WHEN)

    assert result.exit_code == 0
    outputs = project / "outputs"
    for path in (
        "site/index.html",
        "site/hello/index.html",
        "site/archive/index.html",
        "site/tags/index.html",
        "site/feed.xml",
        "site/atom.xml",
        "site/feed.json",
        "site/sitemap.xml",
        "site/robots.txt",
        "newsletter/hello/message.html",
        "newsletter/hello/message.txt",
        "newsletter/hello/message.eml",
        "press_release/hello/release.md",
        "press_release/hello/release.html",
        "social/hello/x.json",
        "social/hello/bluesky.txt",
    ):
        assert (outputs / path).is_file(), path
    manifest = json.loads((outputs / "manifest.json").read_text())
    listed = {row["path"] for row in manifest["pieces"]}
    written = {file.relative_to(outputs).as_posix() for file in outputs.rglob("*") if file.is_file()}
    assert listed == written - {"manifest.json"}
    assert manifest["version"] == 1
    assert manifest["as_of"] == "2026-11-22T00:00:00Z"


def test_stdout_is_data_and_stderr_is_talk(run: Run, project: Path) -> None:
    """A build says what it did on stderr; stdout stays empty, or holds JSON when asked."""
    talk = run("build", "-C", project, *WHEN)
    data = run("build", "-C", project, *WHEN, "--json")

    assert talk.stdout == ""
    assert "1 asset, " in talk.stderr
    assert data.stderr == ""
    assert json.loads(data.stdout)["unchanged"] > 0


def test_second_build_touches_nothing(run: Run, project: Path) -> None:
    """What didn't change keeps its file, down to the time it was written."""
    run("build", "-C", project, *WHEN)
    before = {path: path.stat().st_mtime_ns for path in (project / "outputs").rglob("*")}

    result = run("build", "-C", project, *WHEN)

    assert "0 written" in result.stderr
    assert {path: path.stat().st_mtime_ns for path in (project / "outputs").rglob("*")} == before


def test_a_bad_asset_hinders_no_other(run: Run, project: Path) -> None:
    """It is one line with place and remedy, exit 1; the others are built, and its last good pieces stay."""
    run("build", "-C", project, *WHEN)
    (project / "content" / "hello.md").write_text("---\ntitle: Hello: world\n---\nText.\n")
    (project / "content" / "other.md").write_text("---\ntitle: Other\n---\nOther text.\n")

    result = run("build", "-C", project, *WHEN)

    assert result.exit_code == 1
    assert "content/hello.md:2: the front matter is no YAML" in result.stderr
    assert '— put the text in quotes: title: "Hello: world"' in result.stderr
    assert (project / "outputs/site/other/index.html").is_file()
    assert (project / "outputs/site/hello/index.html").is_file()


def test_a_deleted_asset_takes_its_pieces_along(run: Run, project: Path) -> None:
    """Pieces of a deleted asset go; a file that repurpose did not write stays."""
    run("build", "-C", project, *WHEN)
    mine = project / "outputs/site/hello/mine.txt"
    mine.write_text("mine")
    (project / "content/hello.md").rename(project / "content/goodbye.md")

    run("build", "-C", project, *WHEN)

    assert not (project / "outputs/site/hello/index.html").exists()
    assert not (project / "outputs/newsletter/hello").exists()
    assert mine.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--channel", "blok"), 2, "did you mean blog?"),
        (("--asset", "nothing"), 2, "there is no asset 'nothing'"),
        (("--as-of", "someday"), 2, "is no date"),
        (("--output", "content"), 2, "is where the project itself stands"),
        (("--jobs", "0"), 2, "0 is not in the range"),
    ],
)
def test_wrong_usage_is_2(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """A wrong call ends with 2 and says what would be right."""
    monkeypatch.chdir(project)

    result = run("build", *arguments)

    assert result.exit_code == code
    assert words in result.stderr


def test_wrong_settings_are_3(run: Run, project: Path) -> None:
    """All faults of the settings are told at once, each with its line."""
    (project / "repurpose.toml").write_text('[site]\ntitel = "x"\ntimezone = "Mars"\n[bild]\n')

    result = run("build", "-C", project)

    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "repurpose.toml:2: unknown key in [site]: titel — did you mean title?",
        "repurpose.toml:3: [site] timezone: 'Mars' is no time zone like Europe/Berlin or UTC",
        "repurpose.toml:4: unknown section: bild — did you mean build?",
    ]


def test_a_wrong_template_is_3_with_its_line(run: Run, project: Path) -> None:
    """A project's template takes the built-in one's place; what is wrong in it is told with its line."""
    (project / "templates/blog").mkdir(parents=True)
    (project / "templates/blog/robots.txt").write_text("User-agent: *\n{{ nothing }}\n")

    result = run("build", "-C", project)

    assert result.exit_code == 3
    assert result.stderr.startswith("templates/blog/robots.txt:2: the template can't be filled: 'nothing' is undefined")


def test_strict_makes_notices_count(run: Run, project: Path) -> None:
    """A notice ends a strict build with 1, unless it is in the baseline."""
    (project / "content/hello.md").write_text("---\ntitle: Hello\ndate: 2026-01-02\n---\n![](gone.png)\n\nText.\n")

    assert run("build", "-C", project, *WHEN).exit_code == 0
    assert run("build", "-C", project, *WHEN, "--strict").exit_code == 1
    assert run("check", "-C", project, *WHEN, "--update-baseline").exit_code == 0
    assert run("build", "-C", project, *WHEN, "--strict").exit_code == 0


def test_one_channel_or_asset_leaves_the_rest(run: Run, project: Path) -> None:
    """A build of one channel, or one asset, touches nothing of the others and keeps them in the manifest."""
    (project / "content/other.md").write_text("---\ntitle: Other\ndate: 2026-01-01\n---\nOther text.\n")
    run("build", "-C", project, *WHEN)
    manifest = project / "outputs/manifest.json"
    whole = json.loads(manifest.read_text())["pieces"]

    run("build", "-C", project, *WHEN, "--channel", "social")
    assert json.loads(manifest.read_text())["pieces"] == whole
    run("build", "-C", project, *WHEN, "--asset", "other")
    assert json.loads(manifest.read_text())["pieces"] == whole


def test_drafts_are_built_on_demand(run: Run, project: Path) -> None:
    """A draft makes nothing until it is asked for."""
    (project / "content/draft.md").write_text("---\ntitle: Draft\nstatus: draft\n---\nText.\n")

    run("build", "-C", project)
    assert not (project / "outputs/site/draft").exists()
    run("build", "-C", project, "--drafts")
    assert (project / "outputs/site/draft/index.html").is_file()


def test_a_future_post_is_handed_over_ahead(run: Run, project: Path) -> None:
    """The site shows only what is published; mails and posts are made ahead, with the day in the manifest."""
    (project / "content/soon.md").write_text("---\ntitle: Soon\ndate: 2026-12-01\n---\nText for later.\n")

    run("build", "-C", project, *WHEN)

    outputs = project / "outputs"
    assert not (outputs / "site/soon").exists()
    assert (outputs / "newsletter/soon/message.txt").is_file()
    pieces = json.loads((outputs / "manifest.json").read_text())["pieces"]
    assert {row["not_before"] for row in pieces if row["asset"] == "soon"} == {"2026-12-01T00:00:00Z"}
    assert "Soon" not in (outputs / "site/index.html").read_text() + (outputs / "site/feed.xml").read_text()


def test_under_embargo_only_the_press_release(run: Run, project: Path) -> None:
    """Until an embargo lifts nothing but the release is made, and a notice says so."""
    (project / "content/secret.md").write_text(
        "---\ntitle: Secret\ndate: 2026-11-01\nembargo: 2026-11-25T09:00:00Z\n---\nThe secret text of the day.\n"
    )

    result = run("build", "-C", project, *WHEN)

    pieces = json.loads((project / "outputs/manifest.json").read_text())["pieces"]
    assert {row["channel"] for row in pieces if row["asset"] == "secret"} == {"press_release"}
    assert "content/secret.md:4: notice: secret is under embargo" in result.stderr
    release = (project / "outputs/press_release/secret/release.md").read_text()
    assert "EMBARGOED UNTIL 9 a.m. UTC, Nov. 25, 2026" in release


def test_a_leak_stops_the_asset(run: Run, project: Path) -> None:
    """Gated words in a description would show everywhere: the asset makes nothing, and earlier pieces go."""
    gated = "The premium sentence is only for those who paid for it."
    path = project / "content/gated.md"
    path.write_text(f"---\ntitle: Gated\ndate: 2026-01-01\n---\nOpen text.\n\n:::premium\n{gated}\n:::\n")
    run("build", "-C", project, *WHEN)
    outputs = project / "outputs"
    assert gated in (outputs / "members/gated/index.html").read_text()
    public = [
        file.read_text(errors="replace")
        for file in outputs.rglob("*")
        if file.is_file() and "members" not in file.parts
    ]
    assert not any("only for those who paid" in text for text in public)

    path.write_text(path.read_text().replace("title: Gated\n", f'title: Gated\ndescription: "{gated}"\n'))
    result = run("build", "-C", project, *WHEN)

    assert result.exit_code == 1
    assert "content/gated.md:9: premium text would stand in" in result.stderr
    assert not (outputs / "site/gated").exists()
    assert not (outputs / "newsletter/gated").exists()


def test_each_tier_has_its_own_page(run: Run, project: Path) -> None:
    """Of an asset with two tiers there is a page for each, complete for its readers; the site has neither's text."""
    (project / "content/tiers.md").write_text(
        "---\ntitle: Tiers\ndate: 2026-01-01\n---\nOpen words for all of you.\n\n"
        ":::registered\nWords that only registered readers see.\n:::\n\n:::premium\nWords that only members see.\n:::\n"
    )

    run("build", "-C", project, *WHEN)

    outputs = project / "outputs"
    registered = (outputs / "members/registered/tiers/index.html").read_text()
    full = (outputs / "members/tiers/index.html").read_text()
    assert "Words that only registered readers see." in registered
    assert "Words that only members see." not in registered
    assert "Words that only members see." in full
    assert "Words that only" not in (outputs / "site/tiers/index.html").read_text()


def test_pictures_are_as_secret_as_their_text(run: Run, project: Path) -> None:
    """A draft's picture is nowhere, that of gated text beside the members' page, that of a later post not yet there."""
    for name in ("draft", "later", "gated", "open"):
        (project / f"content/{name}.png").write_bytes(f"picture of {name}".encode())
    content = project / "content"
    (content / "draft.md").write_text("---\ntitle: D\nstatus: draft\n---\n![d](draft.png)\n")
    (content / "later.md").write_text("---\ntitle: L\ndate: 2026-12-01\n---\nText.\n\n![l](later.png)\n")
    (content / "gated.md").write_text(
        "---\ntitle: G\ndate: 2026-01-01\n---\n![o](open.png)\n\n:::premium\n![g](gated.png)\n:::\n"
    )

    run("build", "-C", project, *WHEN)

    outputs = project / "outputs"
    assert sorted(path.name.split(".")[0] for path in outputs.glob("site/assets/*.png")) == ["open"]
    assert sorted(path.name.split(".")[0] for path in outputs.glob("members/assets/*.png")) == ["gated", "open"]
    assert 'src="../assets/gated.' in (outputs / "members/gated/index.html").read_text()


def test_an_empty_body_hinders_nothing(run: Run, project: Path) -> None:
    """An asset of a title alone, or of a comment, makes what can be made of it."""
    (project / "content/empty.md").write_text("---\ntitle: Empty\n---\n")
    (project / "content/comment.md").write_text("---\ntitle: Comment\n---\n<!-- c -->\n")

    assert run("build", "-C", project, *WHEN).exit_code == 0
    assert (project / "outputs/site/empty/index.html").is_file()


@pytest.mark.parametrize(("template", "why"), [("{{ 1 / 0 }}", "ZeroDivisionError"), ("{{ title + 1 }}", "TypeError")])
def test_a_template_that_fails_is_one_line(run: Run, project: Path, template: str, why: str) -> None:
    """Whatever a project's template does, its fault is told with its place."""
    (project / "templates/blog").mkdir(parents=True)
    (project / "templates/blog/tags.html").write_text(f"x\n{template}\n")

    result = run("build", "-C", project)

    assert result.exit_code == 3
    assert result.stderr.startswith(f"templates/blog/tags.html:2: the template can't be filled: {why}")


@pytest.mark.parametrize("slug", ["index.html", "feed.xml", "sitemap.xml", "assets", "tags"])
def test_names_of_the_site_are_reserved(run: Run, project: Path, slug: str) -> None:
    """A slug that is a file or folder of the site itself is refused, and the rest is built."""
    (project / "content/clash.md").write_text(f"---\ntitle: Clash\nslug: {slug}\n---\nText.\n")

    result = run("build", "-C", project, *WHEN)

    assert result.exit_code == 1
    assert f"content/clash.md:3: slug {slug!r} is a reserved name" in result.stderr
    assert (project / "outputs/site/hello/index.html").is_file()


def test_settings_of_channels_are_checked(run: Run, project: Path) -> None:
    """An unknown setting of a channel is an error with what was meant, and so is a value that can't be."""
    with (project / "repurpose.toml").open("a") as file:
        file.write("[channels.feed]\nitmes = 3\n")
    assert "did you mean items?" in run("build", "-C", project).stderr
    text = (project / "repurpose.toml").read_text()
    (project / "repurpose.toml").write_text(text.replace("itmes = 3", "items = 0"))
    assert "items must be a number, 1 or more, not 0" in run("build", "-C", project).stderr


def test_the_day_is_that_of_the_site(run: Run, project: Path) -> None:
    """A new asset is dated by the day where the site is at home, not by UTC's."""
    text = (project / "repurpose.toml").read_text()
    (project / "repurpose.toml").write_text(text.replace("[site]", '[site]\ntimezone = "America/Los_Angeles"'))

    run("new", "Evening", "-C", project, "--as-of", "2026-06-01T03:00:00Z")

    assert "date: 2026-05-31" in (project / "content/evening.md").read_text()


def test_quiet_and_strict_says_what_it_fails_for(run: Run, project: Path) -> None:
    """A strict command that is to be quiet tells the notices it ends with 1 for."""
    (project / "content/hello.md").write_text("---\ntitle: Hello\ndate: 2026-01-02\n---\n![](gone.png)\n\nText.\n")

    assert "[image-missing]" in run("check", "-C", project, "-q", "--strict").stderr
    assert run("check", "-C", project, "-q").stderr == ""


def test_quiet_keeps_notices_out_of_sight_not_out_of_the_manifest(run: Run, project: Path) -> None:
    """`-q` says what is wrong alone; that a text is passed over is a notice like any other, and the manifest has it."""
    (project / "content/passed-over.mdx").write_text("# Hello\n")

    assert "[not-read]" in run("build", "-C", project).stderr
    assert run("build", "-C", project, "-q").stderr == ""
    notices = json.loads((project / "outputs/manifest.json").read_text())["notices"]
    assert ("not-read", "content/passed-over.mdx") in {(one["code"], one["path"]) for one in notices}
    quiet = run("build", "-C", project, "-q", "--strict")
    assert (quiet.exit_code, "[not-read]" in quiet.stderr) == (1, True)


def test_a_language_without_words_is_told(run: Run, project: Path) -> None:
    """The pieces are made, with English dates and buttons, and a notice says so."""
    (project / "content/nl.md").write_text("---\ntitle: Hallo\nlanguage: nl\n---\nTekst.\n")

    result = run("build", "-C", project, *WHEN)

    assert "content/nl.md:3: notice: there are no interface words for nl, so en stands in" in result.stderr
    assert (project / "outputs/site/nl/nl/index.html").is_file()


def test_a_channel_makes_only_the_files_it_is_asked_for(run: Run, project: Path) -> None:
    """`files` leaves the others out, of every channel, and takes back those of an earlier build."""
    assert run("build", "-C", project, "--as-of", "2026-02-01").exit_code == 0
    settings = project / "repurpose.toml"
    settings.write_text(
        settings.read_text() + '[channels.newsletter]\nfiles = ["*.html"]\n[channels.social]\nfiles = ["*.json"]\n'
        '[channels.feed]\nfiles = ["feed.xml"]\n'
    )
    assert run("build", "-C", project, "--as-of", "2026-02-01").exit_code == 0
    made = {str(path.relative_to(project / "outputs")) for path in (project / "outputs").rglob("*") if path.is_file()}
    assert {path for path in made if path.startswith("newsletter/")} == {"newsletter/hello/message.html"}
    assert {path.rpartition(".")[2] for path in made if path.startswith("social/")} == {"json"}
    assert "site/feed.xml" in made
    assert "site/atom.xml" not in made


def test_another_sites_outputs_are_refused(tmp_path: Path) -> None:
    """Built to the outputs of another site, nothing of theirs is replaced; one's own may be called anew."""
    for name in ("one", "two"):
        (tmp_path / name / "content").mkdir(parents=True)
        (tmp_path / name / "content/a.md").write_text(f"---\ntitle: {name}\n---\nWords.\n")
    command = [sys.executable, "-m", "repurpose", "build", "-q", "-C"]
    subprocess.run([*command, str(tmp_path / "one")], check=True)
    page = tmp_path / "one/outputs/site/a/index.html"
    before = page.read_bytes()

    done = subprocess.run(
        [*command, str(tmp_path / "two"), "-o", str(tmp_path / "one/outputs")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "holds the outputs of another site, 'one' at https://example.com" in done.stderr
    assert page.read_bytes() == before

    (tmp_path / "one/repurpose.toml").write_text('[site]\ntitle = "Renamed"\nurl = "https://one.example"\n')
    subprocess.run([*command, str(tmp_path / "one")], check=True)
