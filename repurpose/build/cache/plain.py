"""Plain data as JSON and back: what JSON has, and tuples, dates, moments and numbers as they were written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_digested = json.JSONEncoder(ensure_ascii=False).encode

_MARK = "="
"""A table with this one key holds what JSON has no kind for."""


def dumps(value: Any) -> str:
    """Plain data as JSON; the same data gives the same text.

    Raises:
        TypeError: something in it is not plain.
    """
    return _json(_written(value))


def loads(text: str | bytes) -> Any:
    """What `dumps` wrote."""
    return _data(text if isinstance(text, str) else text.decode())


def digest(value: Any) -> str:
    """A short digest of what JSON has and tuples, which count as lists."""
    return hashlib.sha256(_digested(value).encode()).hexdigest()[:32]


def _written(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in {str, int, float, bool}:
        return value
    if kind is list:
        return [_written(item) for item in value]
    if kind is tuple:
        return {_MARK: ["tuple", [_written(item) for item in value]]}
    if isinstance(value, Mapping):
        if not all(type(key) is str for key in value):
            raise TypeError("a table has keys that are no texts")
        if list(value) == [_MARK]:
            return {_MARK: ["table", [[_MARK, _written(value[_MARK])]]]}
        return {key: _written(item) for key, item in value.items()}
    if isinstance(value, datetime):
        zone = value.tzinfo
        name = zone.key if isinstance(zone, ZoneInfo) else None
        told = value.replace(tzinfo=None) if name else value
        return {_MARK: ["moment", told.isoformat(), name, value.fold]}
    if isinstance(value, date):
        return {_MARK: ["day", value.isoformat()]}
    if isinstance(value, str):  # one of a fixed set of words
        return str(value)
    if isinstance(value, (int, float)) and isinstance(text := getattr(value, "text", None), str):
        return {_MARK: ["whole" if isinstance(value, int) else "number", value.real, text]}
    raise TypeError(f"{kind.__name__} is no plain data")


def _read(table: dict[str, Any]) -> Any:
    if len(table) != 1 or _MARK not in table:
        return table
    kind, value, *more = table[_MARK]
    if kind == "tuple":
        return tuple(value)
    if kind == "moment":
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=ZoneInfo(more[0]), fold=more[1]) if more[0] else moment.replace(fold=more[1])
    if kind in {"whole", "number"}:
        from repurpose.library.frontmatter import WrittenFloat, WrittenInt

        number = WrittenInt(value) if kind == "whole" else WrittenFloat(value)
        number.text = more[0]
        return number
    return date.fromisoformat(value) if kind == "day" else dict(value)


_data = json.JSONDecoder(object_hook=_read).decode
