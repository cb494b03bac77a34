"""What a step asks of a contact: that something happened, or didn't."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from repurpose.lifecycle.trigger import EVENTS, event_name
from repurpose.tables import did_you_mean

FACTS = ("satisfied", "dissatisfied", "referred")
"""What else can be asked: by the latest score, and if somebody else brought them."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An event by its name, or one of `FACTS`; of an event, `what` it was about, if that matters."""

    name: str
    what: str | None = None
    negated: bool = False

    def __str__(self) -> str:
        return f"{'not ' if self.negated else ''}{self.name}{f': {self.what}' if self.what else ''}"


def read_condition(value: object, own: Collection[str] = ()) -> Condition:
    """`use`, `use: calendar`, `not purchase`, `satisfied`; `own` are events of the project's own.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text like `use: calendar` or `not purchase`")
    text = value.strip()
    negated = text.lower().startswith("not ")
    name, _, what = (text[4:] if negated else text).partition(":")
    name = event_name(name)
    known = {*EVENTS, *FACTS, *own}
    if name not in known:
        near = did_you_mean(name, known)
        hint = f"did you mean {near}?" if near else f"known: {', '.join((*EVENTS, *FACTS, *sorted(own)))}"
        raise ValueError(f"{name!r} is nothing that is known of a contact; {hint}")
    if what.strip() and name in FACTS:
        raise ValueError(f"{name} takes nothing after a colon")
    return Condition(name, what.strip() or None, negated)
