"""What a release takes of a text: whole sentences, what matters most, said to nobody."""

from __future__ import annotations

from math import inf
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.pyramid import Release, inverted_pyramid
from repurpose.document.pyramid.unit import speaks_to_reader
from repurpose.language.sentences import split_sentences
from repurpose.model import Access
from tests.builders import parsed

MORE = "\n\n".join(f"The guild opened school number {number} in the old harbour town." for number in range(40))


def chosen(body: str, fewest: float = 400, most: float = 500, language: str = "en", who: str | None = None) -> Release:
    document = parsed(body, language=language).documents[Access.OPEN]
    return inverted_pyramid(document, fewest, most, who)


def test_what_opens_sections_comes_before_what_follows_there() -> None:
    """Of a text that is too long, the tops of its sections are chosen, in their order."""
    body = "The lead is here.\n\n" + "\n\n".join(
        f"## Part {name}\n\nThe top of {name} says something.\n\nThe end of {name} goes into detail." for name in "ABC"
    )
    text = chosen(body, 20, 24).text
    assert text.split("\n") == [
        "The lead is here.",
        "The top of A says something.",
        "The top of B says something.",
        "The top of C says something.",
    ]


def test_who_speaks_to_the_reader_is_passed_over() -> None:
    """Sentences from the first "you" or "we" on are left out of a paragraph, where there is enough without it."""
    made = chosen(f"The guild opened a school. You will love it. The school is new.\n\nWe made it.\n\n{MORE}")
    assert made.spoken is None
    assert "The guild opened a school." in made.text
    for absent in ("You", "We made", "The school is new"):
        assert absent not in made.text


def test_a_short_text_says_what_it_can() -> None:
    """Where little would be left, sentences that speak to the reader are taken, and told."""
    made = chosen("The guild opened a school. You will love it.\n")
    assert made.text == "The guild opened a school. You will love it."
    assert made.spoken == "You will love it."


def test_what_others_are_quoted_with_may_say_anything() -> None:
    """The third person is asked of the release, not of those who speak in it; acronyms are no persons."""
    for sentence in (
        "“We did it for you,” Ada said.",
        'The sign says "your bag".',
        "The US and its IT.",
        "I/O is slow.",
    ):
        assert not speaks_to_reader(sentence, "en")
    assert not speaks_to_reader("Das hat sie gesehen.", "de")
    for sentence, language in (
        ("It is yours.", "en"),
        ("Write it down.", "en"),
        ("Das sehen Sie hier.", "de"),
        ("这是你的选择。", "zh"),
        ("私たちは作りました。", "ja"),
    ):
        assert speaks_to_reader(sentence, language)


def test_what_announces_something_left_out_goes_with_it() -> None:
    """Tables, code and pictures are left out, and so are the sentences before them that point there."""
    table = "| a |\n|---|\n| b |\n"
    assert chosen(f"The lead is here. The table below shows it.\n\n{table}").text == "The lead is here."
    assert chosen("The lead is here. It runs so:\n\n```\ncode\n```\n").text == "The lead is here."
    assert (
        chosen(f"先に結論を書きます。次の表はその一例です。\n\n{table}", language="ja").text == "先に結論を書きます。"
    )
    assert chosen(f"先说结论，再说理由。下表是一个例子：\n\n{table}", language="zh").text == "先说结论，再说理由。"


def test_thanks_are_passed_over_but_not_what_is_about_them() -> None:
    """A word that greets or thanks counts where a sentence begins."""
    made = chosen(f"Guests click on the sign and are welcome.\n\nThanks to Ada for the sign.\n\n{MORE}")
    assert made.text.startswith("Guests click")
    assert "Thanks" not in made.text


def test_a_list_comes_with_what_announces_it() -> None:
    """Both or neither."""
    assert chosen("The lead is here.\n\nThere are two:\n\n- one thing\n- another\n").text.count("\n") == 3
    assert "There are two" not in chosen("The lead is here.\n\nThere are two:\n\n- one\n- another\n", 4, 5).text


def test_a_quote_needs_a_speaker() -> None:
    """Quoted text without a name isn't taken."""
    assert chosen("The lead is here.\n\n> Somebody said so.\n").text == "The lead is here."
    assert "Ada" in chosen("The lead is here.\n\n> It works.\n>\n> — Ada, editor\n").text


def test_the_lead_is_what_tells_most() -> None:
    """A paragraph that says who did what goes before a question and before one that leans on another."""
    made = chosen(
        "Why do schools close?\n\nThis is an old worry.\n\nThe guild has opened 12 new schools.\n", who="The guild"
    )
    assert made.text.startswith("The guild has opened 12 new schools.")


def test_markup_is_closed_where_a_paragraph_ends_early() -> None:
    """What opens before the last sentence ends is closed, and what follows is gone."""
    made = chosen(
        f"**The guild [opened](https://a.example) a school. You see it.** And [this](https://b.example).\n\n{MORE}"
    )
    paragraph = made.tokens[1]
    assert "".join(child.content for child in paragraph.children or ()) == "The guild opened a school."
    assert sum(child.nesting for child in paragraph.children or ()) == 0


