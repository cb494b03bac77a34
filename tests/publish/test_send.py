"""`repurpose send`: nothing goes out unasked, nothing goes out twice unseen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace

import pytest

from repurpose.publish.outbox import FOLDER, Outbox, Sending
from tests.cli.conftest import Run, project, run  # noqa: F401 (fixtures)
from tests.publish.conftest import Box

TO = "ada@example.org"


def _serve(root: Path, port: int, more: str = "") -> None:
    path = root / "repurpose.toml"
    sender = f'[newsletter]\nfrom = "Tests <news@tests.example>"\nsmtp = "smtp://127.0.0.1:{port}"\n{more}'
    path.write_text(path.read_text().replace("[newsletter]\n", sender))


@pytest.fixture(autouse=True)
def _no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPURPOSE_SMTP_PASSWORD", raising=False)


def test_without_yes_nothing_is_sent(run: Run, project: Path, box: tuple[Box, int]) -> None:  # noqa: F811
    """It tells what would be."""
    _serve(project, box[1])
    done = run("send", "hello", "--to", TO, "-C", project)
    assert done.exit_code == 0
    assert f"hello/newsletter/message would go to {TO}" in done.stdout
    assert box[0].mails == []
    assert not (project / FOLDER).exists()


def test_a_mail_is_sent_once(run: Run, project: Path, box: tuple[Box, int]) -> None:  # noqa: F811
    """Again only if asked for; as readers will see it, with no field of a mail system."""
    _serve(project, box[1], 'esp = "mailchimp"\n')
    call = ("send", "hello", "--to", TO, "--yes", "-C", project)
    assert run(*call).exit_code == 0
    [(sender, to, content)] = box[0].mails
    assert (sender, to) == ("news@tests.example", [TO])
    assert b"*|" not in content
    again = run(*call)
    assert again.exit_code == 1
    assert f"this mail was sent to {TO} already" in again.stderr
    assert len(box[0].mails) == 1
    assert run(*call, "--again").exit_code == 0
    assert len(box[0].mails) == 2


def test_a_sequences_mail_is_sent_by_its_piece(run: Run, project: Path, box: tuple[Box, int]) -> None:  # noqa: F811
    """The asset's name alone means its newsletter, though a step brings it, too."""
    _serve(project, box[1])
    with (project / "repurpose.toml").open("a") as settings:
        settings.write('[lifecycle.hi]\ntrigger = "first-login"\n')
        settings.write('steps = [{ asset = "hello", subject = "Good to see you" }]\n')

    assert run("send", "hello/lifecycle/hi.hello", "--to", TO, "--yes", "-C", project).exit_code == 0
    assert run("send", "hello", "--to", TO, "--yes", "-C", project).exit_code == 0
    unknown = run("send", "hello/lifecycle/hi.helo", "--to", TO, "-C", project)

    subjects = [message_from_bytes(content)["Subject"] for _, _, content in box[0].mails]
    assert subjects[0] == "Good to see you"
    assert subjects[1] != subjects[0]
    assert unknown.exit_code == 2


def test_an_unknown_outcome_is_told_and_not_retried(
    run: Run,  # noqa: F811
    project: Path,  # noqa: F811
    dropping: Callable[[bytes], int],
) -> None:
    """The mail may be in the mailbox."""
    _serve(project, dropping(b".\r\n"))
    call = ("send", "hello", "--to", TO, "--yes", "-C", project)
    first = run(*call)
    assert first.exit_code == 1
    assert "it isn't known whether" in first.stdout
    second = run(*call)
    assert "may have been sent" in second.stderr


def test_a_refused_mail_may_be_sent_later(run: Run, project: Path, box: tuple[Box, int]) -> None:  # noqa: F811
    """It surely didn't go out."""
    _serve(project, box[1])
    call = ("send", "hello", "--to", "nobody@example.org", "--yes", "-C", project)
    for _ in range(2):
        done = run(*call)
        assert done.exit_code == 1
        assert "was not sent" in done.stdout


