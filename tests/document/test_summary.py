"""Summaries: what an asset says in one sentence, shortened so that it shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.document.document import Document
from repurpose.document.statement import named, statement
from repurpose.document.summary import shorten, summary
from repurpose.language.graphemes import graphemes
from repurpose.model import Access
from tests.builders import parsed

CLAIM = "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones."


def document(body: str, **fields: object) -> Document:
    return parsed(body, **fields).documents[Access.OPEN]


def test_the_summary_is_the_authors_own() -> None:
    """A description is taken as it is; without one the first sentence that stands alone; without text, the title."""
    assert summary(document(CLAIM, description="Own words.")) == "Own words."
    assert summary(document(f"This is it. {CLAIM}\n")) == CLAIM
    assert summary(document("```\nx\n```\n")) == "A post"


def test_a_phrase_that_ends_within_an_emoji_cuts_none() -> None:
    """A phrase may end between a hand and its colour; the cut falls before both or after both."""
    text = "word " * 17 + "unbelievablylongwordthatgoeson 👍🏽 word"
    assert all("👍" not in one or "👍🏽" in one for one in (shorten(text, limit, "zh") for limit in range(100, 125)))


def test_a_long_first_sentence_is_shortened() -> None:
    """A summary is cut at a word, and the cut is shown."""
    long = summary(document("Word " * 100 + "end.\n"))
    assert long.endswith("Word…")
    assert len(graphemes(long)) <= 160


@pytest.mark.parametrize(
    "body",
    [
        "When I moved to the town, my first wish was a post that I could write.",
        "Last week the second post in a row was written by three people.",
        "Ada began by defining the post as a letter to everybody.",
        "Is a post a letter to everybody, or only to those who asked for it?",
        f"Words.\n\nMore.\n\nStill more.\n\nAnd more.\n\n{CLAIM}",
        "Rain falls on the roof of the old station, and nobody minds it much.",
        "Join the teams that write a post every week, and never run dry again.",
        "Some posts of teams take a week, and feeding them can take some getting used to.",
        "A post is what all the best of the teams have always been about most of all.",
    ],
    ids=[
        "writer",
        "day",
        "story",
        "question",
        "far down",
        "off the subject",
        "leads elsewhere",
        "vague",
        "nothing new",
    ],
)
def test_a_statement_is_fit_to_be_posted(body: str) -> None:
    """What is about its day or writer, or not about the title, says nothing for the whole."""
    assert statement(document(f"{body}\n", title="A post of teams")) == ""


def test_a_statement_is_the_authors_or_clear() -> None:
    """A description that was cut somewhere gives way to a sentence."""
    assert statement(document(CLAIM, title="Teams", description="Own words.")) == "Own words."
    assert statement(document(CLAIM, title="Teams", description="Own words, cut…")) == CLAIM


def test_a_description_that_tells_nothing_gives_way() -> None:
    """It points at its post, or says the title again; where nothing else is said, it may still point."""
    for described in ("In this post we look at teams that reuse.", "Teams that reuse, reused."):
        assert statement(document(CLAIM, title="Teams that reuse", description=described)) == CLAIM
    title, points, again = "Teams that reuse", "In this post we look at teams that reuse.", "Teams that reuse, reused."
    assert statement(document("Words.", title=title, description=points)) == points
    assert statement(document("Words.", title=f"{title} every piece twelve times", description=points)) == ""
    assert statement(document("Words.", title=title, description=again)) == ""


def test_a_description_speaks_for_an_organisation() -> None:
    """As "I" it speaks only below a title that does."""
    described = "What I write for those who learn it."
    assert statement(document("Words.", title="A course", description=described)) == ""
    assert statement(document("Words.", title="My course", description=described)) == described


def test_a_description_is_said_in_one_breath() -> None:
    """One whose first sentence is out of breath, or begins within one, gives way to a sentence of the text."""
    for described in ("As posts grow " + "and grow " * 30 + "so do teams.", "the teams that reuse their posts"):
        assert statement(document(CLAIM, title="Teams", description=described)) == CLAIM
        assert statement(document("Words.", title="Teams", description=described)) == described


def test_a_description_that_was_cut_unseen_ends_before() -> None:
    """Sites keep so many words of a text, whatever they break; what is short and has no end is a label."""
    whole = "Teams that reuse their best piece earn more. So do those of them that write it twice, and send it to all."
    title = "How teams earn"
    cut = f"{whole} Others write twelve new pieces and"
    assert statement(document("Words.", title=title, description=cut)) == whole
    once = cut[:43] + " and" + " and more" * 9
    assert statement(document(f"{once} than that.", title=title, description=once)) == ""
    assert statement(document("Words.", title=title, description=once)) == once
    assert (
        statement(document("Words.", title=title, description="A look at reuse. And how")) == "A look at reuse. And how"
    )


def test_a_description_outlives_its_day() -> None:
    """ "Today we're releasing ..." is left out where the rest stands alone."""
    dated, rest = "Today we are releasing a course.", "The course of teams that write is for everybody who has to."
    assert statement(document("Words.", title="Course", description=f"{dated} {rest}")) == rest
    assert (
        statement(document("Words.", title="Course", description=f"{dated} It is for all."))
        == f"{dated} It is for all."
    )


def test_a_sentence_that_names_the_subject_speaks_for_it() -> None:
    """Wherever near the top it opens a paragraph, if nothing above it does."""
    named = "An incident postmortem, also known as a retrospective, is how teams learn from what went wrong."
    body = f"Words.\n\n## More\n\n{named}\n"
    assert statement(document(body, title="Postmortems of teams")) == ""
    assert statement(document(body, title="A guide to incident postmortems")) == named
    assert (
        statement(document(f"{CLAIM} A postmortem helps.\n\n{body}", title="The incident postmortem of teams")) == CLAIM
    )


def test_an_opening_is_said_as_a_whole() -> None:
    """Its sentences may point at one another."""
    opening = "The makers allowed a copy of the course to take part. That is why teams leave the course."
    assert statement(document(f"{opening}\n\nMore.", title="Why we left the course")) == opening
    assert statement(document(f"{opening} And I do.\n\nMore.", title="Why we left the course")) == ""


def test_a_box_beside_the_text_is_no_lead() -> None:
    """What stands in it is told by the way."""
    boxed = f'<div class="box-note">\n\n{CLAIM}\n\n<div>\n\n{CLAIM}\n\n</div>\n</div>\n\n'
    assert statement(document(boxed, title="Teams")) == ""
    assert statement(document(f"{boxed}{CLAIM}\n", title="Teams")) == CLAIM


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("We're excited to announce a calendar, which makes it easier to plan what comes next.", "en"),
        ("We've been working to cut the cost of our servers by moving to quicker machines.", "en"),
        ("Wir freuen uns, einen neuen Kalender vorzustellen, mit dem sich Inhalte leichter planen lassen.", "de"),
    ],
)
def test_the_lead_stands_below_the_title(body: str, language: str) -> None:
    """What nobody would say alone is clear there."""
    assert statement(document(f"{body} {CLAIM[:20]}\n", title="News", language=language)) == body
    assert statement(document(f"We thank everybody. {body}\n", title="News", language=language)) != body


def test_a_japanese_description_is_dated_by_any_of_its_words() -> None:
    """Its sentences begin with their topic, and "this year" comes later."""
    claim, dated = (
        "投稿の書き出しは、読者が得るものから短く書くべきです。",
        "投稿の書き方について今年わかったことのすべてです。",
    )
    assert statement(document(claim, title="投稿の書き方", language="ja", description=dated)) == claim


def test_a_lead_may_stand_below_a_heading_that_names_a_part() -> None:
    """What stands below "Background" tells of the whole, what stands below a point of its own of that point."""
    for heading, says in (("Background", CLAIM), ("Write less", "")):
        body = f"A list.\n\n## {heading}\n\n{CLAIM}\n"
        assert statement(document(body, title="Teams that write")) == says


def test_a_statement_commits_itself() -> None:
    """What is said for certain goes before what is said first."""
    vague = "Teams that write find a number of various reasons in some of their own papers."
    assert statement(document(f"{vague} {CLAIM}", title="Teams that write")) == CLAIM


_WORDS = st.lists(st.text(st.sampled_from("aé日👩‍👩‍👧‍👦👍🏽e\u0301"), min_size=1, max_size=12), min_size=1, max_size=30)


@given(_WORDS, st.integers(2, 60), st.sampled_from(["en", "ja"]))
def test_shortening_keeps_its_limit_and_cuts_no_grapheme(words: list[str], limit: int, language: str) -> None:
    """The result fits; but for the ellipsis it is the text's head, in whole graphemes."""
    text = " ".join(words)
    short = shorten(text, limit, language)
    assert len(graphemes(short)) <= limit
    if short != text:
        head = graphemes(short)[:-1]
        assert short.endswith("…")
        assert graphemes(text)[: len(head)] == head
        if language == "en" and " " in "".join(graphemes(text)[: limit - 1]):
            assert text[len(short) - 1] == " "


