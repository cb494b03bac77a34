"""The shelf: everything that a build has made, or found as an earlier one left it, in one form.

Records are at hand; rows, entries and contents are fetched from the store one at a time. What the store has lost or
spoilt is made again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from repurpose.build.cache import plain
from repurpose.build.cache.asked import Trace
from repurpose.build.cache.notes import NAMES, Notes
from repurpose.build.cache.reading import NOTE as READING
from repurpose.build.cache.record import (
    LIBRARY,
    File,
    Packed,
    Read,
    Record,
    pack,
    unpacked,
)
from repurpose.build.cache.store import LISTED, WORLD, Store
from repurpose.build.collecting import Collecting
from repurpose.build.gate.gate import Leak
from repurpose.build.gate.marks import Mark
from repurpose.build.listing import Exchange, Listing
from repurpose.build.others import leaks_of_others
from repurpose.build.overlaps import overlaps
from repurpose.build.pictures import Gallery
from repurpose.build.workers import Workers
from repurpose.build.workshop import Workshop, origin
from repurpose.channels.channel import Project
from repurpose.errors import AssetError, Location
from repurpose.library.library import reread
from repurpose.manifest import Row, piece_of, row_in
from repurpose.model import Asset, Piece

_MEDIA = f"{LIBRARY}media"
_NO_TRACE = Trace(None, None, known=False)
"""Of what is made anew each time."""

Take = Callable[[Mapping[File, bytes]], None]
"""Is given the files that were made of one asset, each with its content."""


class Shelf:
    """What was made, by owner: assets in order of their ids, then what channels made of all of them, then media."""

    def __init__(self, store: Store, workshop: Workshop, root: Path, workers: Workers) -> None:
        self._store, self._workshop, self._root, self._workers = store, workshop, root, workers
        self._assets: dict[str, Asset] = {}
        self._records: dict[str, Record] = {}
        self._added: dict[str, Packed] = {}
        self._refused: set[tuple[str, str]] = set()
        self._withheld: set[str] = set()
        self._opened: tuple[str, Mapping[str, bytes]] = ("", {})
        self._owners: dict[str, str] = {}
        self._world, self._is_same_world = "", False
        self._earlier: frozenset[str] = frozenset()
        self._listing = Listing(store, partial(self._held, "rows"))
        self.gallery = Gallery(workshop, workers)
        self.notes = Notes(store)
        self.made, self.kept = 0, 0

    @property
    def records(self) -> Iterable[Record]:
        """All records, in order."""
        return self._records.values()

    @property
    def project(self) -> Project:
        """What all briefs share."""
        return self._workshop.project

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that are built."""
        return self._workshop.channels

    # --- making

    def fill(
        self,
        assets: Sequence[Asset],
        world: str | None = None,
        progress: Callable[[int, int], None] | None = None,
        take: Take | None = None,
    ) -> None:
        """Take or make what comes of each asset.

        `world` is a digest of all that a trace can ask for but the time: where it is as in the last build, nothing of
        that is asked. `take` is given what is made while other processes go on.
        """
        self._assets = {asset.path: asset for asset in assets}
        kept = dict(self._store.each("record"))
        self._earlier = frozenset(kept)
        self._world = world or ""
        self._is_same_world = world is not None and self._store.get("note", WORLD) == world.encode()
        found = {path: self._still_good(kept.get(path), asset) for path, asset in self._assets.items()}
        missing = [self.whole(asset) for path, asset in self._assets.items() if found[path] is None]
        for packed in self._workers.run(self._workshop.make_all, missing, progress):
            record = self._kept(packed)
            found[record.owner] = record
            if take:
                contents = unpacked(record, packed.content)
                take({file: contents[file.path] for file in record.files})
        self.made, self.kept = len(missing), len(assets) - len(missing)
        self._records = {path: record for path, record in found.items() if record is not None}

    def withhold(self, owners: Collection[str]) -> None:
        """Let nothing of some assets be seen, in their own pieces or in those of the library."""
        for owner in owners:
            self._records[owner] = self._records[owner]._replace(
                files=(), slips={}, media=frozenset(), gated_media=frozenset()
            )
            self._withheld.add(owner)

    def collect(self) -> None:
        """Take or make what each channel makes of the whole library."""
        for channel in self._workshop.channels:
            work = self._collecting(channel)
            known = self._loaded(self._store.get("record", f"{LIBRARY}{channel}"))
            record = work.still(known)
            if record is None:
                record = self._kept(*work.made())
            elif record is not known:
                self._store.put("record", record.owner, record.dumps())
            self._records[record.owner] = record

    def add(self, owner: str, pieces: Sequence[Piece]) -> None:
        """Add pieces of the whole library that no channel makes."""
        self._add(pack(Record(f"{LIBRARY}{owner}", None, "", _NO_TRACE), pieces, {}))

    def add_media(self) -> None:
        """Add what is in the gallery."""
        record = Record(_MEDIA, None, "", _NO_TRACE, tuple(self.gallery.files))
        self._add(Packed(record.dumps(), self.gallery.rows, {}, b""))

    def _add(self, packed: Packed) -> None:
        record = Record.loads(packed.record)
        kept = [self._store.get(kind, record.owner) for kind in ("record", "rows")]
        if kept != [packed.record, packed.rows]:
            self._kept(packed)
        self._records[record.owner] = record
        self._added[record.owner] = packed

    # --- looking over

    def look_over(self, marks: Sequence[Mark]) -> Iterator[tuple[str, Leak]]:
        """What of other assets' gated parts seems to stand in each file, with the file's owner."""
        return leaks_of_others(marks, self._all(), self.read, self.notes)

    def refuse(self, owner: str, path: str) -> None:
        """Leave a file out."""
        self._refused.add((owner, path))

    def part(self) -> Iterator[AssetError]:
        """Refuse a file whose path is another's already, by letter case and Unicode form as well, or its folder."""
        for (owner, file), (other, theirs) in list(overlaps([(owner, file) for owner, _, file in self._all()])):
            self._refused.add((owner, file.path))
            where = Location(next((one for one in (owner, other) if one in self._assets), file.path), 1)
            both = f"{self._piece(owner, file.path)} and by {self._piece(other, theirs.path)}"
            yield AssetError(
                f"{file.path} would be written by {both}", where, "give one of their assets another `slug`"
            )

    # --- giving

    @property
    def files(self) -> tuple[File, ...]:
        """All files that are to stand in the output folder, each path once."""
        return tuple({file.path: file for _, _, file in self._all()}.values())

    def exchange(self) -> Exchange | None:
        """How the manifest's list of pieces changes since the last build of all; None where that isn't known."""
        is_all = not (self._refused or self._withheld)
        return self._listing.exchange(self._records, self._earlier) if is_all else None

    def lines(self) -> Iterator[bytes]:
        """The manifest's lines of all pieces, in no order."""
        refused = {(owner, path.encode()) for owner, path in self._refused}
        for owner, lines in self._listing.all(self._seen):
            yield from (one for one in lines if (owner, one.partition(b"\0")[0]) not in refused) if refused else lines

    def named(self, paths: Iterable[str]) -> set[str]:
        """The ids of the pieces that stand in some files."""
        known = {path.encode() for path in paths}
        owners = {self._owner(path) for path in paths}
        lines = (one.split(b"\0", 2) for owner in owners for one in self._listing.of(owner))
        return {name.decode() for path, name, _ in lines if path in known}  # as `line` begins

    def read(self, path: str) -> bytes:
        """The content of a file."""
        owner = self._owner(path)
        if owner == _MEDIA:
            return self.gallery.read(path)
        if self._opened[0] != owner:
            self._opened = (owner, self._contents(owner))
        return self._opened[1][path]

    def rows(self, assets: Collection[str]) -> Iterator[Row]:
        """The manifest's rows of the pieces of some assets."""
        for owner, record in self._records.items():
            if record.asset in assets and owner not in self._withheld:
                yield from map(row_in, self._listing.of(owner))

    def pieces(self) -> Iterator[Piece]:
        """All pieces but media, with their contents."""
        for owner in self._seen:
            for row in map(row_in, self._listing.of(owner) if owner != _MEDIA else ()):
                if (owner, row["path"]) not in self._refused:
                    yield piece_of(row, self.read(row["path"]))

    def close(self, *, is_whole: bool, listed: str | None = None) -> str | None:
        """Let go of the store; what nothing uses goes from it, if this was a build of the whole library.

        `listed` is the digest of the list of pieces in the manifest that was written, if it has these pieces alone.
        Returns what was wrong with the store, if anything was.
        """
        slips = (f"{channel} {one.owner}" for one in self._records.values() for channel in one.slips)
        told = {WORLD: self._world}
        if listed is not None and not (self._refused or self._withheld):
            told[LISTED] = Listing.told(listed, self._records)
        self._store.close([*self._records, *slips, *NAMES, READING] if is_whole else None, told if is_whole else {})
        if is_whole:
            self._workshop.drawn.prune(self._store.now())
        return self._store.damage

    # --- within

    @property
    def _seen(self) -> Iterator[str]:
        return (owner for owner in self._records if owner not in self._withheld)

    def _all(self) -> Iterator[tuple[str, str | None, File]]:
        """The files that aren't refused, with their owners and assets."""
        for owner, record in self._records.items():
            for file in record.files:
                if (owner, file.path) not in self._refused:
                    yield owner, record.asset, file

    def _still_good(self, raw: bytes | None, asset: Asset) -> Record | None:
        record, project = self._loaded(raw), self._workshop.project
        is_good = (
            record is not None
            and (record.owner, record.origin) == (asset.path, origin(asset))
            and record.trace.is_timely(project.told)
            and (self._is_same_world or record.trace.holds(project, asset, self._workshop.looks))
        )
        return record if is_good else None

    def _loaded(self, raw: bytes | None) -> Record | None:
        try:
            return Record.loads(raw) if raw is not None else None
        except (ValueError, TypeError, KeyError, IndexError):
            self._store.missed()
            return None

    def whole(self, asset: Asset) -> Asset:
        """An asset as it must be to be made: one that wasn't read again has no body."""
        return asset if asset.body else reread(asset, self._root, self._workshop.project.config, self._content)

    @property
    def _content(self) -> str:
        return self._workshop.project.addresses.content

    def _kept(self, packed: Packed, read: tuple[Read, ...] = ()) -> Record:
        record = Record.loads(packed.record)
        if read:
            record = record._replace(read=read)
        self._listing.keep(record.owner, packed.rows)
        self._store.put("record", record.owner, record.dumps() if read else packed.record)
        self._store.put("content", record.owner, packed.content)
        for channel, data in packed.entries.items():
            self._store.put("entries", f"{channel} {record.owner}", data)
        return record

    def _collecting(self, channel: str) -> Collecting:
        return Collecting(channel, self.records, self._store, self._workshop, partial(self.entry, channel))

    def _held(self, kind: str, key: str) -> bytes:
        """A value of the store; one that is lost or spoilt is made again."""
        value = self._store.get(kind, key)
        if value is None:
            self._store.missed()
            self._again(key.partition(" ")[2] if kind == "entries" else key)
            value = self._store.get(kind, key)
        assert value is not None
        return value

    def _again(self, owner: str) -> None:
        if owner in self._added:
            self._kept(self._added[owner])
        elif owner in self._assets:
            self._kept(self._workshop.make(self.whole(self._assets[owner])))
        else:
            self._kept(*self._collecting(owner.removeprefix(LIBRARY)).made())

    def _owner(self, path: str) -> str:
        """Whose file stands there."""
        if not self._owners:
            for owner, _, file in self._all():
                self._owners.setdefault(file.path, owner)
        return self._owners[path]

    def _contents(self, owner: str) -> Mapping[str, bytes]:
        record = self._records[owner]
        try:
            found = unpacked(record, self._held("content", owner))
            if all(sha256(found[file.path]).hexdigest() == file.sha256 for file in record.files):
                return found
        except zlib.error:
            pass
        self._store.missed()
        self._again(owner)
        return unpacked(record, self._held("content", owner))

    def entry(self, channel: str, owner: str) -> Mapping[str, Any]:
        """What a channel keeps of an asset."""
        data: Mapping[str, Any] = plain.loads(self._held("entries", f"{channel} {owner}"))
        return data

    def _piece(self, owner: str, path: str) -> str:
        """The id of the first piece that stands in a file."""
        lines = (one.split(b"\0", 2) for one in self._listing.of(owner))
        return next((name.decode() for place, name, _ in lines if place.decode() == path), owner)
