"""The shelf: everything that a build has made, or found as an earlier one left it, in one form.

Of each owner the gist is at hand; all else is fetched when it is asked for (`keeping`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from repurpose.beside import beside
from repurpose.build.cache.asked import Span, Trace, about, ground
from repurpose.build.cache.gist import Gist, Slip
from repurpose.build.cache.last import Last
from repurpose.build.cache.notes import NAMES, Notes
from repurpose.build.cache.reading import NOTE as READING
from repurpose.build.cache.record import (
    LIBRARY,
    File,
    Packed,
    Record,
    pack,
    unpacked,
)
from repurpose.build.cache.store import LAST, Store
from repurpose.build.collecting import Collecting
from repurpose.build.gate.gate import Leak
from repurpose.build.gate.marks import Mark
from repurpose.build.keeping import Keeping, Made, keys
from repurpose.build.listing import Exchange, Listing
from repurpose.build.others import leaks_of_others
from repurpose.build.overlaps import overlaps
from repurpose.build.pictures import Gallery
from repurpose.build.work import origin
from repurpose.build.workers import Workers
from repurpose.build.workshop import Workshop
from repurpose.channels.channel import Project
from repurpose.errors import AssetError, Location
from repurpose.library.library import reread
from repurpose.manifest import Listed, Row, piece_of, row_in
from repurpose.model import Asset, Piece

_MEDIA = f"{LIBRARY}media"
_NO_TRACE = Trace(Span(known=False))
"""Of what is made anew each time."""

Take = Callable[[Mapping[File, bytes]], None]
"""Is given the files that were made of one asset, each with its content."""


class Shelf:
    """What was made, by owner: assets in order of their ids, then what channels made of all of them, then media."""

    def __init__(self, store: Store, workshop: Workshop, root: Path, workers: Workers) -> None:
        self._store, self._workshop, self._root, self._workers = store, workshop, root, workers
        self._assets: dict[str, Asset] = {}
        self._gists: dict[str, Gist] = {}
        self._last: Last | None = None
        self._added: dict[str, Packed] = {}
        self._refused: set[tuple[str, str]] = set()
        self._withheld: dict[str, Gist] = {}
        self._owners: dict[str, str] = {}
        self._world, self._ground, self._is_same_world, self._is_same_ground = "", "", False, False
        self._is_apart = True
        self._keeping = Keeping(store, self._again)
        self._listing = Listing(store, self._keeping)
        self.gallery = Gallery(workshop, workers)
        self.notes = Notes(store)
        self.made, self.kept = 0, 0

    @property
    def gists(self) -> Iterable[Gist]:
        """Those of all records, in order."""
        return self._gists.values()

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
        that is asked; where only the ground is, no more than what is told of each. `take` is given what is made while
        other processes go on, but for what may leak.
        """
        self._assets = {asset.path: asset for asset in assets}
        self._world = world or ""
        self._last = Last.loads(self._store.get("note", LAST))
        self._is_same_world = self._last is not None and world == self._last.world
        if self._last and self._is_same_world:
            self._ground, self._is_same_ground = self._last.ground, True
        else:
            self._ground = ground(self.project.addresses, self._workshop.looks)
            self._is_same_ground = self._last is not None and self._ground == self._last.ground
        if not self._is_same_ground:
            self._keeping.fetch(self._assets.keys())
        found = {path: self._still_good(asset) for path, asset in self._assets.items()}
        missing = [self.whole(asset) for path, asset in self._assets.items() if found[path] is None]
        for packed in self._workers.run(self._workshop.make_all, missing, progress):
            record = self._keeping.keep(packed)
            found[record.owner] = record.gist
            if take and not record.told.suspects:
                contents = unpacked(record, packed.content)
                take({file: contents[file.path] for file in record.files})
        self.made, self.kept = len(missing), len(assets) - len(missing)
        self._gists = {path: gist for path, gist in found.items() if gist is not None}

    def withhold(self, owners: Collection[str]) -> None:
        """Let nothing of some assets be seen, in their own pieces or in those of the library."""
        for owner in owners:
            gist = self._gists[owner]
            told = gist.told._replace(media=frozenset(), gated_media=frozenset())
            self._gists[owner] = gist._replace(slips={}, told=told)
            self._keeping.stand_in(self._keeping.record(owner)._replace(files=(), slips={}, told=told))
            self._withheld.setdefault(owner, gist)

    def collect(self) -> None:
        """Take or make what each channel makes of the whole library."""
        before: Mapping[str, Gist] = self._last.gists if self._last and self._is_same_world else {}
        assets = [*self._gists, *(owner for owner in before.keys() - self._gists.keys() if before[owner].asset)]
        turned = [(before.get(asset), self._gists.get(asset)) for asset in assets]
        turned = [(was, now) for was, now in turned if was is not now]
        owners = {f"{LIBRARY}{channel}": channel for channel in self._workshop.channels}
        still: dict[str, Gist] = {}
        for owner, channel in owners.items():
            known = before.get(owner)
            if (
                known
                and known.span.holds(self.project.told)
                and all(_slip(was, channel) == _slip(now, channel) for was, now in turned)
            ):
                still[owner] = known
        others = self._collected(channel for owner, channel in owners.items() if owner not in still)
        found = still | {record.owner: record.gist for record in others}
        self._gists |= {owner: found[owner] for owner in owners}

    def _collected(self, channels: Iterable[str]) -> Iterator[Record]:
        """What channels make of the whole library, in no order: all but the first that has to, beside this process."""
        begun: list[Callable[[], Made]] = []
        for channel in channels:
            work, known = self._collecting(channel), self._keeping.found(f"{LIBRARY}{channel}")
            record = work.still(known)
            if record is None:
                begun.append(work.begun(known))
                continue
            if record is not known:
                self._keeping.update(record)
            yield record
        first, others = begun[:1], begun[1:]
        with beside(lambda: _all_made(others), is_alone=not others or self._workers.is_alone) as made:
            for one in (*_all_made(first), *made()):
                yield self._keeping.keep(*one)

    def add(self, owner: str, pieces: Sequence[Piece]) -> None:
        """Add pieces of the whole library that no channel makes."""
        self._add(pack(Record(f"{LIBRARY}{owner}", None, "", _NO_TRACE), pieces, {}))

    def add_media(self) -> None:
        """Add what is in the gallery."""
        record = Record(_MEDIA, None, "", _NO_TRACE, files=tuple(self.gallery.files))
        self._add(Packed(record.dumps(), self.gallery.rows, {}, b""))

    def _add(self, packed: Packed) -> None:
        record = Record.loads(packed.record)
        if self._keeping.has(record.owner, packed):
            self._keeping.stand_in(record)
        else:
            self._keeping.keep(packed)
        self._gists[record.owner] = record.gist
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
        exchange = self.exchange()
        if exchange and _paths(exchange.come) <= _paths(exchange.gone):
            return  # as in the last build, in which each path was one owner's
        files = [(owner, file) for owner, _, file in self._all()]
        self._is_apart = len({file.path for _, file in files}) == len(files)
        for (owner, file), (other, theirs) in list(overlaps(files)):
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
        return self._listing.exchange(self._gists.keys(), self._last) if is_all and self._last else None

    @property
    def files_made(self) -> tuple[File, ...]:
        """The files of the owners of which anything was made."""
        owners = (owner for owner in self._keeping.owners_made if owner in self._gists)
        return tuple(file for owner in owners for file in self._keeping.record(owner).files)

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
        return self._keeping.content(owner, path)

    def rows(self, assets: Collection[str]) -> Iterator[Row]:
        """The manifest's rows of the pieces of some assets."""
        for owner, gist in self._gists.items():
            if gist.asset in assets and owner not in self._withheld:
                yield from map(row_in, self._listing.of(owner))

    def pieces(self) -> Iterator[Piece]:
        """All pieces but media, with their contents."""
        for owner in self._seen:
            for row in map(row_in, self._listing.of(owner) if owner != _MEDIA else ()):
                if (owner, row["path"]) not in self._refused:
                    yield piece_of(row, self.read(row["path"]))

    def close(self, *, is_whole: bool, listed: Listed | None = None) -> str | None:
        """Let go of the store; what nothing uses goes from it, if this was a build of the whole library.

        `listed` is the manifest that was written, if it has these pieces alone.
        Returns what was wrong with the store, if anything was.
        """
        if not is_whole:
            self._store.close(last="")
            return self._store.damage
        is_all = not (self._refused or self._withheld)
        listed = listed if self._is_apart else None
        last = Last(self._world, self._ground, listed, self._gists).dumps(self._last) if is_all else ""
        kept = {**self._gists, **self._withheld}  # what is withheld is kept, too
        if self._last:
            before, now = self._last.gists, kept
            turned = [owner for owner in before if before[owner] is not now.get(owner)]
            left = keys(now[owner] for owner in turned if owner in now)
            self._store.close(gone=keys(before[owner] for owner in turned) - left, last=last)
        else:
            self._store.close([*keys(kept.values()), *NAMES, READING], last=last)
        self._workshop.drawn.prune(self._store.now())
        return self._store.damage

    # --- within

    @property
    def _seen(self) -> Iterator[str]:
        return (owner for owner in self._gists if owner not in self._withheld)

    def _all(self) -> Iterator[tuple[str, str | None, File]]:
        """The files that aren't refused, with their owners and assets."""
        self._keeping.fetch_all(self._gists)
        for owner, gist in self._gists.items():
            for file in self._keeping.record(owner).files:
                if (owner, file.path) not in self._refused:
                    yield owner, gist.asset, file

    def _still_good(self, asset: Asset) -> Gist | None:
        """The gist of what was made of an asset, if it would be made just so again."""
        owner, project = asset.path, self._workshop.project
        if self._is_same_ground and self._last:
            gist = self._last.gists.get(owner)
            is_good = (
                gist is not None
                and gist.origin == origin(asset)
                and gist.span.holds(project.told)
                and (self._is_same_world or gist.about == about(project, asset.id))
            )
            return gist if is_good else None
        record = self._keeping.at_hand(owner)
        is_good = (
            record is not None
            and record.origin == origin(asset)
            and record.trace.holds(project, asset, self._workshop.looks)
        )
        return record.gist if record and is_good else None

    def whole(self, asset: Asset) -> Asset:
        """An asset as it must be to be made: one that wasn't read again has no body."""
        return asset if asset.body else reread(asset, self._root, self._workshop.project.config, self._content)

    @property
    def _content(self) -> str:
        return self._workshop.project.addresses.content

    def _collecting(self, channel: str) -> Collecting:
        keeping = self._keeping
        entries = partial(keeping.entries, channel)
        return Collecting(channel, self.gists, self._store, self._workshop, entries, keeping.contents)

    def _again(self, owner: str) -> Made:
        if owner in self._added:
            return self._added[owner], ()
        if owner in self._assets:
            return self._workshop.make(self.whole(self._assets[owner])), ()
        return self._collecting(owner.removeprefix(LIBRARY)).made()

    def _owner(self, path: str) -> str:
        """Whose file stands there."""
        if not self._owners:
            made = () if self._refused else self._keeping.owners_made
            self._owners = {file.path: owner for owner in made for file in self._keeping.record(owner).files}
        if path not in self._owners:
            self._owners |= {file.path: owner for owner, _, file in reversed(list(self._all()))}
        return self._owners[path]

    def _piece(self, owner: str, path: str) -> str:
        """The id of the first piece that stands in a file."""
        lines = (one.split(b"\0", 2) for one in self._listing.of(owner))
        return next((name.decode() for place, name, _ in lines if place.decode() == path), owner)


def _all_made(begun: Iterable[Callable[[], Made]]) -> list[Made]:
    return [make() for make in begun]


def _slip(gist: Gist | None, channel: str) -> Slip | None:
    return gist.slips.get(channel) if gist else None


def _paths(lines: Iterable[bytes]) -> set[bytes]:
    """The paths of the manifest's lines, as `manifest.line` begins."""
    return {line.partition(b"\0")[0] for line in lines}
