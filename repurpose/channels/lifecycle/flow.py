"""A sequence as a whole: its data for mail systems, its steps as a table, and its picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from repurpose.channels.channel import Composed, Draft, Entry, Project
from repurpose.channels.lifecycle.picture import drawn
from repurpose.config import FILE_NAME
from repurpose.errors import Location
from repurpose.library.fillings import slot_of
from repurpose.lifecycle.sequence import Sequence as Steps
from repurpose.lifecycle.sequence import Step
from repurpose.model import Notice

COLUMNS = (
    "sequence trigger step name stage tone delay condition wait_for patience stop asset subject preheader piece html "
    "text eml since until"
).split()

Row = Mapping[str, Any]


def flows(entries: Sequence[Entry], project: Project) -> Composed:
    """The files of every sequence, in the site's language and each that it has mails in."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for entry in entries:
        for row in entry.data["mails"]:
            found[row["sequence"], entry.language].append(row)
    drafts: list[Draft] = []
    notices: list[Notice] = []
    for name, sequence in project.config.lifecycle.sequences.items():
        languages = sorted({language for one, language in found if one == name} | {project.language})
        for language in languages:
            rows = sorted(found[name, language], key=lambda row: (row["number"], row["since"] or "", row["asset"]))
            drafts += _files(sequence, rows, language, project)
        notices += _gaps(
            sequence, {one: {row["number"] for row in found[name, one]} for one in languages}, project.language
        )
    return Composed(tuple(drafts), notices=tuple(notices))


def _gaps(sequence: Steps, filled: Mapping[str, set[int]], main: str) -> Iterator[Notice]:
    """The steps without a mail in the site's `main` language; `filled` are those that have one, by language."""
    for number, step in enumerate(sequence.steps):
        if number not in filled[main]:
            others = [language for language, numbers in filled.items() if number in numbers]
            why = "it waits for an entry of calendar.toml"
            if others:
                why = f"there is one in {', '.join(others)}, and none in {main}, the site's language"
            elif step.asset:
                why = f"no asset has the id {step.asset!r}, or it is unfinished, retired, expired or under embargo"
            text = f"[lifecycle.{sequence.name}] step {number + 1} ({step.name}) has no mail: {why}"
            yield Notice("step-empty", Location(FILE_NAME, step.line), text)


def _files(sequence: Steps, rows: Sequence[Row], language: str, project: Project) -> Iterator[Draft]:
    folder = project.folder(language)
    slot = f"{sequence.name}.{language}" if folder else sequence.name
    path = f"lifecycle/{folder}{sequence.name}/sequence"
    data = _data(sequence, rows, language, project)
    head: dict[str, Any] = {"access": sequence.access, "language": language}
    yield Draft(slot, "json", f"{path}.json", "application/json", data, encoder="json", **head)
    table = {"rows": [COLUMNS, *_table(data)]}
    yield Draft(slot, "csv", f"{path}.csv", "text/csv", table, encoder="rows", **head)
    picture = {**drawn(sequence, rows, language), "brand": project.config.brand}
    template = "lifecycle/sequence.svg"
    yield Draft(slot, "picture", f"{path}.svg", "image/svg+xml", picture, template=template, **head)


def _data(sequence: Steps, rows: Sequence[Row], language: str, project: Project) -> dict[str, Any]:
    life = project.config.lifecycle
    trigger = sequence.trigger
    own = {"what": trigger.what, "at_least": trigger.at_least, "span": str(trigger.span) if trigger.span else None}
    return {
        "version": 1,
        "sequence": sequence.name,
        "language": language,
        "stage": sequence.stage,
        "access": str(sequence.access),
        "trigger": {"kind": trigger.kind, "event": trigger.event} | {key: one for key, one in own.items() if one},
        "stop": [str(one) for one in sequence.stops],
        "again": str(sequence.rest) if sequence.comes_again and sequence.rest else sequence.comes_again,
        "referred_from": sequence.steps[sequence.referred_at].name,
        "quiet": str(life.quiet) if life.quiet else None,
        "cap": [str(one) for one in life.cap],
        "steps": [
            _step(sequence, number, step, [row for row in rows if row["number"] == number])
            for number, step in enumerate(sequence.steps)
        ],
    }


def _step(sequence: Steps, number: int, step: Step, rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "step": number + 1,
        "name": step.name,
        "slot": slot_of(sequence, step),
        "stage": step.stage,
        "tone": str(step.tone),
        "delay": str(step.delay),
        "delay_minutes": step.delay.days * 1440 + step.delay.minutes,
        "condition": [str(one) for one in step.conditions],
        "wait_for": [str(one) for one in step.waits_for],
        "patience": str(step.patience) if step.waits_for else None,
        "stop": [str(one) for one in step.stops],
        "mails": [{key: row[key] for key in row if key not in {"sequence", "number", "title"}} for row in rows],
    }


def _table(data: Mapping[str, Any]) -> Iterator[list[str]]:
    """A line for each mail, and for each step that has none."""
    for step in data["steps"]:
        for mail in step["mails"] or [{}]:
            html, text, eml = mail.get("files", ("", "", ""))
            yield [
                data["sequence"], data["trigger"]["kind"], str(step["step"]), step["name"], step["stage"], step["tone"],
                step["delay"], "; ".join(step["condition"]), " or ".join(step["wait_for"]), step["patience"] or "",
                "; ".join(step["stop"] + data["stop"]), mail.get("asset", ""), mail.get("subject", ""),
                mail.get("preheader", ""), mail.get("piece", ""), html, text, eml, mail.get("since") or "",
                mail.get("until") or "",
            ]  # fmt: skip
