"""`repurpose migrate`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from repurpose.cli.console import Project, Talk, check_file, common, open_project, plural
from repurpose.errors import AssetError, Location, UsageError
from repurpose.files import create_whole, read_bytes

if TYPE_CHECKING:
    from repurpose.library.migration.post import Export
    from repurpose.library.migration.written import Written

_KINDS = ("wordpress", "ghost", "medium")


@click.command()
@click.argument("kind", type=click.Choice(_KINDS), metavar=f"[{'|'.join(_KINDS)}]")
@click.argument("export", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--in", "folder", metavar="FOLDER", default="", help="Put the assets in this folder below content/.")
@click.option(
    "--media",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The old site's pictures (wp-content/uploads, content/images): those that are shown are copied.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be written, and write nothing.")
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    kind: str,
    export: Path,
    folder: str,
    media: Path | None,
    dry_run: bool,
) -> None:
    """Make assets of an old site's posts: of an export of WordPress (XML), Ghost (JSON) or Medium (zip).

    Texts become Markdown, links among the posts lead to their files, and old addresses are kept as `aliases`, so that
    the new site redirects them. What was no public post is a draft. A file that is there already is left as it is.
    """
    check_file("FILE", export)
    if media is not None and not media.is_dir():
        raise UsageError(f"--media: there is no folder {media}")
    name = "/".join(filter(None, ("content", folder.strip("/"))))
    if ".." in PurePosixPath(name).parts:
        raise UsageError("--in: the folder must be below content/")
    project = open_project(directory, as_of)

    from repurpose.library.migration.written import written

    told = _read(kind, export)
    paths = [one.relative_to(media).as_posix() for one in sorted(media.rglob("*")) if one.is_file()] if media else []
    files = list(written(told, paths, project.config.site.language))
    errors = list(_faults(files, name, project))
    states = {one.name: "would write" if dry_run else _write(one, project.root / name, media, errors) for one in files}
    for one in files:
        for line in one.told:
            talk.say(f"{name}/{one.name}: notice: {line}")
    talk.errors(errors)
    left = [plural(count, what) for what, count in told.left.items()]
    counts = {state: list(states.values()).count(state) for state in dict.fromkeys(states.values())}
    line = ", ".join(f"{count} {state}" for state, count in counts.items()) or "no posts"
    talk.say(f"{line} in {name}/" + (f"; left out: {', '.join(left)}" if left else ""))
    rows: list[dict[str, Any]] = [
        {"path": f"{name}/{one.name}", "state": states[one.name], "notices": list(one.told)} for one in files
    ]
    talk.data("\n".join(str(row["path"]) for row in rows), {"assets": rows, "left": told.left})
    if errors:
        raise click.exceptions.Exit(1)


def _read(kind: str, export: Path) -> Export:
    raw = read_bytes(export)
    if kind == "wordpress":
        from repurpose.library.migration.wordpress import read_wordpress

        return read_wordpress(raw, export.name)
    if kind == "ghost":
        from repurpose.library.migration.ghost import read_ghost

        return read_ghost(raw, export.name)
    from repurpose.library.migration.medium import read_medium

    return read_medium(raw, export.name)


def _write(one: Written, folder: Path, media: Path | None, errors: list[Any]) -> str:
    for place, source in one.media.items() if media else ():
        create_whole(folder / place, read_bytes(Path(str(media)) / source))
    path, content = folder / one.name, one.text.encode()
    if create_whole(path, content):
        return "written"
    if read_bytes(path) == content:
        return "as before"
    errors.append(AssetError("is there already, and was left as it is", Location(one.name), "rename or remove it"))
    return "left"


def _faults(files: list[Written], folder: str, project: Project) -> Iterator[AssetError]:
    """What a build would find wrong with the front matter of what is made here; its text is looked at by the build."""
    from repurpose.library.source import check_asset

    for one in files:
        shown = f"{folder}/{one.name}"
        relative = PurePosixPath(shown.removeprefix("content/"))
        try:
            checked = check_asset(one.text, relative, shown, project.config)
        except AssetError as error:
            yield error
        else:
            yield from (error for error in checked.errors if isinstance(error, AssetError))
