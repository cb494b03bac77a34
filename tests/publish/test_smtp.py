"""Sending: what is sent arrives as it is; what became of it is known, or said not to be."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default

import pytest

from repurpose.channels.newsletter import Newsletter
from repurpose.errors import ConfigError, UsageError
from repurpose.publish.smtp import Server, addressed, check_address, read_server, send
from tests.builders import ROOT, asset, brief, compose, kitchen_sink, rendered
from tests.publish.conftest import Box, free_port

FROM, TO = "news@example.org", "ada@example.org"


_CONNECTS = re.compile(r"^\s*(?:import|from) (?:smtplib|socket|http|urllib\.request)\b", re.M)


def local(port: int) -> Server:
    return Server("smtp", "127.0.0.1", port)


def messages() -> list[bytes]:
    """Mails of several scripts, one with a line that is a dot."""
    sink = kitchen_sink()
    drafts = [rendered(Newsletter.name, compose(Newsletter.name, sink), sink.asset)["message.eml"].content]
    for body, language in (("日本語の本文。\n", "ja"), ("محتوى\n", "ar"), ("a\n\n    .\n    ..\n", "en")):
        some = asset(body, language=language, title=body.split()[0])
        drafts.append(rendered(Newsletter.name, compose(Newsletter.name, brief(some)), some)["message.eml"].content)
    return [addressed(draft, TO) for draft in drafts]


def test_a_server_gets_what_was_made(box: tuple[Box, int]) -> None:
    """Byte by byte, to one address; it is no draft any more."""
    held, port = box
    for message in messages():
        assert send(local(port), None, FROM, TO, message) == ("sent", "250 taken")
        sender, to, content = held.mails[-1]
        assert (sender, to, content) == (FROM, [TO], message)
        found = message_from_bytes(content, policy=default)
        assert found["To"] == TO
        assert "X-Unsent" not in found
        assert not found.defects


def test_a_refusal_is_known(box: tuple[Box, int]) -> None:
    """By the recipient's server, or because nobody listens."""
    held, port = box
    assert send(local(port), None, FROM, "nobody@example.org", b"x\r\n") == ("refused", "550 no such user")
    assert send(local(free_port()), None, FROM, TO, b"x\r\n")[0] == "refused"
    assert held.mails == []


def test_a_server_that_hangs_up_leaves_it_unknown(dropping: Callable[[bytes], int]) -> None:
    """Once it had all of the mail; before that, it surely didn't go out."""
    assert send(local(dropping(b".\r\n")), None, FROM, TO, b"a\r\n")[0] == "unknown"
    assert send(local(dropping(b"RCPT")), None, FROM, TO, b"a\r\n")[0] == "refused"
    assert send(local(dropping(b"DATA")), None, FROM, TO, b"a\r\n")[0] == "refused"


def test_a_certificate_that_nobody_signed_is_refused(untrusted: int) -> None:
    """The password and the mail stay here."""
    state, why = send(local(untrusted), "secret", FROM, TO, b"a\r\n")
    assert state == "refused"
    assert "certificate" in why


def test_a_server_is_told_the_password_over_tls_alone(guarded: tuple[Box, int]) -> None:
    """With the right one it takes the mail; without, or with a wrong one, it refuses it, and the mail stays here."""
    held, port = guarded
    server = Server("smtp", "127.0.0.1", port, "ada")
    assert send(server, "secret", FROM, TO, b"Subject: a\r\n\r\nb\r\n") == ("sent", "250 taken")
    assert len(held.mails) == 1
    state, why = send(server, "wrong", FROM, TO, b"a\r\n")
    assert (state, why[:3]) == ("refused", "535")
    assert send(server, None, FROM, TO, b"a\r\n")[0] == "refused"
    assert len(held.mails) == 1


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a:b:c"])
def test_a_server_that_is_none_is_refused(address: str) -> None:
    """With the form it should have."""
    with pytest.raises(ConfigError, match="is no server"):
        read_server(address)


def test_a_password_belongs_in_no_file() -> None:
    """Not even in the server's address."""
    with pytest.raises(ConfigError, match="belongs in no file") as caught:
        read_server("smtps://ada:secret@mail.example.org")
    assert "secret" not in str(caught.value)
    assert read_server("smtps://ada@mail.example.org") == Server("smtps", "mail.example.org", 465, "ada")


@pytest.mark.parametrize(
    "address",
    ["ada", "a@b, c@d", "Ada <a@b.example>", "a@b\r\nRCPT TO:<c@d>", "a@b.example\n", "ä@b.example", "", "a@b c"],
)
def test_an_address_is_one(address: str) -> None:
    """Nothing that would write another recipient."""
    with pytest.raises(UsageError, match="is no mail address"):
        check_address(address)


def test_only_this_room_reaches_a_network() -> None:
    """No other file of the program names what opens a connection; the preview's server only answers."""
    room, server = ROOT / "repurpose" / "publish", ROOT / "repurpose" / "serve" / "server.py"
    found = [
        path
        for path in (ROOT / "repurpose").rglob("*.py")
        if path != server and not path.is_relative_to(room) and _CONNECTS.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
