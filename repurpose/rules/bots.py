"""Who reads without reading, from bots.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Bots:
    """The rules.

    `agents` finds a machine's user agent (bytes, lower case); who opens `links` tracked links within `seconds` is a
    scanner.
    """

    agents: re.Pattern[bytes]
    links: int
    seconds: int

    def is_machine(self, agent: bytes) -> bool:
        """Whether a user agent is a machine's; one that names nothing is."""
        return len(agent) < 10 or self.agents.search(agent.lower()) is not None


@cache
def bots() -> Bots:
    """The rules for access logs."""
    tables = tomllib.loads((files("repurpose.rules") / "bots.toml").read_text(encoding="utf-8"))
    patterns = [pattern for table in tables.values() for pattern in table.get("patterns", ())]
    rush = tables["scanner_rush"]
    return Bots(re.compile("|".join(map(re.escape, patterns)).encode()), rush["links"], rush["seconds"])
