"""`repurpose init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from repurpose.cli.console import Talk, common, open_project
from repurpose.config import FILE_NAME
from repurpose.errors import DiskError, Location, UsageError
from repurpose.files import write_whole

_CI = {"github": ".github/workflows/site.yml", "gitlab": ".gitlab-ci.yml"}
_FILES = {"repurpose.toml": FILE_NAME, "content/first-post.md": "content/first-post.md", "gitignore": ".gitignore"}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--ci", "ci", metavar="NAME", type=click.Choice(sorted(_CI)), help=f"Add a CI set-up: {' or '.join(sorted(_CI))}."
)
@common
def command(talk: Talk, directory: Path | None, as_of: str | None, folder: Path, ci: str | None) -> None:
    """Make a project in DIR that builds at once: settings, a first asset, and what git should leave alone."""
    folder = (directory or Path()) / folder
    if (folder / FILE_NAME).exists():
        raise UsageError(f"there is a project in {folder} already", hint="name another folder")

    from repurpose.build.render import project_file

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(
            f"can't be made: {error.strerror}", Location(str(folder)), "name a folder that can be"
        ) from None
    today = open_project(folder, as_of).today
    fields = {"title": folder.resolve().name, "today": today.isoformat()}
    files = _FILES | ({f"ci-{ci}.yml": _CI[ci]} if ci else {})
    written: list[str] = []
    for template, name in files.items():
        if (folder / name).exists():
            talk.say(f"{name} is there already and stays as it is")
            continue
        write_whole(folder / name, project_file(template, fields).encode())
        written.append(name)
    talk.data("\n".join(str(folder / name) for name in written), {"written": written})
    talk.say(f"Now: cd {shlex.quote(str(folder))} && repurpose build")
