"""Standing alone: which sentences are clear to someone who has read nothing before them."""

from __future__ import annotations

import pytest

from repurpose.document.standalone import fault, is_fragment
from repurpose.language.rhetoric import read

CLAIM = "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones."
OTHER = "Never publish a page that nobody in the company would send to a friend who has the problem."


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Too short.", "too short"),
        ("word " * 60 + "end.", "too long"),
        ("A sentence that goes on for a while without ever coming to its end", "doesn't end as a sentence"),
        ("This is why the whole of the team has to look at the numbers first.", "begins with a word"),
        ("Numbers have risen for a third year in a row, as the table below shows.", "points at"),
        ("Call `build()` twice and see that the output is the same on every machine.", "holds code"),
        ("Look at https://example.org/x to see what it costs to send a letter abroad.", "holds code"),
        ("Ada said “the best letter is the one that is never sent at all by anyone.", "has an open quote"),
        ("Looking for secrets is close to free, they run a tool and find them or not.", "begins with a word"),
        ("No, the whole of the team has to look at the numbers before that.", "begins with a word"),
        ("The incoming hooks are free, too, and limited to one message in a second.", "begins with a word"),
        ("Despite posting every day, their posts were seen by next to nobody.", "begins with a word"),
        ("The idea behind the change is that nobody ever waits for a letter again.", "begins with a word"),
        ("rest of the day, so the rest of the sentence stands here without its own beginning.", "begins in the middle"),
    ],
)
def test_a_sentence_that_cant_stand_alone_says_why(sentence: str, why: str) -> None:
    """What points out of itself, has no end, or holds code is not quoted."""
    assert (fault(sentence, "en") or "").startswith(why)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        (CLAIM, "en"),
        (OTHER, "en"),
        ("The idea of Peer Lab is a room, a table and a morning to work together.", "en"),
        ("No team needs a channel that nobody who works in it has time for.", "en"),
        ("Good coffee isn't about the machine: it's about the water and the grind.", "en"),
        ("良い文章は一度書いて何度も使うべきです。一年たっても古びない。", "ja"),
        ("好内容值得反复使用，而不是每次都从头再写一遍。", "zh"),
    ],
)
def test_a_sentence_that_stands_alone_has_no_fault(sentence: str, language: str) -> None:
    """A whole claim or instruction may be quoted, in any script."""
    assert fault(sentence, language) is None


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("議論と実験を通じて生まれたものです。", True),
        ("3～6 ノードの Kubernetes 上で稼働しています。", True),
        ("コミュニティの協力を得て作成。", True),
        ("71%が毎週かならず新しい投稿を読みます。", True),
        ("データを集めるだけでなく、送る側も提供しています。", True),
        ("複数のバックエンドにエクスポートできます。", True),
        ("COBOL も同じ形で計装できます。", False),
        ("読者は最初の一文だけを読みます。", False),
        ("短い文を先に置けば、読者を引き止められます。", False),
        ("一つの原稿から十の投稿を作ることができます。", False),
    ],
)
def test_a_japanese_sentence_says_who(sentence: str, told: bool) -> None:
    """Without は or が nobody knows of what, unless it says what its reader can do; a noun ends no sentence."""
    assert is_fragment(sentence, read(sentence, "ja"), "ja") is told
    assert not is_fragment(sentence, read(sentence, "zh"), "zh")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The biggest mistakes we see engineers make when communicating.", True),
        ("A movement across regions where systems do not resolve, but extend.", True),
        ("A quick guide to better sleep for parents of small children.", True),
        ("The best teams are those that write things down.", False),
        ("A good night costs nothing.", False),
        ("The trick works when nobody looks.", False),
        ("The rules let you write what you want.", False),
        ("Writers who read aloud.", False),
        ("Unlike every other coding agent.", True),
        ("Unlike a guide, a template is used again.", False),
    ],
)
def test_an_english_clause_has_a_verb(sentence: str, told: bool) -> None:
    """What begins with an article says something of its noun; of what begins otherwise nobody knows so quickly."""
    assert is_fragment(sentence, read(sentence, "en"), "en") is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("当你打开应用时，它会自动同步。", True),
        ("如何提升互动，需导入学习机制。", True),
        ("如何提升互动？", False),
        ("在众多指标中，很容易迷失。", True),
        ("网关是一项新功能，它把两种资源合并成一种。", False),
    ],
)
def test_a_chinese_sentence_is_whole(sentence: str, told: bool) -> None:
    """ "It" is clear where the sentence begins with what it stands for; what begins as a question asks one."""
    assert is_fragment(sentence, read(sentence, "zh"), "zh") is told


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("إن السبب الجذري لهذا التخبط يكمن في حداثة عهد التسويق الرقمي كعلم مستقل.", "ar"),
        ("إذ أن البحث في جذور أي مصطلح هو المفتاح لفهم أعمق وأشمل للتسويق بالمحتوى.", "ar"),
        ("簡單來說，復購率就是買過的顧客又回來購買的百分比。", "zh-TW"),
    ],
    ids=["for this", "since", "simply put"],
)
def test_what_goes_on_from_a_sentence_before(sentence: str, language: str) -> None:
    """In Arabic a preposition stands before "this" as one word with it."""
    assert fault(sentence, language) is not None


@pytest.mark.parametrize(
    "sentence",
    ["On en parle demain au conseil de la ville de Lyon.", "J'en garde trois pour la fin de l'année prochaine."],
)
def test_a_french_en_points_back(sentence: str) -> None:
    """Of what is spoken, the sentence before tells."""
    assert fault(sentence, "fr") is not None
