"""`repurpose usage`: the ledger's commands, each imported when it is called."""

from __future__ import annotations

import importlib

import click

_COMMANDS = {
    "import": "take what readers did from an export",
    "record": "note a use of a piece, or whose row is whose",
    "export": "give the ledger as CSV or JSON Lines",
    "status": "tell per channel what is known, since when, and what is missing",
    "verify": "look for lost, edited or doubled rows",
    "forget": "remove a source, a piece or old days for good",
}
_MODULES = {"import": "taking"}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"repurpose.cli.usage.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Lazy)
def command() -> None:
    """Keep account of every use of every piece, and of what readers did with it.

    The ledger is usage.db beside repurpose.toml, or a PostgreSQL database that a team shares: `[usage] database`. It
    holds daily figures of pieces, never a visitor.
    """