_WORDS = st.sampled_from("guild harbour you school 12 opened *new* `code` [a](https://a.example) Ada".split())
_SENTENCE = st.lists(_WORDS, min_size=3, max_size=40).map(lambda words: f"The {' '.join(words)} it saw.")
_BLOCK = st.one_of(
    st.lists(_SENTENCE, min_size=1, max_size=6).map(" ".join),
    st.lists(_SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.just("## A heading"),
    st.just("| a |\n|---|\n| b |"),
    _SENTENCE.map(lambda text: f"> {text}\n>\n> — Ada"),
)


@given(st.lists(_BLOCK, max_size=30).map("\n\n".join))
def test_sentences_are_chosen_never_cut_and_never_too_many(body: str) -> None:
    """Each chosen sentence stands in the source; there are never more words than asked for, nor any sentence twice."""
    document = parsed(body).documents[Access.OPEN]
    made = inverted_pyramid(document, 100, 150)
    source = " ".join(document.text.split())
    for line in made.text.split("\n"):
        for sentence in split_sentences(line, "en"):
            assert sentence in source
    assert made.length <= 150
    assert sum(token.nesting for token in made.tokens) == 0


_NEWS = st.sampled_from(("Old walls stand in the harbour town.", "The guild launched 12 new schools.", "## A heading"))


@given(st.lists(_NEWS, min_size=3, max_size=8).map("\n\n".join))
def test_the_lead_is_the_best_of_all_that_are_looked_at(body: str) -> None:
    """What is left out of the search for it, because nothing so far down can tell as much, is no better."""
    with patch("repurpose.document.pyramid.choice.MOST_NEWS", inf):
        plain = chosen(body, who="guild").text
    assert chosen(body, who="guild").text == plain


def test_a_name_that_is_a_verb_tells_who_did_it() -> None:
    """The organisation's own name is no instruction, whatever verb it is."""
    said = "Refine 2.0, released today, sorts mail by itself."
    assert speaks_to_reader("Refine the list before it is sent.", "en")
    assert not speaks_to_reader(said, "en", "Refine")
    assert speaks_to_reader("Refine the list before you send it.", "en", "Refine")


def test_an_answer_stands_below_its_question() -> None:
    """Where one is left out, so is the other: no answer is read below another question."""
    asked = "**Who pays?**\n\nThe towns pay a third.\n\n**How long does it take?**\n\nSix weeks, most for the rota.\n\n"
    text = chosen(f"The guild opened a school.\n\n{asked}{MORE}", 30, 34).text.split("\n")
    for question, answer in (("Who pays?", "The towns pay"), ("How long does it take?", "Six weeks")):
        assert (question in text) is any(line.startswith(answer) for line in text)
    made = chosen(f"The guild opened a school.\n\n## How long did it take?\n\nSix weeks.\n\n{MORE}").text.split("\n")
    assert made[made.index("Six weeks.") - 1] == "How long did it take?"


def test_a_list_right_below_a_heading_has_it_above() -> None:
    listed = "## What the guild found\n\n- Forty schools have no teacher.\n- Nine have no roof.\n\n"
    made = chosen(f"The guild opened a school.\n\n{listed}## The harbour\n\n{MORE}")
    text = made.text.split("\n")
    assert text[text.index("Forty schools have no teacher.") - 1] == "What the guild found"
    assert "The harbour" not in text
    to_reader = listed.replace("What the guild found", "What you will find")
    assert "Forty schools" not in chosen(f"The guild opened a school.\n\n{to_reader}{MORE}").text


def test_what_stands_below_a_table_is_news_and_below_code_is_not() -> None:
    below = "The audit took nine days in place of fifteen.\n\n"
    for above, is_said in (("| a |\n|---|\n| 1 |\n\n", True), ("```\ncode\n```\n\n", False)):
        made = chosen(f"The guild opened a school.\n\n{above}{below}{MORE}")
        assert ("nine days" in made.text) is is_said


def test_above_a_place_is_no_pointer() -> None:
    lead = "The guild passed 10,000 members, nine years after Ada wrote the first line above a bakery in Leeds."
    assert chosen(f"{lead}\n\n{MORE}").text.startswith(lead)
    assert "shown above" not in chosen(f"{MORE}\n\nThe schools shown above are new.\n").text


def test_a_heading_that_says_nothing_or_an_empty_answer_is_no_lead_in() -> None:
    for odd in (
        "##\n\n- Forty schools have no teacher.\n\n",
        "## Who pays?\n\n<br>\n\n",
        "## Who pays?\n\n<i></i>\n\n",
    ):
        text = chosen(f"The guild opened a school.\n\n{odd}{MORE}").text.split("\n")
        assert "Who pays?" not in text
        assert "" not in text


@pytest.mark.parametrize(
    "sentence",
    [
        "ونحن نفتح مخبزا ثانيا.",
        "نعلن اليوم افتتاح المخبز.",
        "افتتحت شركتنا مخبزا ثانيا.",
        "يسرنا الإعلان عن المخبز.",
        "يمكنكم زيارة المخبز.",
        "احجز مقعدك الآن.",
    ],
)
def test_arabic_says_we_and_you_within_words(sentence: str) -> None:
    """Verbs and endings of the first and the second person speak to the reader, as "we" does."""
    assert speaks_to_reader(sentence, "ar")


@pytest.mark.parametrize(
    "sentence", ["افتتح المخبز فرعا ثانيا هنا مجانا.", "نشر المخبز قائمة بعد سنوات.", "أحيانا يبيع المخبز ذلك."]
)
def test_arabic_words_that_only_look_so_tell_of_others(sentence: str) -> None:
    """ "Here", "free", "published" and "years" have the same letters as what says "we"."""
    assert not speaks_to_reader(sentence, "ar")


def test_a_first_sentence_that_is_passed_over_is_told() -> None:
    """Where a text's news stands in a "we", the release is without it; what is taken or tells of others isn't told."""
    made = chosen(f"We open a second school.\n\n{MORE}")
    assert made.passed is not None
    assert made.passed[1] == "We open a second school."
    assert chosen(f"The guild opens a school. We like it.\n\n{MORE}").passed is None
    assert chosen("We open a second school.\n").passed is None
