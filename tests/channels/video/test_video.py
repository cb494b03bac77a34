"""The video: what is said of a text, what is shown, and what an author and a project may ask."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from repurpose.errors import AssetError, ConfigError
from repurpose.model import CallToAction
from tests.builders import asset, brief, compose, config, kitchen_sink, pieces, project, rendered
from tests.conftest import Golden

GUIDE = """A lock that holds for five minutes is enough for most cities. Thieves look for the easy one.

## What we tested

We bent, cut and drilled forty locks in our workshop. The heaviest lock was not the strongest of them. See <https://example.org/x>.
A chain is heavy.

| Lock | Minutes |
| --- | --- |
| Chain | 6 |

```text
not spoken
```

## What to buy

![A lock](lock.png)

Buy the lock that your insurer names in its list.
Lock the frame and the rear wheel together.

> A quote nobody speaks. — Ada

## How to use it

Lock your bicycle to something that can't be lifted. A short post is no such thing.
"""


def script(body: str = GUIDE, **fields: Any) -> str:
    return pieces("video", asset(body, **fields))["script.md"]


def seconds(clock: str) -> int:
    minutes, _, rest = clock.partition(":")
    return int(minutes) * 60 + int(rest)


def spoken(text: str) -> list[str]:
    """The paragraphs of a script that are spoken: the last of each scene."""
    return [scene.strip().rpartition("\n\n")[2] for scene in re.split(r"^## .*$", text, flags=re.M)[1:]]


def test_a_script_says_the_tops_of_the_sections_and_where_the_text_stands() -> None:
    """In whole sentences of the author's; what can't be said is shown, and quotes need a second voice."""
    text = script()
    assert "\n## 0:00 A post\n" in text
    said = spoken(text)
    assert said[0].startswith("A lock that holds for five minutes is enough")
    assert said[1].startswith("We bent, cut and drilled forty locks")
    assert said[-1] == "The whole piece is linked below."
    for silent in ("not spoken", "example.org/x", "A quote nobody speaks", "| Chain"):
        assert silent not in " ".join(said)
    assert "A chain is heavy" not in text  # it stands below what was left out
    assert "| Chain | 6 |" in text
    assert "![A lock](" in text
    assert "utm_source=video&utm_medium=video" in text


def test_a_list_of_points_is_said_point_by_point() -> None:
    """Each with what its section says of it."""
    body = "Three habits for locks.\n\n" + "".join(
        f"## {number}. {verb} the lock\n\nA bicycle lock without {verb.lower()} hinges opens in two minutes.\n\n"
        for number, verb in enumerate(("Clean", "Oil", "Test"), 1)
    )
    text = script(body, title="3 habits for bicycle locks")
    assert "Clean the lock. A bicycle lock without clean hinges opens" in text
    assert [line.partition(" ")[2].partition(" ")[2] for line in text.splitlines() if line.startswith("## ")] == [
        "3 habits for bicycle locks", "Clean the lock", "Oil the lock", "Test the lock", "Read on",
    ]  # fmt: skip


def test_captions_say_what_the_script_says() -> None:
    """Word for word, in both formats, at the same times."""
    made = pieces("video", asset(GUIDE))
    said = " ".join(" ".join(spoken(made["script.md"])).split()).replace("\\", "")
    vtt = [block.split("\n", 1)[1] for block in made["captions.vtt"].strip().split("\n\n")[1:]]
    assert " ".join(" ".join(vtt).split()) == said
    srt = [block.split("\n", 2) for block in made["captions.srt"].strip().split("\n\n")]
    assert [text for _, _, text in srt] == vtt
    assert [number for number, _, _ in srt] == [str(number + 1) for number in range(len(vtt))]
    times = [block.split("\n", 1)[0] for block in made["captions.vtt"].strip().split("\n\n")[1:]]
    assert [time.replace(",", ".") for _, time, _ in srt] == times


def test_chapters_are_those_that_youtube_shows() -> None:
    """From 0:00 on, three at least, ten seconds each; none where there are fewer."""
    chapters = pieces("video", asset(GUIDE * 2))["chapters.txt"].splitlines()
    starts = [
        int(minutes) * 60 + int(seconds) for minutes, seconds in (one.split(" ")[0].split(":") for one in chapters)
    ]
    assert chapters[0] == "0:00 Introduction"
    assert len(starts) >= 3
    assert all(other - one >= 10 for one, other in itertools.pairwise(starts))
    assert "chapters.txt" not in pieces("video", asset("One sentence that says enough for a video of its own.\n"))


def test_a_video_is_about_as_long_as_the_project_wants() -> None:
    """Or its author."""
    long = "\n\n".join(
        f"## Part {n}\n\n" + f"Locks of kind {n} hold for {n} minutes in our workshop. " * 3 for n in range(40)
    )

    def length(settings: str = "", **fields: Any) -> int:
        text = pieces("video", asset(long, **fields), project(config(settings)))["script.md"]
        return seconds(text.partition("\n*")[2].partition(" ")[0])

    assert 75 <= length() <= 105
    assert 150 <= length("[channels.video]\nseconds = 180\n") <= 210
    assert 20 <= length(overrides={"video": {"seconds": 30}}) <= 40


def test_a_pace_is_told_by_language() -> None:
    """A number is that of the site's own language."""

    def pace(settings: str, language: str = "en") -> str:
        where = project(config(f"[channels.video]\n{settings}\n"))
        text = pieces(
            "video", asset("鍵は五分もてば十分です。\n" if language == "ja" else GUIDE, language=language), where
        )
        return text["script.md"].split(" · ")[1].split("*")[0]

    assert pace("pace = 120") == "120 words a minute"
    assert pace("pace = 120", "ja") == "1分あたり325字"
    assert pace("pace = { ja = 300 }", "ja") == "1分あたり300字"
    assert pace("pace = { ja = 300 }") == "150 words a minute"


