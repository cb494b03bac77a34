"""The press release: in editors' order, nothing in it invented."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from repurpose.channels import registry
from repurpose.channels.channel import Project
from repurpose.config import read_config
from repurpose.document.parser import parse
from repurpose.errors import AssetError, ConfigError
from repurpose.language.interface import interface
from repurpose.language.words import count_words
from repurpose.library.library import read_library
from repurpose.library.source import check_asset
from repurpose.model import Asset, Quote
from repurpose.rules.datelines import styles
from tests.builders import BASE, MOMENT, ROOT, asset, brief, compose, config, kitchen_sink, pieces, project, rendered
from tests.conftest import Golden
from tests.oracle import faults


def release(**fields: object) -> str:
    return pieces("press_release", asset(**fields))["release.md"]  # type: ignore[arg-type]


def test_a_boilerplate_is_that_of_the_releases_language() -> None:
    """Else the site's, with a notice: once for the releases that nobody asked for, at the asset for the others."""
    settings = config().press_release
    both = replace(
        config(), press_release=replace(settings, boilerplate=None, boilerplates={"en": "We.", "de": "Wir."})
    )
    german, french = asset(language="de-AT"), asset(language="fr")
    for some, text in ((asset(), "We."), (german, "Wir."), (french, "We.")):
        composed = compose("press_release", brief(some, project(both)))
        assert composed.drafts[0].fields["boilerplate"] == text
        collected = registry.load("press_release").collect([composed.entry], project(both))  # type: ignore[list-item]
        assert ("press-language" in {notice.code for notice in collected.notices}) == (some is french)
    meant = asset(language="fr", include=("press_release",))
    assert "press-language" in {one.code for one in compose("press_release", brief(meant, project(both))).notices}


def test_a_quote_that_the_text_has_is_not_said_again() -> None:
    """Though its speaker stands between its sentences, or has a role beside the name; the same words of others are."""
    body = (
        'The dairy lost less milk.\n\n"I would have bet my truck on it," says Fenwick. "It wasn\'t the door."\n\n'
        "Nobody is late now."
    )
    given = (
        Quote("I would have bet my truck on it. It wasn't the door.", "Ruth Fenwick", "owner"),
        Quote("Nobody is late now.", "Joel Baptiste"),
    )
    made = release(body=body, quotes=given)
    assert made.count("bet my truck") == 1
    assert "“Nobody is late now.” — Joel Baptiste" in made
    assert "TK: a quote" not in release(body=body, quotes=given[:1])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "“Text” — A B, Chair"),
        ("zh", "“Text”——A B，Chair"),
        ("ja", "「Text」 — A B、Chair"),
        ("fr", "« Text » —"),
    ],
)
def test_a_quote_is_signed_as_posts_sign_it(language: str, said: str) -> None:
    """With the dash and the comma of the release's language."""
    some = replace(asset("One sentence.", quotes=(Quote("Text", "A B", "Chair"),)), language=language)
    made = pieces("press_release", some)
    assert said.replace(" »", "\u202f»").replace("« ", "«\u202f") in made["release.md"]
    assert said.replace(" »", "\u202f»").replace("« ", "«\u202f") in made["release.html"]


def test_a_release_has_the_order_of_newsrooms() -> None:
    """Release line, headline, subhead, dateline, text, quotes, link, boilerplate, contacts, end mark."""
    made = release(
        body="The lead.\n",
        description="What it says.",
        quotes=(Quote("It works.", "Ada", "editor"),),
        overrides={"press_release": {"city": "Berlin", "notes": "Pictures on request."}},
    )
    order = [
        "FOR IMMEDIATE RELEASE",
        "# A post",
        "*What it says.*",
        "**BERLIN, Nov. 20, 2026 —**",
        "The lead.",
        "“It works.” — Ada, editor",
        f"<{BASE}/post/?utm_source=press_release",
        "## About Field notes",
        "Field notes is a magazine about work.",
        "## Media contact",
        "- Ada Example, [press@example.org](<mailto:press@example.org>)",
        "## Notes to editors",
        "Pictures on request.",
        "\\###",
    ]
    places = [made.index(part) for part in order]
    assert places == sorted(places)


