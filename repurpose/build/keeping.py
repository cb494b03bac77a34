"""What is kept of each owner: its record, entries and contents, fetched from the store when they are asked for.

What the store has lost or spoilt is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256

from repurpose.build.cache.gist import Gist
from repurpose.build.cache.record import LIBRARY, Packed, Read, Record, unpacked
from repurpose.build.cache.store import Store
from repurpose.errors import AssetError, Location

Made = tuple[Packed, tuple[Read, ...]]
"""What was made of an owner, and what that read of the entries of assets."""


class Keeping:
    """Keeps what is made, by owner, in a store. `again` makes what an owner has once more."""

    def __init__(self, store: Store, again: Callable[[str], Made]) -> None:
        self._store, self._again = store, again
        self._records: dict[str, Record] = {}
        self._made: set[str] = set()
        self._opened: tuple[str, Mapping[str, bytes]] = ("", {})

    @property
    def owners_made(self) -> Collection[str]:
        """The owners of which anything was kept by this build."""
        return self._made

    def keep(self, packed: Packed, read: tuple[Read, ...] = ()) -> Record:
        """Keep what was made of an owner."""
        record = Record.loads(packed.record)
        if read:
            record = record._replace(read=read)
        self._records[record.owner] = record
        self._made.add(record.owner)
        self._store.put("record", record.owner, record.dumps() if read else packed.record)
        self._store.put("rows", record.owner, packed.rows)
        self._store.put("content", record.owner, packed.content)
        for channel, data in packed.entries.items():
            self._store.put("entries", f"{channel} {record.owner}", data)
        return record

    def has(self, owner: str, packed: Packed) -> bool:
        """Whether just that is kept of an owner already, contents aside."""
        return [self._store.get(kind, owner) for kind in ("record", "rows")] == [packed.record, packed.rows]

    def update(self, record: Record) -> None:
        """Keep a record alone, in the place of the earlier one."""
        self._store.put("record", record.owner, record.dumps())
        self._records[record.owner] = record

    def stand_in(self, record: Record) -> None:
        """Give this record for this build; what is kept stays."""
        self._records[record.owner] = record

    def at_hand(self, owner: str) -> Record | None:
        """The record of one owner, if it was fetched or made."""
        return self._records.get(owner)

    def fetch(self, owners: Collection[str]) -> None:
        """Have the records of many owners at hand, as far as they are kept."""
        if not owners:
            return
        for owner, raw in self._store.each("record"):
            if owner in owners and (record := self._loaded(raw)) is not None and record.owner == owner:
                self._records[owner] = record

    def fetch_all(self, owners: Iterable[str]) -> None:
        """Have the records of all these owners at hand."""
        self.fetch(set(owners) - self._records.keys())

    def found(self, owner: str) -> Record | None:
        """The record of one owner, if one is kept."""
        record = self.at_hand(owner) or self._loaded(self._store.get("record", owner))
        if record is not None:
            self._records[owner] = record
        return record

    def record(self, owner: str) -> Record:
        """The record of an owner that has one."""
        if owner not in self._records:
            record = self._loaded(self.held("record", owner))
            if record is None:
                self.keep(*self._again(owner))
            else:
                self._records[owner] = record
        return self._records[owner]

    def entries(self, channel: str, owners: Sequence[str]) -> dict[str, bytes]:
        """What a channel keeps of a few assets, by owner."""
        keys = {owner: f"{channel} {owner}" for owner in owners}
        found = self._store.some("entries", list(keys.values()))
        return {owner: found.get(key) or self.held("entries", key) for owner, key in keys.items()}

    def content(self, owner: str, path: str) -> bytes:
        """The content of an owner's file. Those of one owner are best asked for one after the other.

        Raises:
            AssetError: what was kept of it is gone, and it has changed since.
        """
        if self._opened[0] != owner:
            self._opened = (owner, self._contents(owner))
        return self._opened[1][path]

    def contents(self, record: Record) -> Mapping[str, bytes]:
        """The contents of a record's files by path, as they are kept; none if they are lost or spoilt."""
        raw = self._store.get("content", record.owner)
        try:
            found = unpacked(record, raw) if raw is not None else {}
        except ValueError:
            return {}
        is_whole = all(sha256(found.get(file.path, b"")).hexdigest() == file.sha256 for file in record.files)
        return found if is_whole else {}

    def _contents(self, owner: str) -> Mapping[str, bytes]:
        record = self.record(owner)
        if found := self.contents(record):
            return found
        self._store.missed()
        packed, read = self._again(owner)
        if self.keep(packed, read).files != record.files:
            where = Location(owner) if not owner.startswith(LIBRARY) else None
            raise AssetError("was changed while it was built", where, "build again")
        return unpacked(record, packed.content)

    def held(self, kind: str, key: str) -> bytes:
        """A value of the store; one that is lost or spoilt is made again."""
        value = self._store.get(kind, key)
        if value is None:
            self._store.missed()
            self.keep(*self._again(key.partition(" ")[2] if kind == "entries" else key))
            value = self._store.get(kind, key)
        assert value is not None
        return value

    def _loaded(self, raw: bytes | None) -> Record | None:
        try:
            return Record.loads(raw) if raw is not None else None
        except (ValueError, TypeError, KeyError, IndexError):
            self._store.missed()
            return None


def keys(gists: Iterable[Gist]) -> set[str]:
    """The keys under which owners' values are kept."""
    return {key for one in gists for key in (one.owner, *(f"{channel} {one.owner}" for channel in one.slips))}
