"""The mail systems' merge fields, read from mail_systems.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Field:
    """What a system fills in for each reader, as it writes it; who says so, and when that was checked."""

    value: str
    source: str
    checked_on: date
    verified: bool


@dataclass(frozen=True, slots=True)
class MailSystem:
    """A mail system: its fields by name, and by what opens a field how that is printed as it is in plain text."""

    name: str
    title: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    literals: Mapping[str, str] = field(default_factory=dict)


@cache
def mail_systems() -> Mapping[str, MailSystem]:
    """All known mail systems by name; `generic` has no fields."""
    tables = tomllib.loads((files("repurpose.rules") / "mail_systems.toml").read_text(encoding="utf-8"))
    return {name: _system(name, table) for name, table in tables.items()}


def _system(name: str, table: Mapping[str, Any]) -> MailSystem:
    own = {key: Field(**value) for key, value in table.items() if key not in {"title", "literals"}}
    return MailSystem(name, table["title"], own, table.get("literals", {}))
