"""Shaping: posts that fit, of whole sentences, with their link."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from repurpose.channels.social.count import shown
from repurpose.channels.social.hashtags import hashtags, tags_of
from repurpose.channels.social.material import material
from repurpose.channels.social.post import Post, is_bare
from repurpose.channels.social.shape import posts_of
from repurpose.rules.networks import Network, networks
from tests.builders import BASE, asset, brief

CLAIM = "Teams that reuse their best piece twelve times earn 40% more than teams that write twelve new ones."
OTHER = "Never publish a page that nobody in the company would send to a friend who has the problem."
TITLE = "What teams and companies publish"


def posts(network: Network, **fields: Any) -> list[Post]:
    some = brief(asset(**fields))
    return posts_of(some, network, material(some, 3))[0]


def test_the_announcement_comes_first() -> None:
    """Title, what the asset says, the tracked link and hashtags."""
    first = posts(networks()["mastodon"], body=f"{CLAIM}\n", tags=("field notes", "CI"), description="What it says.")[0]
    title, says, link, tags = first.text.split("\n\n")
    assert (title, says, tags) == ("A post", "What it says.", "#FieldNotes #CI")
    assert link.startswith(f"{BASE}/post/?utm_source=mastodon&utm_medium=social&utm_campaign=post&utm_content=")
    assert [one.url for one in first.links] == [link]
    assert first.slot == "announcement"


def test_a_sentence_worth_repeating_has_its_own_post() -> None:
    """Word for word, with its link; but not if the announcement has said it."""
    made = posts(networks()["bluesky"], body=f"{CLAIM}\n\n{OTHER}\n", title=TITLE, description="What it says.")
    assert {post.text.split("\n\n")[0] for post in made[1:]} == {CLAIM, OTHER}
    assert len({post.slot for post in made}) == len({post.links for post in made}) == 3
    said = posts(networks()["bluesky"], body=f"{CLAIM}\n", description=CLAIM)
    assert [post.slot for post in said] == ["announcement"]


def test_a_roomy_network_gets_several_points() -> None:
    """Where there is room, the announcement lists what the text says, in the text's order."""
    body = f"{CLAIM}\n\n{OTHER}\n"
    text = posts(networks()["linkedin"], body=body, title=TITLE, description="What it says.")[0].text
    assert f"• {CLAIM}\n• {OTHER}" in text


def test_hashtags_give_way_before_words() -> None:
    """Tags are left out one by one until the text fits."""
    x = networks()["x"]
    long = "word " * 48 + "end."
    assert "#" not in posts(x, description=long, tags=("first", "second"), title="end")[0].text
    assert posts(x, description="Short.", tags=("first", "second"))[0].text.endswith("#First #Second")


def test_a_network_without_links_gets_none() -> None:
    """Where a link can't be opened there is none, and without a picture no post."""
    instagram = networks()["instagram"]
    assert posts(instagram) == []
    [post] = posts(instagram, image="https://a.example/b.png", image_alt="A map", description="It says so.")
    assert "://" not in post.text
    assert (post.links, post.alt) == ((), ("A map",))


@pytest.mark.parametrize(
    "fields",
    [
        {"description": "Learn how it says so."},
        {"description": "What does it say?"},
        {"title": "5 posts", "description": "It says so."},
        {"body": "Words.\n"},
    ],
)
def test_nothing_is_promised_where_no_link_leads(fields: dict[str, Any]) -> None:
    """Who can't follow a link must be told the whole, or gets nothing."""
    some = brief(asset(**fields, image="https://a.example/b.png", image_alt="A map"))
    made, reason = posts_of(some, networks()["instagram"], material(some, 3))
    assert made == []
    assert reason == "Instagram shows no link to follow, and nothing short tells the whole without"


def test_a_mere_label_announces_nothing() -> None:
    """A long text of which no sentence speaks for the whole is not announced by a few words that say nothing."""
    reason = "its title is a mere label, and no sentence speaks for the whole: a `description` would"
    body = "Words of it. " * 60
    for title, said in (
        ("The art of writing", False),
        ("My rules for writing a post well", False),
        ("7 tips", False),
        ("How to write well", True),
        ("Announcing Rust 1.3", True),
        ("Announcing the writing team", True),
        ("Teams can write better", True),
        ("Is it art?", True),
    ):
        some = brief(asset(body, title=title))
        made, why = posts_of(some, networks()["x"], material(some, 3))
        assert (bool(made), why) == ((True, None) if said else (False, reason)), title


