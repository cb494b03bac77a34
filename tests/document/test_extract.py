"""Extraction: sentences worth repeating, word for word, that stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.document import Document
from repurpose.document.extract import snippets
from repurpose.document.manner import answers_itself
from repurpose.document.standalone import fault
from repurpose.ids import block_slot
from repurpose.model import Access
from tests.builders import kitchen_sink, parsed

CLAIM = "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones."
OTHER = "Never publish a page that nobody in the company would send to a friend who has the problem."


def document(body: str, **fields: object) -> Document:
    return parsed(body, **fields).documents[Access.OPEN]


def test_snippets_are_the_authors_words() -> None:
    """Each stands in the text to the letter, at most one of a block, with its block's digest and place."""
    some = document(f"Words before. {CLAIM}\n\n{OTHER}\n", title="What teams and companies publish")
    found = snippets(some)
    assert {one.text for one in found} == {CLAIM, OTHER}
    first = next(one for one in found if one.text == CLAIM)
    assert first.slot == block_slot(f"Words before. {CLAIM}")
    assert first.location.line == 10
    assert "a figure" in first.why


def test_the_same_is_not_said_twice() -> None:
    """Sentences alike give one snippet, and a limit is kept."""
    twin = CLAIM.replace("earn", "make")
    assert len(snippets(document(f"{CLAIM}\n\n{twin}\n"))) == 1
    assert len(snippets(document(f"{CLAIM}\n\n{OTHER}\n"), 1)) == 1


def test_no_snippet_is_from_code_tables_or_notes() -> None:
    """Only running text is quoted."""
    body = f"a[^1]\n\n```\n{CLAIM}\n```\n\n| {CLAIM} |\n|---|\n| {OTHER} |\n\n[^1]: {OTHER}\n"
    assert snippets(document(body)) == ()


def test_a_slot_outlives_its_position() -> None:
    """A block that moves keeps its slot; one that is edited gets another."""
    first = snippets(document(f"{CLAIM}\n"))[0].slot
    assert snippets(document(f"# New\n\nMore.\n\n  {CLAIM}\n"))[0].slot == first
    assert snippets(document(f"{CLAIM.replace('40', '41')}\n"))[0].slot != first


@given(st.lists(st.integers(0, 5), max_size=5))
def test_few_are_the_first_of_many(limits: list[int]) -> None:
    """However many are asked for, and whatever was asked for before."""
    body = (
        "Good habits save writers 12 hours a month, which is more than any tool has ever saved.\n\n"
        "Habits make writers 3 times faster, but only readers make them better.\n\n"
        "Habits that writers keep for 60 days make every new piece easier to finish.\n"
    )
    title = "Habits of writers"
    some, best = document(body, title=title), snippets(document(body, title=title), 20)
    assert len(best) == 3
    assert [snippets(some, limit) for limit in limits] == [best[:limit] for limit in limits]


def test_snippets_of_the_reference_hold() -> None:
    """Over the whole reference, every snippet is without fault and stands in the text."""
    some = kitchen_sink().document
    found = snippets(some, 20)
    assert found
    for one in found:
        assert fault(one.text, "en") is None
        assert one.text in {sentence for block in some.blocks for sentence in block.sentences}


def test_halves_that_answer_each_other() -> None:
    """Two halves of like length that share a word: a line to repeat, in any script."""
    found = snippets(document("数字让人相信，故事让人行动。\n", title="故事比数字先到", language="zh"))
    assert [(one.why[0], one.angle) for one in found] == [("two halves that answer each other", "contrast")]
    assert answers_itself("打折吸引的是价格，记住名字留下的是人。")
    assert not answers_itself("光明公益组织成立于2010年，目的是为社区与学校提供公益服务。")
    assert answers_itself("Good tools save hours, good habits save years.")
    assert not answers_itself("Good tools save hours, as everybody knows who has ever had to do without any of them.")


