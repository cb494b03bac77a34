"""How long a text is spoken, and the captions that stand meanwhile."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.channels.video.voice import Cue, Voice
from repurpose.formats.lines import columns
from repurpose.language.tags import primary
from repurpose.rules.captions import captions

TEXTS = {
    "en": "Six columns are enough for a small team, and each needs a limit and a plain rule for leaving it behind.",
    "de": "Die Gesellschafterversammlungsprotokolle sind wichtig. Donaudampfschifffahrtsgesellschaftskapitänsmütze!",
    "ar": "أول من يملّ المقال كاتبه، وآخر من يراه معظم قرّائه. الكتابة أغلى ما في صناعة المحتوى.",
    "ja": "良い記事が使われなくなるのは、たいてい読者より先に作り手が飽きるからです。OpenTelemetryを使います。",
    "zh": "多数好内容，读者还没看腻，作者就先放弃了。文章发出去，当周转发两次，然后就沉了底。",
    "ko": "좋은 글이 더 이상 쓰이지 않는 까닭은 대개 독자보다 먼저 글쓴이가 싫증을 내기 때문입니다.",
}


def voice(language: str, pace: int | None = None) -> Voice:
    rules = captions(primary(language))
    return Voice(language, rules, pace or rules.pace.value)


def check(cues: list[Cue], rules_of: str) -> None:
    """What the rules ask of captions: widths, times, reading speed, order."""
    rules = captions(primary(rules_of))
    for cue in cues:
        assert 0 < len(cue.lines) <= rules.lines.value
        assert all(0 < columns(line) <= rules.columns.value for line in cue.lines)
        time = cue.end - cue.start
        assert rules.shortest.value <= time <= rules.longest.value
        assert columns(" ".join(cue.lines)) <= rules.speed.value * time / 1000 + 1
    assert all(one.end + rules.gap.value <= other.start for one, other in itertools.pairwise(cues))


@pytest.mark.parametrize("language", TEXTS)
def test_captions_keep_the_rules_of_their_language(language: str) -> None:
    """And say all that is spoken."""
    cues = list(voice(language).cues([TEXTS[language]], 1000))
    check(cues, language)
    assert cues[0].start == 1000
    said = "".join("".join(cue.lines) for cue in cues)
    assert "".join(said.split()) == "".join(TEXTS[language].split())


def test_a_voice_keeps_its_pace() -> None:
    """150 words are a minute, 225 Chinese characters as well; two Latin letters count as one of these."""
    assert voice("en").milliseconds("word " * 150) == pytest.approx(60_000)
    assert voice("en", 100).milliseconds("word " * 150) == pytest.approx(90_000)
    assert voice("zh-Hans").milliseconds("好" * 225) == pytest.approx(60_000)
    assert voice("zh").milliseconds("好，ab。") == voice("zh").milliseconds("好好")


def test_what_is_long_to_read_is_spoken_slowly() -> None:
    """A caption never goes before it can be read."""
    word = "Donaudampfschifffahrt"
    (cue,) = voice("de", 400).cues([f"{word} {word}."], 0)
    assert cue.end >= len(f"{word} {word}.") * 1000 / 17


def test_a_short_sentence_shares_a_caption() -> None:
    """Nothing flashes by."""
    (cue,) = voice("en").cues(["No.", "It holds for five minutes."], 0)
    assert cue.lines == ("No. It holds for five minutes.",)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200), max_size=4),
    st.sampled_from(sorted(TEXTS)),
    st.integers(min_value=60, max_value=400),
)
def test_captions_follow_each_other(sentences: list[str], language: str, pace: int) -> None:
    """Of any text at any pace: each ends after it began, and before the next begins; nothing is lost."""
    cues = list(voice(language, pace).cues(sentences, 0))
    assert all(cue.start < cue.end for cue in cues)
    assert all(one.end < other.start for one, other in itertools.pairwise(cues))
    said = "".join("".join(cue.lines) for cue in cues)
    assert "".join(said.split()) == "".join("".join(sentences).split())