@pytest.mark.parametrize(
    "setting", ["seconds = 0", 'seconds = "long"', "pace = true", "pace = { jp2 = 3 }", "pace = { ja = 0 }"]
)
def test_wrong_settings_are_told(setting: str) -> None:
    """By the setting's name."""
    with pytest.raises(ConfigError, match=r"\[channels.video\] " + setting.partition(" ")[0]):
        pieces("video", asset(GUIDE, language="ja"), project(config(f"[channels.video]\n{setting}\n")))


def test_an_author_may_write_the_script() -> None:
    """A paragraph a scene, each below the heading above it; captions and chapters follow."""
    own = "A first line.\n\n## Second\nIt goes on\nhere.\n\nAnd here.\n\n## Third\n"
    text = script(overrides={"video": {"title": "Locks", "script": own, "close": "Bye."}})
    assert text.startswith("# Locks\n")
    assert spoken(text) == ["A first line.", "It goes on here.", "And here.", "Bye."]
    assert [line.split(" ", 2)[2] for line in text.splitlines() if line.startswith("## ")] == [
        "Locks", "Second", "Second", "Read on",
    ]  # fmt: skip


def test_an_authors_hook_comes_first() -> None:
    """Above what is chosen of the text."""
    assert spoken(script(overrides={"video": {"hook": "Who stole it?"}}))[0].startswith("Who stole it? A lock that")


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"hok": "x"}, "there is no 'hok'"),
        ({"seconds": "long"}, "seconds must be a whole number"),
        ({"script": ["x"]}, "script must be a text"),
        ({"hook": {}}, "hook"),
    ],
)
def test_wrong_own_words_are_told(own: dict[str, Any], message: str) -> None:
    """With the asset and what is wrong."""
    with pytest.raises(AssetError, match=message):
        script(overrides={"video": own})


def test_a_gated_text_is_told_as_far_as_all_may_read() -> None:
    """And then for whom the rest is."""
    text = script(GUIDE + "\n\n:::premium\nThe secret is in the spring.\n:::\n")
    assert "secret" not in text
    assert spoken(text)[-1] == "The rest of this piece is for members."


def test_the_call_to_action_is_shown_last() -> None:
    """With its link, tracked."""
    scene = script(cta=CallToAction("Get a lock", "post.md")).rpartition("## ")[2]
    assert "[Get a lock](<https://" in scene
    assert "utm_content=" in scene


def test_a_text_without_sentences_makes_none() -> None:
    """And says why."""
    composed = compose("video", brief(asset("```\ncode()\n```\n")))
    assert not composed.drafts
    assert composed.reason == "nothing in its text can be read out"


def test_a_text_without_a_lead_says_what_speaks_for_it() -> None:
    """Such as a list alone, whose author describes it."""
    assert spoken(script("- One\n- Two\n", description="Two locks that hold."))[0] == "Two locks that hold."


def test_signs_of_the_formats_mean_nothing() -> None:
    """A tag, an arrow or an ampersand in a text is a text in captions."""
    body = "A tag such as \\<b\\> & an arrow are signs of their own here.\n"
    made = pieces(
        "video", asset(body, overrides={"video": {"script": "Use <b> --> & {\\an8} here, and nothing else."}})
    )
    assert "<b>" not in made["captions.srt"]
    assert "{\\an8}" not in made["captions.srt"]
    assert "Use &lt;b&gt; --&gt; &amp; {\\an8} here" in made["captions.vtt"].replace("\n", " ")


def test_the_whole(golden: Golden) -> None:
    """Of the asset that uses every construct."""
    some = kitchen_sink()
    for name, piece in rendered("video", compose("video", some), some.asset).items():
        golden(f"video/{name}", piece.content)


def test_a_list_is_said_as_one_sentence_where_it_is_one() -> None:
    """Entries that begin with a capital letter are sentences of their own; identifiers are no words."""
    listed = "A lock holds for five minutes.\n\nEach of them has three parts, which are:\n\n- {}\n- {}\n- {}\n"
    (first, _) = spoken(script(listed.format("a long chain", "a small key", "one paper with its number")))
    assert first.endswith("which are: a long chain; a small key; one paper with its number.")
    (first, _) = spoken(script(listed.format("A long chain", "A small key", "One paper with its number")))
    assert first.endswith("which are: A long chain. A small key. One paper with its number.")
    assert "x-lock-id" not in script(
        listed.format("x-lock-id", "y-key-id", "z-id") + "\nA lock holds for five minutes.\n"
    )


def test_a_paragraph_that_is_cut_doesnt_end_in_a_short_sentence() -> None:
    """Such a one but leads to what is left out."""
    body = "We tried forty locks in our own workshop last year. Some limits apply. See `lock --help` for all of them.\n"
    assert spoken(script(body))[0] == "We tried forty locks in our own workshop last year."
