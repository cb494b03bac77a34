"""Stages as the author says, else as the words show; most texts show none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from repurpose.config import read_config
from repurpose.document.document import parse_asset
from repurpose.document.stages import MOST, served
from repurpose.language.stage_cues import stage_cues
from repurpose.library.library import read_library
from repurpose.model import Access, Stage
from tests.builders import parsed

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "otel-blog"


def stages(body: str, **fields: object) -> list[str]:
    return [one.stage for one in served(parsed(body, **fields).documents[Access.OPEN])]


@pytest.mark.parametrize(
    ("title", "body", "language", "expected"),
    [
        ("Getting started with maps", "Here is how to set up a map, step by step.", "en", ["adoption"]),
        ("Refer a friend", "A referral helps.\n\n## Invite a friend\n\nWord of mouth.", "en", ["referral"]),
        ("Erste Schritte", "Eine Anleitung zum Einrichten.", "de", ["adoption"]),
        ("Premiers pas", "Un tutoriel pour installer l'outil.", "fr", ["adoption"]),
        ("続・導入事例", "お客様の声を集めました。", "ja", ["advocacy"]),
        ("续订指南", "续费和再次购买的方法。", "zh", ["repeat"]),
        ("Notes on a walk", "How to walk is known to all.", "en", []),
        ("Getting around", "Nothing.", "en", []),
        ("Getting started", "Nothing.", "en", []),
        ("Getting started with tutorials, step by step", "Nothing.", "xx", []),
    ],
)
def test_words_show_a_stage(title: str, body: str, language: str, expected: list[str]) -> None:
    assert stages(body, title=title, language=language) == expected


def test_the_author_has_the_say() -> None:
    [one] = served(parsed("How to.", title="Getting started", stages=("onboarding",)).documents[Access.OPEN])

    assert (one.stage, one.is_proposed) == ("onboarding", False)


def test_reasons_tell_the_words_and_their_place() -> None:
    document = parsed("Intro.\n\n## First steps\n\nSet up the tool.", title="A tutorial").documents[Access.OPEN]

    assert served(document)[0].reasons == (
        "says “tutorial” (content/post.md:1)",
        "says “first steps” (content/post.md:12)",
        "says “set up” (content/post.md:14)",
    )


@pytest.mark.parametrize("language", "ar de en es fr ja ko pt ru zh".split())
def test_every_language_has_words_for_every_stage(language: str) -> None:
    cues = stage_cues(language)

    assert list(cues) == list(Stage)
    assert all(cues.values())
    assert all(word == word.lower().strip() for words in cues.values() for word in words)


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the corpora")
def test_a_corpus_of_posts_is_mostly_left_alone() -> None:
    """Posts of an engineering blog serve no stage that their words would show, but for a few guides."""
    library = read_library(CORPUS, read_config("", {}), ".")
    found = [served(parse_asset(replace(asset, stages=())).documents[Access.OPEN]) for asset in library.assets[::4]]

    assert sum(not some for some in found) > 0.8 * len(found)
    assert max(map(len, found)) <= MOST