def test_news_is_what_it_announces() -> None:
    """Wherever it stands near the top; below a title that names it, "this" points at nothing unknown."""
    news = "We are excited to announce that Ada has donated this native parser to the house of Field Notes."
    body = f"Parsers are what every native house needs.\n\nWords. {news}\n"
    assert statement(document(body, title="A native parser for houses")) == news
    assert statement(document(body, title="What every house needs")) != news
    glad = "The happy house of Field Notes is pleased to announce its new parser, and another one."
    assert statement(document(f"Words.\n\n{glad}\n", title="A new parser of Field Notes")) != glad


def test_what_everybody_knows_is_no_lead() -> None:
    """How the world goes on every day says nothing of the text."""
    known = "Every day, teams around the world write papers that other teams will read."
    assert statement(document(f"{known}\n\n{CLAIM}\n", title="Teams that write")) == CLAIM
    assert statement(document(f"{known}\n", title="Teams that write")) == ""


def test_a_record_keeps_its_date() -> None:
    """What happened in the year that the title names, or on a day of a year, is true for good."""
    said = "On May 3, 2025, 70 people of the house gathered in the hall for the camp of the writers."
    body = f"![The people in the hall](a.png)\n\n{said}\n"
    assert statement(document(body, title="Camp of the writers 2025")) == said
    assert statement(document(body, title="Camp of the writers")) == said
    assert statement(document(body.replace(", 2025", ""), title="Camp of the writers")) == ""
    alone = body.replace("70", "All")
    assert statement(document(alone, title="Camp of the writers 2025")) == ""