def test_what_only_leads_on_is_not_cut_off() -> None:
    """A sentence that sets up the next is not left without it."""
    usual, turn = "Most companies hide what they build on, and say so in no place.", "We show it to all who ask."
    more = "Whoever wants to know more finds every one of our reasons there, with what speaks against it."
    x = networks()["x"]
    title = "What it is built on, and why everybody may know"
    assert posts(x, title=title, description=f"{usual} {turn} {more}")[0].text.startswith(f"{title}\n\n{usual} {turn}")
    assert posts(x, title=title, description=f"{usual} {turn[:-1]}{' and again' * 12}.")[0].text.startswith(
        f"{title}\n\nhttps"
    )


def test_a_point_says_no_figure_again() -> None:
    """What the description says in figures, a point that says it in words doesn't add."""
    first = "Allow two hours for a team's first piece, and never less than a quiet room for all of its writers."
    second = "A piece that a team reads aloud is always shorter, but never worse, than one that nobody has heard."
    third = "Never let a piece go out that no team would send to a friend who has the problem it is about."
    body = f"{first}\n\n{second}\n\n{third}\n"
    told = {"title": "What a team's first piece takes", "body": body}
    [said, *_] = posts(networks()["facebook"], **told, description="It takes 2 hours for a piece, in a quiet room.")
    [whole, *_] = posts(networks()["facebook"], **told, description="It takes more than you think.")
    assert first in whole.text
    assert first not in said.text


def test_hashtags_are_spelt_as_the_text_spells_them() -> None:
    """Where the tag has no capitals of its own."""
    body = "An AI for open source, and open source for it. GitHub and an email and an Email.\n"
    made = posts(networks()["mastodon"], body=body, tags=("ai", "opensource", "github", "email"))
    assert made[0].text.endswith("#AI #OpenSource #GitHub #Email")
    made = posts(networks()["mastodon"], body="Made by React Native, on PaaS.\n", tags=("reactnative", "paa-s"))
    assert made[0].text.endswith("#ReactNative #PaaS")


def test_the_only_hashtag_is_what_the_title_names() -> None:
    """Not what happens to stand first."""
    threads = networks()["threads"]
    assert posts(threads, title="AI at work", tags=("philosophy", "AI"))[0].text.endswith("#AI")
    assert posts(threads, title="What it costs", tags=("philosophy", "AI"))[0].text.endswith("#Philosophy")


def test_with_nothing_to_say_there_is_a_reason() -> None:
    """An asset without text makes no post, and says why; nor does one that fits nowhere."""
    empty, plain = brief(asset("```\ncode\n```\n")), brief(asset())
    assert posts_of(empty, networks()["x"], material(empty, 3))[1] == "the asset has no text to post"
    assert "picture" in (posts_of(plain, networks()["instagram"], material(plain, 3))[1] or "")
    x = networks()["x"]
    tiny = replace(x, limit=replace(x.limit, value=10))
    assert posts_of(plain, tiny, material(plain, 3)) == ([], "nothing in it fits 10 weighted with its link")


def test_a_files_name_is_no_title() -> None:
    """Nobody is shown it; without a sentence that speaks for the asset there is no post."""
    said = posts(networks()["facebook"], body=f"{CLAIM}\n", title="Q3 blogpost v2", is_unnamed=True)
    assert [post.text.split("\n\n")[0] for post in said] == [CLAIM]
    mute = brief(asset("Words.\n", title="Q3 blogpost v2", is_unnamed=True))
    reason = "the asset has no title, and no sentence that speaks for it"
    for name in ("x", "hackernews"):
        assert posts_of(mute, networks()[name], material(mute, 3)) == ([], reason)


def test_a_label_needs_more() -> None:
    """Where a bare title has no room for what the asset says, that goes before it."""
    x = networks()["x"]
    says = "Every team that writes a piece should read it aloud before others do, " + "and again " * 16 + "to them."
    assert posts(x, title="Our weekly notes", description=says)[0].text.startswith("Every team")
    assert posts(x, title="How our teams write their notes", description=says)[0].text.startswith("How our teams")