def test_what_was_begun_and_never_ended_is_unknown(tmp_path: Path) -> None:
    """Whoever wanted to send it died; only one of two who begin may send."""
    outbox, sending = Outbox(tmp_path), Sending("a/newsletter/message", TO, "host:25", "2026-11-22T12:00:00Z")
    assert outbox.begin(b"mail", sending) is None
    assert outbox.begin(b"mail", sending) == sending
    assert outbox.begin(b"mail", sending, again=True) is None
    assert outbox.begin(b"other mail", sending) is None


@pytest.mark.parametrize(
    ("toml", "what"),
    [("", "smtp is missing"), ('smtp = "smtp://a:b@h"\nfrom = "a@b.example"\n', "belongs in no file")],
)
def test_a_sender_that_cant_send_is_told(run: Run, project: Path, toml: str, what: str) -> None:  # noqa: F811
    """With exit code 3."""
    path = project / "repurpose.toml"
    path.write_text(path.read_text().replace("[newsletter]\n", f"[newsletter]\n{toml}"))
    done = run("send", "hello", "--to", TO, "--yes", "-C", project)
    assert done.exit_code == 3
    assert what in done.stderr


def test_a_password_comes_from_the_environment(run: Run, project: Path) -> None:  # noqa: F811
    """Without one, nothing is tried."""
    path = project / "repurpose.toml"
    sender = '[newsletter]\nfrom = "a@b.example"\nsmtp = "smtps://ada@127.0.0.1:1"\n'
    path.write_text(path.read_text().replace("[newsletter]\n", sender))
    done = run("send", "hello", "--to", TO, "--yes", "-C", project)
    assert done.exit_code == 3
    assert "there is no password for ada@127.0.0.1" in done.stderr
    assert not (project / FOLDER).exists()


def test_a_login_is_from_the_environment_or_the_keyring(
    run: Run,  # noqa: F811
    project: Path,  # noqa: F811
    guarded: tuple[Box, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server that asks for it gets it; what it refuses may be sent with the right one."""
    _serve(project, guarded[1])
    path = project / "repurpose.toml"
    path.write_text(path.read_text().replace("smtp://", "smtp://ada@"))
    call = ("send", "hello", "--to", TO, "--yes", "-C", project)
    monkeypatch.setenv("REPURPOSE_SMTP_PASSWORD", "wrong")
    refused = run(*call)
    assert refused.exit_code == 1
    assert "was not sent" in refused.stdout
    assert "wrong" not in refused.stdout + refused.stderr
    monkeypatch.delenv("REPURPOSE_SMTP_PASSWORD")
    known = {("repurpose", "ada@127.0.0.1"): "secret"}
    keyring = SimpleNamespace(get_password=lambda service, account: known.get((service, account)))
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert run(*call).exit_code == 0
    assert len(guarded[0].mails) == 1
    assert not any(b"secret" in file.read_bytes() for file in (project / FOLDER).iterdir())


def test_a_digest_is_sent(run: Run, project: Path, box: tuple[Box, int]) -> None:  # noqa: F811
    """By its week; one that isn't there is told, with those that are."""
    _serve(project, box[1], 'digest = "weekly"\n')
    made = run("build", "-C", project, "--channel", "newsletter")
    assert made.exit_code == 0
    [week] = {path.parent.name for path in (project / "outputs/newsletter/digest").rglob("message.eml")}
    assert run("send", f"digest/{week}", "--to", TO, "--yes", "-C", project).exit_code == 0
    [(_, to, content)] = box[0].mails
    assert to == [TO]
    assert message_from_bytes(content)["Subject"]
    wrong = run("send", "digest/2001-W01", "--to", TO, "--yes", "-C", project)
    assert wrong.exit_code == 2
    assert week in wrong.stderr
    assert len(box[0].mails) == 1


def test_it_is_told_what_to_do(run: Run, project: Path) -> None:  # noqa: F811
    """A test mail or a draft, not both and not neither."""
    assert run("send", "hello", "-C", project).exit_code == 2
    assert run("send", "hello", "--to", TO, "--campaign", "listmonk", "-C", project).exit_code == 2
