"""What is known of a contact by a moment, and what follows from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from repurpose.clock import zone_named
from repurpose.lifecycle.condition import Condition
from repurpose.lifecycle.events import Event
from repurpose.lifecycle.trigger import ACTIVE
from repurpose.model import Access


@dataclass(slots=True)
class Contact:
    """One contact, as far as its events were told; the only thing here that changes.

    `satisfied` is None while nobody knows. `due` holds the latest day of each kind of date.
    """

    name: str
    zone: tzinfo
    language: str
    tier: Access = Access.OPEN
    is_referred: bool = False
    satisfied: bool | None = None
    active: datetime | None = None
    gone: datetime | None = None
    due: dict[str, date] = field(default_factory=dict)
    sent: list[datetime] = field(default_factory=list)
    _counts: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    _sums: defaultdict[tuple[str, str | None], float] = field(default_factory=lambda: defaultdict(float))

    def learn(self, event: Event, satisfied_from: float) -> None:
        """Take in an event."""
        if event.timezone:
            self.zone = zone_named(event.timezone)
        self.language = event.language or self.language
        self.tier = Access(event.tier) if event.tier else self.tier
        self.is_referred = self.is_referred or bool(event.referred_by)
        for what in {None, event.what.casefold()}:
            self._counts[event.kind, what] += 1
            self._sums[event.kind, what] += self._weight(event)
        if event.kind in ACTIVE:
            self.active = event.at
        if event.kind == "unsubscribe":
            self.gone = event.at
        if event.kind == "lead":  # whoever leaves an address wants mail, again
            self.gone = None
        if event.kind == "due" and event.on:
            self.due[event.what] = event.on
        if event.kind == "satisfaction":
            self.satisfied = event.value >= satisfied_from if event.value is not None else event.what == "good"

    @staticmethod
    def _weight(event: Event) -> float:
        """What an event adds: an amount that was spent, a number of uses."""
        usual = 0.0 if event.kind == "purchase" else 1.0
        return usual if event.value is None else event.value

    def count(self, kind: str, what: str | None = None) -> int:
        """How often an event came."""
        return self._counts[kind, what.casefold() if what else None]

    def total(self, kind: str, what: str | None = None) -> float:
        """What was spent, or how often something was used."""
        return self._sums.get((kind, what.casefold() if what else None), 0.0)

    def meets(self, condition: Condition) -> bool:
        """Whether a condition holds by now."""
        if condition.name == "satisfied":
            holds = self.satisfied is True
        elif condition.name == "dissatisfied":
            holds = self.satisfied is False
        elif condition.name == "referred":
            holds = self.is_referred
        else:
            holds = self.count(condition.name, condition.what) > 0
        return holds is not condition.negated