def test_points_stand_where_no_link_leads_to_them() -> None:
    """Without a link, an announcement of three rules says them."""
    body = "## 1. Read it aloud\n\nWords.\n\n## 2. Cut the start\n\nWords.\n\n## 3. Name the gain\n\nWords.\n"
    picture = {"image": "https://a.example/b.png", "image_alt": "A map"}
    [post] = posts(networks()["instagram"], body=body, title="3 rules of writers", description="What lasts.", **picture)
    assert "1. Read it aloud\n2. Cut the start\n3. Name the gain" in post.text


def test_a_category_is_a_hashtag_if_it_tells() -> None:
    """If a word of it stands in title or description; a tag always is one."""
    fields = {"title": "How teams write", "description": "What lasts.", "body": "Words.\n"}
    made = posts(
        networks()["mastodon"],
        tags=("Ops", "Digital desk", "Team life"),
        shelves=("Digital desk", "Team life"),
        **fields,
    )
    assert made[0].text.endswith("\n\n#Ops #TeamLife")


@pytest.mark.parametrize(
    ("tags", "written"),
    [
        (("field notes",), ["#FieldNotes"]),
        (("CI/CD", "c++", "C#", ".NET", "2026", "!!"), ["#CICD"]),
        (("日本 語",), ["#日本語"]),
        (("a", "A"), ["#A"]),
        (("iPhone apps",), ["#iPhoneApps"]),
        (("x" * 41,), []),
        (("التسويق بالمحتوى",), ["#التسويق_بالمحتوى"]),
        (("تجرِبة المريض",), ["#تجربة_المريض"]),
        (("हिन्दी",), ["#हिन्दी"]),
        (("museum how long", "shoes with laces", "what to do on the island"), []),
        (("ci-cd", "ospo", "ai tools", "devops", "Pr"), ["#CICD", "#OSPO", "#AITools", "#DevOps", "#Pr"]),
        (("Company", "general", "field notes", "未分類"), ["#FieldNotes"]),
        (("product news", "Case Study", "customer-story", "content strategy"), ["#ContentStrategy"]),
        (
            ("Produktneuheiten", "Kühlkette", "導入事例", "إرشادات", "قصص العملاء", "Notre actualité"),
            ["#Kühlkette", "#NotreActualité"],
        ),
    ],
)
def test_hashtags_are_words_run_together(tags: tuple[str, ...], written: list[str]) -> None:
    """Each word has a capital, as screen readers need; none is a number, too long, cut, or there twice."""
    assert hashtags(tags) == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("HTTPセマンティック規約の安定版宣言", ["#HTTPセマンティック規約"]),
        ("Apache Kafka クライアントを計装する", ["#ApacheKafka"]),
        ("サンプリングの最新情報", ["#サンプリング"]),
        ("日本コミュニティ向けの調査", []),
        ("good first issue のその先へ", []),
    ],
    ids=["compound", "two words", "loan word", "half a word", "no name"],
)
def test_hashtags_of_a_japanese_title_are_whole_names(title: str, written: list[str]) -> None:
    """A loan word goes with the word it makes one with, and a name in Latin letters with its other half."""
    body = "\n\n".join(f"{title}。" for _ in range(8))
    assert tags_of(brief(asset(body, title=title, language="ja", tags=())).document, 3) == written


def test_a_chinese_title_has_a_sentence_below_it() -> None:
    """Where the top says nothing for the whole, the best sentence does, and isn't posted twice."""
    body = "\n\n".join(["我想起了那天。"] * 4 + ["租金超过营业额的20%，咖啡店几乎没有活路。"])
    some = brief(asset(body, title="为什么七成咖啡店撑不过两年", language="zh"))
    [post] = posts_of(some, networks()["mastodon"], material(some, 2))[0]
    assert "租金超过营业额的20%" in post.text