def test_we_are_not_our_guests() -> None:
    """Who begins by saying who they are is not who publishes it."""
    ours = "Our writers need a week for the app of Acme, because anything else takes a year."
    title = "The app of Acme and its team"
    assert statement(document(f"Words of a week.\n\n{ours}\n", title=title)) == ours
    assert statement(document(f"Acme, based in Rome, is a shop for anvils.\n\n{ours}\n", title=title)) != ours


def test_what_a_description_says_of_its_text_is_left_out() -> None:
    """ "This article explains ..." says less than what stands before it."""
    described = "Good teams reuse their best pieces. This article explains how they do it, step by step."
    assert statement(document("Words.", title="Pieces", description=described)) == "Good teams reuse their best pieces."


LAUNCH = (
    "Today we're releasing Tangle 3, the biggest update since we started. It costs the same as before.\n\n"
    "## In your pocket\n\n{}\n\n## Price\n\nTangle 3 costs nine euros. Everyone who has Tangle gets it.\n"
)


@pytest.mark.parametrize(
    ("body", "is_said"),
    [
        ("Tangle 3 keeps the whole project on the phone, with its maps and photos.", True),
        ("Tangle keeps the whole project on the phone, with its maps and photos.", True),
        ("The old web editor keeps the whole project on the phone, with maps and photos.", False),
        ("Tangle might keep the whole project on the phone, with its maps and photos.", False),
        ("Tangle 3 keeps the whole project on the phone from 4 May on, with its maps.", False),
        ("- Tangle 3 keeps the whole project on the phone, with its maps and photos.", False),
        ("Tangle 3 keeps the whole project on the phone, with its maps and photos. Mind the tangle of wires.", False),
    ],
    ids=["with its number", "name alone", "another thing", "vague", "dated", "an entry", "a common word"],
)
def test_a_launch_is_told_by_what_the_thing_does(body: str, *, is_said: bool) -> None:
    """Where the top says only that it is out today, a paragraph below that begins as the title does speaks."""
    launch = document(LAUNCH.format(body), title="Tangle 3 is here, and it works without a network")

    assert statement(launch) == ""
    found = named(launch)
    assert (found == body.partition(". Mind")[0]) is is_said
    assert found == "" or found.startswith("Tangle")


def test_no_name_is_looked_for_where_there_is_none() -> None:
    """A title that begins with a common word, one that the author didn't write, and no text at all."""
    assert named(document("Tea needs time to draw, and so do good posts of any kind.", title="Tea needs time")) == ""
    assert named(document("", title="Tangle 3 is here")) == ""
