"""`repurpose usage import`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repurpose.cli.console import Project, Talk, common, open_project, plural
from repurpose.cli.usage.opening import Books, open_books, surroundings
from repurpose.clock import parse_when, rfc3339
from repurpose.errors import UsageError

if TYPE_CHECKING:
    from repurpose.usage.importers.importer import Export
    from repurpose.usage.intake import Known, Taken
    from repurpose.usage.placing import Surroundings

_LISTED = 20
_GRACE = timedelta(1)
"""Where an export was made, it may be tomorrow already."""


class _Described(click.Command):
    """A command whose help lists the importers that are installed, with the headers they know."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from repurpose.usage.importers import registry

        for name in registry.names():
            importer = registry.load(name)
            with formatter.section(f"{name}: {importer.does}"):
                for line in importer.formats:
                    formatter.write_text(line)


@click.command(cls=_Described)
@click.argument("words", metavar="[KIND] FILE...", nargs=-1, required=True)
@click.option("-n", "--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@click.option("--account", metavar="NAME", help="Whose account it is, where there are several.")
@click.option("--from", "first", metavar="DAY", help="The first day that an export without days covers.")
@click.option("--to", "last", metavar="DAY", help="The last day that it covers.")
@click.option(
    "--exported-at", metavar="WHEN", help="When it was exported; else when the file was last written. Newer wins."
)
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    words: tuple[str, ...],
    dry_run: bool,
    account: str | None,
    first: str | None,
    last: str | None,
    exported_at: str | None,
) -> None:
    """Take what readers did with pieces from an export of an analytics tool, a network or a mail service.

    Any export may be imported in any order and again: a day is counted once, and the newest export of it counts. The
    kind is guessed by the header line when it isn't named. What the ledger itself exported is taken back, too.
    """
    project = open_project(directory, as_of)

    from repurpose.usage.importers.importer import Wish
    from repurpose.usage.intake import importers, read_export, take

    books = open_books(project, create=True)
    known = importers(books.settings.mappings)
    kind, paths = _split(words, known)
    moment = _moment(exported_at, project)
    wish = Wish(account, _day("--from", first, project), _day("--to", last, project), latest=project.today + _GRACE)
    around = surroundings(project, talk)
    own = [path for path in paths if _is_ledger(path)]
    for path in own:
        _take_back(talk, books, path, around, dry_run)
    exports = [read_export(path, moment) for path in paths if path not in own]
    taken = [
        take(books.ledger, one, some, wish, around, dry_run=dry_run) for one, some in _by_kind(kind, exports, known)
    ]
    for done in taken:
        _tell(talk, done, dry_run)
    if talk.as_json:
        talk.data("", [_data(done) for done in taken])
    sys.exit(1 if any(read.refused for done in taken for read in done.reads) else 0)


def _split(words: tuple[str, ...], known: dict[str, Known]) -> tuple[str | None, list[Path]]:
    kind = words[0] if words[0] in known and len(words) > 1 else None
    paths = [Path(word) for word in words[1 if kind else 0 :]]
    missing = next((path for path in paths if not path.is_file()), None)
    if missing is not None:
        hint = f"kinds: {', '.join(sorted(known))}" if missing.name == words[0] else None
        raise UsageError(f"there is no file {missing}", hint=hint)
    return kind, paths


def _by_kind(kind: str | None, exports: list[Export], known: dict[str, Known]) -> list[tuple[Known, list[Export]]]:
    from repurpose.usage.intake import guess

    together: dict[str, list[Export]] = {}
    for export in exports:
        together.setdefault(kind or guess(export, known).kind, []).append(export)
    return [(known[name], some) for name, some in together.items()]


def _moment(text: str | None, project: Project) -> datetime | None:
    try:
        return parse_when(text, project.config.zone) if text else None
    except ValueError as error:
        raise UsageError(f"--exported-at: {error}") from None


def _day(option: str, text: str | None, project: Project) -> Any:
    try:
        return parse_when(text, project.config.zone).date() if text else None
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def _is_ledger(path: Path) -> bool:
    from repurpose.usage.ledger.dump import MARK

    with path.open("rb") as file:
        head = file.read(200)
    return head.startswith((f'{{"{MARK}"'.encode(), b'"record","source","account","scope"'))


def _take_back(talk: Talk, books: Books, path: Path, around: Surroundings, dry_run: bool) -> None:
    from repurpose.usage.ledger.takeback import take_back

    if dry_run:
        raise UsageError(f"{path} is an export of a ledger, which --dry-run can't look into")
    done = take_back(books.ledger, path, rfc3339(around.moment))
    if done.merged is None:
        talk.say(f"{path.name}: {plural(done.batches, 'batch', 'batches')} restored")
        return
    days = done.merged
    talk.say(
        f"{path.name}, merged; days: {days.new} new, {days.replaced} replaced, {days.unchanged} unchanged, "
        f"{days.stale} refused for a newer export"
    )


def _tell(talk: Talk, done: Taken, dry_run: bool) -> None:
    for read in done.reads:
        for note in read.notes:
            talk.say(f"{read.name}: {note}", 1)
        for one in read.rejected[:_LISTED] if talk.level < 1 else read.rejected:
            talk.say(f"{read.name}:{one.line}: left out: {one.why}")
        if read.refused > _LISTED and talk.level < 1:
            talk.say(f"... and {read.refused - _LISTED} more; -v lists them")
    for target in done.unknown[:_LISTED] if talk.level < 1 else done.unknown:
        talk.say(
            f"no piece is known for {target.key}; to say whose it is: "
            f"`repurpose usage record PIECE --target {target.key!r}`"
        )
    if len(done.unknown) > _LISTED and talk.level < 1:
        talk.say(f"... and {len(done.unknown) - _LISTED} more; -v lists them")
    for on in done.applied.parted:
        talk.say(
            f"{on}: two cuts of the log each hold what the other lacks, and the longer one counts; "
            "if they are parts of one day, give all of its files in one command"
        )
    records, refused = sum(read.records for read in done.reads), sum(read.refused for read in done.reads)
    applied = done.applied
    talk.say(
        f"{done.kind}: {plural(records, 'record')}, {refused} left out; days: {applied.new} new, "
        f"{applied.replaced} replaced, {applied.unchanged} unchanged, {applied.stale} refused for a newer export"
        + (f"; {plural(done.placed, 'use')} noted" if done.placed else "")
        + (" (nothing was written)" if dry_run else "")
    )


def _data(done: Taken) -> dict[str, Any]:
    return {
        "kind": done.kind,
        **{f"days_{name}": count for name, count in asdict(done.applied).items() if name not in {"readings", "parted"}},
        "parted": list(done.applied.parted),
        "readings": done.applied.readings,
        "uses": done.placed,
        "files": [
            {
                "name": read.name,
                "records": read.records,
                "parsed": read.parsed,
                "rejected": read.refused,
                "why": [{"line": one.line, "why": one.why} for one in read.rejected],
                "notes": list(read.notes),
            }
            for read in done.reads
        ],
        "unknown": [target._asdict() for target in done.unknown],
    }
