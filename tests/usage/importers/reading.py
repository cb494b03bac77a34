"""Exports read as `repurpose usage import` reads them, and shown as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from repurpose.usage.importers.importer import Export, Imported, Wish
from repurpose.usage.importers.parts import parts_of
from repurpose.usage.intake import guess, importers

AT = "2026-09-01T12:00:00Z"
HEAD = "day,link,views,clicks\n"
"""The header of what `plain` reads."""


def export(path: Path) -> Export:
    return Export(path, tuple(parts_of(path)), AT)


def read(
    path: Path, kind: str | None = None, mappings: Mapping[str, Mapping[str, Any]] | None = None, **wish: Any
) -> Imported:
    """Import a file by its kind, or by what it looks like; parsed + rejected = records, always."""
    known = importers(mappings or {})
    one = known[kind] if kind else guess(export(path), known)
    imported = one.importer.read([export(path)], Wish(mapping=one.mapping, **wish))
    for done in imported.reads:
        assert done.parsed + done.refused == done.records
    return imported


def shown(imported: Imported) -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """What was read as plain data: scope, day, target, metric."""
    found: dict[str, dict[str, dict[str, dict[str, int]]]] = {}
    for one in imported.deliveries:
        for on, day in one.days.items():
            for (target, metric), value in day.values.items():
                found.setdefault(one.scope, {}).setdefault(on.isoformat(), {}).setdefault(target.key, {})[metric] = (
                    value
                )
    return found


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def plain(tmp_path: Path, text: str) -> Imported:
    return plain_file(write(tmp_path, "own.csv", text))


def plain_file(path: Path) -> Imported:
    mapping = {"date": "day", "link_id": "link", "metrics": {"view": "views", "click": "clicks"}}
    return read(path, mappings={"mine": mapping})
