"""The message file: two parts, safe headers, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from repurpose.channels.channel import Project
from repurpose.config import Newsletter
from repurpose.errors import AssetError, ConfigError
from repurpose.model import Asset
from tests.builders import asset, brief, compose, config, kitchen_sink, project, rendered


def raw(some: Asset | None = None, where: Project | None = None) -> bytes:
    some = some or asset()
    return rendered("newsletter", compose("newsletter", brief(some, where)), some)["message.eml"].content


def message(some: Asset | None = None, where: Project | None = None) -> EmailMessage:
    found = message_from_bytes(raw(some, where), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def sending(**fields: Any) -> Project:
    """The project with another sender."""
    settings_ = config()
    return project(replace(settings_, newsletter=replace(settings_.newsletter, **fields)))


def test_a_message_has_two_parts_text_first() -> None:
    """Mail programs show the last part they can; none of the parts has a defect."""
    found = message(asset("Words of *it* äöü 日本 👍.\n"))
    assert found.get_content_type() == "multipart/alternative"
    parts = list(found.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part["Content-Transfer-Encoding"] for part in parts] == ["quoted-printable"] * 2
    assert not found.defects
    assert not any(part.defects for part in parts)
    assert "Words of *it* äöü 日本 👍." in parts[0].get_content()
    assert "Words of <em>it</em> äöü 日本 👍." in parts[1].get_content()


def test_the_parts_are_the_files() -> None:
    """message.txt and message.html are what the message holds."""
    some = kitchen_sink()
    made = rendered("newsletter", compose("newsletter", some), some.asset)
    found = message_from_bytes(made["message.eml"].content, policy=default)
    assert isinstance(found, EmailMessage)
    text, html = (part.get_content().replace("\r\n", "\n") for part in found.iter_parts())
    assert text == made["message.txt"].content.decode()
    assert html == made["message.html"].content.decode()


def test_lines_are_as_mail_wants_them() -> None:
    """Every line ends with CR LF; none has more than 998 bytes, in a part none more than 78."""
    some = kitchen_sink()
    content = rendered("newsletter", compose("newsletter", some), some.asset)["message.eml"].content
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert content.isascii()
    head, _, body = content.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 78


def test_headers() -> None:
    """Sender, list and the way out, in the forms that mail providers want; a draft that no program sends by itself."""
    found = message()
    assert found["From"] == "Field notes <news@example.org>"
    assert found["Reply-To"] == "Ada Example <ada@example.org>"
    assert found["List-Id"] == "<news.example.org>"
    assert found["List-Unsubscribe"] == "<https://example.org/unsubscribe>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Date"] == "Fri, 20 Nov 2026 09:00:00 +0000"
    assert found["Content-Language"] == "en"
    assert found["X-Unsent"] == "1"
    assert str(found["Message-ID"]).endswith("@example.org>")
    assert found["MIME-Version"] == "1.0"
    assert found["To"] is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("a@example.org", ""),
        ("<a@example.org>", ""),
        ('"Ada, Bo" <a@example.org>', "Ada, Bo"),
        ("Ada, Bo (editors) <a@example.org>", "Ada, Bo (editors)"),
        ("日本語 <a@example.org>", "日本語"),
    ],
)
def test_a_sender_may_have_any_name(written: str, name: str) -> None:
    """With quotes or without, in any script."""
    [address] = message(where=sending(from_=written))["From"].addresses
    assert (address.display_name, address.addr_spec) == (name, "a@example.org")


def test_one_click_is_for_https_alone() -> None:
    """Who unsubscribes by mail has no one-click."""
    found = message(where=sending(unsubscribe_url="mailto:out@example.org"))
    assert found["List-Unsubscribe"] == "<mailto:out@example.org>"
    assert found["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "subject",
    [
        "Plain",
        "日本語の件名です。" * 12,
        "محتوى جديد",
        "👩‍👩‍👧‍👦 family",
        "Ünïcödé " * 20,
        'a: b; c=d <e> "f" (g), h',
        "x" * 300,
    ],
)
def test_a_subject_comes_back_as_it_was(subject: str) -> None:
    """Whatever its script and length, it is read as it was written."""
    assert message(asset(title=subject.strip()))["Subject"] == subject.strip()


def test_a_subject_begins_on_its_line() -> None:
    """However long it is: some programs read an empty first line as no subject, or as one that begins with a space."""
    for size in range(40, 110):
        subject = ("seven letters " * 9)[:size].strip()
        head = raw(asset(title=subject)).split(b"\r\n\r\n")[0]
        assert head.startswith(b"Subject: seven"), size
        assert max(map(len, head.split(b"\r\n"))) <= 78
        assert message(asset(title=subject))["Subject"] == subject


_SUBJECT = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=120)


@settings(max_examples=30)
@given(st.lists(_SUBJECT, min_size=1, max_size=3).map(" ".join))
def test_any_subject_is_one_header(subject: str) -> None:
    """No title makes a message with other headers than usual."""
    assume("=?" not in subject)
    found = message(asset(title=subject))
    assert found.keys() == message().keys()
    assert not found.defects


@pytest.mark.parametrize(
    "subject",
    ["=?utf-8?q?a=0ABcc:_x@evil.example?=", "a =?UTF-8?B?YQ==?= b", "=?utf-8?q?=0d=0aBcc:x?="],
)
def test_an_encoded_header_is_refused(subject: str) -> None:
    """Some programs would decode it, line ends and all."""
    with pytest.raises(AssetError, match="encoded header"):
        raw(asset(title=subject))


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("from_", "no address"),
        ("from_", "=?utf-8?q?=0aBcc:x?= <a@example.org>"),
        ("from_", "a@example.org\nBcc: x@evil.example"),
        ("from_", "A\nBcc: x@evil.example <a@example.org>"),
        ("from_", "a@example.org, b@example.org"),
        ("reply_to", "Ada <ada@>"),
        ("reply_to", "<>"),
    ],
)
def test_a_sender_that_is_no_address_is_refused(key: str, address: str) -> None:
    """A setting that would make a broken or another header is an error of the settings."""
    with pytest.raises(ConfigError, match=rf"\[newsletter\] {key.rstrip('_')}: "):
        raw(where=sending(**{key: address}))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("list_id", "a\nBcc: x@evil.example"),
        ("unsubscribe_url", "https://example.org/\r\nBcc: x@evil.example"),
    ],
)
def test_settings_write_no_header_of_their_own(key: str, value: str) -> None:
    """A line end in a setting is refused, never written."""
    with pytest.raises((ConfigError, ValueError)):
        raw(where=sending(**{key: value}))


def test_the_same_mail_has_the_same_bytes() -> None:
    """Message-ID and boundary come from the content: equal for equal mails, others for others."""
    assert raw() == raw()
    assert message()["Message-ID"] != message(asset("Other words.\n"))["Message-ID"]
    assert message().get_boundary() != message(asset("Other words.\n")).get_boundary()


def test_without_a_sender_there_are_no_such_headers() -> None:
    """A draft has what is known, and nothing made up."""
    settings_ = config()
    found = message(asset(date=None), project(replace(settings_, newsletter=Newsletter())))
    assert not {"From", "Reply-To", "List-Id", "List-Unsubscribe", "Date"} & set(found.keys())


def test_a_domain_of_any_script_is_a_host() -> None:
    """The Message-ID has the domain's ASCII form."""
    settings_ = config()
    moved = replace(settings_, site=replace(settings_.site, url="https://bücher.example/blog"))
    assert str(message(where=project(moved))["Message-ID"]).endswith("@xn--bcher-kva.example>")


def test_styles_stand_on_the_elements() -> None:
    """Mail programs drop style sheets, so each element brings its own; nothing is fetched for it."""
    made = rendered("newsletter", compose("newsletter", brief(asset("a [b](https://c.example)\n"))), asset())
    html = made["message.html"].content.decode()
    assert 'href="https://c.example" style="' in html
    assert "@media" in html


def test_a_long_address_to_unsubscribe_stays_an_address() -> None:
    """It stands on one line, however long: folded as an encoded word, no mail program would know it."""
    address = f"https://example.org/unsubscribe?{'a' * 150}"
    where = sending(unsubscribe_url=address, list_id="Our list <news.example.org>")
    head = raw(None, where).split(b"\r\n\r\n")[0].decode()
    assert f"\r\nList-Unsubscribe: <{address}>" in head
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    assert "\r\nList-Id: Our list <news.example.org>" in head
    assert not message(None, where).defects
