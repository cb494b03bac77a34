"""`repurpose check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from repurpose import baseline
from repurpose.cli.console import Project, Talk, as_data, common, notice_data, open_project, plural, progress
from repurpose.errors import RepurposeError, UsageError
from repurpose.files import read_bytes, write_whole
from repurpose.git import GitError, ask
from repurpose.model import Notice


@click.command()
@click.option("--strict", is_flag=True, help="End with 1 if there is any notice.")
@click.option("--since", "revision", metavar="REV", help="Tell only of files that changed since this git revision.")
@click.option("--drafts", is_flag=True, help="Check what is not finished yet, too.")
@click.option("--update-baseline", is_flag=True, help=f"Keep today's notices as known, in {baseline.NAME}.")
@click.option("-j", "--jobs", metavar="N", type=click.IntRange(1), help="Work in so many processes.")
@click.option("--no-cache", is_flag=True, help="Look at everything anew, not at what an earlier build made.")
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    strict: bool,
    revision: str | None,
    drafts: bool,
    update_baseline: bool,
    jobs: int | None,
    no_cache: bool,
) -> None:
    """Tell everything that a build would complain of, and write nothing.

    Links and images that lead nowhere, texts missing for those who don't see a picture, posts and subjects that are
    too long, gated text that would leak, plans that can't both be kept. A notice that is fine as it is can be ignored
    in place, with a reason:

        <!-- repurpose: ignore image-alt the picture is a mere ornament -->
    """
    project = open_project(directory, as_of)

    from repurpose.build.cache.store import FOLDER, NAME
    from repurpose.build.order import Order
    from repurpose.build.pipeline import build
    from repurpose.library.conflicts import CONFLICTS

    changed = _changed(project.root, revision) if revision else None
    with progress(talk, "checking") as advance:
        is_cached = not no_cache and (project.root / FOLDER / NAME).is_file()  # what isn't there is not made
        order = Order(project.root, project.config, project.moment, drafts=drafts, jobs=jobs, is_cached=is_cached)
        built = build(order, advance)
    if update_baseline:
        write_whole(project.root / baseline.NAME, baseline.write_baseline(built.notices))
        talk.say(f"{plural(len(built.notices), 'notice')} kept as known in {baseline.NAME}")
    notices = [
        notice
        for notice in unknown_notices(project, built.notices)
        if changed is None or notice.location.path in changed
    ]
    errors = [error for error in built.errors if changed is None or _path(error) in changed]
    talk.errors(errors)
    talk.notices(notices, strict=strict)
    found = f"{plural(len(errors), 'error')}, {plural(len(notices), 'notice')}"
    talk.say(f"{plural(len(built.library.assets), 'asset')} checked: {found}")
    if talk.as_json:
        talk.data(
            "", {"errors": [as_data(error) for error in errors], "notices": [notice_data(notice) for notice in notices]}
        )
    fails = strict or any(notice.code in CONFLICTS for notice in notices)
    sys.exit(max([error.exit_code for error in errors], default=1 if fails and notices else 0))


def unknown_notices(project: Project, notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices that are not in the project's baseline, if it has one."""
    path = project.root / baseline.NAME
    if not path.is_file():
        return tuple(notices)
    return baseline.without_known(notices, baseline.read_baseline(read_bytes(path, baseline.NAME)))


def _path(error: RepurposeError) -> str:
    return error.location.path if error.location else ""


def _changed(root: Path, revision: str) -> frozenset[str]:
    """The files that differ from a git revision, and those that git doesn't know yet, relative to the project."""
    if revision.startswith("-"):
        raise UsageError(f"--since: {revision!r} is no revision")
    try:
        found = ask(root, "diff", "--name-only", "--relative", "-z", revision, "--")
        found += ask(root, "ls-files", "--others", "--exclude-standard", "-z")
    except GitError as error:
        raise UsageError(f"--since: git can't tell what changed since {revision}: {error}") from None
    return frozenset(name.decode(errors="replace") for name in found.split(b"\0") if name)
