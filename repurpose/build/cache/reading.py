"""What the files of the content folder told when they were read last: by stamp if it can be trusted, else by digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from repurpose.build.cache import plain
from repurpose.build.cache.store import Store
from repurpose.errors import Location
from repurpose.library.folder import Found, Stamp, trusted
from repurpose.library.ignores import Ignore
from repurpose.library.media import Medium
from repurpose.library.source import Checked
from repurpose.model import Access, Asset, Author, CallToAction, Notice, Quote, Status

_Row = tuple[str, str, str]
"""A file's stamp as text (none: it can't be trusted), its digest, and what it told."""

NOTE = "reading"
"""The name of the note that all of it is kept in."""
_PART, _END = "\0", "\0\n"
"""What parts a row's columns, and rows: neither names of files nor JSON hold a NUL."""


class Reading:
    """Remembers what files told, in a store; `since` is a moment before the files were looked at."""

    def __init__(self, store: Store, since: int) -> None:
        self._store, self._since = store, since
        self._known: Mapping[str, _Row] = _loads(store.get("note", NOTE) or b"")
        self._values = dict(zip(self._known, _values(row[-1] for row in self._known.values()), strict=False))
        self._now: dict[str, _Row] = {}
        self._changed, self._is_all = False, True

    def checked(self, found: Found) -> Checked | None:
        """What was told of an asset as its file still is, its body left out."""
        told = self._told(found)
        return None if told is None else _checked(told, self._now[found.name][1])

    def keep(self, found: Found, checked: Checked) -> None:
        """Remember what an asset's file told, if it can be used."""
        if checked.asset is not None:
            self._keep(found, checked.asset.sha256, _told(checked, checked.asset))

    def medium(self, found: Found) -> Medium | None:
        """What was told of a medium as its file still is."""
        told = self._told(found)
        if told is None:
            return None
        place, media_type, size, sha256, dimensions, widths = told
        dimensions = tuple(dimensions) if dimensions else None
        return Medium(found.path, place, media_type, size, sha256, dimensions, tuple(widths))

    def keep_medium(self, found: Found, medium: Medium) -> None:
        """Remember what a medium's file told."""
        told = [medium.place, medium.media_type, medium.bytes, medium.sha256]
        size = list(medium.size) if medium.size else None
        self._keep(found, medium.sha256, [*told, size, list(medium.widths)])

    def digest(self) -> str | None:
        """A digest of what all files tell, bodies and places on the disk left out; None if that isn't known of one."""
        told = "\0".join(f"{name}\0{told}" for name, (_, _, told) in self._now.items())
        return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest() if self._is_all else None

    def close(self) -> None:
        """Keep what is remembered for the next build."""
        if self._changed or self._now.keys() != self._known.keys():
            rows = (_PART.join((name, *row)) for name, row in self._now.items())
            self._store.put("note", NOTE, _END.join(rows).encode(errors="surrogatepass"))

    def _told(self, found: Found) -> Any:
        row = self._known.get(found.name)
        if row is None or found.is_link:  # where a link leads may change
            return None
        stamp, sha256, told = row
        if not stamp or stamp != _text(found.stamp):
            try:
                if hashlib.sha256(found.path.read_bytes()).hexdigest() != sha256:
                    return None
            except OSError:
                return None
            self._now[found.name] = (_text(trusted(found.stamp, self._since)), sha256, told)
            self._changed = self._changed or self._now[found.name] != row
        else:
            self._now[found.name] = row
        return self._values.get(found.name)

    def _keep(self, found: Found, sha256: str, told: Any) -> None:
        if found.is_link:
            self._is_all = False
            return
        try:
            self._now[found.name] = (_text(trusted(found.stamp, self._since)), sha256, plain.dumps(told))
        except TypeError:  # front matter may hold tables that JSON has no form for
            self._is_all = False
            return
        self._changed = True


def _loads(raw: bytes) -> dict[str, _Row]:
    """What was kept, by the names of files; nothing of what is damaged."""
    try:
        rows = [row.split(_PART) for row in raw.decode(errors="surrogatepass").split(_END)] if raw else []
        return {name: (stamp, sha256, told) for name, stamp, sha256, told in rows}
    except ValueError:
        return {}


def _values(told: Iterable[str]) -> list[Any]:
    """What was told by many files, as data: at once, which is quicker than one after the other."""
    try:
        values: list[Any] = plain.loads(f"[{','.join(told)}]")
    except ValueError:
        return []
    return values


def _text(stamp: Stamp | None) -> str:
    return "{} {} {} {}".format(*stamp) if stamp else ""


def _told(checked: Checked, asset: Asset) -> Any:
    values = {spec.name: getattr(asset, spec.name) for spec in fields(Asset) if spec.name not in {"body", "sha256"}}
    values["authors"] = [[one.name, one.url] for one in asset.authors]
    values["quotes"] = [[one.text, one.name, one.role] for one in asset.quotes]
    values["cta"] = [asset.cta.text, asset.cta.url] if asset.cta else None
    empty: dict[str, Any] = {
        spec.name: [] if spec.name in {"authors", "quotes"} else spec.default for spec in fields(Asset)
    }
    values = {name: value for name, value in values.items() if value != empty[name] and value != {}}
    return [
        values,
        checked.derived,
        [[one.code, one.first, one.last] for one in checked.ignores],
        [[one.code, one.location.path, one.location.line, one.text] for one in checked.notices],
    ]


def _checked(told: Any, sha256: str) -> Checked:
    values, derived, ignores, notices = told
    made = dict(values)
    made["authors"] = tuple(Author(*one) for one in values.get("authors", ()))
    made["quotes"] = tuple(Quote(*one) for one in values.get("quotes", ()))
    made["cta"] = CallToAction(*values["cta"]) if values.get("cta") else None
    made["status"] = Status(values.get("status", Status.PUBLISHED))
    made["access"] = Access(values.get("access", Access.OPEN))
    made["stages"] = tuple(values.get("stages", ()))
    return Checked(
        Asset(body="", sha256=sha256, **made),
        derived,
        tuple(Ignore(*one) for one in ignores),
        notices=tuple(Notice(code, Location(path, line), text) for code, path, line, text in notices),
    )
