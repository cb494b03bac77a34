"""`repurpose build`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from repurpose.cli.console import (
    EXAMPLES,
    Talk,
    as_data,
    asset_ids,
    channel_names,
    check_channels,
    common,
    notice_data,
    open_project,
    plural,
    progress,
    project_root,
)
from repurpose.errors import UsageError


@click.command()
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write here instead of outputs/.",
)
@click.option(
    "--channel",
    "channels",
    metavar="NAME",
    multiple=True,
    shell_complete=channel_names,
    help="Make only this channel; may be given again.",
)
@click.option(
    "--asset",
    "assets",
    metavar="ID",
    multiple=True,
    shell_complete=asset_ids,
    help="Make only this asset; may be given again.",
)
@click.option("--drafts", is_flag=True, help="Make what is not finished yet, too.")
@click.option("--strict", is_flag=True, help="End with 1 if there is any notice.")
@click.option("-j", "--jobs", metavar="N", type=click.IntRange(1), help="Work in so many processes.")
@click.option(
    "--wait",
    metavar="SECONDS",
    type=click.FloatRange(0),
    help="Wait so long at most for another build of the same outputs, then end with 5; else until it is done.",
)
@click.option("--executor", metavar="ADDRESS", help="Work on a Dask cluster, such as dask://HOST:PORT.")
@click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing for the next build.")
@click.option(
    "--untrusted",
    is_flag=True,
    help="Take nothing but content/ from this checkout; all else is as in the commit of --base.",
)
@click.option("--base", metavar="REV", help="The git commit whose settings, templates and calendar are trusted.")
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    output: Path | None,
    channels: tuple[str, ...],
    assets: tuple[str, ...],
    drafts: bool,
    strict: bool,
    jobs: int | None,
    wait: float | None,
    executor: str | None,
    no_cache: bool,
    untrusted: bool,
    base: str | None,
) -> None:
    """Make every channel's pieces from content/ and write them to outputs/.

    Only files that changed are touched; what an earlier build wrote and nothing makes any more is removed; what
    repurpose did not write stays. An asset that can't be used hinders no other: the build goes on and ends with 1.

    A pull request of a stranger is built with the settings and templates that you have, into an empty folder:

        repurpose build --untrusted --base origin/main
    """
    check_channels(channels)
    root = project_root(directory)
    target = _target(root, output)
    if untrusted:
        root = _contributed(root, target, base)
    elif base is not None:
        raise UsageError("--base: is of use with --untrusted only")
    project = open_project(root, as_of)

    from repurpose.build.cache.store import FOLDER, NAME
    from repurpose.build.lock import alone
    from repurpose.build.order import Order
    from repurpose.build.run import run

    order = Order(
        project.root,
        project.config,
        project.moment,
        channels=channels,
        assets=assets,
        drafts=drafts,
        jobs=jobs,
        executor=executor,
        is_cached=not no_cache and not untrusted,
    )
    with alone(target, talk.say, wait), progress(talk, "building") as advance:
        report = run(order, target, advance)
    from repurpose.cli.check import unknown_notices

    notices = unknown_notices(project, report.notices)
    if report.damage:
        talk.say(f"{FOLDER}/{NAME}: notice: the cache can't be used, or not wholly: {report.damage} [cache]")
    talk.errors(report.errors)
    talk.notices(notices, EXAMPLES, strict=strict)
    files = len(report.changed) + report.unchanged
    shown = target.relative_to(Path.cwd()) if target.is_relative_to(Path.cwd()) else target
    talk.say(f"{plural(report.made, 'asset')} made, {report.kept} as an earlier build made them", 1)
    made = f"{plural(report.assets, 'asset')}, {plural(files, 'file')} for {plural(report.channels, 'channel')}"
    talk.say(
        f"{made} in {shown}/: "
        f"{len(report.changed)} written, {report.unchanged} unchanged, {len(report.removed)} removed"
        + (f"; {plural(len(report.errors), 'error')}" if report.errors else "")
    )
    if talk.as_json:
        data = {
            "output": str(shown),
            "written": list(report.changed),
            "removed": list(report.removed),
            "unchanged": report.unchanged,
            "cache": {"made": report.made, "kept": report.kept, "damage": report.damage},
            "errors": [as_data(error) for error in report.errors],
            "notices": [notice_data(notice) for notice in notices],
        }
        talk.data("", data)
    sys.exit(max([error.exit_code for error in report.errors], default=1 if strict and notices else 0))


def _target(root: Path, output: Path | None) -> Path:
    target = (output if output is not None else root / "outputs").absolute()
    place, root = target.resolve(), root.resolve()
    own = [root / name for name in ("content", "templates", ".git")]
    if root.is_relative_to(place) or any(place.is_relative_to(folder) for folder in own):
        raise UsageError(f"--output: {target} is where the project itself stands", hint="name a folder of its own")
    return target


def _contributed(root: Path, target: Path, base: str | None) -> Path:
    """The project to build of a checkout that is not trusted, which is gone when the command ends."""
    if base is None:
        raise UsageError("--untrusted: which commit is trusted?", hint="name it: --base origin/main")
    from repurpose.build.contribution import contribution, refuse_theirs

    refuse_theirs(target, root)
    return click.get_current_context().with_resource(contribution(root, base, "--base"))
