"""The voice: patterns by network and angle, hashtags, calls to action."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from repurpose.build.templates import own_texts, post_patterns
from repurpose.channels.channel import Brief
from repurpose.channels.social.hashtags import names, tags_of
from repurpose.channels.social.material import material
from repurpose.channels.social.post import Post
from repurpose.channels.social.shape import posts_of
from repurpose.channels.social.voice import fill, pattern
from repurpose.errors import ConfigError
from repurpose.model import CallToAction, Stage
from repurpose.rules.networks import networks
from tests.builders import asset, brief

CLAIM = "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones."


def posts(some: Brief, network: str = "mastodon") -> list[Post]:
    return posts_of(some, networks()[network], material(some, 3))[0]


def test_a_paragraph_that_says_nothing_is_left_out() -> None:
    """Names are filled; a paragraph of empty ones vanishes, one without names stays."""
    assert (
        fill("{hook}\n\n{text} {cta}\n\nHere:\n{link}\n\nBye\n", {"text": "a", "link": "b"}) == "a\n\nHere:\nb\n\nBye"
    )


def test_the_nearest_pattern_is_taken() -> None:
    """First of the network and angle, then of the network and kind, the angle, the kind."""
    known = {"snippet": "1", "figure": "2", "x.snippet": "3", "x.figure": "4"}
    for wanted in ("x.figure", "x.snippet", "figure", "snippet"):
        assert pattern(known, "x", "figure", "snippet") == known.pop(wanted)
    with pytest.raises(ConfigError, match=r"a post has no \{lnk\}"):
        pattern({"x.figure": "{lnk}"}, "x", "figure", "snippet")


def test_a_project_has_a_voice_of_its_own(tmp_path: Path) -> None:
    """A file in its templates/social/patterns takes the place of the built-in one, or adds one for a network."""
    folder = tmp_path / "templates" / "social" / "patterns"
    folder.mkdir(parents=True)
    (folder / "mastodon.figure.txt").write_text("In numbers: {text}\n\n{link}\n")
    some = brief(asset(f"{CLAIM}\n", description="Says."))
    mine = replace(some, project=replace(some.project, patterns=post_patterns(own_texts(tmp_path))))
    assert posts(mine)[1].text.startswith(f"In numbers: {CLAIM}\n\nhttps://")
    assert posts(mine, "x")[1].text.startswith(CLAIM)


def test_the_title_stands_with_what_does_not_name_the_subject() -> None:
    """So a reader knows what it is about; a sentence that names most of it needs no title, a lone word is no name."""
    assert posts(brief(asset(f"{CLAIM}\n", title="Winners", description="Says.")))[1].text.split("\n\n")[1] == "Winners"
    assert "\n\nReuse\n\n" in posts(brief(asset(f"{CLAIM}\n", title="Reuse", description="Says.")))[1].text
    assert "\n\nTeams" not in posts(brief(asset(f"{CLAIM}\n", title="Teams reuse", description="Says.")))[1].text


def test_a_call_to_action_fits_the_stage() -> None:
    """The author's own if the post leads where it calls; else one for the stage, in the asset's language, or none."""
    some = brief(asset(description="Says.", stages=(Stage.REPEAT,)))
    for url, is_said in ((some.url, True), ("https://a.example", False)):
        told = posts(brief(replace(some.asset, cta=CallToAction("Try it", url))))[0].text
        assert ("Try it" in told) is is_said
        assert (some.words("cta_repeat") in told) is not is_said
    for body, language, word in (
        ("1. 開く。\n2. 閉じる。\n", "ja", "cta_adoption"),
        ("Do this:\n\n- Write the line.\n- Check the line.\n", "en", "cta_adoption"),
        ("We sell:\n\n- Doors of wood.\n- Windows of glass.\n", "en", "cta_acquisition"),
    ):
        some = brief(asset(body, description="Says.", stages=(Stage.ADOPTION,), language=language))
        assert some.words(word) in posts(some)[0].text
    assert posts(brief(asset(description="Says.")))[0].text.count("\n\n") == 2


def test_names_are_tags_where_there_are_none() -> None:
    """What the title names and the text keeps coming back to; longer names before their parts; tags come first."""
    body = "Field Notes is here. I read Field Notes. Field Notes is good; notes are not.\n"
    some = brief(asset(body, title="Why Field Notes Works")).document
    assert names(some) == ("Field Notes",)
    body = "Spanish notes. A Spanish note. More Spanish notes.\n"
    assert names(brief(asset(body, title="Spanish notes")).document) == ()
    assert tags_of(some, 3) == ["#FieldNotes"]
    assert tags_of(some, 0) == []
    assert tags_of(brief(asset(body, title="Field Notes", tags=("own", "OWN"))).document, 3) == ["#Own"]
    short = "Sam is here, with EU and NGO. Sam, EU, NGO. Sam and EU and NGO.\n"
    assert names(brief(asset(short, title="Why Sam of EU left the NGO")).document) == ("NGO",)
    assert names(brief(asset("Using Tea. Using Tea. Using Tea.\n", title="Using Tea")).document) == ()
    body = "トレースは良い。トレースは速い。トレースです。"
    once, often = (brief(asset(body * times, title="トレースの話", language="ja")).document for times in (1, 2))
    assert (tags_of(once, 3), tags_of(often, 3)) == ([], ["#トレース"])  # a loan word is no name
