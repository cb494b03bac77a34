"""Events -> who would get which mail when, and what wouldn't be sent and why.

Pure and exact: the same events, in whatever order they stand, give the same mails. A contact's mails depend on its own
events alone. Nothing is known before it happened.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from repurpose.clock import wall_time
from repurpose.lifecycle.condition import FACTS, Condition
from repurpose.lifecycle.contact import Contact
from repurpose.lifecycle.events import Event
from repurpose.lifecycle.sequence import Lifecycle, Step
from repurpose.lifecycle.sequence import Sequence as Steps
from repurpose.lifecycle.trigger import Trigger
from repurpose.lifecycle.window import may_go
from repurpose.model import Access

TIERS = tuple(Access)


@dataclass(frozen=True, slots=True)
class Mail:
    """A step's mail in a language: the asset it brings, its subject, and its file below the output folder."""

    asset: str
    language: str
    subject: str
    file: str


Mails = Callable[[Steps, Step, str, datetime], Mail | None]
"""Gives the mail of a step for a language at a moment; None if there is none then."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that would go: when (UTC, and by the contact's own clock), to whom, which, and for which trigger's day."""

    at: datetime
    local: datetime
    contact: str
    sequence: str
    step: str
    mail: Mail
    entered: datetime


@dataclass(frozen=True, slots=True)
class Unsent:
    """A step that wouldn't be sent, or the rest of a sequence (no step), when and why."""

    at: datetime
    local: datetime
    contact: str
    sequence: str
    step: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Simulated:
    """All that would be sent and all that wouldn't, by time."""

    sent: tuple[Sent, ...]
    unsent: tuple[Unsent, ...]


def simulate(
    events: Iterable[Event], lifecycle: Lifecycle, mails: Mails, zone: tzinfo, language: str, until: datetime
) -> Simulated:
    """What becomes of all contacts until a moment.

    `events` stand together by contact, in order of time (as `read_events` gives them). `zone` and `language` are those
    of contacts of whom none is known.
    """
    sent: list[Sent] = []
    unsent: list[Unsent] = []
    for name, some in itertools.groupby(events, key=lambda one: one.contact):
        life = _Life(Contact(name, zone, language), lifecycle, mails, until)
        life.live(sorted(some, key=lambda one: one.sort_key))
        sent += life.sent
        unsent += life.unsent
    return Simulated(
        tuple(sorted(sent, key=lambda one: (one.at, one.contact, one.sequence, one.step))),
        tuple(sorted(unsent, key=lambda one: (one.at, one.contact, one.sequence, one.step or "", one.why))),
    )


@dataclass(slots=True)
class _Run:
    """Somebody's way through a sequence, which stands at a `place` among the others.

    `waits_until`: how long the step waits for what it waits for. `asked`: since when its mail is held back by quiet
    hours or a cap, and `goes`: until when, as it looks now.
    """

    sequence: Steps
    place: int
    entered: datetime
    step: int
    over: bool = False
    waits_until: datetime | None = None
    asked: datetime | None = None
    goes: datetime | None = None
    since: list[Event] = field(default_factory=list)


_EVENT, _TIMER, _STEP = range(3)
"""What happens first at one moment: what is told counts before anything is sent."""


