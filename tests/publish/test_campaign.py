"""Campaign drafts: the request that the systems' documentation asks for, made once, and never more than a draft.

The server stands in for the real systems, which nobody here has.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repurpose.errors import ConfigError
from repurpose.publish.campaign import Account, Campaign, Request, load
from repurpose.publish.http import host_of, post
from repurpose.publish.outbox import FOLDER
from tests.build.encode.test_mail_readers import strings
from tests.cli.conftest import Run, project, run  # noqa: F401 (fixtures)
from tests.publish.conftest import Lists, free_port

SYSTEMS = ["buttondown", "listmonk"]
CAMPAIGN = Campaign("a/newsletter/message", "Words", "A <a@b.example>", "<p>{{ UnsubscribeURL }}</p>", "text")


@pytest.fixture(autouse=True)
def _tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SYSTEMS:
        monkeypatch.setenv(f"REPURPOSE_{name.upper()}_TOKEN", "user:token")


def _settle(root: Path, address: str) -> None:
    path = root / "repurpose.toml"
    sender = f'[newsletter]\nfrom = "Tests <news@tests.example>"\napi = "{address}"\nlists = [3, 4]\ntemplate = 2\n'
    path.write_text(path.read_text().replace("[newsletter]\n", sender))


def test_without_yes_nothing_is_made(run: Run, project: Path, lists: tuple[Lists, str]) -> None:  # noqa: F811
    """It tells what would be, where, and that nobody has tried it."""
    _settle(project, lists[1])
    done = run("send", "hello", "--campaign", "listmonk", "-C", project)
    assert done.exit_code == 0
    assert "hello/newsletter/message would be a draft in listmonk at 127.0.0.1" in done.stdout
    assert "not tried yet" in done.stdout
    assert lists[0].asked == []
    assert not (project / FOLDER).exists()


def test_listmonk_gets_a_campaign(run: Run, project: Path, lists: tuple[Lists, str]) -> None:  # noqa: F811
    """With what its documentation requires, its own fields in the mail, and nothing that would start it."""
    _settle(project, lists[1])
    call = ("send", "hello", "--campaign", "listmonk", "--yes", "-C", project)
    done = run(*call)
    assert done.exit_code == 0, done.stderr
    assert "campaign 7" in done.stdout
    [(path, heads, body)] = lists[0].asked
    assert path == "/api/campaigns"
    assert heads["Authorization"] == "token user:token"
    assert heads["Content-Type"] == "application/json"
    assert set(body) == {
        *("name", "subject", "lists", "type", "content_type", "body"),  # required
        *("altbody", "from_email", "messenger", "template_id"),
    }
    assert (body["type"], body["content_type"], body["lists"], body["template_id"]) == ("regular", "html", [3, 4], 2)
    assert body["subject"] == "Hello"
    assert body["from_email"] == "Tests <news@tests.example>"
    assert "{{ UnsubscribeURL }}" in body["body"]
    assert "{{ UnsubscribeURL }}" in body["altbody"]
    again = run(*call)
    assert again.exit_code == 1
    assert "is a draft in listmonk already" in again.stderr
    assert len(lists[0].asked) == 1
    assert run(*call, "--again").exit_code == 0
    assert len(lists[0].asked) == 2
    assert not any(b"token" in file.read_bytes() for file in (project / FOLDER).iterdir())


def test_buttondown_gets_a_draft(run: Run, project: Path, lists: tuple[Lists, str]) -> None:  # noqa: F811
    """It is told that it is one: without a status it would send it to everybody."""
    _settle(project, lists[1])
    lists[0].answer = (201, {"id": "em_1"})
    done = run("send", "hello", "--campaign", "buttondown", "--yes", "-C", project, "--json")
    assert done.exit_code == 0, done.stderr
    row = json.loads(done.stdout)
    assert (row["state"], row["why"], row["verified"]) == ("sent", "email em_1", False)
    [(path, heads, body)] = lists[0].asked
    assert path == "/v1/emails"
    assert heads["Authorization"] == "Token user:token"
    assert set(body) == {"subject", "body", "status"}
    assert body["status"] == "draft"
    assert "{{ unsubscribe_url }}" in body["body"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [(None, "unknown"), ((500, {}), "unknown"), ((503, {}), "unknown"), ((403, {}), "refused"), ((302, {}), "refused")],
    ids=str,
)
def test_what_became_of_it_is_told(
    run: Run,  # noqa: F811
    project: Path,  # noqa: F811
    lists: tuple[Lists, str],
    answer: Any,
    state: str,
) -> None:
    """What nobody knows isn't tried again by itself, what was refused may be; no redirect gets the token."""
    _settle(project, lists[1])
    lists[0].answer = answer
    call = ("send", "hello", "--campaign", "listmonk", "--yes", "-C", project)
    first = run(*call)
    assert first.exit_code == 1
    assert ("it isn't known whether" in first.stdout) == (state == "unknown")
    assert run(*call).exit_code == 1
    assert len(lists[0].asked) == (1 if state == "unknown" else 2)
    assert {path for path, _, _ in lists[0].asked} == {"/api/campaigns"}


