"""What a channel makes of the whole library: whether it still stands, and making it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from repurpose.build.cache import plain
from repurpose.build.cache.gist import Gist
from repurpose.build.cache.record import Read, Record, entry_digest
from repurpose.build.cache.store import Store
from repurpose.build.earlier import NONE, Earlier
from repurpose.build.entries import Data, is_alike, reads
from repurpose.build.keeping import Made
from repurpose.build.workshop import Workshop
from repurpose.channels.channel import Entry

FEW = 100
"""Entries that are fetched together."""


class Collecting:
    """One channel, and what it keeps of the assets, newest first, undated last.

    `gists` are those of the assets; `entries` gives what the channel keeps of a few, by owner, and `contents` what is
    kept of a record's files.
    """

    def __init__(
        self,
        channel: str,
        gists: Iterable[Gist],
        store: Store,
        workshop: Workshop,
        entries: Callable[[Sequence[str]], Mapping[str, bytes]],
        contents: Callable[[Record], Mapping[str, bytes]],
    ) -> None:
        self._channel, self._store, self._workshop = channel, store, workshop
        self._entries, self._contents = entries, contents
        kept = [(one, one.slips[channel]) for one in gists if channel in one.slips]
        kept.sort(key=lambda pair: pair[0].asset or "")
        self._slips = sorted(kept, key=lambda pair: -pair[1].date if pair[1].date is not None else float("inf"))
        self._order = plain.digest([[one.asset, slip.language, slip.date] for one, slip in self._slips])

    def still(self, record: Record | None) -> Record | None:
        """What was made, if all that it was made of is as it was, with the digests that entries have now."""
        project, looks = self._workshop.project, self._workshop.looks
        if record is None or record.origin != self._order or not record.trace.holds(project, None, looks):
            return None
        now = {one.owner: slip.digest for one, slip in self._slips}
        changed = {
            owner: (digest, keys)
            for keys, owners in record.read
            for owner, digest in owners.items()
            if now.get(owner) != digest
        }
        if not all(owner in now and self._is_alike(owner, *was) for owner, was in changed.items()):
            return None
        if not changed:
            return record
        return record._replace(
            read=tuple(Read(keys, {one: now[one] for one in owners}) for keys, owners in record.read)
        )

    def made(self, before: Record | None = None) -> Made:
        """What the channel makes, and what it read for that; `before` is of what it made the last time."""
        return self.begun(before)()

    def begun(self, before: Record | None = None) -> Callable[[], Made]:
        """What makes that. It has all that it needs of the store, which no other process may read."""
        kept: dict[str, bytes] = {}
        for at in range(0, len(self._slips), FEW):
            kept |= self._entries([one.owner for one, _ in self._slips[at : at + FEW]])
        earlier = self._earlier(before)

        def make() -> Made:
            data = [Data(one.owner, slip.digest, partial(plain.loads, kept[one.owner])) for one, slip in self._slips]
            listed = [
                Entry(one.asset or "", slip.language, some) for (one, slip), some in zip(self._slips, data, strict=True)
            ]
            return self._workshop.collect(self._channel, self._order, listed, earlier), reads(data)

        return make

    def _earlier(self, record: Record | None) -> Earlier:
        project, looks = self._workshop.project, self._workshop.looks
        if record is None or not record.fingerprints or not record.trace.holds(project, None, looks):
            return NONE
        return Earlier(record.trace, record.fingerprints, self._contents(record))

    def _is_alike(self, owner: str, digest: str, keys: Iterable[str] | None) -> bool:
        """Whether an entry says the same as the one of that digest did, where it was read."""
        before = self._store.before("entries", f"{self._channel} {owner}")
        if keys is None or before is None or entry_digest(before) != digest:
            return False
        return is_alike(plain.loads(before), plain.loads(self._entries([owner])[owner]), keys)
