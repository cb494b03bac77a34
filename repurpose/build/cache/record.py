"""Records: what came of one asset, or of one channel's view of the library, as plain data.

What is large stands beside a record and is fetched when it is needed: the manifest's rows, the entries for the
library's pieces, the contents.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from isal import isal_zlib

from repurpose.build.cache import plain
from repurpose.build.cache.asked import Span, Trace
from repurpose.build.cache.gist import Gist, Slip
from repurpose.build.cache.told import Told
from repurpose.channels.channel import Entry
from repurpose.manifest import Row, line, row_of
from repurpose.model import Piece

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

LIBRARY = "@library/"
"""Begins the owner of what a channel made of the whole library."""


class File(NamedTuple):
    """A file of the output folder, and what it must hold."""

    path: str
    bytes: int
    sha256: str
    media_type: str
    access: str


class Read(NamedTuple):
    """Keys of entries (None: all of them), and of whose entries a collecting read these: owners, with the digests."""

    keys: tuple[str, ...] | None
    owners: Mapping[str, str]


class Record(NamedTuple):
    """What came of one owner: an asset, by its path, or a channel's collecting.

    `origin` is a digest of its own source; `asset` its id; `read` is what a collecting read of the assets' entries, and
    `fingerprints` are those of its drafts, by path.
    """

    owner: str
    asset: str | None
    origin: str
    trace: Trace
    told: Told = Told()
    files: tuple[File, ...] = ()
    slips: Mapping[str, Slip] = MappingProxyType({})
    read: tuple[Read, ...] = ()
    fingerprints: Mapping[str, str] = MappingProxyType({})

    @property
    def gist(self) -> Gist:
        """What the whole library needs of it."""
        return Gist(self.owner, self.asset, self.origin, self.trace.span, self.slips, self.told, self.trace.about)

    def dumps(self) -> bytes:
        """The record as text."""
        trace = self.trace
        return _json(
            [
                self.owner,
                self.asset,
                self.origin,
                [
                    trace.span.row(),
                    trace.links,
                    trace.answers,
                    trace.about,
                    trace.templates,
                    trace.looks,
                ],
                self.told.row(),
                self.files,
                dict(self.slips),
                self.read,
                dict(self.fingerprints),
            ]
        ).encode()

    @classmethod
    def loads(cls, raw: bytes) -> Record:
        """What `dumps` wrote.

        Raises:
            ValueError, TypeError, KeyError, IndexError: it is nothing that it wrote.
        """
        owner, asset, origin, trace, told, files, slips, read, fingerprints = json.loads(raw)
        span, links, answers, about, templates, looks = trace
        return cls(
            owner,
            asset,
            origin,
            Trace(
                Span.of(span),
                tuple((href, is_image) for href, is_image in links),
                answers,
                about,
                tuple(templates),
                looks,
            ),
            Told.of(told),
            tuple(map(File._make, files)),
            {name: Slip._make(slip) for name, slip in slips.items()},
            tuple(Read(tuple(keys) if keys is not None else None, owners) for keys, owners in read),
            fingerprints,
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
    contents: dict[str, bytes] = {}
    rows: list[Row] = []
    files: dict[str, File] = {}
    for piece in pieces:
        row = row_of(piece)
        rows.append(row)
        if piece.path not in files:  # several pieces may stand in one file
            contents[piece.path] = piece.content
            files[piece.path] = File(*(row[name] for name in File._fields))
    told = {name: plain.dumps(dict(entry.data)) for name, entry in entries.items()}
    slips = {
        name: Slip(entry.language, _date(entry), entry_digest(told[name].encode())) for name, entry in entries.items()
    }
    return Packed(
        record._replace(files=tuple(files.values()), slips=slips).dumps(),
        b"\n".join(map(line, rows)),
        {name: text.encode() for name, text in told.items()},
        isal_zlib.compress(b"".join(contents.values()), 1),
    )


def entry_digest(entry: bytes) -> str:
    """The digest of an entry's data as it is kept."""
    return sha256(entry).hexdigest()[:32]


def unpacked(record: Record, content: bytes) -> dict[str, bytes]:
    """The contents of a record's files, by path; no more of the content is unpacked than they have.

    Raises:
        ValueError: the content is none of ours.
    """
    try:
        whole = isal_zlib.decompressobj().decompress(content, sum(file.bytes for file in record.files) or 1)
    except isal_zlib.error as error:  # type: ignore[misc]  # (its stubs have an exception, not its class)
        raise ValueError(str(error)) from error
    found: dict[str, bytes] = {}
    at = 0
    for file in record.files:
        found[file.path] = whole[at : at + file.bytes]
        at += file.bytes
    return found


def _date(entry: Entry) -> float | None:
    date = entry.data.get("date")
    return date.timestamp() if isinstance(date, datetime) else None