@pytest.mark.parametrize(
    ("title", "language", "told"),
    [
        ("HTTPセマンティック規約の安定版宣言", "ja", False),
        ("The Humans of OpenTelemetry", "ja", False),
        ("OpenTelemetry in Focus、2023年9月", "ja", False),
        ("Collector のハードニング エピソード1", "ja", False),
        ("メトリクスの名前の付け方", "ja", True),
        ("「断る営業」で売上を伸ばした工務店の話", "ja", True),
        ("貸出数が3年で2倍になった図書館", "ja", True),
        ("统一网关", "zh", False),
        ("用表单收集客户意见的团队越来越多", "zh", True),
        ("🎉 🎉 🎉 🎉", "en", False),
        ("Why We Built Notes", "en", False),
        ("Why we built notes for people who hate forms", "en", True),
        ("Greetings from your new manager!", "en", False),
    ],
)
def test_a_label_tells_nothing(title: str, language: str, told: bool) -> None:
    """A title without a verb, a subject or a figure, or with a name alone, tells nobody what there is to read."""
    assert is_bare(brief(asset(title=title, language=language))) is not told


EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}")


def at_most(text: str, network: Network) -> int:
    """The length of a post, counted here by its words: links as the network counts them, others by grapheme."""
    unit, size = network.limit.unit, 0
    for part in re.split(r"(\s)", unicodedata.normalize("NFC", text) if unit == "weighted" else text):
        if part.startswith("https://") and network.url_length:
            size += network.url_length.value
        elif unit == "characters":
            size += len(part)
        elif unit == "bytes":
            size += len(part.encode())
        else:
            size += sum(_size(cluster, unit) for cluster in regex.findall(r"\X", part))
    return size


def _size(cluster: str, unit: str) -> int:
    if EMOJI.search(cluster):
        return {"weighted": 2, "graphemes": 1, "emoji-bytes": len(cluster.encode())}[unit]
    if unit == "graphemes":
        return 1
    if unit == "emoji-bytes":
        return len(cluster)
    return sum(1 if ord(char) < 0x1100 or char in "—“”’" else 2 for char in cluster)


_WORD = st.sampled_from(
    [
        "word",
        "Straße",
        "日本語の文章",
        "内容",
        "محتوى",
        "👍🏽",
        "👩‍👩‍👧‍👦",
        "🇯🇵",
        "e\u0301te\u0301",
        "40%",
        "sentence",
        "…",
        "unbelievablylongwordthatgoeson",
    ]
)
_SENTENCE = st.lists(_WORD, min_size=1, max_size=40).map(lambda words: " ".join(words) + ".")
_SPOKEN = st.sampled_from(["en", "ja", "zh", "ar"])


@settings(max_examples=40)
@given(
    title=st.lists(_WORD, min_size=1, max_size=30).map(" ".join),
    description=st.none() | _SENTENCE,
    body=st.lists(_SENTENCE, min_size=1, max_size=4).map("\n\n".join),
    tags=st.lists(st.sampled_from(["field notes", "日本", "CI"]), max_size=3, unique=True).map(tuple),
    language=_SPOKEN,
    limit=st.none() | st.integers(60, 300),
)
def test_every_post_fits_and_nothing_is_cut(
    title: str, description: str | None, body: str, tags: tuple[str, ...], language: str, limit: int | None
) -> None:
    """By a count of our own no post is over its limit; every word and link in it is whole."""
    some = brief(asset(body + "\n", title=title, description=description, tags=tags, language=language))
    given = material(some, 3)
    known = set(" ".join((title, description or "", body)).split())
    graphemes = set(regex.findall(r"\X", " ".join((title, description or "", body))))
    for usual in networks().values():
        network = replace(usual, limit=replace(usual.limit, value=limit)) if limit else usual
        for post in posts_of(some, network, given)[0]:
            for text in (post.text, *post.rest):
                seen = shown(text, network)
                assert at_most(seen, network) <= network.limit.value
                assert not network.byte_limit or len(seen.encode()) <= network.byte_limit.value
            whole = "\n\n".join((post.text, *post.rest))
            links = [part for part in whole.split() if "://" in part]
            assert links == [link.url for link in post.links if link.url != post.url]
            for part in whole.split():
                if part in known or part in links or part.startswith("#") or part == "•":
                    continue
                assert part.endswith("…"), part  # a title that was shortened shows it
                assert set(regex.findall(r"\X", part[:-1])) <= graphemes
                if language in {"en", "ar"}:
                    assert part[:-1] in known or part[:-1] + "…" in known or part[:-1].rstrip("….") in known
