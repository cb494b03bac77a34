"""Notes: what was found out about all assets together, known as long as all that it was found from is the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from repurpose.build.cache.store import Store

GATE, RELATED, OWN, OTHERS = "gate", "related", "leaks of own", "leaks of others"
NAMES = (GATE, RELATED, OWN, OTHERS)

_Told = TypeVar("_Told")


class Notes:
    """Notes by name, one of NAMES, in a store. `under` is a digest of all that a note depends on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str, under: str) -> Any:
        """What a note says, if it was written under the same; else None."""
        raw = self._store.get("note", name) or b""
        return self.last(name) if raw.startswith(f"{under}\n".encode()) else None

    def last(self, name: str) -> Any:
        """What a note said last, under whatever; None if that isn't known."""
        try:
            return json.loads((self._store.get("note", name) or b"").partition(b"\n")[2])
        except ValueError:
            return None

    def put(self, name: str, under: str, told: Any) -> None:
        """Write a note, in the place of an earlier one."""
        self._store.put("note", name, f"{under}\n{json.dumps(told, ensure_ascii=False)}".encode())

    def known(self, name: str, under: str, find: Callable[[], _Told]) -> _Told:
        """What a note says; where it isn't known, it is found and written."""
        told: _Told | None = self.get(name, under)
        if told is None:
            told = find()
            self.put(name, under, told)
        return told
