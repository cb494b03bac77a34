"""Scores: what is found out in stages, and not at all where a sentence can't come to enough, is the plain sum."""

from __future__ import annotations

from math import inf
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.score import Scale
from repurpose.document.subject import subject_of
from repurpose.language.rhetoric import read
from repurpose.model import Access
from tests.builders import parsed

WORDS = {
    "en": "Writers habits never 40% 12 times must save readers faster new but pieces what some was , ;".split(),
    "de": "Gute Texte Redaktion nie 40 Prozent mehr aber schneller neu spart wichtig war ,".split(),
    "zh": "数字 让人 故事 不是 而是 ， 40% 提升 文章 必须 更 可能".split(),
    "it": "Testo dura 40% che un altro , di non".split(),
}
TITLES = {"en": "Writers save readers", "de": "Gute Texte der Redaktion", "zh": "故事比数字", "it": "Un testo che dura"}


@pytest.mark.parametrize("language", WORDS)
@given(data=st.data(), opens=st.booleans(), early=st.booleans(), is_item=st.booleans(), is_stressed=st.booleans())
def test_what_cant_come_to_enough_has_no_score_by_the_plain_sum_either(
    language: str, data: st.DataObject, *, opens: bool, early: bool, is_item: bool, is_stressed: bool
) -> None:
    """With nothing ruled out before all is found out, each sentence has the same score, or none."""
    words = data.draw(st.lists(st.sampled_from(WORDS[language]), min_size=5, max_size=20))
    end = data.draw(st.sampled_from(".?!。"))
    sentence = ("" if language == "zh" else " ").join(words) + end
    subject = parsed("Words.\n", title=TITLES[language], language=language).documents[Access.OPEN].view(subject_of)
    scale, reading = Scale(subject, language), read(sentence, language)

    def score() -> object:
        return scale.weigh(sentence, reading, opens=opens, early=early, is_item=is_item, is_stressed=is_stressed)

    with patch("repurpose.document.score.ROUNDING", inf):
        plain = score()
    assert score() == plain
