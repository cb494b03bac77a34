"""Front matter -> the fields of an Asset, every one checked, all faults told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from repurpose.errors import AssetError, Location
from repurpose.library.fields.forms import pictured, unfolded
from repurpose.library.fields.keys import ANYHOW, FOREIGN, HOLDS_BACK, JOINED, KEYS, KNOWN_ELSEWHERE, RANK, SHELVES
from repurpose.library.fields.kinds import call_to_action, language, line_of_text, moment, read_quotes, texts
from repurpose.library.frontmatter import FrontMatter
from repurpose.model import Access, Notice
from repurpose.tables import did_you_mean

__all__ = ["KEYS", "Fields", "line_of_text", "read_fields", "read_quotes"]

_WRITTEN = {
    moment: "2026-11-22",
    call_to_action: '{text: "...", url: "https://..."}',
    texts: "[a, b]",
    language: "de",
}
"""Examples of what is written in one way only."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What the front matter says, by key; and what is wrong or worth telling."""

    values: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[AssetError, ...] = ()
    notices: tuple[Notice, ...] = ()


def read_fields(matter: FrontMatter, path: str, zone: tzinfo) -> Fields:
    """Check a file's front matter. Dates without a zone are in `zone`."""
    errors: list[AssetError] = []
    notices: list[Notice] = []
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    found = unfolded(matter.values, path)
    names = sorted(found, key=_order)
    waiting: list[tuple[str, str | None, Any]] = [
        (name, name if name in KEYS else FOREIGN.get(name), found[name]) for name in names
    ]
    for number, (name, key, value) in enumerate(waiting, 1):
        location = Location(path, matter.lines.get(name) or matter.lines.get(name.partition(".")[0], 1))
        if key is None:
            extra[name] = value
            near = None if name in KNOWN_ELSEWHERE else did_you_mean(name, KEYS)
            if near == "access" and _is_gated(value, zone):
                text = f"{name} is no key of repurpose, so all of the text would be open"
                errors.append(AssetError(text, location, f"write `access: {value}`"))
            elif near:
                notices.append(Notice("unknown-key", location, f"{name} is no key of repurpose; did you mean {near}?"))
            continue
        said, shows = pictured(value) if key == "image" else (value, None)
        if said in (None, "", []):
            continue
        is_switch = isinstance(said, bool) and (key in {"path", "image"} or name == "lead")  # as themes have them
        if is_switch or (key in values and key not in JOINED and name not in HOLDS_BACK):
            extra[name] = value
            continue
        try:
            read = KEYS[key].read(said, zone)
        except ValueError as error:
            if name in KEYS and not (matter.is_bare and key in ANYHOW):
                errors.append(AssetError(f"{name}: {error}", location, _remedy(name, key, said, str(error))))
            else:  # another generator's key is not held to our rules
                extra[name] = value
                notices.append(Notice("foreign-key", location, f"{name} can't serve as {key}: {error}"))
            continue
        if name in SHELVES:
            values["shelves"] = tuple(
                one for one in (*values.get("shelves", ()), *read) if one not in values.get("tags", ())
            )
        if key in JOINED:
            read = tuple(dict.fromkeys(values.get(key, ()) + read))
        values[key] = max(values.get(key, read), read) if name in HOLDS_BACK else read
        if said is not value:  # what else stands with a picture is for templates
            extra[name] = value
        if shows:
            waiting.insert(number, (f"{name}.alt", "image_alt", shows))
    errors.sort(key=lambda error: error.location.sort_key if error.location else ("", 0))
    return Fields(values, extra, tuple(errors), tuple(sorted(notices, key=lambda notice: notice.location.sort_key)))


def _order(name: str) -> tuple[int, bool, int]:
    """The order in which names are read: the first that says something wins.

    repurpose's own come first, then pictures: what one has beside it wins over what a foreign name says of any.
    """
    if name in KEYS:
        return 0, name == "image", 0
    return 1, FOREIGN.get(name) != "image", RANK.get(name, 0)


def _remedy(name: str, key: str, said: Any, fault: str) -> str | None:
    """How the key is written, where an example says it; else what it does."""
    if "; write " in fault:  # it knows better what was meant
        return None
    read = KEYS[key].read
    if read is line_of_text and isinstance(said, (bool, list, dict)):
        return f'write its words in quotes: `{name}: "..."`'
    return f"write it as `{name}: {_WRITTEN[read]}`" if read in _WRITTEN else f"{key}: {KEYS[key].does}"


def _is_gated(value: object, zone: tzinfo) -> bool:
    """Whether a value of `access` would let some readers have the text, and not all."""
    try:
        return KEYS["access"].read(value, zone) is not Access.OPEN
    except ValueError:
        return False
