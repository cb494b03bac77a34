"""manifest.json: what a build made, sorted, with no clock in it but the moment that was told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from repurpose.clock import rfc3339
from repurpose.model import Access, Link, Notice, Piece

VERSION = 1
NAME = "manifest.json"

Row = Mapping[str, Any]

PIECES = b',\n"pieces": ['
"""What stands before the list of pieces, and nowhere before that."""
SITE = b'],\n"site": '
"""What stands behind the list of pieces, and nowhere behind that."""
SEPARATOR = b",\n"
"""What stands between two pieces."""

_BATCH = 256

_TAIL = 16 * 1024
"""Bytes at a manifest's end in which its site stands."""

_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_TEXTS = ("id", "role", "channel", "slot", "path", "media_type", "language")


def row_of(piece: Piece) -> Row:
    """The manifest's row of a piece."""
    return {
        "id": piece.id,
        "role": piece.role,
        "asset": piece.asset,
        "channel": piece.channel,
        "slot": piece.slot,
        "path": piece.path,
        "media_type": piece.media_type,
        "bytes": len(piece.content),
        "sha256": hashlib.sha256(piece.content).hexdigest(),
        "language": piece.language,
        "access": str(piece.access),
        "not_before": rfc3339(piece.not_before) if piece.not_before else None,
        "source": piece.source,
        "source_sha256": piece.source_sha256,
        "links": [{"url": link.url, "tracked": link.tracked} for link in piece.links],
        **({"use": piece.use} if piece.use > 1 else {}),
    }


def piece_of(row: Row, content: bytes) -> Piece:
    """The piece of a row."""
    return Piece(
        **{key: row[key] for key in (*_TEXTS, "asset", "source")},
        content=content,
        access=Access(row["access"]),
        not_before=datetime.fromisoformat(row["not_before"]) if row.get("not_before") else None,
        source_sha256=row.get("source_sha256"),
        links=tuple(Link(link["url"], link["tracked"]) for link in row.get("links", ())),
        use=row.get("use", 1),
    )


def line(row: Row) -> bytes:
    """A row as it will stand in the manifest, after what it is sorted by."""
    order = (row["path"], row["id"], f"{row.get('use', 1):04}", row["role"])
    return "\0".join([*(part.replace("\0", " ").replace("\n", " ") for part in order), _json(row)]).encode()


class Listed(NamedTuple):
    """By what a manifest is known again: digests of what stands in its list of pieces, and of the whole."""

    pieces: str
    whole: str


class Manifest:
    """A manifest as it is to stand in its file, a line for each piece and notice, so that two of them compare well.

    Of tens of thousands of pieces it is large, so it is never whole in memory: iterated, it gives its chunks. `bytes`
    and `sha256` are those of the whole.
    """

    def __init__(
        self, moment: datetime, site: Mapping[str, str], listed: Iterable[bytes], notices: Iterable[Notice]
    ) -> None:
        """`listed` gives, as often as it is iterated, the list of pieces, as `Lines` does."""
        from concurrent.futures import ThreadPoolExecutor  # heavy, and few commands write a manifest

        self._head, self._listed, self._tail = _head(moment, notices), listed, _tail(site)
        whole, pieces = hashlib.sha256(self._head), hashlib.sha256()
        self.bytes = len(self._head) + len(self._tail)
        with ThreadPoolExecutor(1) as beside:  # a digest that is summed up lets other threads work
            for chunk in listed:
                summed = beside.submit(pieces.update, chunk)
                whole.update(chunk)
                self.bytes += len(chunk)
                summed.result()
        whole.update(self._tail)
        self.sha256 = whole.hexdigest()
        self.listed = Listed(pieces.hexdigest(), self.sha256)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        yield from self._listed
        yield self._tail


class Lines:
    """The list of pieces of a manifest, of lines as `line` gives them, in any order."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = sorted(lines)

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self._lines), _BATCH):
            yield (SEPARATOR if at else b"\n") + SEPARATOR.join(map(written, self._lines[at : at + _BATCH]))
        if self._lines:
            yield b"\n"


def row_in(line: bytes) -> Row:
    """The row that a line has."""
    row: Row = json.loads(written(line))
    return row


def written(line: bytes) -> bytes:
    """A line as it stands in the manifest, without what it is sorted by."""
    return line.rpartition(b"\0")[2]


def _head(moment: datetime, notices: Iterable[Notice]) -> bytes:
    told = [
        _json({"code": notice.code, "path": notice.location.path, "line": notice.location.line, "text": notice.text})
        for notice in sorted(notices, key=lambda notice: notice.sort_key)
    ]
    listed = "\n" + ",\n".join(told) + "\n" if told else ""
    return f'{{\n"as_of": "{rfc3339(moment)}",\n"notices": [{listed}]'.encode() + PIECES


def _tail(site: Mapping[str, str]) -> bytes:
    return SITE + f'{_json(site)},\n"version": {VERSION}\n}}\n'.encode()


def read_manifest(raw: bytes, but: Collection[bytes] = ()) -> list[Row]:
    """The rows of an earlier build; none if it can't be read, so that a damaged one never stops a build.

    The lines `but`, as `line` gave them, are left out unread: most rows are made again just as they were.
    """
    if but:
        made = {written(one) for one in but}
        others = b"\n".join(one for one in raw.split(b"\n") if one.removesuffix(b",") not in made)
        raw = others.replace(b",\n]", b"\n]")
    try:
        document = json.loads(raw)
        pieces = document["pieces"] if document["version"] == VERSION else []
        return [row for row in pieces if _is_row(row)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def site_of(raw: bytes) -> Mapping[str, str] | None:
    """The title and url of the site that a manifest is of; None if it doesn't tell, as those of old don't."""
    for told in raw[-_TAIL:].splitlines():
        if told.startswith(b'"site": '):
            try:
                site = json.loads(told.removeprefix(b'"site": ').removesuffix(b","))
            except ValueError:
                return None
            return site if isinstance(site, dict) else None
    return None


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and all(isinstance(row.get(key), str) for key in _TEXTS)
        and all(isinstance(row.get(key), str | None) for key in ("asset", "source"))
        and row.get("access") in tuple(Access)
        and isinstance(row.get("use", 1), int)
    )