@pytest.mark.parametrize(
    "sentence",
    [
        "I keep my best sentences in a drawer until the right reader comes along.",
        "Teams that write should meet on June 3rd, and never on another day.",
        "A piece that teams write is the most important thing of May 2023, but never of June.",
        "Should we not always write the piece that only we can write?",
        "Get ready to write supports the teams that never wrote a piece.",
        "Traditionally, teams never write more than one piece in a week.",
        "Clean writing also reduces what teams must never forget.",
        "Allowing every team in the company to write the best piece.",
        "An increase of 40% in pieces, up from 20 pieces of teams to 28 pieces.",
        "Every one of the teams that write wants the best piece of writing there is.",
        "A piece that teams write should never be the safer choice of the wider house.",
    ],
    ids=[
        "writer",
        "day",
        "month",
        "own question",
        "called by an instruction",
        "not so any more",
        "said besides",
        "no verb",
        "counted, and no verb",
        "truism",
        "compared with unknown",
    ],
)
def test_what_nobody_would_repeat(sentence: str) -> None:
    """What is the writer's own or its day's is no post."""
    assert snippets(document(f"{sentence}\n", title="A piece that teams write")) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Join the teams that write a piece every week, and never run out of words again.",
        "“A piece that teams write together is never the work of one of them.”",
        "Teams that must write a piece should always write a piece that they should write.",
        "Our first piece that teams write together must never be longer than one page of text.",
        "Readers who trust a piece that teams write should read the appendix before they sleep.",
    ],
    ids=["leads elsewhere", "nobody's words", "nothing new", "one of several", "not introduced"],
)
def test_what_says_nothing_alone(sentence: str) -> None:
    """What leads elsewhere, adds nothing to the title, or speaks of what only the text has told of."""
    assert snippets(document(f"Words.\n\nWords.\n\nWords. {sentence}\n", title="A piece that teams write")) == ()


def test_who_publishes_is_no_news() -> None:
    """What stands below "About ..." is boilerplate; a heading that says more is none."""
    said = "A piece that teams write takes a day of everybody's time, but saves each of them a week."
    title = "A piece that teams write"
    assert snippets(document(f"## About Field Notes\n\n{said}\n", title=title)) == ()
    assert snippets(document(f"## Do you have questions?\n\n{said}\n", title=title)) == ()
    assert snippets(document(f"**Field Notes** *is a house.* {said}\n", title=title)) == ()
    assert len(snippets(document(f"## What to know about a piece\n\n{said}\n", title=title))) == 1
    assert len(snippets(document(f"**Field Notes** is a house. {said}\n", title=title))) == 1


def test_what_leads_to_a_list_says_nothing_without() -> None:
    """Unless it says something by itself, as a figure does."""
    title = "A piece that teams write"
    said = "A piece that teams write together should never be read by one of them alone."
    assert len(snippets(document(f"{said}\n\nWords.\n", title=title))) == 1
    assert snippets(document(f"{said}\n\n- Words.\n", title=title)) == ()
    assert len(snippets(document(f"{said.replace('one', '3 people')}\n\n- Words.\n", title=title))) == 1


def test_what_stands_in_bold_is_meant_to_be_read() -> None:
    """A whole sentence in bold needs no other sign; a question in bold is a heading of what follows."""
    title = "A piece that teams write"
    said = "A piece of writing lives on in the heads of those who read it aloud."
    assert snippets(document(f"Words. {said}\n", title=title)) == ()
    [found] = snippets(document(f"Words. **{said}** Words.\n", title=title))
    assert (found.text, found.angle, found.why[0]) == (said, "claim", "in bold")
    some = document("**One is bold.** Two is not. **Is three? Four** is.\n")
    assert some.blocks[0].stressed == ("One is bold.",)


def test_a_denial_is_no_contrast() -> None:
    """Two halves are set against each other; what is only denied is a claim."""
    title = "A piece that teams write"
    denied = "A piece that teams write together should not take longer than one short working day."
    against = "A piece that teams write takes a day of everybody's time, but saves each of them a week."
    assert [one.angle for one in snippets(document(f"{denied}\n", title=title))] == ["claim"]
    assert [one.angle for one in snippets(document(f"{against}\n", title=title))] == ["contrast"]


