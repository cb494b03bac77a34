"""`repurpose plan`."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repurpose.cli.console import Project, Talk, check_stage, common, open_project, plural
from repurpose.cli.usage.opening import books_if_any
from repurpose.errors import ConfigError, Errors, Location, UsageError
from repurpose.tables import did_you_mean

if TYPE_CHECKING:
    from repurpose.editorial.plan.candidates import Known
    from repurpose.editorial.plan.plan import Plan
    from repurpose.editorial.plan.proposal import Proposal


@click.command()
@click.option("--weeks", metavar="N", type=click.IntRange(1, 52), default=4, show_default=True, help="How far ahead.")
@click.option("--for", "stage", metavar="STAGE", help="Only for this stage.")
@click.option("--channel", metavar="NAME", help="Only on this channel.")
@click.option("--write", is_flag=True, help="Add the proposals to calendar.toml, for people to review.")
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    weeks: int,
    stage: str | None,
    channel: str | None,
    write: bool,
) -> None:
    """Propose what to use again: which piece, on which channel, when, and why.

    It goes by what the latest build made, what the ledger knows, `[plan]` and calendar.toml. Nothing that is gated,
    unfinished, expired, under embargo or worn out is proposed, nor what was refused. -v tells what was left out.
    """
    project = open_project(directory, as_of)
    check_stage("--for", stage, project.config)
    known = _known(project, talk)

    from repurpose.editorial.plan.plan import make_plan

    if channel is not None:
        _check_channel(channel, {one.channel for one in known.pieces.values()})
    plan = make_plan(known, weeks, stage, channel)
    talk.data("\n".join(_lines(plan, every=talk.level > 0)), _data(plan))
    if write:
        _write(project, plan, talk)


def _known(project: Project, talk: Talk) -> Known:
    """All that a plan goes by. Without a ledger nothing is measured, which is no error."""
    from repurpose.build.lock import settle
    from repurpose.editorial.plan.candidates import Known
    from repurpose.library.library import read_library
    from repurpose.library.schedule import read_schedule
    from repurpose.usage.pieces import built_pieces

    assets = {one.id: one for one in read_library(project.root, project.config).assets}
    settle(project.root / "outputs", talk.say)
    pieces = built_pieces(project.root / "outputs", project.config.url, assets) or {}
    files = Known(project.config, project.today, assets, pieces, read_schedule(project.root))
    books = books_if_any(project)
    if books is None:
        return files

    from repurpose.usage.ledger import book
    from repurpose.usage.placing import Lineage
    from repurpose.usage.score.score import Settings
    from repurpose.usage.winners import judge

    with books.ledger.reading() as connection:
        placed, lineage = book.placements(connection), Lineage(book.successors(connection))
    settings = Settings(project.config.plan.audience)
    judged = judge(books.ledger, settings, project.today, authority=books.settings.authority, assets=assets)
    return replace(files, placed=placed, lineage=lineage, scores=judged.scores)


def _check_channel(name: str, built: Collection[str]) -> None:
    """Refuse a channel, or group of networks, of which no build has made a piece."""
    named = {*built, *(one.partition(".")[0] for one in built)}
    if name not in named:
        near = did_you_mean(name, named)
        hint = f"did you mean {near}?" if near else f"built are: {', '.join(sorted(built)) or 'none yet'}"
        raise UsageError(f"--channel: no build has made a piece for {name!r}", hint=hint)


def _write(project: Project, plan: Plan, talk: Talk) -> None:
    from repurpose.editorial.plan.proposals import added
    from repurpose.files import read_bytes, write_whole
    from repurpose.library.schedule import FILE_NAME, check_schedule

    if not plan.proposals:
        talk.say(f"{FILE_NAME} stays as it is")
        return
    path = project.root / FILE_NAME
    text = read_bytes(path, FILE_NAME).decode() if path.is_file() else ""
    after = added(text, plan.proposals)
    try:
        check_schedule(after.removeprefix("\ufeff"))
    except (ConfigError, Errors) as error:
        hint = "begin each of its entries with a line [[entry]], and plan again"
        raise ConfigError("proposals can't be added to it as it is written", Location(FILE_NAME), hint) from error
    write_whole(path, after.encode())
    talk.say(f"{FILE_NAME}: {plural(len(plan.proposals), 'proposal')} added; approve or refuse them, then build")


def _lines(plan: Plan, *, every: bool) -> Iterator[str]:
    width = min(110, shutil.get_terminal_size((100, 24)).columns)
    day = None
    for one in plan.proposals:
        if one.placement.on != day:
            day = one.placement.on
            yield f"{day:%a %d %b %Y}"
        yield from _proposal(one, width)
    if not plan.proposals:
        yield "Nothing to propose."
    if plan.remarks:
        yield ""
        yield from plan.remarks
    if plan.held:
        yield ""
        if every:
            yield from (f"not used: {asset}: {why}" for asset, why in sorted(plan.held.items()))
        else:
            counts = Counter(why.partition(":")[0] for why in plan.held.values())
            told = ", ".join(f"{number} {why}" for why, number in counts.most_common())
            yield f"Not used: {told}; -v tells which."


def _proposal(one: Proposal, width: int) -> Iterator[str]:
    at = f" {one.time:%H:%M}" if one.time else ""
    yield f"  {one.placement.channel}{at}  {one.title}"
    if one.text:
        indent = "      "
        yield from textwrap.wrap(
            f"“{one.text}”", width, initial_indent=indent, subsequent_indent=indent, max_lines=2, placeholder=" ...”"
        )
    for reason in one.reasons:
        yield from textwrap.wrap(reason, width, initial_indent="    - ", subsequent_indent="      ")
    yield f"      {one.placement.piece_id}, use {one.placement.use}"


def _data(plan: Plan) -> dict[str, Any]:
    return {
        "proposals": [
            {
                "piece": one.placement.piece_id,
                "use": one.placement.use,
                "on": str(one.placement.on),
                "time": f"{one.time:%H:%M}" if one.time else None,
                "channel": one.placement.channel,
                "stage": str(one.placement.stage) if one.placement.stage else None,
                "title": one.title,
                "text": one.text,
                "lift": one.lift,
                "quality": one.quality,
                "unseen": one.unseen,
                "try": one.is_try,
                "expected": dict(one.expected),
                "reasons": list(one.reasons),
            }
            for one in plan.proposals
        ],
        "remarks": list(plan.remarks),
        "held": dict(plan.held),
    }
