"""`repurpose lifecycle`: each of its commands is imported when it is called."""

from __future__ import annotations

import importlib

import click

_COMMANDS = {"simulate": "tell who would get which mail when, from a file of events"}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"repurpose.cli.lifecycle.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Lazy)
def command() -> None:
    """Try the sequences of `[lifecycle]` before any customer gets their mails."""
