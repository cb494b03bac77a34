"""`repurpose coverage`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repurpose.cli.console import Project, Talk, common, open_project, plural, table
from repurpose.files import write_whole

if TYPE_CHECKING:
    from repurpose.editorial.coverage import Coverage


@click.command()
@click.option("--check", is_flag=True, help="End with 1 if a stage has less than `[coverage] wanted` asks for.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    help="For people, browsers, programs.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
@common
def command(talk: Talk, directory: Path | None, as_of: str | None, check: bool, form: str, output: Path | None) -> None:
    """Show what there is for each stage of a customer's life, by channel and language: counts, age, cost, gaps.

    Pieces are those of the latest build; costs come from the front matter and the ledger. An asset that names no stages
    has those that its words show, if they show any; -v tells by which words.
    """
    project = open_project(directory, as_of)
    made = _coverage(project, talk)

    from repurpose.editorial.coverage import as_data

    if talk.as_json or form == "json":
        content = json.dumps(as_data(made), ensure_ascii=False, indent=2) + "\n"
    elif form == "html":
        from repurpose.build.render import Renderer
        from repurpose.build.templates import own_texts

        fields = {
            "site": project.config.site,
            "today": project.today,
            "moment": project.moment,
            "coverage": made,
            "before": project.config.coverage.before,
        }
        content = Renderer(own_texts(project.root)).text("coverage/coverage.html", fields)
    else:
        content = _text(made, project, everything=talk.level > 0)
    if output is not None:
        write_whole(output, content.encode())
        talk.say(f"{plural(len(made.lines), 'stage')} written to {output}")
    else:
        click.echo(content, nl=False)
    for gap in made.gaps if check else ():
        if not talk.as_json:
            click.echo(f"{gap}", err=True)
    sys.exit(1 if check and made.gaps else 0)


def _coverage(project: Project, talk: Talk) -> Coverage:
    from repurpose.build.lock import settle
    from repurpose.cli.usage.opening import recorded
    from repurpose.document.document import parse_asset
    from repurpose.document.stages import served
    from repurpose.editorial.coverage import coverage
    from repurpose.errors import AssetError
    from repurpose.library.library import read_library
    from repurpose.manifest import NAME, read_manifest
    from repurpose.model import Access

    library = read_library(project.root, project.config)
    serves = {}
    for asset in library.assets:
        try:
            serves[asset.id] = served(parse_asset(asset).documents[Access.PREMIUM])
        except AssetError as error:
            talk.errors(error.parts)
    settle(project.root / "outputs", talk.say)
    manifest = project.root / "outputs" / NAME
    rows = read_manifest(manifest.read_bytes()) if manifest.is_file() else []
    placed = recorded(project).placements.values()
    return coverage(library.assets, serves, rows, placed, project.config, project.moment)


def _ages(newest: int | None, oldest: int | None) -> str:
    """Days from the newest to the oldest, of those with a date."""
    if newest is None or oldest is None:
        return ""
    return f"{newest} d" if newest == oldest else f"{newest}–{oldest} d"


def _text(made: Coverage, project: Project, *, everything: bool) -> str:
    head = ["stage", "assets", *(name.replace("_", " ") for name in made.channels), "age", "cost"]
    rows = []
    for line in made.lines:
        guessed = f" ({len(line.proposed)} by its words)" if line.proposed else ""
        counts = [str(len(made.cell(line.stage, channel).assets) or "-") for channel in made.channels]
        rows.append([
            line.stage, f"{len(line.assets) or '-'}{guessed}", *counts,
            _ages(line.newest, line.oldest),
            "" if line.cost is None else f"{line.cost:,.0f}",
        ])  # fmt: skip
    parts = [table(head, rows), ""]
    if len(made.languages) > 1:
        languages = [
            [line.stage, *(str(len(made.cell(line.stage, None, one).assets) or "-") for one in made.languages)]
            for line in made.lines
        ]
        parts += [table(["stage", *made.languages], languages), ""]
    if not made.channels:
        parts.append("no build has made a piece yet, so only assets are counted")
    if made.before is not None or made.after is not None:
        stages = ", ".join(project.config.coverage.before)
        parts.append(f"spent before the purchase ({stages}): {made.before or 0:,.0f}; after it: {made.after or 0:,.0f}")
    else:
        parts.append("nothing is known of costs: `cost` in the front matter, or `repurpose usage record --cost`")
    parts += [f"missing: {gap}" for gap in made.gaps]
    if everything:
        parts += [
            f"{asset}: {stage} is proposed, since it {'; '.join(reasons)}"
            for (asset, stage), reasons in sorted(made.reasons.items())
        ]
    elif made.reasons:
        parts.append(f"{plural(len(made.reasons), 'stage')} proposed by the words of assets: -v tells which words")
    return "\n".join(parts) + "\n"
