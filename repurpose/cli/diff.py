"""`repurpose diff`."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repurpose.cli.console import (
    Project,
    Talk,
    asset_ids,
    check_channels,
    common,
    of_channels,
    open_project,
    plural,
    project_root,
)
from repurpose.errors import RepurposeError, UsageError

if TYPE_CHECKING:
    from repurpose.build.pipeline import Built
    from repurpose.editorial.changes import Change

_MOST = 60
"""Lines of one piece in Markdown: a comment on a pull request has 65,536 characters at most."""

_COLOURS = {"+": "green", "-": "red", "…": "cyan"}


@click.command()
@click.argument("asset", metavar="ASSET", shell_complete=asset_ids)
@click.option("--since", "revision", metavar="REV", default="HEAD", help="Compare with this git revision (HEAD).")
@of_channels
@click.option(
    "--format",
    "form",
    metavar="NAME",
    type=click.Choice(("text", "markdown")),
    default="text",
    help="text, or markdown for a comment on a pull request.",
)
@click.option(
    "--untrusted",
    is_flag=True,
    help="Take nothing but content/ from this checkout; all else is as in the commit of --since.",
)
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    asset: str,
    revision: str,
    channels: tuple[str, ...],
    form: str,
    untrusted: bool,
) -> None:
    """Show what an edit changes in each channel's pieces, sentence by sentence. Nothing is written.

    The asset, its settings and templates are compared as they are with how they were in a commit, both at the same
    moment. Drafts are shown, too. Templates are run: of a stranger's pull request take the content alone (--untrusted).
    """
    check_channels(channels)
    root = project_root(directory)

    from repurpose.build.committed import committed
    from repurpose.build.contribution import contribution
    from repurpose.editorial.changes import changes

    here = click.get_current_context().with_resource(contribution(root, revision, "--since")) if untrusted else root
    project = open_project(here, as_of)
    now, missing = _built(project, asset, channels)
    with committed(root, revision, "--since") as place:
        try:
            earlier = replace(open_project(place, as_of), moment=project.moment)
            was, _ = _built(earlier, now.assets[0] if now else asset, channels)
        except RepurposeError as error:
            raise UsageError(f"--since: as it was in {revision}, the project can't be built: {error}") from None
        pieces = was.pieces if was else ()
    if missing and not was:
        raise missing
    found, unchanged = changes(pieces, now.pieces if now else ())
    counted = Counter(one.kind.partition(",")[0] for one in found)
    told = [f"{plural(counted[kind], 'piece')} {kind}" for kind in ("changed", "new", "gone") if counted[kind]]
    summary = ", ".join([*told, f"{unchanged} as before"])
    if talk.as_json:
        rows = [{"id": one.piece, "change": one.kind, "before": one.before, "after": one.after} for one in found]
        talk.data("", {"asset": asset, "since": revision, "changes": rows, "unchanged": unchanged})
    elif form == "markdown":
        click.echo(f"**{_code(asset)}** since {_code(revision)}: {summary}\n" + "".join(map(_folded, found)), nl=False)
    else:
        click.echo("".join(map(_shown, found)) + summary)
    errors = now.errors if now else ()
    talk.errors(errors)
    sys.exit(max((error.exit_code for error in errors), default=0))


def _built(project: Project, asset: str, channels: Sequence[str]) -> tuple[Built | None, UsageError | None]:
    """What is made of an asset; None where there is no such asset, with what is wrong then."""
    from repurpose.build.order import Order
    from repurpose.build.pipeline import build

    order = Order(project.root, project.config, project.moment, channels=tuple(channels), assets=(asset,), drafts=True)
    try:
        return build(order), None
    except UsageError as error:
        return None, error


def _shown(change: Change) -> str:
    """A change in the terminal, which drops the colours where it is a file."""
    lines = (click.style(line, _COLOURS.get(line[:1])) for line in change.lines())
    return "\n".join((f"── {change.piece}  {change.kind}", *lines, "", ""))


def _folded(change: Change) -> str:
    """A change as a part of a comment that opens on a click."""
    lines = list(change.lines())
    if len(lines) > _MOST:
        lines = [*lines[:_MOST], f"… {plural(len(lines) - _MOST, 'line')} more"]
    above = f"\n<details><summary>{escape(change.piece)}: {change.kind}</summary>\n"
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", "\n".join(lines))), default=0))
    inner = f"\n{fence}diff\n" + "".join(f"{line}\n" for line in lines) + f"{fence}\n" if lines else ""
    return f"{above}{inner}\n</details>\n"


def _code(text: str) -> str:
    """A name as code, which nothing in it can end."""
    return f"`{text.replace('`', chr(39))}`"
