"""Values as TOML and the environment give them -> values of the type that a setting has."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from datetime import time
from typing import Any, Union, get_args, get_origin

from repurpose.clock import parse_time
from repurpose.config.sections import Required
from repurpose.days import Days, read_days


def short_forms(section: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values in full where a shorter form may stand: one for a list of one, a list for a table of nothing more.

    A text that may be told in several languages is one, or a table of them.
    """
    full = dict(values)
    for key, by_language in BY_LANGUAGE.get(section, {}).items():
        if isinstance(values.get(key), dict):
            full[by_language] = full.pop(key)
    if section == "newsletter" and isinstance(values.get("digest"), str):
        full["digest"] = [values["digest"]]
    if section == "press_release" and isinstance(contacts := values.get("contacts"), list):
        full["contacts"] = [{"name": one} if isinstance(one, str) else one for one in contacts]
    if section == "style":
        for key, nothing in (("spellings", []), ("banned", "")):
            value = values.get(key)
            if isinstance(value, list) and all(isinstance(one, str) for one in value):
                full[key] = dict.fromkeys(value, nothing)
    return full


BY_LANGUAGE = {"site": {"description": "descriptions"}, "press_release": {"boilerplate": "boilerplates"}}
"""Texts that may be told by language, and where they stand then."""

_NAMES: dict[object, str] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def typed(value: Any, hint: Any) -> Any:
    """`value` as the type that `hint` asks for; ValueError says what it should be."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Union):
        return typed(value, next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError("must be a list")
        return tuple(typed(item, arguments[0]) for item in value)
    if hint == Mapping[str, str]:
        if not isinstance(value, dict):
            raise ValueError("must be a table")
        return {key: str(item) for key, item in value.items()}
    if origin is Mapping:
        if not isinstance(value, dict):
            raise ValueError("must be a table")
        return {key: _typed_item(key, item, arguments[1]) for key, item in _flat(value)}
    if hint is Required:
        return _required(value)
    if hint is Days:
        return read_days(value if isinstance(value, list) else [value])
    if hint is time:
        return parse_time(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ValueError(f"must be {_NAMES[hint]}, not {value!r}")
    return value


def _required(value: Any) -> Required:
    """Required words: a text, or a table of it."""
    table = {"text": value} if isinstance(value, str) else value
    if not isinstance(table, dict) or not isinstance(table.get("text"), str) or set(table) - _REQUIRED:
        raise ValueError("must be texts, or tables of text, channels, tags")
    lists = {key: table.get(key, []) for key in ("channels", "tags")}
    return Required(table["text"], **{key: typed(found, tuple[str, ...]) for key, found in lists.items()})


_REQUIRED = {"text", "channels", "tags"}


def _typed_item(key: str, value: Any, hint: Any) -> Any:
    if get_origin(hint) is tuple and not isinstance(value, list):
        value = [value]
    try:
        return typed(value, hint)
    except ValueError as error:
        raise ValueError(f"of {key} {error}") from None


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a table, by their dotted names: `social.x = 5` may stand in quotes or not."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def from_text(text: str, hint: Any) -> Any:
    """A value from the environment: its text, read as the type that `hint` asks for (a list is split at commas)."""
    arguments = [part for part in get_args(hint) if part is not type(None)]
    if get_origin(hint) in (types.UnionType, Union):
        return from_text(text, arguments[0])
    if get_origin(hint) is tuple or hint is Days:
        return [part.strip() for part in text.split(",") if part.strip()]
    readers: dict[Any, Callable[[str], Any]] = {int: int, float: float}
    try:
        return readers[hint](text) if hint in readers else text.lower() == "true" if hint is bool else text
    except ValueError:
        return text