def test_a_noun_is_no_instruction() -> None:
    """ "Trust in a piece is ..." tells nobody to trust; one step of several needs more than a tip by itself."""
    title = "A piece that teams trust"
    trust = "Trust in a piece of the team is the most important thing that any of them can earn."
    step = "Trust a piece that teams write together, and read it aloud to one of your readers."
    assert [one.angle for one in snippets(document(f"{trust}\n", title=title))] == ["claim"]
    assert [one.angle for one in snippets(document(f"{step}\n", title=title))] == ["tip"]
    assert snippets(document(f"1. {step}\n2. Words.\n", title=title)) == ()


def test_a_figure_of_the_title_is_none() -> None:
    """A sentence that counts what the title counts says it again."""
    title, said = (
        "How teams save 80 hours",
        ("save 80 hours a month.", "save 40% of each post.", "write half as many posts."),
    )
    kept = [len(snippets(document(f"Teams that reuse what works {one}\n", title=title))) for one in said]
    assert kept == [0, 1, 1]


def test_a_year_is_no_figure() -> None:
    """What is counted in years is one, the year itself isn't."""
    year, count = (
        "導入は2021年に始めるべき企業が多く、費用も必ず減らせます。",
        "導入には最短でも3年間が必要で、費用も必ず減らせます。",
    )
    angles = [snippets(document(f"{one}\n", title="導入と費用", language="ja"))[0].angle for one in (year, count)]
    assert angles == ["claim", "figure"]


@pytest.mark.parametrize(
    "sentence",
    [
        "本日、最も重要な投稿の新機能を公開し、読者が簡単に使えるようになります。",
        "私は読者にとって最も重要な投稿を一年で百本以上も必ず書くべきだと考えます。",
        "約3年前から、読者にとって最も重要な投稿は必ず短く簡単に書くべきです。",
        "6 月 8 日には、読者にとって最も重要な投稿が必ず簡単に書けるようになります。",
        "ぜひ最も重要な投稿を読者と一緒に必ず簡単に書いてみましょう。",
        "同社では、読者にとって最も重要な投稿を必ず一人で簡単に書くべきです。",
        "最も簡単な方法は、読者にとって最も重要な投稿を必ず先に書くことです。",
        "読者にとって最も重要な投稿には必ず簡単な例外もいくつかあります。",
    ],
    ids=["today", "writer", "years ago", "day", "calls", "that company", "a way of what", "some more"],
)
def test_what_nobody_would_repeat_in_japanese(sentence: str) -> None:
    """What is of its day, of its writer, or leads elsewhere."""
    assert snippets(document(f"{sentence}\n", title="読者にとって最も重要な投稿", language="ja")) == ()
    clear = "読者にとって最も重要な投稿の書き出しは、必ず短く簡単に書くべきです。"
    assert len(snippets(document(f"{clear}\n", title="読者にとって最も重要な投稿", language="ja"))) == 1


def test_a_story_counts_less() -> None:
    """What somebody did is told in the text; what is so is repeated."""
    told = snippets(document("Ada began the best letter by naming what a reader gains.\n", title="A letter"))
    said = snippets(document("Begin the best letter by naming what a reader gains.\n", title="A letter"))
    assert told == ()
    assert len(said) == 1


def test_half_a_thought_is_none() -> None:
    """What a sentence concedes leads to what the next one concludes; without that it stands alone."""
    conceded = "While our own servers are getting cheaper, 40% of teams don't want the hassle of running one."
    for after, found in (("Thus we rent them.", []), ("Servers are loud.", [conceded])):
        text = document(f"{conceded} {after}\n", title="Servers of teams")
        assert [one.text for one in snippets(text)] == found


@pytest.mark.parametrize(
    "sentence",
    ["如果做不到，说明事情还没有到可以交接的程度，必须重新安排。", "最让我意外的不是效率的提升，而是整个团队的睡眠。"],
)
def test_chinese_that_leans_or_speaks_as_one_person_is_not_repeated(sentence: str) -> None:
    """A condition that says nothing of what, and one person's surprise."""
    assert snippets(document(f"{sentence}\n", title="跨时区团队的交接", language="zh")) == ()