UNTOLD = read_config('[site]\ntitle = "x"\nurl = "https://example.org"\n', {})
WANTED: dict[str, object] = {"press_release": {"headline": "A headline"}}


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "ja", "ko", "pt", "ru", "zh"])
def test_what_nobody_told_is_to_come(language: str) -> None:
    """What is missing stands as [TK] in the release's own language, and a notice names it all."""
    some = asset("", overrides=WANTED, language=language)
    composed = compose("press_release", brief(some, project(UNTOLD)))
    [notice] = composed.notices
    assert notice.code == "press-tk"
    made = rendered("press_release", composed, some)
    for name in ("city", "organisation", "boilerplate", "contact", "quote", "lead"):
        assert name in notice.text
        mark = interface(language)("to_come", what=interface(language)(f"tk_{name}"))
        assert mark.startswith("[TK: ")
        assert mark in made["release.md"].content.decode()
        assert mark in made["release.html"].content.decode()


def test_what_every_release_lacks_is_told_once() -> None:
    """Drafts that nobody has asked for give one notice together, and those that are meant for the press one each."""
    where = project(UNTOLD)
    some = [asset("You and we.\n", id=f"post-{number}") for number in range(3)]
    wanted = asset("You and we.\n", id="wanted", overrides=WANTED)
    composed = [compose("press_release", brief(one, where)) for one in (*some, wanted)]
    assert [len(one.notices) for one in composed] == [0, 0, 0, 2]
    entries = [one.entry for one in composed if one.entry is not None]
    told = registry.load("press_release").collect(entries, where)
    assert {notice.code for notice in told.notices} == {"press-tk", "press-person"}
    assert all(notice.location.path == "repurpose.toml" for notice in told.notices)
    assert "city (3)" in told.notices[0].text
    assert "3 press releases speak to their reader" in told.notices[1].text
    alone = registry.load("press_release").collect(entries[:1], where)
    assert "1 press release speaks to its reader" in alone.notices[1].text
    assert not told.drafts


def test_a_release_that_lacks_nothing_is_told_of_nowhere() -> None:
    """With city, quote and the rest told, there is no [TK] and no notice."""
    some = asset(
        "The guild opened a school.\n",
        quotes=(Quote("It works.", "Ada"),),
        overrides={"press_release": {"city": "Rome"}},
    )
    composed = compose("press_release", brief(some))
    told = registry.load("press_release").collect([composed.entry] if composed.entry else [], project())
    assert composed.notices == told.notices == ()
    assert "TK" not in rendered("press_release", composed, some)["release.md"].content.decode()


