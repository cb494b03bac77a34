"""TOML text -> its values, and the line each key stands on (tomllib tells no lines)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_OPAQUE = re.compile(r"""("{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5})|("(?:\\.|[^"\\\n])*"|'[^'\n]*')|#[^\n]*""", re.S)
_QUOTED = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'""")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Table:
    """Values, and the line (from 1) of each dotted key; a key written several times keeps its first line.

    `items` are the lines of each `[[header]]`, one an item, and `inside` those of the keys below each.
    """

    values: dict[str, Any]
    lines: dict[str, int]
    items: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    inside: Mapping[str, Sequence[Mapping[str, int]]] = field(default_factory=dict)


class TableError(ValueError):
    """The text is no TOML. `line` counts from 1 and may be None."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.line = line


def read_toml(text: str) -> Table:
    """The values and key lines of a TOML text.

    Raises:
        TableError: it is no TOML.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        raise TableError(_PLACE.sub("", str(error)), line) from None
    except (RecursionError, ValueError) as error:  # nested too deep, or a number with thousands of digits
        raise TableError(f"can't be read: {type(error).__name__}", None) from None
    return Table(values, *_key_lines(text))


def _key_lines(text: str) -> tuple[dict[str, int], dict[str, tuple[int, ...]], dict[str, list[dict[str, int]]]]:
    lines: dict[str, int] = {}
    items: dict[str, list[int]] = {}
    inside: dict[str, list[dict[str, int]]] = {}
    section = ""
    depth = 0  # of brackets that are open: within them, nothing is a header or key of ours
    # Comments, and texts that run over several lines, may hold what looks like one as well.
    bare = _OPAQUE.sub(lambda part: '""' + "\n" * part[0].count("\n") if part[1] else part[2] or "", text)
    for number, written in enumerate(bare.split("\n"), 1):
        if depth == 0 and (header := _HEADER.match(written)):
            section = _dotted(header[1])
            lines.setdefault(section, number)
            if written.lstrip().startswith("[["):
                items.setdefault(section, []).append(number)
                inside.setdefault(section, []).append({})
        elif depth == 0 and (key := _KEY.match(written)):
            name = _dotted(key[1])
            lines.setdefault(f"{section}.{name}" if section else name, number)
            if section in inside:
                inside[section][-1].setdefault(name, number)
        shown = _QUOTED.sub("", written)
        depth += sum(map(shown.count, "[{")) - sum(map(shown.count, "]}"))
    return lines, {name: tuple(some) for name, some in items.items()}, inside


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is likely a slip of, or None."""
    close = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.75)
    return close[0] if close and close[0] != word else None


def _dotted(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