@dataclass(slots=True)
class _Life:
    contact: Contact
    lifecycle: Lifecycle
    mails: Mails
    until: datetime
    sent: list[Sent] = field(default_factory=list)
    unsent: list[Unsent] = field(default_factory=list)
    _runs: dict[str, list[_Run]] = field(default_factory=dict)
    _ahead: list[tuple[datetime, int, int, int, Callable[[datetime], None]]] = field(default_factory=list)
    _days: set[tuple[str, date]] = field(default_factory=set)
    _number: Iterator[int] = field(default_factory=itertools.count)

    def live(self, events: Sequence[Event]) -> None:
        """Everything that happens, one after the other."""
        for event in events:
            self._plan(event.at, _EVENT, 0, lambda at, event=event: self._happens(event))  # type: ignore[misc]
        while self._ahead:
            at, _, _, _, act = heapq.heappop(self._ahead)
            if at <= self.until:
                act(at)

    def _plan(self, at: datetime, rank: int, place: int, act: Callable[[datetime], None]) -> None:
        if at <= self.until:
            heapq.heappush(self._ahead, (at, rank, place, next(self._number), act))

    # --- what happens

    def _happens(self, event: Event) -> None:
        contact = self.contact
        before = {name: self._reached(one.trigger) for name, one in self.lifecycle.sequences.items()}
        was_active, was_due = contact.active, contact.due.get(event.what)
        contact.learn(event, self.lifecycle.satisfied)
        if event.kind == "unsubscribe":
            for run in self._active():
                self._end(run, event.at, "they unsubscribed")
            return
        for run in self._active():
            run.since.append(event)
            is_about = event.kind == run.sequence.trigger.event == "due" and event.what == run.sequence.trigger.what
            if is_about and event.on != was_due:
                self._end(run, event.at, f"the date was moved to {event.on}")
            elif stop := self._stopped(run, run.sequence.stops):
                self._end(run, event.at, f"stopped by {stop}")
            elif run.waits_until is not None:
                self._due(run, event.at)
        for place, sequence in enumerate(self.lifecycle.sequences.values()):
            trigger = sequence.trigger
            if trigger.kind == "inactive":
                if contact.active != was_active:
                    self._watch_silence(sequence, place, event.at)
            elif trigger.event == "due":
                if event.kind == "due" and event.what == trigger.what and event.on:
                    self._watch_date(sequence, place, event.on, event.at)
            elif trigger.kind == "anniversary":
                if event.kind == trigger.event and contact.count(event.kind) == 1:
                    self._watch_year(sequence, place, event.at, 1)
            elif self._starts(trigger, event, before[sequence.name]):
                self._enter(sequence, event.at)

    def _reached(self, trigger: Trigger) -> bool:
        """Whether a trigger that comes once has come."""
        contact = self.contact
        if trigger.kind == "usage-level":
            return contact.total("use", trigger.what) >= (trigger.at_least or 0)
        if trigger.kind == "top-customer":
            spent = trigger.at_least is not None and contact.total("purchase") >= trigger.at_least
            return spent or contact.count("top-customer") > 0
        return trigger.kind in {"first-login", "first-use"} and contact.count(trigger.event, trigger.what) > 0

    def _starts(self, trigger: Trigger, event: Event, was_reached: bool) -> bool:
        if trigger.kind in {"usage-level", "top-customer"}:
            return not was_reached and self._reached(trigger)
        is_about = trigger.what is None or event.what.casefold() == trigger.what.casefold()
        return event.kind == trigger.event and is_about and not was_reached

    # --- what comes by itself

    def _watch_silence(self, sequence: Steps, place: int, since: datetime) -> None:
        def act(at: datetime) -> None:
            if self.contact.active == since:
                self._enter(sequence, at)

        self._plan(sequence.trigger.span.after(since, self.contact.zone), _TIMER, place, act)

    def _watch_date(self, sequence: Steps, place: int, day: date, told: datetime) -> None:
        kind, span = sequence.trigger.what or "", sequence.trigger.span

        def act(at: datetime) -> None:
            is_new = (sequence.name, day) not in self._days
            if is_new and self.contact.due.get(kind) == day and at.astimezone(self.contact.zone).date() <= day:
                self._days.add((sequence.name, day))
                self._enter(sequence, at)

        first = wall_time(day - timedelta(span.days), time(), self.contact.zone)[0] - timedelta(minutes=span.minutes)
        self._plan(max(first, told), _TIMER, place, act)

    def _watch_year(self, sequence: Steps, place: int, since: datetime, years: int) -> None:
        local = since.astimezone(self.contact.zone)
        if local.year + years > date.max.year:
            return
        try:
            day = local.date().replace(year=local.year + years)
        except ValueError:  # the 29th of February
            day = date(local.year + years, 2, 28)

        def act(at: datetime) -> None:
            self._enter(sequence, at)
            self._watch_year(sequence, place, since, years + 1)

        self._plan(wall_time(day, local.time(), self.contact.zone)[0], _TIMER, place, act)

    # --- going through a sequence

    def _active(self) -> list[_Run]:
        return [run for runs in self._runs.values() for run in runs if not run.over]

    def _enter(self, sequence: Steps, at: datetime) -> None:
        contact, runs = self.contact, self._runs.setdefault(sequence.name, [])
        if contact.gone is not None:
            return self._left_out(at, sequence, None, "they unsubscribed")
        if TIERS.index(contact.tier) < TIERS.index(sequence.access):
            return self._left_out(at, sequence, None, f"it is for {sequence.access} readers")
        if runs and not runs[-1].over:
            return self._left_out(at, sequence, None, "they are in it already")
        if runs and (not sequence.comes_again or at < sequence.rest.after(runs[-1].entered, contact.zone)):
            why = f"they were in it less than {sequence.rest} ago" if sequence.comes_again else "they were in it before"
            return self._left_out(at, sequence, None, why)
        first = sequence.referred_at if contact.is_referred else 0
        place = list(self.lifecycle.sequences).index(sequence.name)
        run = _Run(sequence, place, at, first)
        runs.append(run)
        self._due(run, sequence.steps[0].delay.after(at, contact.zone))
        return None

    def _due(self, run: _Run, at: datetime) -> None:
        number = run.step
        self._plan(at, _STEP, run.place, lambda at: self._step(run, number, at))

    def _step(self, run: _Run, number: int, at: datetime) -> None:
        if run.over or run.step != number:  # it was left behind meanwhile
            return None
        contact, step = self.contact, run.sequence.steps[number]
        if stop := self._stopped(run, (*run.sequence.stops, *step.stops)):
            return self._end(run, at, f"stopped by {stop}")
        if failed := next((one for one in step.conditions if not contact.meets(one)), None):
            return self._skip(run, step, at, f"it asks for: {failed}")
        if step.waits_for and not any(contact.meets(one) for one in step.waits_for):
            return self._wait(run, step, at)
        mail = self.mails(run.sequence, step, contact.language, at)
        if mail is None:
            return self._skip(run, step, at, "it has no mail then")
        run.asked = run.asked or at
        taken = [*contact.sent, *self._goes_before(run, run.asked)]
        run.goes = may_go(at, taken, contact.zone, self.lifecycle.quiet, self.lifecycle.cap)
        if run.goes > at:  # by then, all may be different
            return self._due(run, run.goes)
        contact.sent.append(at)
        local = at.astimezone(contact.zone)
        self.sent.append(Sent(at, local, contact.name, run.sequence.name, step.name, mail, run.entered))
        return self._next(run, at)

    def _goes_before(self, run: _Run, asked: datetime) -> Iterator[datetime]:
        """When the mails go that are held back for longer, or as long for a sequence that stands further up."""
        for one in self._active():
            if one.asked is not None and one.goes is not None and (one.asked, one.place) < (asked, run.place):
                yield one.goes

    def _wait(self, run: _Run, step: Step, at: datetime) -> None:
        run.asked = run.goes = None
        if run.waits_until is None:
            run.waits_until = step.patience.after(at, self.contact.zone)
            self._due(run, run.waits_until)
        elif at >= run.waits_until:
            told = " or ".join(map(str, step.waits_for))
            self._skip(run, step, at, f"{step.patience} went by without: {told}")

    def _skip(self, run: _Run, step: Step, at: datetime, why: str) -> None:
        self._left_out(at, run.sequence, step.name, why)
        self._next(run, at)

    def _next(self, run: _Run, at: datetime) -> None:
        run.step += 1
        run.waits_until = run.asked = run.goes = None
        if run.step == len(run.sequence.steps):
            run.over = True
        else:
            self._due(run, run.sequence.steps[run.step].delay.after(at, self.contact.zone))

    def _end(self, run: _Run, at: datetime, why: str) -> None:
        run.over = True
        self._left_out(at, run.sequence, None, why)

    def _left_out(self, at: datetime, sequence: Steps, step: str | None, why: str) -> None:
        local = at.astimezone(self.contact.zone)
        self.unsent.append(Unsent(at.astimezone(UTC), local, self.contact.name, sequence.name, step, why))

    def _stopped(self, run: _Run, stops: Sequence[Condition]) -> Condition | None:
        """The first of some conditions that came true since somebody came in; what was before doesn't count."""
        return next((one for one in stops if self._came_true(run, one)), None)

    def _came_true(self, run: _Run, condition: Condition) -> bool:
        if condition.negated or condition.name in FACTS:
            return self.contact.meets(condition)
        what = condition.what.casefold() if condition.what else None
        return any(one.kind == condition.name and what in {None, one.what.casefold()} for one in run.since)