def test_an_embargo_is_told_until_it_lifts() -> None:
    """A coming embargo stands in the release line with its moment and zone; a past one doesn't."""
    assert "EMBARGOED UNTIL noon UTC, Nov. 24, 2026" in release(embargo=MOMENT + timedelta(days=2))
    assert "FOR IMMEDIATE RELEASE" in release(embargo=MOMENT - timedelta(days=2))
    berlin = datetime(2026, 12, 1, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert "SPERRFRIST BIS 1. Dezember 2026, 09:30 CET" in release(language="de", embargo=berlin)


def test_styles_differ_in_dateline_and_end() -> None:
    """The settings choose the style; British notes to editors stand below ENDS."""
    own: dict[str, object] = {"press_release": {"city": "Kansas City, MO", "notes": ["One.", "Two."]}}
    made = {
        style: pieces("press_release", asset(overrides=own), project(config(f'style = "{style}"\n')))
        for style in styles()
    }
    assert "**KANSAS CITY, Mo., Nov. 20, 2026 —**" in made["ap"]["release.md"]
    assert "**KANSAS CITY, Mo., Nov. 20, 2026 /PRNewswire/ --**" in made["prnewswire"]["release.md"]
    assert "**KANSAS CITY, Mo.--(BUSINESS WIRE)--**" in made["businesswire"]["release.md"]
    uk = made["uk"]["release.md"]
    assert "**KANSAS CITY, Mo., 20 November 2026 –**" in uk
    assert uk.index("ENDS") < uk.index("## Notes to editors") < uk.index("Two.") < uk.index("## Media contact")
    assert uk.rstrip().endswith(")")
    for style in made:
        page = made[style]["release.html"]
        assert (
            (page.index("Two.") < page.index(">###<")) if style != "uk" else (page.index(">ENDS<") < page.index("Two."))
        )


@pytest.mark.parametrize("style", styles())
def test_notes_that_nobody_told_have_no_heading(style: str) -> None:
    """In no style and no format."""
    made = pieces("press_release", asset(), project(config(f'style = "{style}"\n')))
    assert not any("Notes to editors" in made[name] for name in ("release.md", "release.html"))
    assert "\n\n\n" not in made["release.md"]


def test_an_unknown_style_is_refused() -> None:
    """A slip names what was likely meant."""
    with pytest.raises(ConfigError, match="no style 'app'") as told:
        pieces("press_release", asset(), project(config('style = "app"\n')))
    assert told.value.hint == "did you mean ap?"


@pytest.mark.parametrize(
    ("month", "written"), [(1, "Jan."), (3, "March"), (5, "May"), (7, "July"), (9, "Sept."), (12, "Dec.")]
)
def test_months_are_those_of_the_associated_press(month: int, written: str) -> None:
    """Long months are shortened beside a day, short ones aren't."""
    made = release(date=datetime(2026, month, 3, tzinfo=UTC), overrides={"press_release": {"city": "Rome"}})
    assert f"ROME, {written} 3, 2026 —" in made


def test_other_languages_write_their_own_day() -> None:
    """The dateline's day is as the language writes it."""
    assert "2026年11月20日" in release(language="ja")


def test_whole_paragraphs_are_chosen() -> None:
    """About 450 words from the top; no code, tables, pictures, alerts, headings or notes; none is cut."""
    paragraph = "Word of it " * 30
    body = (
        "First.[^1]\n\n## Head\n\n```\ncode\n```\n\n| a |\n|---|\n| b |\n\n![c](https://a.example/d.png)\n\n"
        "> [!NOTE]\n> alert\n\n- item\n\n" + f"{paragraph}.\n\n" * 9 + "Last.\n\n[^1]: A note.\n"
    )
    made = release(body=body)
    assert "First." in made
    assert "- item" in made
    for absent in ("code", "Head", "| b", "d.png", "alert", "[^1]", "A note", "Last."):
        assert absent not in made
    words = count_words(" ".join(line for line in made.splitlines() if line.startswith("Word of it")))
    assert words in range(400, 501)
    assert words % 90 == 0


def test_a_paragraph_that_announces_nothing_is_left_out() -> None:
    """What ends with a colon and isn't followed by what it announces is no end of a release."""
    made = release(body="The lead.\n\nThis is how:\n\n```\ncode\n```\n")
    assert "This is how" not in made


def test_links_are_tracked() -> None:
    """A release's links to our site carry its id."""
    composed = compose("press_release", brief(asset("[a](post.md#b)\n")))
    assert all("utm_medium=press" in link.url for link in composed.drafts[0].links)
    assert any(link.url.endswith("#b") for link in composed.drafts[0].links)


def test_the_authors_own_words_win() -> None:
    """Headline, subhead, dateline, boilerplate, contacts and quotes may be told for the release alone."""
    own = {
        "headline": "Own headline",
        "subhead": "Own subhead",
        "lead": "Own lead.",
        "dateline": "OSLO —",
        "boilerplate": "Own boilerplate.",
        "contacts": ["Bo, bo@example.org"],
        "quotes": {"text": "Own quote.", "name": "Bo"},
    }
    made = release(overrides={"press_release": own}, quotes=(Quote("Not this.", "Ada"),))
    for part in (
        "# Own headline",
        "*Own subhead*",
        "**OSLO —** Own lead.\n\nSome words of a body.",
        "Own boilerplate.",
        "- Bo, bo@example.org",
        "Own quote.",
    ):
        assert part in made
    assert "Not this" not in made


@pytest.mark.parametrize(
    "own",
    [{"headlin": "a"}, {"headline": ["a"]}, {"city": "a\0b"}, {"quotes": [{"text": "a"}]}, {"contacts": [3]}],
    ids=str,
)
def test_what_cant_be_used_is_refused(own: dict[str, object]) -> None:
    """Unknown keys, what is no text, quotes without a name and contacts that are none are errors."""
    with pytest.raises(AssetError, match="press_release: "):
        compose("press_release", brief(asset(overrides={"press_release": own})))


def test_editors_are_spoken_to_in_the_third_person() -> None:
    """First and second person, and a headline that newsrooms cut, are told."""
    some = asset("You will love what we made.\n", title="Long " * 30, overrides={"press_release": {"city": "Rome"}})
    composed = compose("press_release", brief(some))
    assert {"press-person", "headline-long"} <= {notice.code for notice in composed.notices}


def test_a_first_sentence_that_is_left_out_is_told_at_its_line() -> None:
    """What a text begins with is its news: without it the release tells another; a lead of one's own mends it."""
    more = "\n\n".join(f"The guild opened school number {number} in the old harbour town." for number in range(40))
    body = f"\nWe open a second school.\n\n{more}\n"
    some = asset(body, overrides=WANTED)
    told = [one for one in compose("press_release", brief(some)).notices if one.code == "press-person"]
    assert [one.location.line for one in told] == [some.body_line + 1]
    assert "We open a second school." in told[0].text
    led = asset(body, overrides={"press_release": {"lead": "The guild opens a second school."}})
    assert "press-person" not in {one.code for one in compose("press_release", brief(led)).notices}


@pytest.mark.parametrize("title", ["*a* [b](javascript:c)", "# a", "<script>a</script>", "a_b_c & d"])
def test_titles_are_text_in_markdown_too(title: str) -> None:
    """A title's signs are shown, not obeyed."""
    made = release(title=title, description=title)
    headings = [after.content for token, after in zip(parse(made), parse(made)[1:], strict=False) if token.tag == "h1"]
    assert len([heading for heading in headings if heading]) == 1
    assert "".join(child.content for child in parse(made)[4].children or ()) == title


def test_the_reference(golden: Golden) -> None:
    """Every construct a release can have, in each of its files; of the Word document, its text part."""
    some = kitchen_sink()
    made = rendered("press_release", compose("press_release", some), some.asset)
    for name, piece in made.items():
        if name == "release.docx":
            with zipfile.ZipFile(io.BytesIO(piece.content)) as archive:
                golden("press_release/kitchen-sink/document.xml", archive.read("word/document.xml"))
        else:
            golden(f"press_release/kitchen-sink/{name}", piece.content)
    assert faults(made["release.html"].content.decode()) == []


_CONTENT = read_library(ROOT, read_config((ROOT / "repurpose.toml").read_text(encoding="utf-8"), {}), "content").assets
_CORPORA = [
    (found, folder)
    for folder in ("rust-blog", "otel-blog/en")
    for found in sorted((ROOT.parent / "shared" / "corpus" / folder).rglob("*.md"))[::40]
]
_FIGURE_OR_NAME = re.compile(r"\d[\d.,:]*\d|\d|(?<=[a-z,;] )[A-Z][\w'’-]*\w")


def _is_invented(some: Asset, where: Project) -> list[str]:
    """The figures and names of a release that stand neither in its source nor in the settings, dates aside."""
    made = pieces("press_release", some, where)["release.md"]
    told = f"{some.title} {some.description} {some.body} {some.quotes} {some.overrides} {some.tags} {where.config}"
    told = re.sub(r"\]\([^)]*\)", "", told)
    known = "".join(char for char in unescape(told) if char.isalnum())
    body = "\n".join(line for line in made.splitlines() if not line.startswith(("**", "#", "Read on")))
    lead = made.partition("—** ")[2].partition("\n")[0]
    found = _FIGURE_OR_NAME.findall(re.sub(r"\]\(<[^>]*>\)|\[TK: [^]]*\]", "", f"{lead}\n{body}"))
    return [one for one in found if "".join(char for char in one if char.isalnum()) not in known]


@pytest.mark.parametrize(
    "some",
    [one for one in _CONTENT if one.language == "en" and "press_release" not in one.exclude],
    ids=lambda one: one.id,
)
def test_nothing_is_invented(some: Asset) -> None:
    """Every figure and name of our own releases stands in their source or in the settings."""
    assert _is_invented(some, project()) == []


@pytest.mark.parametrize(("path", "folder"), _CORPORA, ids=lambda one: getattr(one, "stem", one))
def test_nothing_is_invented_from_others_texts(path: Path, folder: str) -> None:
    """Nor in those of other blogs; and they keep to their length."""
    checked = check_asset(path.read_text(encoding="utf-8"), PurePosixPath(path.name), f"content/{path.name}", config())
    if checked.asset is None:
        pytest.skip("a draft or no asset")
    assert _is_invented(checked.asset, project()) == []
    text = json.loads(pieces("press_release", checked.asset)["release.ninjs.json"])["bodies"][1]["value"]
    assert count_words(text) <= 515  # the dateline's own words are beside the 500


@given(st.text(st.characters(codec="utf-8"), max_size=120))
def test_hostile_words_stay_words(text: str) -> None:
    """Whatever stands in a title, a quote or a body, each file holds it as text and can be read."""
    some = asset(
        f"{text}\n",
        title=f"a{text}",
        quotes=(Quote(f"b{text}", f"c{text}"),),
        tags=(f"d{text}",),
        description=f"e{text}",
    )
    composed = compose("press_release", brief(some))
    made = {name: piece.content for name, piece in rendered("press_release", composed, some).items()}
    assert made == {name: piece.content for name, piece in rendered("press_release", composed, some).items()}
    assert json.loads(made["release.ninjs.json"])["headlines"][0]["value"] == f"a{text}"
    assert b"<script" not in made["release.html"].lower()
    Document(io.BytesIO(made["release.docx"]))


def test_a_megabyte_gives_a_release_of_its_length() -> None:
    """However long the source is, its release isn't."""
    made = pieces("press_release", asset("The guild opened a school in town. " * 30_000))["release.md"]
    assert count_words(made) < 600
    assert "[TK: a first paragraph" in pieces("press_release", asset("word " * 200_000))["release.md"]


def test_files_may_be_left_out() -> None:
    """Those who need no Word document don't pay for one."""
    assert {PurePosixPath(draft.path).suffix for draft in compose("press_release", brief(asset())).drafts} == {
        ".md",
        ".html",
        ".docx",
        ".json",
    }
    assert {PurePosixPath(path).name for path in registry.load("press_release").files} == {
        PurePosixPath(draft.path).name for draft in compose("press_release", brief(asset())).drafts
    } | {"release.pdf"}


def test_the_boilerplate_follows_the_house_style() -> None:
    """Its words are the project's own, so they are told once, at the settings."""
    where = project(config('[style]\nspellings = ["Magazine"]\n'))
    [notice] = registry.load("press_release").collect([], where).notices
    assert (notice.code, notice.location.path) == ("style-spelling", "repurpose.toml")
