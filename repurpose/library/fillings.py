"""Which asset each step of a sequence brings: the one that its settings name, until the calendar names another.

An approved entry for `<asset>/lifecycle/<sequence>.<step>` puts its asset into that step from its day on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from repurpose.config import Config
from repurpose.ids import channel_of
from repurpose.library.schedule import Schedule
from repurpose.lifecycle.sequence import Sequence, Step
from repurpose.model import Asset

CHANNEL = "lifecycle"


@dataclass(frozen=True, slots=True)
class Filling:
    """An asset in a step, by the step's place: from a moment until before another (None: no end).

    `subject` is an editor's, from the calendar.
    """

    sequence: str
    number: int
    since: datetime | None = None
    until: datetime | None = None
    subject: str | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the step brings that asset at a moment."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


def slot_of(sequence: Sequence, step: Step) -> str:
    """The slot of a step's mail, in its piece's id."""
    return f"{sequence.name}.{step.name}"


def fillings(assets: Iterable[Asset], config: Config, schedule: Schedule) -> dict[str, tuple[Filling, ...]]:
    """By asset, the steps it stands in at any time, a translation as what it translates."""
    if not config.lifecycle.sequences:
        return {}
    changes: dict[str, list[tuple[datetime, str, str | None]]] = defaultdict(list)
    for entry in schedule.entries:
        placement = entry.placement
        if channel_of(placement.piece_id) == CHANNEL and placement.state == "approved":
            changes[placement.piece_id.rpartition("/")[2]].append((entry.moment(config), entry.asset, entry.text))
    found: dict[str, list[Filling]] = defaultdict(list)
    for sequence in config.lifecycle.sequences.values():
        for number, step in enumerate(sequence.steps):
            turns = sorted(changes.get(slot_of(sequence, step), []), key=lambda turn: turn[:2])
            names = [(None, step.asset, None), *turns]
            for place, (since, name, subject) in enumerate(names):
                until = turns[place][0] if place < len(turns) else None
                if name is not None:
                    found[name].append(Filling(sequence.name, number, since, until, subject))
    own = {}
    for asset in assets:
        # The calendar's words are in the language of the asset that it names.
        translated = (replace(one, subject=None) for one in found.get(asset.translation_of or "", ()))
        if some := [*found.get(asset.id, ()), *translated]:
            own[asset.id] = tuple(dict.fromkeys(some))
    return own
