"""JSON, with the line of each key, which its reader doesn't tell."""

from __future__ import annotations

import json
import re
from typing import Any

from frontmatter.default_handlers import JSONHandler

from repurpose.errors import AssetError, Location
from repurpose.library.frontmatter.level import Level
from repurpose.library.frontmatter.limits import measure, measure_values

_TOKEN = re.compile(r'("(?:\\.|[^"\\])*")\s*:|"(?:\\.|[^"\\])*"|[{}\[\],]')


def load_json(text: str, path: str) -> tuple[dict[str, Any], dict[str, int], int]:
    """The values of the block that a text begins with, the line of each key, and where the block ends.

    Raises:
        AssetError: it is no JSON, or too large.
    """
    try:
        _, end = json.JSONDecoder().raw_decode(text, text.index("{"))
        block = text[:end]
        measure(block, path)
        values = JSONHandler().load(block)
    except json.JSONDecodeError as error:
        raise AssetError(
            f"the front matter is no JSON: {error.msg}",
            Location(path, error.lineno),
            'write it as `{"title": "..."}`, with a comma between two keys, or as YAML between two lines `---`',
        ) from None
    except (ValueError, RecursionError) as error:
        raise AssetError(f"the front matter can't be read: {type(error).__name__}", Location(path, 1)) from None
    measure_values(values, path)
    return values, _lines(block, path), end


def _lines(block: str, path: str) -> dict[str, int]:
    """The line of each key of a JSON block that has been read; a key that stands twice is refused."""
    lines: dict[str, int] = {}
    stack: list[Level] = []
    line, seen = 1, 0
    for token in _TOKEN.finditer(block):
        line, seen = line + block.count("\n", seen, token.start()), token.start()
        if token[1]:
            key = stack[-1].begin_key(json.loads(token[1]))
            if key in lines:
                raise AssetError(
                    f"{key} stands twice (first on line {lines[key]})", Location(path, line), "keep one of them"
                )
            lines[key] = line
        elif token[0] in "{[":
            stack.append(Level(token[0] == "{", None, stack[-1].path() if stack else ""))
        elif token[0] in "}]":
            stack.pop()
        elif token[0] == ",":
            stack[-1].next_value()
    return lines
