"""What starts a sequence: an event of a contact, or a time that comes after one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from repurpose.lifecycle.duration import Duration, read_duration
from repurpose.tables import did_you_mean

EVENTS: Mapping[str, str] = {
    "lead": "left an address",
    "ad-click": "clicked an advertisement; `what`: its campaign",
    "cart": "put something into the cart; `what`: the product",
    "login": "signed in",
    "use": "used a feature; `what`: the feature; `value`: how often, once if left out",
    "purchase": "bought; `what`: the product; `value`: the amount",
    "referral": "brought somebody",
    "due": "a date is known; `what`: service, renewal or lapse; `on`: the day",
    "satisfaction": "said how satisfied they are; `value`: the score, or `what`: good or bad",
    "top-customer": "became one of the best customers",
    "at-risk": "seems about to leave",
    "unsubscribe": "wants no more mail",
    "contact": "something became known of them: `timezone`, `language`, `tier`, `referred_by`",
}
"""The events that are understood, and what each says of a contact."""

ACTIVE = frozenset({"ad-click", "cart", "login", "use", "purchase", "referral", "satisfaction", "lead"})
"""Events by which somebody isn't inactive."""

DUE = ("service", "renewal", "lapse")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of trigger: the event it looks for, its options, and if it may come again in one life."""

    event: str
    does: str
    options: tuple[str, ...] = ()
    comes_again: bool = True


KINDS: Mapping[str, Kind] = {
    "lead-acquired": Kind("lead", "an address was left", comes_again=False),
    "ad-clicked": Kind("ad-click", "an advertisement was clicked", ("what",)),
    "cart-filled": Kind("cart", "something was put into the cart", ("what",)),
    "first-login": Kind("login", "the first sign-in", comes_again=False),
    "first-use": Kind("use", "the first use, of a feature if `what` names one", ("what",), comes_again=False),
    "usage-level": Kind("use", "so many uses (`at_least`)", ("what", "at_least"), comes_again=False),
    "purchase-made": Kind("purchase", "a purchase", ("what",)),
    "referral-made": Kind("referral", "somebody was brought"),
    "service-due": Kind("due", "a service date is near (`before`)", ("before",)),
    "renewal-due": Kind("due", "a renewal date is near (`before`)", ("before",)),
    "lapse-due": Kind("due", "a contract is about to lapse (`before`)", ("before",)),
    "anniversary": Kind("purchase", "each year after the first purchase"),
    "top-customer": Kind(
        "top-customer", "a best customer: told so, or by what was spent (`at_least`)", ("at_least",), comes_again=False
    ),
    "inactive": Kind("contact", "nothing was heard for so long (`after`)", ("after",)),
    "at-risk": Kind("at-risk", "seems about to leave"),
}
BEFORE, AFTER = Duration(14), Duration(60)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a sequence. `what` narrows it; `at_least` counts uses, or what was spent.

    `span` is how long before a due date, or after the last that was heard.
    """

    kind: str
    event: str
    what: str | None = None
    at_least: float | None = None
    span: Duration = Duration()

    @property
    def comes_again(self) -> bool:
        """Whether it can start the sequence for somebody a second time, if nothing else is said."""
        return KINDS[self.kind].comes_again if self.kind in KINDS else True

    def __str__(self) -> str:
        parts = [f"from {self.at_least:g}" if self.at_least is not None else "", self.what or ""]
        if self.kind.endswith("-due"):
            parts.append(f"{self.span} before")
        if self.kind == "inactive":
            parts.append(str(self.span))
        told = ", ".join(part for part in parts if part)
        return f"{self.kind} ({told})" if told else self.kind


def read_trigger(value: object) -> Trigger:
    """A trigger: its kind, or a table of `kind` and its options; `{ event = "webinar" }` is an event of your own.

    Raises:
        ValueError: it is none; the text says what it should be.
    """
    table: dict[str, Any] = (
        {"kind": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}
    )
    if isinstance(table.get("event"), str) and "kind" not in table:
        if unknown := sorted(set(table) - {"event", "what"}):
            raise ValueError(f"of an event of your own knows event and what, not {unknown[0]!r}")
        return Trigger(event_name(table["event"]), event_name(table["event"]), _text(table, "what"))
    if not isinstance(table.get("kind"), str):
        raise ValueError(f"must be one of {', '.join(KINDS)}, or a table of kind and options")
    name = event_name(table.pop("kind"))
    if name not in KINDS:
        near = did_you_mean(name, KINDS)
        hint = f"did you mean {near}?" if near else f"known: {', '.join(KINDS)}"
        raise ValueError(f"there is none of the kind {name!r}; {hint}")
    kind = KINDS[name]
    if unknown := sorted(set(table) - set(kind.options)):
        raise ValueError(f"{name} knows {', '.join(kind.options) or 'no options'}, not {unknown[0]!r}")
    at_least = table.get("at_least")
    if at_least is not None and (isinstance(at_least, bool) or not isinstance(at_least, (int, float)) or at_least <= 0):
        raise ValueError("at_least must be a number above 0")
    if name == "usage-level" and at_least is None:
        raise ValueError("usage-level needs at_least: so many uses")
    usual = AFTER if name == "inactive" else BEFORE if name.endswith("-due") else Duration()
    told = table.get("before", table.get("after"))
    span = read_duration(told) if told is not None else usual
    if name == "inactive" and span == Duration():
        raise ValueError("after must be more than nothing")
    what = name.removesuffix("-due") if name.endswith("-due") else _text(table, "what")
    return Trigger(name, kind.event, what, float(at_least) if at_least is not None else None, span)


def event_name(name: str) -> str:
    """An event's or trigger's name in its one form: `Cart Filled` and `cart_filled` are `cart-filled`."""
    return "-".join(name.strip().lower().replace("_", " ").replace("-", " ").split())


def _text(table: Mapping[str, Any], key: str) -> str | None:
    value = table.get(key)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise ValueError(f"{key} must be a text")
    return value
