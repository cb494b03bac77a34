"""Threads: a hook, one thought a post, the link where the network wants it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repurpose.channels.social.material import material
from repurpose.channels.social.post import Post
from repurpose.channels.social.shape import posts_of
from repurpose.channels.social.thread import thread as thread_of
from repurpose.rules.networks import networks
from tests.builders import asset, brief

ITEMS = (
    "Write the piece for one reader, and name the problem that keeps this reader awake.",
    "Cut the first paragraph, which is nearly always the writer clearing a throat.",
    "Give every figure its source, so that nobody has to ask where it comes from.",
    "Read the piece aloud once, and mend each sentence that makes you stumble.",
)
SAID = (
    "A name is what a stranger searches for, and what an old reader remembers.",
    "Cut the first paragraph, which is nearly always the writer clearing a throat.",
    "Give every figure its source, so that nobody has to ask where it comes from.",
    "Most warm-ups are longer than the text that they announce.",
)
STRONG = (
    "Writers with good habits cut 40% of what they write, and their readers never miss a word of it.",
    "Good habits save writers 12 hours a month, which is more than any tool has ever saved.",
    "Habits make writers 3 times faster, but only readers make them better.",
    "Habits that writers keep for 60 days make every new piece easier to finish.",
)
WEAK = (
    "Bad habits cost writers 90 minutes a week, and nobody ever sends them the bill.",
    "Writers whose habits last reach 500 readers a month more than writers without any.",
)
BODY = "A piece that lasts needs four habits of its writer:\n\n" + "\n".join(f"- {item}" for item in ITEMS) + "\n"


def thread(name: str, body: str = BODY, **fields: Any) -> Post | None:
    """The thread for one network."""
    some = brief(asset(body, **{"title": "Habits of writers", "description": "What lasts.", **fields}))
    return next((one for one in posts_of(some, networks()[name], material(some, 3))[0] if one.slot == "thread"), None)


def test_each_entry_is_a_post() -> None:
    """The title is the hook; what announces the list stands with it, each entry alone and whole, the link last."""
    made = thread("x", tags=("writing",))
    assert made is not None
    assert made.text == "Habits of writers\n\nA piece that lasts needs four habits of its writer:"
    assert made.rest[:-1] == ITEMS[:-1]
    last, link, tags = made.rest[-1].split("\n\n")
    assert (last, tags) == (ITEMS[-1], "#Writing")
    assert [one.url for one in made.links] == [link]


@pytest.mark.parametrize(("name", "place"), [("x", -1), ("threads", -1), ("mastodon", 0), ("bluesky", 0)])
def test_the_link_stands_where_the_network_wants_it(name: str, place: int) -> None:
    """In the last post, or in the first."""
    made = thread(name)
    assert made is not None
    texts = (made.text, *made.rest)
    assert [index for index, text in enumerate(texts) if "://" in text] == [place % len(texts)]


def test_a_long_thread_counts() -> None:
    """From six posts on, each says how far the reader is; shorter ones need no numbers."""
    more = BODY + "\n".join(f"- {item.replace('piece', 'letter').replace('the', 'each')}" for item in ITEMS[:2])
    made = thread("mastodon", more)
    assert made is not None
    assert made.rest[1].endswith("(3/7)")
    assert "/" not in (thread("mastodon") or made).rest[0]


def test_what_opens_a_thread_is_about_the_title() -> None:
    """Under another title a list is a list, and no thread; a title that is a label opens none by itself."""
    assert thread("x", title="Mistakes of planners") is None
    assert thread("x", title="Our notes", description=None) is None


def test_no_thread_without_matter() -> None:
    """Names are no thoughts; two entries make no thread; LinkedIn has none; what doesn't fit isn't cut."""
    assert thread("x", "Four tools that writers use each day:\n\n- Pen\n- Paper\n- Time\n- Tea\n") is None
    assert thread("x", "A piece needs two habits of its writer:\n\n- " + "\n- ".join(ITEMS[:2])) is None
    assert thread("linkedin") is None
    x = networks()["x"]
    some = brief(asset(BODY, title="Habits of writers"))
    small = replace(x, limit=replace(x.limit, value=70))
    assert all(post.slot != "thread" for post in posts_of(some, small, material(some, 3))[0])


def test_the_headings_that_are_points_make_list_and_thread() -> None:
    """Four tips: a post with all of them, and a thread with each tip and what its section says.

    Headings of which too few say more are no thread.
    """
    tips = ("Name the subject", "Put the claim first", "Write contrasts in pairs", "Cut the warm-up")
    body = "\n\n".join(
        f"## {number}. {tip}\n\n{item}" for number, (tip, item) in enumerate(zip(tips, SAID, strict=True), 1)
    )
    some = brief(asset(body, title="Four habits of writers", description="What lasts."))
    made = {one.slot: one for one in posts_of(some, networks()["mastodon"], material(some, 3))[0]}
    told = "\n".join(f"{number}. {tip}" for number, tip in enumerate(tips, 1))
    assert made["outline"].text.startswith(f"Four habits of writers\n\n{told}\n\nhttps://")
    assert made["thread"].rest[1] == f"2. {tips[1]}\n\n{SAID[1]}"
    assert len(made["thread"].rest) == 4
    for said in (SAID[0], SAID[3]):
        body = body.replace(said, "So it is.")
    mute = brief(asset(body, title="Four habits of writers"))
    slots = {one.slot for one in posts_of(mute, networks()["mastodon"], material(mute, 3))[0]}
    assert slots & {"outline", "thread"} == {"outline"}


@pytest.mark.parametrize(
    ("intro", "told"),
    [("Keep four things at hand:", True), ("Some incentives include:", False)],
    ids=["told", "counted"],
)
def test_a_list_with_a_short_announcement_has_the_title(intro: str, told: bool) -> None:
    """An instruction is clear under the title; what only counts things is not."""
    some = brief(asset(f"{intro}\n\n- " + "\n- ".join(ITEMS[:3]), title="Habits of writers"))
    found = [one for one in posts_of(some, networks()["linkedin"], material(some, 3))[0] if one.angle == "list"]
    assert [one.text.split("\n\n")[:2] for one in found] == ([["Habits of writers", intro]] if told else [])


def test_an_entry_that_leans_is_no_post() -> None:
    """ "It means that ..." belongs to what announces the list."""
    body = BODY.replace("- Give every figure", "- It means that every figure")
    made = thread("mastodon", body)
    assert made is None or made.why == ("its best sentences, one a post",)


def test_strong_sentences_are_a_thread_of_their_own() -> None:
    """Four of them, in the order of the text, where it has no list."""
    made = thread("x", "\n\n".join((*WEAK, *STRONG)) + "\n")
    assert made is not None
    assert [text.split("\n")[0] for text in made.rest] == list(STRONG)


@given(st.permutations((*STRONG, *WEAK)), st.integers(0, 6))
def test_a_thread_is_the_same_where_its_sentences_are_looked_for_at_once(said: list[str], size: int) -> None:
    """Further sentences are looked for only where all of the best are strong, and it loses nothing by that."""
    some = brief(asset("\n\n".join(said[:size]) + "\n", title="Habits of writers", description="What lasts."))
    network, found = networks()["x"], material(some, 2)
    assert thread_of(some, network, found) == thread_of(some, network, replace(found, best=()))
