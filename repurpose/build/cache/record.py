"""Records: what came of one asset, or of one channel's view of the library, as plain data.

What is large stands beside a record and is fetched when it is needed: the manifest's rows, the entries for the
library's pieces, the contents.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from repurpose.build.cache import plain
from repurpose.build.cache.asked import Trace
from repurpose.build.gate.gate import Leak
from repurpose.build.gate.marks import Kind, Mark
from repurpose.channels.channel import Entry
from repurpose.errors import Location, RepurposeError, known_errors
from repurpose.manifest import line, row_of
from repurpose.model import Access, Notice, Piece

LIBRARY = "@library/"
"""Begins the owner of what a channel made of the whole library."""


class File(NamedTuple):
    """A file of the output folder, and what it must hold."""

    path: str
    bytes: int
    sha256: str
    media_type: str
    access: str


class Slip(NamedTuple):
    """What stands of an entry in a record: its language, its date (seconds since 1970, for its order), its digest."""

    language: str
    date: float | None
    digest: str


class Read(NamedTuple):
    """Keys of entries (None: all of them), and of whose entries a collecting read these: owners, with the digests."""

    keys: tuple[str, ...] | None
    owners: Mapping[str, str]


class Record(NamedTuple):
    """What came of one owner: an asset, by its path, or a channel's collecting.

    `origin` is a digest of its own source; `asset` its id; `read` is what a collecting read of the assets' entries;
    `suspects` is what it gates itself and seems to stand in its own pieces all the same.
    """

    owner: str
    asset: str | None
    origin: str
    trace: Trace
    files: tuple[File, ...] = ()
    slips: Mapping[str, Slip] = MappingProxyType({})
    errors: tuple[RepurposeError, ...] = ()
    notices: tuple[Notice, ...] = ()
    reasons: Mapping[str, str] = MappingProxyType({})
    media: frozenset[str] = frozenset()
    gated_media: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    suspects: tuple[Leak, ...] = ()
    read: tuple[Read, ...] = ()

    def dumps(self) -> bytes:
        """The record as text."""
        trace = self.trace
        return json.dumps(
            [
                self.owner,
                self.asset,
                self.origin,
                [
                    _seconds(trace.since),
                    _seconds(trace.until),
                    trace.links,
                    trace.answers,
                    trace.about,
                    trace.templates,
                    trace.looks,
                    trace.known,
                ],
                self.files,
                dict(self.slips),
                [_error(error) for error in self.errors],
                [[one.code, one.location.path, one.location.line, one.text] for one in self.notices],
                dict(self.reasons),
                sorted(self.media),
                sorted(self.gated_media),
                [_mark(mark) for mark in self.marks],
                [leak_row(leak) for leak in self.suspects],
                self.read,
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()

    @classmethod
    def loads(cls, raw: bytes) -> Record:
        """What `dumps` wrote."""
        owner, asset, origin, trace, files, slips, errors, notices, reasons, media, gated, marks, suspects, read = (
            json.loads(raw)
        )
        kinds = known_errors() if errors else {}
        since, until, links, answers, about, templates, looks, known = trace
        return cls(
            owner,
            asset,
            origin,
            Trace(
                _moment(since),
                _moment(until),
                tuple((href, is_image) for href, is_image in links),
                answers,
                about,
                tuple(templates),
                looks,
                known,
            ),
            tuple(map(File._make, files)),
            {name: Slip._make(slip) for name, slip in slips.items()},
            tuple(kinds[kind](text, Location(*at) if at else None, hint) for kind, text, at, hint in errors),
            tuple(Notice(code, Location(path, line), text) for code, path, line, text in notices),
            reasons,
            frozenset(media),
            frozenset(gated),
            tuple(
                Mark(Kind(kind), text, Access(tier), asset, path, tuple(lines), frozenset(openly))
                for kind, text, tier, asset, path, lines, openly in marks
            ),
            tuple(map(leak_of, suspects)),
            tuple(Read(tuple(keys) if keys is not None else None, owners) for keys, owners in read),
        )


@dataclass(frozen=True, slots=True)
class Packed:
    """A record with all that stands beside it, as it travels between processes and into the store."""

    record: bytes
    rows: bytes
    entries: Mapping[str, bytes]
    content: bytes


def pack(record: Record, pieces: Iterable[Piece], entries: Mapping[str, Entry]) -> Packed:
    """Pack what was made; the record's files and slips come from the pieces and entries.

    Raises:
        TypeError: an entry is no plain data.
    """
    pieces = list(pieces)
    contents = {piece.path: piece.content for piece in pieces}
    kinds = {piece.path: (piece.media_type, str(piece.access)) for piece in reversed(pieces)}
    told = {name: plain.dumps(dict(entry.data)) for name, entry in entries.items()}
    files = (File(path, len(content), sha256(content).hexdigest(), *kinds[path]) for path, content in contents.items())
    slips = {
        name: Slip(entry.language, _date(entry), entry_digest(told[name].encode())) for name, entry in entries.items()
    }
    return Packed(
        record._replace(files=tuple(files), slips=slips).dumps(),
        b"\n".join(line(row_of(piece)) for piece in pieces),
        {name: text.encode() for name, text in told.items()},
        zlib.compress(b"".join(contents.values()), 1),
    )


def entry_digest(entry: bytes) -> str:
    """The digest of an entry's data as it is kept."""
    return sha256(entry).hexdigest()[:32]


def unpacked(record: Record, content: bytes) -> dict[str, bytes]:
    """The contents of a record's files, by path."""
    whole = zlib.decompress(content)
    found: dict[str, bytes] = {}
    at = 0
    for file in record.files:
        found[file.path] = whole[at : at + file.bytes]
        at += file.bytes
    return found


def _date(entry: Entry) -> float | None:
    date = entry.data.get("date")
    return date.timestamp() if isinstance(date, datetime) else None


def _error(error: RepurposeError) -> list[Any]:
    at = [error.location.path, error.location.line] if error.location else None
    return [type(error).__name__, error.message, at, error.hint]


def _mark(mark: Mark) -> tuple[Any, ...]:
    return mark.kind, mark.text, mark.tier, mark.asset, mark.path, mark.lines, sorted(mark.openly)


def leak_row(leak: Leak) -> tuple[Any, ...]:
    """A leak as plain data."""
    at = leak.at
    return leak.asset, leak.kind, leak.key, leak.words, leak.tier, leak.piece, leak.access, at.path, at.line, leak.parts


def leak_of(row: Sequence[Any]) -> Leak:
    """The leak that `leak_row` wrote down."""
    asset, kind, key, words, tier, piece, access, path, line, parts = row
    at = Location(path, line)
    return Leak(asset, Kind(kind), key, words, Access(tier), piece, Access(access), at, tuple(parts))


def _seconds(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
