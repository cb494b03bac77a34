"""`repurpose report`."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repurpose.cli.calendar import items_of
from repurpose.cli.console import Project, Talk, common, open_project, plural, table, width
from repurpose.cli.usage.opening import books_if_any
from repurpose.files import write_whole

if TYPE_CHECKING:
    from repurpose.editorial.report import Report, Sum, Told

_BLOCKS = "▁▂▃▄▅▆▇█"
_SHOWN = 10
"""Lines of a list in the terminal; the page has all."""


@click.command()
@click.option(
    "--days", metavar="N", type=click.IntRange(1, 366), default=28, show_default=True, help="How many days it is of."
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write report.html, report.txt and report.json there.",
)
@common
def command(talk: Talk, directory: Path | None, as_of: str | None, days: int, output: Path | None) -> None:
    """Tell what the last days brought: channels and assets, what won, what wore out, what is planned next.

    Days are those before today; each channel stands beside as many days before them. What is said of a piece is what
    `repurpose winners` says of it, cut to the list that is safe to look at once.
    """
    project = open_project(directory, as_of)
    made = _report(project, talk, days)

    from repurpose.editorial.report import as_data

    data = as_data(made)
    if output is None:
        talk.data("\n".join(_lines(made, min(110, width()))), data)
        return
    files = {
        "report.html": _page(project, made),
        "report.txt": "\n".join(_lines(made, 100)) + "\n",
        "report.json": json.dumps(data, ensure_ascii=False, indent=2) + "\n",
    }
    for name, content in files.items():
        write_whole(output / name, content.encode())
    talk.say(f"the report of {plural(days, 'day')} written to {output / 'report.html'}")


def _report(project: Project, talk: Talk, days: int) -> Report:
    """What the ledger and the files tell; without a ledger nothing was measured, which is no error."""
    from repurpose.editorial.report import report
    from repurpose.library.library import read_library

    has_content = (project.root / "content").is_dir()
    assets = {one.id: one for one in read_library(project.root, project.config).assets} if has_content else {}
    items = items_of(project, talk)
    books = books_if_any(project)
    if books is None:
        return report(None, {}, assets, items, project.today, days)

    from repurpose.usage.score.score import Settings
    from repurpose.usage.winners import judge

    settings = Settings(project.config.plan.audience)
    judged = judge(books.ledger, settings, project.today, authority=books.settings.authority, assets=assets)
    return report(judged.scores, judged.names, assets, items, project.today, days)


def _page(project: Project, made: Report) -> str:
    from repurpose.build.render import Renderer
    from repurpose.build.templates import own_texts
    from repurpose.usage.score.words import NOUNS, percent

    fields = {
        "site": project.config.site,
        "today": project.today,
        "moment": project.moment,
        "report": made,
        "nouns": NOUNS,
        "percent": percent,
        "change": _change,
    }
    return Renderer(own_texts(project.root)).text("report/report.html", fields)


def _lines(made: Report, columns: int) -> Iterator[str]:
    """The report in the terminal."""
    period = made.period
    yield f"{period.first} to {period.last} ({plural(period.days, 'day')}), beside the {period.days} before"
    yield ""
    if made.is_measured:
        yield _channels(made)
    else:
        yield "Nothing was measured: `repurpose usage import FILE` takes what your tools export."
        yield ""
    yield from _told("Best", made.best, columns, "No winner yet.", with_lift=True)
    yield from _told("Passed on", made.shared, columns)
    yield from _told("Let it rest", made.worn, columns)
    yield from _told("Only you are tired of it", made.unseen, columns)
    yield from _told("Bring it back", made.dormant, columns)
    yield f"Planned: {plural(len(made.coming), 'use')} in the next {period.days} days; {len(made.used)} in these"
    for item in made.coming[:_SHOWN]:
        yield f"  {item.day}  {item.channel}: {item.title}{'' if item.state == 'approved' else f' ({item.state})'}"
    if len(made.coming) > _SHOWN:
        yield f"  and {len(made.coming) - _SHOWN} more: `repurpose calendar`"
    yield ""
    yield from _assets(made)


def _channels(made: Report) -> str:
    head = ["channel", "uses", "met", "acted on", "rate", "before", "trend"]
    return table(
        head,
        [
            [
                one.channel,
                str(one.now.uses),
                f"{one.now.exposures:,.0f}",
                f"{one.now.actions:,.0f}",
                _rate(one.now),
                f"{one.before.exposures:,.0f}, {_rate(one.before)}",
                _trend(one.days),
            ]
            for one in made.channels
        ],
    )


def _assets(made: Report) -> Iterator[str]:
    if not made.assets:
        return
    rows = [
        [
            one.title,
            str(one.now.uses),
            f"{one.now.exposures:,.0f}",
            f"{one.now.actions:,.0f}",
            "" if one.lift is None else f"{one.lift:.1f}x",
            "" if one.cost is None else f"{one.cost:,.0f}",
        ]
        for one in made.assets[:_SHOWN]
    ]
    yield table(["asset", "uses", "met", "acted on", "against normal", "cost"], rows)
    if len(made.assets) > _SHOWN:
        yield f"and {len(made.assets) - _SHOWN} more: --json, or -o DIR"


def _rate(some: Sum) -> str:
    return "-" if some.rate is None else f"{some.rate:.2%}"


def _change(now: Sum, before: Sum) -> str:
    """By how much more or less was met than before; empty where nothing was met then."""
    if not before.exposures:
        return ""
    return f"{now.exposures / before.exposures - 1:+.0%}"


def _trend(days: Sequence[float]) -> str:
    """The exposures of both periods as a line of blocks, a week or more each."""
    size = max(1, len(days) // 8)
    sums = [sum(days[start : start + size]) for start in range(len(days) % size, len(days), size)]
    most = max(sums) or 1.0
    return "".join(_BLOCKS[min(len(_BLOCKS) - 1, int(one / most * len(_BLOCKS)))] for one in sums)


def _told(
    head: str, some: Sequence[Told], columns: int, nothing: str = "", *, with_lift: bool = False
) -> Iterator[str]:
    from repurpose.usage.score.words import percent

    if not some and not nothing:
        return
    yield f"{head}{f' ({len(some)})' if some else ''}"
    if not some:
        yield f"  {nothing}"
    for one in some[:_SHOWN]:
        known = with_lift and one.lift is not None and one.probability is not None
        lift = f"{one.lift:.1f}x, {percent(one.probability or 0.0)} sure, " if known else ""
        yield f"  {one.title} on {one.channel}: {lift}{', '.join(one.flags)}"
        for reason in one.reasons:
            yield from textwrap.wrap(reason, columns, initial_indent="      ", subsequent_indent="      ")
    if len(some) > _SHOWN:
        yield f"  and {len(some) - _SHOWN} more: --json, or -o DIR"
    yield ""
