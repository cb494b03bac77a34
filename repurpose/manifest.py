"""manifest.json: what a build made, sorted, with no clock in it but the moment that was told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from repurpose.clock import rfc3339
from repurpose.model import Access, Notice, Piece

VERSION = 1
NAME = "manifest.json"

Row = Mapping[str, Any]

_TEXTS = ("id", "role", "channel", "slot", "path", "media_type", "language")


def rows(pieces: Iterable[Piece]) -> list[Row]:
    """The manifest's row of each piece."""
    return [
        {
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
        for piece in pieces
    ]


def write_manifest(moment: datetime, pieces: Iterable[Row], notices: Iterable[Notice]) -> bytes:
    """The manifest as bytes."""
    document = {
        "version": VERSION,
        "as_of": rfc3339(moment),
        "pieces": sorted(pieces, key=lambda row: (row["path"], row["id"], row.get("use", 1), row["role"])),
        "notices": [
            {"code": notice.code, "path": notice.location.path, "line": notice.location.line, "text": notice.text}
            for notice in sorted(notices, key=lambda notice: notice.sort_key)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(raw: bytes) -> list[Row]:
    """The rows of an earlier build; none if it can't be read, so that a damaged one never stops a build."""
    try:
        document = json.loads(raw)
        pieces = document["pieces"] if document["version"] == VERSION else []
        return [row for row in pieces if _is_row(row)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and all(isinstance(row.get(key), str) for key in _TEXTS)
        and all(isinstance(row.get(key), str | None) for key in ("asset", "source"))
        and row.get("access") in tuple(Access)
        and isinstance(row.get("use", 1), int)
    )
