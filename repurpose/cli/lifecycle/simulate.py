"""`repurpose lifecycle simulate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repurpose.cli.console import Project, Talk, check_file, common, open_project, plural, table
from repurpose.clock import parse_when, rfc3339
from repurpose.errors import ConfigError, Location, UsageError
from repurpose.files import read_bytes, write_whole

if TYPE_CHECKING:
    from repurpose.lifecycle.simulate import Mails, Sent, Simulated, Unsent

YEAR = timedelta(365)
_LISTED = 20
_SHOWN = 1000
"""What a person may still look through, and a table is quickly drawn of."""
COLUMNS = "at local contact sequence step asset language subject file why".split()


@click.command()
@click.option(
    "--events",
    "path",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV or JSON Lines: at, contact, event and what belongs to it.",
)
@click.option("--until", metavar="WHEN", help="Up to this moment; a year after the last event if left out.")
@click.option("--contact", "contacts", metavar="NAME", multiple=True, help="Only for this contact; may be given again.")
@click.option("--all", "is_all", is_flag=True, help="Tell what would not be sent, too, and why.")
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", help="For people, or programs."
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file."
)
@common
def command(
    talk: Talk,
    directory: Path | None,
    as_of: str | None,
    path: Path,
    until: str | None,
    contacts: tuple[str, ...],
    is_all: bool,
    form: str,
    output: Path | None,
) -> None:
    """Tell who would get which mail when, by the sequences of `[lifecycle]`: nothing is sent.

    A line of the file that can't be used is told by its number; the others still count.
    """
    check_file("--events", path)
    project = open_project(directory, as_of)

    from repurpose.lifecycle.events import YEARS, read_events
    from repurpose.lifecycle.simulate import simulate
    from repurpose.lifecycle.trigger import KINDS

    life, zone = project.config.lifecycle, project.config.zone
    if not life.sequences:
        hint = "write one: [lifecycle.welcome] with a trigger and steps"
        raise ConfigError("there is no sequence in [lifecycle]", Location("repurpose.toml"), hint)
    own = {one.trigger.event for one in life.sequences.values() if one.trigger.kind not in KINDS}
    events, errors = read_events(read_bytes(path, str(path)), str(path), zone, own)
    for name in contacts:
        if not any(one.contact == name for one in events):
            raise UsageError(f"--contact: no line of {path} is of {name!r}", hint="names are told as the file has them")
    if contacts:
        events = tuple(one for one in events if one.contact in contacts)
    try:
        last = max((one.at for one in events), default=project.moment)
        end = parse_when(until, zone) if until else last + YEAR
    except ValueError as error:
        raise UsageError(f"--until: {error}") from None
    if end.year > YEARS[-1]:
        raise UsageError(f"--until: the year {end.year} is beyond {YEARS[-1]}")
    found = simulate(events, life, _mails(project), zone, project.config.site.language, end)
    _tell(talk, found, "json" if talk.as_json else form, output, is_all=is_all)
    talk.errors(errors if talk.level > 0 else errors[:_LISTED])
    if len(errors) > _LISTED and talk.level == 0:
        talk.say(f"... and {plural(len(errors) - _LISTED, 'more line')} that can't be used: -v tells each", -1)
    sys.exit(max((error.exit_code for error in errors), default=0))


def _mails(project: Project) -> Mails:
    """The mails of the present files; nothing is built."""
    from repurpose.channels.channel import Project as Places
    from repurpose.channels.lifecycle.mails import mails
    from repurpose.document.links import Addresses
    from repurpose.library.fillings import fillings
    from repurpose.library.library import read_library
    from repurpose.library.schedule import read_schedule

    library = read_library(project.root, project.config)
    steps = fillings(library.assets, project.config, read_schedule(project.root))
    places = Places(project.config, project.moment, Addresses(project.config.url), steps=steps)
    return mails(library.assets, places)


def _tell(talk: Talk, found: Simulated, form: str, output: Path | None, *, is_all: bool) -> None:
    if form == "json":
        text = json.dumps(_data(found), ensure_ascii=False, indent=2) + "\n"
    elif form == "csv":
        from repurpose.spreadsheet import line_of_csv, safe

        rows = [[str(row.get(name) or "") for name in COLUMNS] for row in _rows(found, is_all=is_all)]
        text = "".join(line_of_csv(map(safe, row)) for row in [COLUMNS, *rows])
    else:
        text = _text(found, is_all=is_all)
    if output is not None:
        write_whole(output, text.encode())
        talk.say(f"{plural(len(found.sent), 'mail')} written to {output}")
    else:
        click.echo(text, nl=False)


def _data(found: Simulated) -> dict[str, Any]:
    return {"sent": [_sent(one) for one in found.sent], "not_sent": [_unsent(one) for one in found.unsent]}


def _rows(found: Simulated, *, is_all: bool) -> Sequence[dict[str, Any]]:
    rows = [_sent(one) for one in found.sent] + [_unsent(one) for one in found.unsent if is_all]
    return sorted(rows, key=lambda row: (row["at"], row["contact"], row["sequence"], row["step"] or ""))


def _sent(one: Sent) -> dict[str, Any]:
    return {
        "at": rfc3339(one.at),
        "local": one.local.isoformat(timespec="minutes"),
        "contact": one.contact,
        "sequence": one.sequence,
        "step": one.step,
        "asset": one.mail.asset,
        "language": one.mail.language,
        "subject": one.mail.subject,
        "file": one.mail.file,
    }


def _unsent(one: Unsent) -> dict[str, Any]:
    return {
        "at": rfc3339(one.at),
        "local": one.local.isoformat(timespec="minutes"),
        "contact": one.contact,
        "sequence": one.sequence,
        "step": one.step,
        "why": one.why,
    }


def _text(found: Simulated, *, is_all: bool) -> str:
    found_rows = _rows(found, is_all=is_all)
    rows = [
        [
            one["local"],
            one["contact"],
            f"{one['sequence']}: {one['step']}" if one["step"] else one["sequence"],
            one.get("subject") or f"not sent: {one['why']}",
        ]
        for one in found_rows[:_SHOWN]
    ]
    people = len({one.contact for one in found.sent})
    told = f"{plural(len(found.sent), 'mail')} to {plural(people, 'contact')}"
    if found.unsent and not is_all:
        told += f"; {plural(len(found.unsent), 'step or sequence', 'steps or sequences')} not sent: --all tells why"
    if len(found_rows) > _SHOWN:
        told = f"... and {len(found_rows) - _SHOWN:,} more: --format csv has all, --contact those of one\n{told}"
    return (table(["when", "contact", "step", "mail"], rows) + "\n" if rows else "") + told + "\n"
