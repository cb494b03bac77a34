"""The rules of platforms that publish whole articles, read from platforms.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from repurpose.rules.networks import Rule


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform's rules; None where none is known."""

    name: str
    title: str
    tags: Rule | None = None
    headline: Rule | None = None
    body: Rule | None = None

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Its rules by name."""
        found = {"tags": self.tags, "headline": self.headline, "body": self.body}
        return {name: rule for name, rule in found.items() if rule}


@cache
def platforms() -> Mapping[str, Platform]:
    """All known platforms by name."""
    tables = tomllib.loads((files("repurpose.rules") / "platforms.toml").read_text(encoding="utf-8"))
    return {name: _platform(name, table) for name, table in tables.items()}


def _platform(name: str, table: Mapping[str, Any]) -> Platform:
    rules = {key: Rule(**value) for key, value in table.items() if key != "title"}
    return Platform(name, table["title"], **rules)
