"""The newsletter: one mail an asset, tracked, with what the law wants."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from repurpose.config import read_config
from repurpose.errors import AssetError
from repurpose.ids import link_id
from repurpose.model import Author, CallToAction
from repurpose.rules.mail_systems import mail_systems
from tests.builders import BASE, asset, brief, compose, config, kitchen_sink, pieces, project, rendered
from tests.conftest import Golden
from tests.oracle import faults


def test_a_mail_is_three_files_that_say_the_same() -> None:
    """HTML, text and message, each with the text, the way out and the sender's address."""
    made = pieces("newsletter", asset("Words *of* it.\n"))
    assert made.keys() == {"message.html", "message.txt", "message.eml"}
    assert "Words <em>of</em> it." in made["message.html"]
    assert "Words *of* it." in made["message.txt"]
    for text in (made["message.html"], made["message.txt"]):
        assert "1 Example Street" in text
        assert "https://example.org/unsubscribe" in text
        assert "A post" in text


def test_links_to_the_site_are_tracked() -> None:
    """Each carries the mail's id, keeps its own query and anchor, and is listed once."""
    some = asset("[a](post.md?b=c#d) [e](https://other.example/)\n", cta=CallToAction("Go", "post.md"))
    composed = compose("newsletter", brief(some))
    for link in composed.drafts[0].links:
        query = parse_qs(urlsplit(link.url).query)
        assert link.tracked == ("utm_content" in query) == link.url.startswith(BASE)
        if link.tracked:
            assert query["utm_content"] == [link_id("post/newsletter/message")]
            assert query["utm_medium"] == ["email"]
    deep = next(link.url for link in composed.drafts[0].links if "b=c" in link.url)
    assert deep.startswith(f"{BASE}/post/?b=c&utm_source=newsletter")
    assert deep.endswith("#d")
    made = rendered("newsletter", composed, some)
    for link in composed.drafts[0].links:
        assert link.url in made["message.txt"].content.decode()
        assert link.url.replace("&", "&amp;") in made["message.html"].content.decode()


def test_a_mail_says_who_wrote_its_text() -> None:
    """Unless that is who sends it, whose name stands above already."""
    made = pieces("newsletter", asset(authors=(Author("Bo"), Author("Cy"))))
    assert ">By Bo, Cy</p>" in made["message.html"]
    assert "\n\nBy Bo, Cy\n\n" in made["message.txt"]
    assert ">By Ada</p>" in pieces("newsletter", asset(authors=(Author("Ada"),)))["message.html"]
    assert "By Ada" not in pieces("newsletter", asset(authors=(Author("Ada Example"),)))["message.html"]


def test_an_authors_subject_and_preheader_are_taken() -> None:
    """They come before title and summary."""
    some = asset(overrides={"newsletter": {"subject": "Own subject", "preheader": "Own preheader"}})
    made = pieces("newsletter", some)
    assert "<title>Own subject</title>" in made["message.html"]
    assert "Own preheader" in made["message.html"]
    assert "Subject: Own subject" in made["message.eml"]


@pytest.mark.parametrize(
    "own",
    [
        {"subject": "a\0b"},
        {"subject": "a\x1bb"},
        {"subject": ["a"]},
        {"subject": ""},
        {"topic": "a"},
    ],
    ids=str,
)
def test_an_override_that_is_no_line_is_refused(own: dict[str, object]) -> None:
    """What is no text of one line, or an unknown key, is an error at its place."""
    with pytest.raises(AssetError, match="newsletter: ") as caught:
        compose(
            "newsletter",
            brief(asset(overrides={"newsletter": own}, lines={"newsletter.subject": 7, "newsletter.topic": 7})),
        )
    assert caught.value.location is not None
    assert caught.value.location.line == 7


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_a_subject_of_two_lines_is_one_line(end: str) -> None:
    """Whatever ends a line becomes a space, so that a subject writes no other header."""
    some = asset(overrides={"newsletter": {"subject": f"a{end}Bcc: x@evil.example"}})
    made = pieces("newsletter", some)["message.eml"]
    assert "Subject: a Bcc: x@evil.example\r\n" in made
    assert "\nBcc:" not in made


def test_a_long_subject_is_told() -> None:
    """Mail programs cut it."""
    [notice] = compose("newsletter", brief(asset(title="Long " * 20))).notices
    assert notice.code == "subject-long"


