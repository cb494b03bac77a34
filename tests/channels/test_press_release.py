"""The press release: in editors' order, nothing in it invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from repurpose.config import read_config
from repurpose.document.parser import parse
from repurpose.errors import AssetError
from repurpose.language.words import count_words
from repurpose.model import Quote
from tests.builders import BASE, MOMENT, asset, brief, compose, kitchen_sink, pieces, project, rendered
from tests.conftest import Golden
from tests.oracle import faults


def release(**fields: object) -> str:
    return pieces("press_release", asset(**fields))["release.md"]  # type: ignore[arg-type]


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
        "- Ada Example, press@example.org",
        "Pictures on request.",
        "\\###",
    ]
    places = [made.index(part) for part in order]
    assert places == sorted(places)


def test_what_nobody_told_is_to_come() -> None:
    """City, organisation, boilerplate and contacts that are missing stand as [TK], and a notice names them."""
    where = project(read_config('[site]\ntitle = "x"\nurl = "https://example.org"\n', {}))
    composed = compose("press_release", brief(asset(), where))
    [notice] = composed.notices
    assert notice.code == "press-tk"
    assert all(name in notice.text for name in ("dateline", "organisation", "boilerplate", "contacts"))
    made = rendered("press_release", composed, asset())
    assert (
        made["release.md"].content.decode().count("TK: ") == made["release.html"].content.decode().count("[TK: ") >= 4
    )


def test_an_embargo_is_told_until_it_lifts() -> None:
    """A coming embargo stands in the release line with its moment; a past one doesn't."""
    assert "UNDER EMBARGO UNTIL November 24, 2026, 12:00 UTC" in release(embargo=MOMENT + timedelta(days=2))
    assert "FOR IMMEDIATE RELEASE" in release(embargo=MOMENT - timedelta(days=2))


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
        "dateline": "OSLO —",
        "boilerplate": "Own boilerplate.",
        "contacts": ["Bo, bo@example.org"],
        "quotes": {"text": "Own quote.", "name": "Bo"},
    }
    made = release(overrides={"press_release": own}, quotes=(Quote("Not this.", "Ada"),))
    for part in (
        "# Own headline",
        "*Own subhead*",
        "**OSLO —**",
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
    composed = compose("press_release", brief(asset("You will love what we made.\n", title="Long " * 30)))
    assert {"press-person", "headline-long"} <= {notice.code for notice in composed.notices}


@pytest.mark.parametrize("title", ["*a* [b](javascript:c)", "# a", "<script>a</script>", "a_b_c & d"])
def test_titles_are_text_in_markdown_too(title: str) -> None:
    """A title's signs are shown, not obeyed."""
    made = release(title=title, description=title)
    headings = [after.content for token, after in zip(parse(made), parse(made)[1:], strict=False) if token.tag == "h1"]
    assert len([heading for heading in headings if heading]) == 1
    assert "".join(child.content for child in parse(made)[4].children or ()) == title


def test_the_reference(golden: Golden) -> None:
    """Every construct a release can have, in both files."""
    some = kitchen_sink()
    made = rendered("press_release", compose("press_release", some), some.asset)
    for name, piece in made.items():
        golden(f"press_release/kitchen-sink/{name}", piece.content)
    assert faults(made["release.html"].content.decode()) == []