def test_an_answer_that_is_none_leaves_a_draft(run: Run, project: Path, lists: tuple[Lists, str]) -> None:  # noqa: F811
    """It was made, though nobody knows its name."""
    _settle(project, lists[1])
    lists[0].answer = (200, b"<html>")
    done = run("send", "hello", "--campaign", "listmonk", "--yes", "-C", project)
    assert done.exit_code == 0
    assert "a draft whose name it didn't tell" in done.stdout


def test_where_nobody_listens_nothing_is_made() -> None:
    """That is known."""
    assert post(Request(f"http://127.0.0.1:{free_port()}/x", "Token a", {}))[0] == "refused"


@pytest.mark.parametrize(
    "address",
    [
        "http://lists.example.org",
        "ftp://a.example",
        "https://a:b@c.example",
        "https://",
        "x",
        "https://a.example/\r\nX:",
    ],
)
def test_an_address_is_https(address: str) -> None:
    """But on this machine; it holds no password and no line end."""
    with pytest.raises(ConfigError, match="is no https address"):
        host_of(address)


@pytest.mark.parametrize("name", SYSTEMS)
def test_no_string_changes_the_request(name: str, lists: tuple[Lists, str]) -> None:
    """Whatever a mail says, it arrives as it is, in the same fields, with the same headers."""
    held, address = lists
    system = load(name)
    wanted = None
    for text in strings()[::9]:
        if not text or any("\ud800" <= char <= "\udfff" for char in text):
            continue
        campaign = Campaign(text, text, text, text, text)
        state, _, _ = post(system.request(campaign, Account(address, (1,), None, "t")))
        assert state == "sent"
        path, heads, body = held.asked.pop()
        heads.pop("Content-Length")
        wanted = wanted or (path, heads, set(body))
        assert (path, heads, set(body)) == wanted
        assert (body["subject"], body["body"]) == (text, text)


@pytest.mark.parametrize("token", ["a\r\nX-Evil: b", "a\nb", "a\0b"])
def test_no_token_writes_a_header(token: str, lists: tuple[Lists, str]) -> None:
    """It is refused before anything is sent."""
    request = load("listmonk").request(CAMPAIGN, Account(lists[1], (1,), None, token))
    if "\0" not in token:
        assert post(request)[0] == "refused"
        assert lists[0].asked == []
    else:
        post(request)
        assert all("X-Evil" not in heads for _, heads, _ in lists[0].asked)


@pytest.mark.parametrize(
    ("name", "account", "what"),
    [
        ("listmonk", Account(None, (1,), None, "t"), "api is missing"),
        ("listmonk", Account("https://a.example", (), None, "t"), "lists is missing"),
    ],
)
def test_what_a_system_needs_is_told(name: str, account: Account, what: str) -> None:
    """By the setting's name."""
    with pytest.raises(ConfigError, match=what):
        load(name).request(CAMPAIGN, account)


def test_a_system_that_isnt_there_is_told() -> None:
    """With what was likely meant."""
    with pytest.raises(ConfigError, match="no campaign drafts for 'listmnk'") as caught:
        load("listmnk")
    assert "listmonk" in str(caught.value.hint)
