"""What a sequence is: its trigger, its steps, and what holds for all sequences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from repurpose.lifecycle.condition import Condition
from repurpose.lifecycle.duration import Duration
from repurpose.lifecycle.trigger import Trigger
from repurpose.lifecycle.window import Cap, Quiet
from repurpose.model import Access, Stage


class Tone(StrEnum):
    """How a mail speaks: what it is to do for its reader."""

    EDUCATION = "education"
    TIP = "tip"
    QUESTION = "question"
    THANKS = "thanks"
    REMINDER = "reminder"
    APPRECIATION = "appreciation"
    LOYALTY = "loyalty"
    WIN_BACK = "win-back"


TONE_OF: Mapping[str, Tone] = {
    Stage.ACQUISITION: Tone.EDUCATION,
    Stage.ADOPTION: Tone.TIP,
    Stage.CROSS_SELL: Tone.TIP,
    Stage.ADVOCACY: Tone.QUESTION,
    Stage.REPEAT: Tone.REMINDER,
    Stage.REFERRAL: Tone.THANKS,
    Stage.RE_IGNITE: Tone.WIN_BACK,
}
"""The tone of a stage's steps, if a step doesn't tell its own."""

STAGE_OF: Mapping[str, Stage] = {
    "lead-acquired": Stage.ACQUISITION,
    "ad-clicked": Stage.ACQUISITION,
    "cart-filled": Stage.ACQUISITION,
    "first-login": Stage.ADOPTION,
    "first-use": Stage.ADOPTION,
    "usage-level": Stage.CROSS_SELL,
    "purchase-made": Stage.ADOPTION,
    "referral-made": Stage.REFERRAL,
    "service-due": Stage.REPEAT,
    "renewal-due": Stage.REPEAT,
    "lapse-due": Stage.REPEAT,
    "anniversary": Stage.ADVOCACY,
    "top-customer": Stage.ADVOCACY,
    "inactive": Stage.RE_IGNITE,
    "at-risk": Stage.RE_IGNITE,
}
"""The stage that a trigger's sequence serves, if it doesn't tell its own."""

STOPS_OF: Mapping[str, tuple[Condition, ...]] = {
    "cart-filled": (Condition("purchase"),),
    "renewal-due": (Condition("purchase"),),
    "lapse-due": (Condition("purchase"),),
    "inactive": (Condition("login"), Condition("use"), Condition("purchase")),
}
"""What ends a trigger's sequence, if it doesn't tell itself: what it was to bring about."""

WAIT = Duration(90)


@dataclass(frozen=True, slots=True)
class Words:
    """A step's own words, by language; what isn't told comes from the tone."""

    subject: Mapping[str, str] = field(default_factory=dict)
    preheader: Mapping[str, str] = field(default_factory=dict)
    intro: Mapping[str, str] = field(default_factory=dict)
    cta: Mapping[str, str] = field(default_factory=dict)
    cta_url: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One mail. `asset` is the id of what it brings; None: what the calendar says.

    `delay` counts from the step before, of the first from the trigger. All `conditions` must hold, else the step is
    left out. It waits for one of `waits_for`, and is left out after `patience`. One of `stops` ends the sequence.
    `is_whole`: the mail has the asset's whole text. `line` is where it stands in repurpose.toml.
    """

    name: str
    asset: str | None
    delay: Duration
    stage: str
    tone: Tone
    conditions: tuple[Condition, ...] = ()
    waits_for: tuple[Condition, ...] = ()
    patience: Duration = WAIT
    stops: tuple[Condition, ...] = ()
    words: Words = Words()
    is_whole: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A trigger and its steps, in order.

    It is for those who may read `access`. One of `stops` ends it. Somebody who finished it may come in again if
    `comes_again`, not before `rest` after the last time they came in. Who was referred begins at `referred_at`.
    """

    name: str
    trigger: Trigger
    steps: tuple[Step, ...]
    stage: str
    access: Access = Access.OPEN
    stops: tuple[Condition, ...] = ()
    comes_again: bool = False
    rest: Duration = Duration()
    referred_at: int = 0
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """`[lifecycle]`: the sequences, and what holds for all of them.

    `quiet`: no mail between these times of a contact's own clock. `cap`: how many mails one contact gets at most.
    `satisfied`: the score from which a customer counts as satisfied. `stages`: the project's own, after those that all
    have. `sequences` by name, in their order.
    """

    quiet: Quiet | None = Quiet(time(21), time(8))
    cap: tuple[Cap, ...] = (Cap(1, 1), Cap(3, 7))
    satisfied: float = 7.0
    stages: tuple[str, ...] = ()
    sequences: Mapping[str, Sequence] = field(default_factory=dict)

    @property
    def all_stages(self) -> tuple[str, ...]:
        """All stages, in the order of a customer's life; the project's own come last."""
        return (*Stage, *(one for one in self.stages if one not in list(Stage)))
