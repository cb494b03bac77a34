"""The command line: the only room that knows click, the terminal, the environment and the clock.

Each command is a file of its own, imported when it is called, so that `--help` and `--version` are quick.
"""

from __future__ import annotations

import gc
import importlib
from pathlib import Path

import click

from repurpose import __version__

_COMMANDS = {
    "init": "make a project that builds at once",
    "new": "start an asset, or make one from a pasted text or page",
    "migrate": "make assets of an old site's posts",
    "build": "make every channel's pieces from content/",
    "check": "tell what is wrong or worth mending; write nothing",
    "serve": "show site and pieces in the browser, built anew at each change",
    "show": "show the pieces of an asset in the terminal",
    "diff": "show what an edit changes in each channel's pieces",
    "usage": "keep account of every use, and of what readers did with it",
    "winners": "tell which pieces did well or wore out, how sure that is, and why",
    "plan": "propose which piece to use again, where, when and why",
    "send": "send an asset's mail to yourself",
    "calendar": "show what was used, when, and what is planned",
    "board": "show where each asset stands, and how they flow",
    "coverage": "show what there is for each stage of a customer's life, and what is missing",
    "report": "tell what a period brought, what won, what wore out, and what is due",
    "lifecycle": "try the sequences of mails before any customer gets them",
    "channels": "list channels, networks and their rules",
    "doctor": "look for faults of this environment",
}

_COLLECTING = 1_000_000, 50, 100
"""After how many new objects garbage is looked for: at Python's own pace, a third of an edit in a large library."""


def _told_first() -> Path | None:
    """The `-C` that stands before the command's name, as git has it."""
    directory: Path | None = click.get_current_context().find_root().params.get("directory")
    return directory


in_project = click.option(
    "-C",
    "directory",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=_told_first,
    help="Run in this project.",
)
"""The option that says which project is meant; it may stand before the command's name or behind it."""


class _Lazy(click.Group):
    """A group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"repurpose.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from repurpose.tables import did_you_mean

        name = args[0] if args else ""
        if name and name not in _COMMANDS and not name.startswith("-") and (near := did_you_mean(name, _COMMANDS)):
            ctx.fail(f"No such command {name!r}. Did you mean {near}?")
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="repurpose", message="%(prog)s %(version)s")
@in_project
def main(directory: Path | None) -> None:
    """One Markdown asset becomes every channel's finished piece.

    Write a good piece once, in content/. `repurpose build` makes of it the blog post on a finished site, the newsletter
    mail, the press-release draft, posts for each social network, and the feeds.
    """
    gc.set_threshold(*_COLLECTING)
