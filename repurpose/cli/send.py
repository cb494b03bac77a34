"""`repurpose send`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repurpose.cli.console import Project, Talk, asset_ids, common, open_project
from repurpose.clock import rfc3339
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location, RepurposeError, UsageError

if TYPE_CHECKING:
    from repurpose.model import Piece

DIGEST = "digest/"


@click.command()
@click.argument("mail", metavar="MAIL", shell_complete=asset_ids)
@click.option("--to", metavar="ADDRESS", help="Who gets the test mail.")
@click.option("--campaign", metavar="SYSTEM", help="Make a draft in a mail system: listmonk, buttondown.")
@click.option("--use", metavar="N", type=click.IntRange(1), default=1, help="A later use that the calendar plans.")
@click.option("--yes", is_flag=True, help="Do it; without, only tell what would be done.")
@click.option("--again", is_flag=True, help="Do it even if it was done, or may have been.")
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    mail: str,
    to: str | None,
    campaign: str | None,
    use: int,
    yes: bool,
    again: bool,
) -> None:
    """Send an asset's mail to one address, to see it as readers will, or lay it down as a draft in your mail system.

    MAIL is an asset; or a digest, `digest/2026-W47` or `digest/` and its tag; or the mail of a tier or of a sequence's
    step by its piece, such as `guides/launch/lifecycle/welcome.launch`. Nothing is done without --yes.

    The server stands in `[newsletter] smtp` (smtps://user@mail.example.org), the password in REPURPOSE_SMTP_PASSWORD or
    in the keyring (service `repurpose`), in no file; a mail system's token in REPURPOSE_LISTMONK_TOKEN and the like.
    What was done is kept in .repurpose/outbox/. If nobody knows whether a mail went out, that is told, and it isn't
    tried once more by itself.
    """
    if (to is None) == (campaign is None):
        hint = "the one sends a test mail, the other makes a draft"
        raise UsageError("give --to ADDRESS or --campaign SYSTEM", hint=hint)
    project = open_project(directory, as_of)
    if to is not None:
        _test_mail(talk, project, mail, to, use, yes=yes, again=again)
    else:
        _draft(talk, project, mail, str(campaign), use, yes=yes, again=again)


def _test_mail(talk: Talk, project: Project, mail: str, to: str, use: int, *, yes: bool, again: bool) -> None:
    from repurpose.publish.smtp import addressed, check_address, read_server

    sender = project.config.newsletter
    check_address(to)
    if not sender.smtp:
        raise ConfigError(
            "[newsletter] smtp is missing", Location(FILE_NAME), "name your server: smtps://user@mail.example.org"
        )
    if not sender.from_:
        raise ConfigError("[newsletter] from is missing", Location(FILE_NAME), "say who sends the mail")
    server = read_server(sender.smtp)
    # A test mail goes through no mail system, so nobody would fill in its fields.
    draft = _pieces(talk, project, mail, use, "generic")["eml"]
    message = addressed(draft.content, to)
    row = {"piece": draft.id, "to": to, "server": server.name, "bytes": len(message)}
    if not yes:
        talk.data(
            f"{draft.id} would go to {to} by {server.name}: {len(message):,} bytes\nnothing was sent; --yes sends it",
            row | {"state": "dry-run"},
        )
        return

    from email.utils import parseaddr

    from repurpose.publish.outbox import SENT, Outbox, Sending
    from repurpose.publish.smtp import send

    password = _secret("REPURPOSE_SMTP_PASSWORD", f"{server.user}@{server.host}") if server.user else None
    outbox = Outbox(project.root)
    sending = Sending(draft.id, to, server.name, rfc3339(project.moment))
    if (earlier := outbox.begin(message, sending, again=again)) is not None:
        was = "was sent" if earlier.state == SENT else "may have been sent"
        raise RepurposeError(
            f"this mail {was} to {to} already, at {earlier.at} by {earlier.server}",
            hint="look into the mailbox; --again sends it once more",
        )
    state, why = send(server, password, parseaddr(sender.from_)[1], to, message)
    outbox.end(message, replace(sending, state=state, why=why))
    talk.data(
        {
            "sent": f"{draft.id} was sent to {to} by {server.name}: {why}",
            "refused": f"{draft.id} was not sent: {server.name}: {why}",
        }.get(
            state, f"it isn't known whether {draft.id} was sent to {to}: {server.name}: {why}; look into the mailbox"
        ),
        row | {"state": state, "why": why},
    )
    sys.exit(0 if state == SENT else 1)


def _draft(talk: Talk, project: Project, mail: str, name: str, use: int, *, yes: bool, again: bool) -> None:
    from repurpose.publish.campaign import Account, Campaign, load
    from repurpose.publish.http import host_of
    from repurpose.rules.mail_systems import GENERIC, mail_systems

    system = load(name)
    sender = project.config.newsletter
    pieces = _pieces(talk, project, mail, use, name if name in mail_systems() else GENERIC)
    campaign = Campaign(
        name=pieces["eml"].id,
        subject=_subject(pieces["eml"].content),
        sender=sender.from_,
        html=pieces["html"].content.decode(),
        text=pieces["text"].content.decode(),
    )
    account = Account(sender.api, sender.lists, sender.template, "")
    host = host_of(system.request(campaign, account).url)
    unverified = "" if system.verified else f" (not tried yet against the real {system.title})"
    row: dict[str, Any] = {"piece": campaign.name, "to": name, "server": host, "verified": system.verified}
    if not yes:
        talk.data(
            f"{campaign.name} would be a draft in {system.title} at {host}{unverified}\n"
            "nothing was done; --yes does it",
            row | {"state": "dry-run"},
        )
        return

    from repurpose.publish.http import post
    from repurpose.publish.outbox import SENT, Outbox, Sending

    token = _secret(f"REPURPOSE_{name.upper()}_TOKEN", f"{name}@{host}")
    request = system.request(campaign, replace(account, token=token))
    outbox = Outbox(project.root)
    sending = Sending(campaign.name, name, host, rfc3339(project.moment))
    content = campaign.html.encode() + campaign.subject.encode()
    if (earlier := outbox.begin(content, sending, again=again)) is not None:
        is_there = "is" if earlier.state == SENT else "may be"
        raise RepurposeError(
            f"this mail {is_there} a draft in {system.title} already, from {earlier.at} at {earlier.server}",
            hint=f"look into {system.title}; --again makes one more",
        )
    state, why, answer = post(request)
    made = ""
    if state == SENT:
        try:
            made = system.made(answer)
        except (KeyError, TypeError, IndexError):
            made = "a draft whose name it didn't tell"
    outbox.end(content, replace(sending, state=state, why=made or why))
    talk.data(
        {
            "sent": f"{campaign.name} is a draft in {system.title} at {host}: {made}{unverified}",
            "refused": f"{campaign.name} is no draft: {host}: {why}",
        }.get(state, f"it isn't known whether {campaign.name} is a draft: {host}: {why}; look into {system.title}"),
        row | {"state": state, "why": made or why},
    )
    sys.exit(0 if state == SENT else 1)


def _pieces(talk: Talk, project: Project, mail: str, use: int, esp: str) -> dict[str, Piece]:
    """The three files of a mail by their roles, with the fields of a mail system."""
    from repurpose.build.order import Order
    from repurpose.build.pipeline import build
    from repurpose.ids import piece_id
    from repurpose.model import Access

    is_digest = mail.startswith(DIGEST)
    sender = replace(project.config.newsletter, esp=esp)
    config = replace(project.config, newsletter=sender if is_digest else replace(sender, digest=()))
    assets = () if is_digest else (mail,)
    channels = ("newsletter",) if is_digest else ("newsletter", "lifecycle")
    order = Order(project.root, config, project.moment, channels=channels, assets=assets, drafts=not is_digest)
    built = build(order)
    wanted = piece_id(None, "newsletter", f"digest.{mail.removeprefix(DIGEST)}") if is_digest else mail
    # The mail of a tier, or of a step, is asked for by its piece's id, a digest by its tag.
    is_asset = mail.removeprefix("content/").removesuffix(".md") in {one.asset for one in built.pieces}
    found = [
        one
        for one in built.pieces
        if (one.channel == "newsletter" and one.access is Access.OPEN if is_asset else one.id == wanted)
        and (is_digest or one.use == use)
    ]
    if found:
        return {one.role: one for one in found}
    talk.errors(built.errors)
    if built.errors:
        sys.exit(max(error.exit_code for error in built.errors))
    if not is_digest:
        raise UsageError(f"{mail} has no mail of use {use}", hint=f"`repurpose show {mail}` tells what it has")
    head = piece_id(None, "newsletter", "digest.")
    names = sorted({one.id.removeprefix(head) for one in built.pieces if one.id.startswith(head)})
    raise UsageError(
        f"there is no digest {mail.removeprefix(DIGEST)!r}",
        hint=f"there are {', '.join(names[-5:])}" if names else 'ask for digests: [newsletter] digest = "weekly"',
    )


def _subject(message: bytes) -> str:
    from email import message_from_bytes
    from email.policy import default

    return str(message_from_bytes(message, policy=default)["Subject"])


def _secret(variable: str, account: str) -> str:
    """A password or token from the environment, else from the keyring if that is installed."""
    if (told := os.environ.get(variable)) is not None:
        return told
    try:
        import keyring
    except ImportError:
        keyring = None
    found: str | None = keyring.get_password("repurpose", account) if keyring else None
    if found is None:
        raise ConfigError(
            f"there is no password for {account}",
            hint=f"set {variable}, or `pip install repurpose[keyring]` and `keyring set repurpose {account}`",
        )
    return found
