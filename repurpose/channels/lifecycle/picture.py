"""The flow of a sequence as boxes below each other: all measures are here, the template only draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from repurpose.formats.lines import wrap
from repurpose.language.tags import direction
from repurpose.lifecycle.sequence import Sequence as Steps
from repurpose.lifecycle.sequence import Step

WIDTH, MARGIN, PAD = 640, 24, 16
LINE, GAP = 22, 44
COLUMNS = 62
"""Columns of text that a box has room for, at 16 pixels."""


def drawn(sequence: Steps, mails: Sequence[Mapping[str, Any]], language: str) -> dict[str, Any]:
    """The fields of the picture: its size, its boxes with their lines, the arrows between them, and its words."""
    top = MARGIN
    start = [("strong", line) for line in wrap(f"{sequence.name}: {sequence.trigger}", COLUMNS - 6)]
    start += [("small", line) for line in wrap(_about(sequence), COLUMNS)]
    boxes: list[dict[str, Any]] = []
    arrows: list[dict[str, Any]] = []
    parts: list[tuple[str, list[tuple[str, str]], Step | None]] = [("start", start, None)]
    for number, step in enumerate(sequence.steps):
        titles = [row["subject"] for row in mails if row["number"] == number]
        parts.append(("step", _lines(number, step, titles, language), step))
    ends = [f"ends at any time with: {' or '.join(map(str, sequence.stops))}"] if sequence.stops else []
    parts.append(
        ("end", [("strong", "The end"), *(("small", line) for one in ends for line in wrap(one, COLUMNS))], None)
    )
    for kind, lines, of in parts:
        if boxes:
            told = _after(of) if of is not None else ""
            arrows.append({"from": top - GAP, "to": top, "text": told})
        height = 2 * PAD + LINE * len(lines)
        written = [
            {"kind": look, "text": line, "y": top + PAD + LINE * place + 16} for place, (look, line) in enumerate(lines)
        ]
        boxes.append({"kind": kind, "y": top, "height": height, "lines": written})
        top += height + GAP
    steps = "; ".join(
        f"{number + 1}. {_after(step)}, {step.tone}: {step.asset or step.name}"
        for number, step in enumerate(sequence.steps)
    )
    return {
        "title": f"The sequence {sequence.name}",
        "described": f"Starts with {sequence.trigger}. {steps}.",
        "width": WIDTH,
        "height": top - GAP + MARGIN,
        "margin": MARGIN,
        "pad": PAD,
        "boxes": boxes,
        "arrows": arrows,
        "language": language,
        "reading": direction(language),
    }


def _after(step: Step) -> str:
    return f"after {step.delay}" if step.delay else "at once"


def _about(sequence: Steps) -> str:
    parts = [f"stage {sequence.stage}", f"for {sequence.access} readers"]
    if sequence.comes_again:
        parts.append(f"again after {sequence.rest}" if sequence.rest else "again each time")
    else:
        parts.append("once")
    if sequence.referred_at:
        parts.append(f"who was referred begins at step {sequence.referred_at + 1}")
    return ", ".join(parts)


def _lines(number: int, step: Step, subjects: Sequence[str], language: str) -> list[tuple[str, str]]:
    lines = [("strong", line) for line in wrap(f"{number + 1}. {step.tone} ({step.stage})", COLUMNS - 6)]
    lines += [("mail", line) for subject in subjects for line in wrap(subject, COLUMNS - 4)]
    lines += [] if subjects else [("small", f"no mail in {language}")]
    for words, some, join in (
        ("only if", step.conditions, " and "),
        ("waits for", step.waits_for, " or "),
        ("ends the sequence", step.stops, " or "),
    ):
        if some:
            said = f"{words}: {join.join(map(str, some))}"
            said += f" ({step.patience} at most)" if some is step.waits_for else ""
            lines += [("small", line) for line in wrap(said, COLUMNS)]
    return lines
