"""What mail clients lack, read from mail_clients.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

CLIENTS = ("gmail", "outlook_windows", "apple_mail")
"""The clients that a mail is checked for where a project names none: what most readers have."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that not every client knows: caniemail's name for it, who lacks it, what readers get `instead`.

    Without `instead`, a mail that needs it is broken there.
    """

    name: str
    lacks: tuple[str, ...]
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of what a mail may have; who says so, when that was checked, and whether they are the ones to know."""

    value: int
    unit: str
    source: str
    checked_on: date
    verified: bool


@dataclass(frozen=True, slots=True)
class MailClients:
    """The clients' names by their ids, and the features by property, `property:value`, `function(` or `<element>`.

    The limits are those of `html`, of it with a reserve for what a mail system adds, and of `images`.
    """

    names: Mapping[str, str]
    features: Mapping[str, Feature]
    limits: Mapping[str, Limit]


@cache
def mail_clients() -> MailClients:
    """All that is known of mail clients."""
    table = tomllib.loads((files("repurpose.rules") / "mail_clients.toml").read_text(encoding="utf-8"))
    features = {
        key: Feature(one["name"], tuple(one["lacks"]), one.get("instead")) for key, one in table["features"].items()
    }
    limits = {name: Limit(**one) for name, one in table["limits"].items()}
    return MailClients(table["clients"], features, limits)
