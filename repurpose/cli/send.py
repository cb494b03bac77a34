"""`repurpose send`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from repurpose.cli.console import Talk, asset_ids, common, open_project
from repurpose.clock import rfc3339
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location, RepurposeError, UsageError


@click.command()
@click.argument("asset", metavar="ASSET", shell_complete=asset_ids)
@click.option("--to", metavar="ADDRESS", required=True, help="Who gets the test mail.")
@click.option("--use", metavar="N", type=click.IntRange(1), default=1, help="A later use that the calendar plans.")
@click.option("--yes", is_flag=True, help="Send it; without, only tell what would be sent.")
@click.option("--again", is_flag=True, help="Send it even if it was sent, or may have been.")
@common
def command(
    talk: Talk, directory: Path | None, as_of: str | None, asset: str, to: str, use: int, yes: bool, again: bool
) -> None:
    """Send an asset's mail to one address, to see it as readers will.

    Nothing is sent without --yes.

    The server stands in `[newsletter] smtp` (smtps://user@mail.example.org), the password in REPURPOSE_SMTP_PASSWORD or
    in the keyring (service `repurpose`), in no file. What was sent is kept in .repurpose/outbox/. If nobody knows
    whether a mail went out, that is told, and it isn't tried once more by itself.
    """
    from repurpose.publish.smtp import addressed, check_address, read_server

    project = open_project(directory, as_of)
    sender = project.config.newsletter
    check_address(to)
    if not sender.smtp:
        raise ConfigError(
            "[newsletter] smtp is missing", Location(FILE_NAME), "name your server: smtps://user@mail.example.org"
        )
    if not sender.from_:
        raise ConfigError("[newsletter] from is missing", Location(FILE_NAME), "say who sends the mail")
    server = read_server(sender.smtp)

    from repurpose.build.order import Order
    from repurpose.build.pipeline import build

    # A test mail goes through no mail system, so nobody would fill in its fields.
    config = replace(project.config, newsletter=replace(sender, esp="generic", digest=()))
    order = Order(project.root, config, project.moment, channels=("newsletter",), assets=(asset,), drafts=True)
    built = build(order)
    talk.errors(built.errors)
    draft = next((one for one in built.pieces if one.role == "eml" and one.use == use), None)
    if draft is None:
        if built.errors:
            sys.exit(max(error.exit_code for error in built.errors))
        raise UsageError(f"{asset} has no mail of use {use}", hint=f"`repurpose show {asset}` tells what it has")
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

    password = _password(server.user, server.host)
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


def _password(user: str | None, host: str) -> str | None:
    """The password from the environment, else from the keyring if that is installed."""
    if user is None:
        return None
    if (told := os.environ.get("REPURPOSE_SMTP_PASSWORD")) is not None:
        return told
    try:
        import keyring
    except ImportError:
        keyring = None
    found: str | None = keyring.get_password("repurpose", f"{user}@{host}") if keyring else None
    if found is None:
        raise ConfigError(
            f"there is no password for {user}@{host}",
            hint="set REPURPOSE_SMTP_PASSWORD, or `pip install keyring` and `keyring set repurpose USER@HOST`",
        )
    return found
