"""Where a walk through nested keys and values stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Level:
    """One open collection: a mapping or a list, what it is anchored as, and how many nodes it holds."""

    is_mapping: bool
    anchor: str | None
    prefix: str
    nodes: int = 1
    key: str | None = None
    index: int = 0

    @property
    def wants_key(self) -> bool:
        """Whether a key comes next."""
        return self.is_mapping and self.key is None

    def begin_key(self, key: str) -> str:
        """Take a key; gives its dotted path."""
        self.key = key
        return self.path()

    def path(self) -> str:
        """The dotted path of what comes next."""
        last = self.key if self.is_mapping else str(self.index)
        return f"{self.prefix}.{last}" if self.prefix else str(last)

    def next_value(self) -> None:
        """Go on behind a value."""
        self.key = None
        self.index += 1
