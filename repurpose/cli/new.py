"""`repurpose new`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from repurpose.cli.console import Talk, check_file, common, open_project
from repurpose.errors import UsageError
from repurpose.files import read_bytes, write_whole
from repurpose.ids import slug_fault, slugify


@click.command()
@click.argument("title")
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Take the text from a Markdown, text or HTML file, cleaned.",
)
@click.option("--in", "folder", metavar="FOLDER", default="", help="Put it in this folder below content/.")
@common
def command(
    talk: Talk, directory: Path | None, as_of: str | None, title: str, source: Path | None, folder: str
) -> None:
    """Start an asset: a file in content/ with its front matter, as a draft.

    With --from, the text comes from a file: of a web page, only the article is kept; share bars, navigation and
    scripts are left behind.
    """
    if source is not None:
        check_file("--from", source)
    project = open_project(directory, as_of)
    slug = slugify(title)
    if slug_fault(slug):
        raise UsageError(f"no file name can be made of the title {title!r}", hint="use at least one letter or digit")
    name = "/".join(filter(None, ("content", folder.strip("/"), f"{slug}.md")))
    if ".." in Path(name).parts:
        raise UsageError("--in: the folder must be below content/")
    path = project.root / name
    if path.exists():
        raise UsageError(f"{name} is there already", hint="choose another title, or edit that file")
    body = "Write the first paragraph so that it makes sense to someone who reads nothing else.\n"
    if source is not None:
        from repurpose.library.paste import clean_paste

        body = clean_paste(read_bytes(source), source.name, title)
    head = [
        "---",
        f"title: {_quoted(title.strip())}",
        f"date: {project.today.isoformat()}",
        "status: draft  # make it `published` when it is ready",
        "tags: []",
        'description: ""  # one sentence for search results, cards and feeds',
        "---",
        "",
    ]
    write_whole(path, ("\n".join(head) + "\n" + body).encode())
    talk.data(str(path), {"path": name, "id": name.removeprefix("content/").removesuffix(".md")})
    talk.say("It is a draft: `repurpose build --drafts` shows it; with `status: published`, so does `repurpose build`.")


def _quoted(text: str) -> str:
    """A YAML scalar: plain where that is safe, else quoted."""
    return (
        text
        if re.fullmatch(r"[A-Za-z][\w ,.()'-]*[\w.)]", text)
        and text.lower() not in {"yes", "no", "true", "false", "null", "on", "off"}
        else json.dumps(text, ensure_ascii=False)
    )
