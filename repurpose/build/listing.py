"""The manifest's lines of all pieces, by owner, and how they change from one build to the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from repurpose.build.cache.last import Last
from repurpose.build.cache.store import Store
from repurpose.build.keeping import Keeping
from repurpose.manifest import Listed


class Exchange(NamedTuple):
    """How the manifest's list of pieces is to change: by what it is known, and lines that go and come."""

    listed: Listed
    gone: frozenset[bytes]
    come: frozenset[bytes]


class Listing:
    """Lines as `manifest.line` gives them, kept in a store by owner, joined by line feeds."""

    def __init__(self, store: Store, keeping: Keeping) -> None:
        self._store, self._keeping = store, keeping

    def of(self, owner: str) -> Iterable[bytes]:
        """The lines of one owner."""
        return _split(self._keeping.held("rows", owner))

    def all(self, owners: Iterable[str]) -> Iterator[tuple[str, Iterable[bytes]]]:
        """The lines of some owners, in any order: as they come from the store."""
        missing = set(owners)
        for owner, rows in self._store.each("rows"):
            if owner in missing:
                missing.remove(owner)
                yield owner, _split(rows)
        for owner in missing:
            yield owner, self.of(owner)

    def exchange(self, owners: Collection[str], last: Last) -> Exchange | None:
        """How the list changes since the last build of all; None where that isn't known. `owners` have lines now."""
        if not last.listed or self._store.damage:
            return None
        gone, come = set[bytes](), set[bytes]()
        for owner in {*self._keeping.owners_made, *(last.gists.keys() - owners)}:
            rows = self._store.before("rows", owner)
            if rows is None and owner in last.gists:
                return None
            gone.update(_split(rows or b""))
            come.update(self.of(owner) if owner in owners else ())
        return Exchange(last.listed, frozenset(gone - come), frozenset(come - gone))


def _split(rows: bytes) -> Iterable[bytes]:
    return filter(None, rows.split(b"\n"))
