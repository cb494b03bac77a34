"""How captions are set and how fast a script is spoken, read from captions.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from repurpose.rules.networks import Rule

BY_CHARACTERS = "characters a minute"


@dataclass(frozen=True, slots=True)
class Captions:
    """A language's rules: what fits a line and a cue, how long a cue stands, how fast a text is spoken and read.

    Times are milliseconds. `gap` is what two cues leave between them. `pace` counts words or characters, as its unit
    says.
    """

    columns: Rule
    lines: Rule
    speed: Rule
    shortest: Rule
    longest: Rule
    gap: Rule
    pace: Rule


@cache
def captions(language: str) -> Captions:
    """The rules for a language, which is named without script and region."""
    tables = _tables()
    own = tables.get(language, {})
    return Captions(**{name: Rule(**rule) for name, rule in {**tables["default"], **own}.items()})


def told() -> Iterator[tuple[str, str, Rule]]:
    """Every rule that is told, by its language (`default` for the usual ones) and its name."""
    for language, table in _tables().items():
        for name, rule in table.items():
            yield language, name, Rule(**rule)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files("repurpose.rules") / "captions.toml").read_text(encoding="utf-8"))