def test_without_a_sender_the_mail_is_a_draft() -> None:
    """What the law wants and isn't there is told, and the mail made all the same."""
    where = project(read_config('[site]\ntitle = "x"\nurl = "https://example.org"\n', {}))
    composed = compose("newsletter", brief(asset(), where))
    assert [notice.code for notice in composed.notices] == ["mail-draft", "mail-draft"]
    message = rendered("newsletter", composed, asset())["message.eml"].content.decode()
    assert "\nFrom:" not in message
    assert "List-Unsubscribe" not in message


def test_a_gated_mail_says_where_to_read_on() -> None:
    """What everyone may read, and a tracked link to the rest, in both parts."""
    made = pieces("newsletter", asset("Open.\n\n<!-- registered -->\n\nHidden.\n"))
    for text in (made["message.html"], made["message.txt"]):
        assert "Hidden" not in text
        assert "registered readers" in text
        assert "Read on" in text


def test_an_unsafe_call_to_action_is_left_out() -> None:
    """There is no button without an address."""
    made = pieces("newsletter", asset(cta=CallToAction("Go now", "javascript:go()")))
    assert "Go now" not in made["message.html"]


def test_a_right_to_left_mail_says_so() -> None:
    """Direction and language stand on the table as well, where mail programs drop html and body."""
    made = pieces("newsletter", asset("محتوى\n", language="ar"))["message.html"]
    assert made.count('dir="rtl"') >= 2
    assert made.count('lang="ar"') >= 2


def test_the_reference(golden: Golden) -> None:
    """Every construct in the three files."""
    some = kitchen_sink()
    made = rendered("newsletter", compose("newsletter", some), some.asset)
    for name, piece in made.items():
        golden(f"newsletter/kitchen-sink/{name}", piece.content)
    assert faults(made["message.html"].content.decode()) == []


@pytest.mark.parametrize("name", sorted(set(mail_systems()) - {"generic"}))
def test_a_mail_systems_fields_stand_in_each_file(name: str) -> None:
    """Where to unsubscribe and to read online, in its own syntax; an author's text that looks like one is none."""
    where = project(replace(config(), newsletter=replace(config().newsletter, esp=name)))
    literal = {"mailchimp": "*|FNAME|*", "klaviyo": "{% if x %}"}.get(name, "{{ name }}")
    some = asset(f"Write `{literal}` for a name.\n", title=f"Say {literal}")
    made = pieces("newsletter", some, where)
    fields = mail_systems()[name].fields
    for file in ("message.html", "message.txt"):
        assert fields["unsubscribe"].value in made[file]
        assert fields["view_online"].value in made[file]
        assert literal not in made[file]
        assert f"{BASE}/post/" in made[file]
    message = message_from_bytes(made["message.eml"].encode(), policy=default)
    assert literal not in message["Subject"]


def test_what_a_mail_system_fills_in_is_not_missing() -> None:
    """Only what nobody fills in makes a mail a draft."""
    where = project(read_config('[site]\nurl = "https://example.org"\n[newsletter]\nesp = "mailchimp"\n', {}))
    assert not compose("newsletter", brief(asset(), where)).notices


@pytest.mark.parametrize(
    ("body", "fields", "code", "line"),
    [
        ("See [here](https://a.example).\n", {}, "link-text", 10),
        ("\n\n[Click here!](https://a.example)\n", {}, "link-text", 12),
        ("[こちら](https://a.example)\n", {"language": "ja"}, "link-text", 10),
        ("[plain](http://a.example)\n", {}, "link-http", 10),
        ("x\n", {"title": "BUY IT NOW OR NEVER"}, "subject-spam", 2),
        ("x\n", {"title": "Now!!! Or never"}, "subject-spam", 2),
        ("x\n", {"title": "Re: your order"}, "subject-spam", 2),
        ("x\n", {"overrides": {"newsletter": {"preheader": "long " * 40}}}, "preheader-long", 4),
    ],
)
def test_what_readers_and_filters_dislike_is_told(body: str, fields: dict[str, Any], code: str, line: int) -> None:
    """Where its author wrote it."""
    lines = {"title": 2, "newsletter.preheader": 4}
    notices = compose("newsletter", brief(asset(body, **{"lines": lines} | fields))).notices
    assert [(notice.code, notice.location.line) for notice in notices] == [(code, line)]


@pytest.mark.parametrize("title", ["NASA", "IBM and AT&T", "Really?", "Regarding: us", "日本語のタイトル", "Yes!"])
def test_what_only_looks_like_it_is_not(title: str) -> None:
    """A name in capitals, one mark, a language without capitals."""
    assert not compose("newsletter", brief(asset("[the post](https://a.example)\n", title=title))).notices
