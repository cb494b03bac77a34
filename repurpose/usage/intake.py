"""Importing: whose file it is, what is in it, into the ledger in one transaction, and which pieces it is about."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from repurpose.clock import rfc3339
from repurpose.errors import DiskError, Location, UsageError
from repurpose.usage.delivery import Target
from repurpose.usage.importers import registry
from repurpose.usage.importers.columns import mapped
from repurpose.usage.importers.importer import Export, Importer, Read, Wish
from repurpose.usage.importers.parts import parts_of
from repurpose.usage.ledger import book
from repurpose.usage.ledger.apply import Applied, apply
from repurpose.usage.ledger.book import PieceFacts
from repurpose.usage.ledger.connect import Ledger
from repurpose.usage.ledger.seal import Batch
from repurpose.usage.matching import Finder
from repurpose.usage.pieces import joined
from repurpose.usage.placing import Lineage, Surroundings, changes, due


@dataclass(frozen=True, slots=True)
class Known:
    """An importer, its kind and the project's mapping for it."""

    kind: str
    importer: Importer
    mapping: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did, by kind; and the targets in these files whose piece isn't known."""

    kind: str
    applied: Applied
    reads: tuple[Read, ...]
    unknown: tuple[Target, ...]
    placed: int = 0


class _DryRun(Exception):  # noqa: N818 (it ends a transaction that is not to happen)
    pass


def read_export(path: Path, exported_at: datetime | None = None) -> Export:
    """A file to import. It was exported when the user says, else when it was last written.

    Raises:
        DiskError: it can't be read.
        LedgerError: it is a zip or workbook that can't be used.
    """
    try:
        written = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    except OSError as error:
        raise DiskError(f"can't be read: {error.strerror or error}", Location(str(path))) from None
    return Export(path, tuple(parts_of(path)), rfc3339((exported_at or written).astimezone(UTC)))


def importers(mappings: Mapping[str, Mapping[str, Any]]) -> dict[str, Known]:
    """All kinds: what is installed, and the project's own mappings under their names."""
    known = {name: Known(name, registry.load(name), mappings.get(name, {})) for name in registry.names()}
    own = {name: Known(name, mapped(name, mapping), {}) for name, mapping in mappings.items() if name not in known}
    return known | own


def guess(export: Export, known: Mapping[str, Known]) -> Known:
    """The importer whose file this is; a project's own mapping goes before what is built in.

    Raises:
        UsageError: none, or several.
    """
    found = [one for one in known.values() if one.importer.recognises(export, Wish(mapping=one.mapping))]
    own = [one for one in found if one.kind not in registry.names()]
    found = own or found
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"may be of several kinds: {', '.join(one.kind for one in found)}",
            Location(str(export.path)),
            f"say which: `repurpose usage import {found[0].kind} {export.path.name}`",
        )
    raise UsageError(
        "is no export that is known",
        Location(str(export.path)),
        f"name its kind ({', '.join(sorted(known))}), or write a [usage.mapping.NAME] for its columns",
    )


def take(
    ledger: Ledger,
    known: Known,
    exports: Sequence[Export],
    wish: Wish,
    surroundings: Surroundings,
    *,
    dry_run: bool = False,
) -> Taken:
    """Import files of one kind, all or nothing. Reading comes first, so that the ledger is locked only to write."""
    with _without_collecting():
        return _take(ledger, known, exports, wish, surroundings, dry_run=dry_run)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Without looks for garbage in cycles: millions of counts make none, and looking takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _take(
    ledger: Ledger,
    known: Known,
    exports: Sequence[Export],
    wish: Wish,
    surroundings: Surroundings,
    *,
    dry_run: bool,
) -> Taken:
    imported = known.importer.read(exports, replace(wish, mapping=known.mapping))
    what = ", ".join(f"{export.path.name} {_sha256(export.path)[:12]}" for export in exports)
    targets = {target for one in imported.deliveries for day in one.days.values() for target, _ in day.values}
    done: Taken | None = None
    try:
        with ledger.writing() as connection:
            batch = Batch(connection, "import", rfc3339(surroundings.moment), f"{known.kind}: {what}")
            applied = sum((apply(batch, delivery) for delivery in imported.deliveries), Applied())
            placed = sync(batch, surroundings)
            batch.close()
            unknown = _unknown(batch, known.kind, targets)
            done = Taken(known.kind, applied, imported.reads, unknown, placed)
            if dry_run:
                raise _DryRun  # noqa: TRY301 (nothing but an error ends a transaction without a commit)
    except _DryRun:
        pass
    assert done is not None
    return done


def sync(batch: Batch, surroundings: Surroundings) -> int:
    """Bring pieces, their uses and the matches up to what files tell now. How many uses are new or changed."""
    connection = batch.connection
    held, next_of = book.pieces(connection), book.successors(connection)
    built = surroundings.pieces
    changed: list[PieceFacts] = []
    if built is not None:
        vanished = [one for one in held.values() if one.present and one.id not in built]
        fresh = [one for name, one in built.items() if name not in held]
        became = joined([one for one in vanished if one.id not in next_of], fresh)
        book.add_successors(batch, became)
        next_of = next_of | became
        changed = [one for name, one in built.items() if held.get(name) != one]
        changed += [replace(one, present=False) for one in vanished]
        book.add_pieces(batch, changed)
        held = held | {one.id: one for one in changed}
    lineage = Lineage(next_of)
    placed = book.placements(connection)
    new = changes(due(surroundings.assets, held.values(), surroundings.approved, lineage, surroundings.moment), placed)
    book.add_placements(batch, new)
    match_targets(batch, again=bool(new or changed))
    return len(new)


def match_targets(batch: Batch, *, again: bool) -> None:
    """Find the pieces of targets that have none yet; `again`: also of those that were found, but not by hand."""
    connection = batch.connection
    lineage = Lineage(book.successors(connection))
    found = book.matches(connection)
    open_targets = [
        one for one in book.targets(connection) if one.id not in found or (again and found[one.id].how != "mapped")
    ]
    if not open_targets:
        return
    finder = Finder(book.pieces(connection).values(), book.placements(connection), lineage, registry.channels())
    matches = (finder.find(one) for one in open_targets)
    book.add_matches(batch, [match for match in matches if match is not None and found.get(match.target_id) != match])


def _unknown(batch: Batch, kind: str, targets: set[Target]) -> tuple[Target, ...]:
    found = book.matches(batch.connection)
    matched = {(one.kind, one.target) for one in book.targets(batch.connection) if one.id in found}
    return tuple(sorted((one for one in targets if (kind, one) not in matched), key=lambda one: one.key))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
