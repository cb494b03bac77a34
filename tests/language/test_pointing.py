"""Sentences that can't stand alone."""

import pytest

from repurpose.language.pointing import opens_dangling, points_out


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("This is why it matters.", "en"),
        ("However, nobody asked.", "en"),
        ("“They came back.”", "en"),
        ("For example, three readers wrote.", "en"),
        ("Trotzdem lohnt es sich.", "de"),
        ("しかし、それは違う。", "ja"),
        ("但是，没有人问。", "zh"),
    ],
)
def test_opens_dangling(sentence: str, language: str) -> None:
    """A sentence that begins with a word for what stood before can't be quoted alone."""
    assert opens_dangling(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Thistles grow in June.", "en"),
        ("Readers come back for good stories.", "en"),
        ("Itineraries sell.", "en"),
        ("This has no words in that language.", "qq"),
    ],
)
def test_stands_alone(sentence: str, language: str) -> None:
    """Whole words count, in the languages that are known."""
    assert not opens_dangling(sentence, language)


@pytest.mark.parametrize("sentence", ["See the table below.", "In this article we look back.", "詳しくは以下の通り。"])
def test_points_out(sentence: str) -> None:
    """A sentence that names a place outside it is found wherever it does so."""
    assert points_out(sentence)


def test_points_nowhere() -> None:
    """An ordinary sentence points at nothing."""
    assert not points_out("Readers come back for good stories.")
