"""A file's text -> its front matter and body: YAML `---`, TOML `+++`, JSON `{`, or bare lines (Pelican, Pandoc).

python-frontmatter loads the block, behind a guard. The raw library can be crashed by deep nesting, and made to fill
memory by aliases and merge keys; it publishes the front matter as text when there is a byte order mark or no closing
line. So the block is cut out here, measured as a stream of events, and only then loaded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from frontmatter.default_handlers import JSONHandler, YAMLHandler

from repurpose.errors import AssetError, Location
from repurpose.tables import TableError, read_toml

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
MAX_NODES = 5_000
"""Nodes of the block, each alias counted as often as it is used."""

_OPENING = re.compile(r"((?:[ \t]*\n)*)(---|\+\+\+)[ \t]*(?:\n|$)")
_FIRST_KEY = re.compile(r"[ \t]*[\w\"'-]+[ \t]*:|(?:[ \t]*(?:#[^\n]*)?\n)+[a-z][\w-]*:")
_CLOSING = {"---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M), "+++": re.compile(r"^\+\+\+[ \t]*$", re.M)}
_JSON_OPENING = re.compile(r"\s*\{\s*(?:\"|\}\s*(?:\n|$))")
_JSON_TOKEN = re.compile(r'("(?:\\.|[^"\\])*")\s*:|"(?:\\.|[^"\\])*"|[{}\[\],]')
_HEADER = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*)|)")
MAX_BARE = 40
"""Lines of front matter that nothing sets apart."""

_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq", "merge")
) | {"!"}

_loader_base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the body, and the body as it was written.

    `lines` holds the line (from 1) of each key, dotted below the top; `body_line` is the line the body begins on.
    `is_bare`: no fence told it from the text, so that what can't be read in it is no fault.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    is_bare: bool = False


class WrittenInt(int):
    """A whole number that remembers how it was written, for keys that want text (`title: 007`)."""

    text: str


class WrittenFloat(float):
    """A number that remembers how it was written (`title: 1.10`)."""

    text: str


def read_front_matter(text: str, path: str) -> FrontMatter:
    """Cut `text` (line ends as line feeds, no byte order mark) into front matter and body.

    Raises:
        AssetError: the front matter is at fault, with its line.
    """
    if opening := _OPENING.match(text):
        above, fence = opening[1].count("\n"), opening[2]
        closing = _CLOSING[fence].search(text, opening.end())
        if closing is None:
            if fence == "---" and not _FIRST_KEY.match(text, opening.end()):
                return FrontMatter(body=text)  # a thematic break above a text that has no front matter
            raise AssetError(
                f"the front matter that {fence} opens is never closed",
                Location(path, above + 1),
                f"put a line {fence} below its last key",
            )
        block, body = text[opening.end() : closing.start()], text[closing.end() :].removeprefix("\n")
        body_line = text.count("\n", 0, closing.end()) + 2
        _measure(block, path)
        block = "\n" * above + block  # keeps the lines true
        values, lines = _load_yaml(block, path) if fence == "---" else _load_toml(block, path)
    elif _JSON_OPENING.match(text):
        values, lines, end = _load_json(text, path)
        rest = text[end:]
        body = rest.lstrip(" \t").removeprefix("\n")
        body_line = text.count("\n", 0, end) + (2 if rest.lstrip(" \t").startswith("\n") else 1)
    else:
        return _read_bare(text) or FrontMatter(body=text)
    return FrontMatter(values, lines, body, body_line)


def _measure(block: str, path: str) -> None:
    if len(block.encode()) > MAX_BYTES:
        raise AssetError(
            f"the front matter is larger than {MAX_BYTES // 1024} KiB",
            Location(path, 1),
            "move long texts into the body",
        )


# --- bare lines


def _read_bare(text: str) -> FrontMatter | None:
    """What Pelican and MultiMarkdown write as lines `Key: value`, and Pandoc as `% title`, above an empty line."""
    head, _, body = text.partition("\n\n")
    rows = head.split("\n")
    if len(rows) > MAX_BARE:
        return None
    found = _percent_lines(rows) if rows[0].startswith("% ") else _header_lines(rows)
    if not found or not found[0].get("title"):
        return None
    return FrontMatter(*found, body, len(rows) + 2, is_bare=True)


def _header_lines(rows: Sequence[str]) -> tuple[dict[str, Any], dict[str, int]] | None:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    key = ""
    for number, row in enumerate(rows, 1):
        if found := _HEADER.fullmatch(row):
            key = found[1].strip().lower().replace(" ", "_")
            if key in values:
                return None
            values[key], lines[key] = (found[2] or "").strip(), number
        elif key and row[:1] in {" ", "\t"}:  # a long value goes on below
            values[key] = f"{values[key]} {row.strip()}".strip()
        else:
            return None
    return values, lines


def _percent_lines(rows: Sequence[str]) -> tuple[dict[str, Any], dict[str, int]] | None:
    """Pandoc's title block: title, authors and date, each on a line that begins with a percent sign."""
    if len(rows) > 3 or not all(row.startswith("%") for row in rows):
        return None
    title, authors, date, *_ = (*(row[1:].strip() for row in rows), "", "")
    names = [name.strip() for name in authors.split(";") if name.strip()]
    return {"title": title, "authors": names, "date": date}, {"title": 1, "authors": 2, "date": 3}


# --- YAML


class _Loader(_loader_base):  # type: ignore[misc]
    """CSafeLoader with the plain scalars of YAML 1.2: no sexagesimal numbers, no `no` for false, dates left as text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (PyYAML fills it by add_implicit_resolver)


def _written(kind: type[Any], read: Any) -> Any:
    def construct(loader: Any, node: yaml.ScalarNode) -> Any:
        value = kind(read(node.value))
        value.text = node.value
        return value

    return construct


_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?\d{1,18}$"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(?:\d{1,40}\.\d{0,40}|\.\d{1,40}|\d{1,40})(?:[eE][-+]?\d{1,3})?$"),
    list("-+.0123456789"),
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"<<$"), ["<"])
_Loader.add_constructor("tag:yaml.org,2002:int", _written(WrittenInt, int))
_Loader.add_constructor("tag:yaml.org,2002:float", _written(WrittenFloat, float))


def _load_yaml(block: str, path: str) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        lines = _guard(block, path)
        values = YAMLHandler().load(block, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _yaml_fault(error, block, path) from None
    except (ValueError, TypeError, RecursionError) as error:
        raise AssetError(f"the front matter can't be read: {error}", Location(path, 1)) from None
    if values is None:
        return {}, {}
    if not isinstance(values, dict):
        raise AssetError(
            "the front matter holds no keys", Location(path, 2), "write it as lines like `title: My title`"
        )
    return {str(key): value for key, value in values.items()}, lines


def _guard(block: str, path: str) -> dict[str, int]:
    """Refuse what would hurt when loaded, by the events alone. Returns the line of each key."""
    lines: dict[str, int] = {}
    stack: list[_Level] = []
    sizes: dict[str, int] = {}
    for event in yaml.parse(block, Loader=_loader_base):
        line = (event.start_mark.line if event.start_mark else 0) + 2
        if isinstance(event, yaml.CollectionEndEvent):
            level = stack.pop()
            if level.anchor:
                sizes[level.anchor] = level.nodes
            if stack:
                stack[-1].nodes += level.nodes
                stack[-1].next_value()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _CORE_TAGS:
            raise AssetError(
                f"the tag {tag} can't stand in front matter", Location(path, line), "write the value as plain text"
            )
        if isinstance(event, yaml.AliasEvent):
            anchor = str(event.anchor)
            if anchor not in sizes:
                raise AssetError(f"*{anchor} stands within itself or names nothing", Location(path, line))
            nodes = sizes[anchor]
        else:
            nodes = 1
        if stack and stack[-1].wants_key:
            if isinstance(event, yaml.ScalarEvent):
                key = stack[-1].begin_key(event.value)
                if key in lines and event.value != "<<":
                    raise AssetError(
                        f"{key} stands twice (first on line {lines[key]})", Location(path, line), "keep one of them"
                    )
                lines[key] = line
            else:
                raise AssetError("a key must be plain text", Location(path, line))
            stack[-1].nodes += nodes
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            prefix = stack[-1].path() if stack else ""
            stack.append(_Level(isinstance(event, yaml.MappingStartEvent), event.anchor, prefix))
        else:
            if getattr(event, "anchor", None) and isinstance(event, yaml.ScalarEvent):
                sizes[str(event.anchor)] = 1
            if stack:
                stack[-1].nodes += nodes
                stack[-1].next_value()
        if len(stack) > MAX_DEPTH:
            raise AssetError(f"the front matter is nested deeper than {MAX_DEPTH} levels", Location(path, line))
        if sum(level.nodes for level in stack) > MAX_NODES:
            raise AssetError(
                f"the front matter holds more than {MAX_NODES} values, aliases unfolded", Location(path, line)
            )
    return lines


@dataclass(slots=True)
class _Level:
    """One open collection of the guard's walk."""

    is_mapping: bool
    anchor: str | None
    prefix: str
    nodes: int = 1
    key: str | None = None
    index: int = 0

    @property
    def wants_key(self) -> bool:
        return self.is_mapping and self.key is None

    def begin_key(self, key: str) -> str:
        self.key = key
        return self.path()

    def path(self) -> str:
        last = self.key if self.is_mapping else str(self.index)
        return f"{self.prefix}.{last}" if self.prefix else str(last)

    def next_value(self) -> None:
        self.key = None
        self.index += 1


def _yaml_fault(error: yaml.YAMLError, block: str, path: str) -> AssetError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 2 if mark else 2
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    written = block.splitlines()[line - 2] if 0 <= line - 2 < len(block.splitlines()) else ""
    hint = None
    if colon := re.match(r"\s*([\w-]+):\s+(.+)$", written):
        key, value = colon.groups()
        if not value.startswith(('"', "'", "[", "{", "|", ">")) or "found unknown escape" in problem:
            hint = f"put the text in quotes: {key}: {json.dumps(value.strip(), ensure_ascii=False)}"
    elif "\t" in written:
        hint = "indent with spaces, not tabs"
    return AssetError(f"the front matter is no YAML: {problem}", Location(path, line), hint)


# --- TOML and JSON


def _load_toml(block: str, path: str) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        table = read_toml(block)
    except TableError as error:
        raise AssetError(f"the front matter is no TOML: {error}", Location(path, (error.line or 0) + 1)) from None
    _measure_values(table.values, path)
    return table.values, {key: line + 1 for key, line in table.lines.items()}


def _load_json(text: str, path: str) -> tuple[dict[str, Any], dict[str, int], int]:
    try:
        _, end = json.JSONDecoder().raw_decode(text, text.index("{"))
        block = text[:end]
        _measure(block, path)
        values = JSONHandler().load(block)
    except json.JSONDecodeError as error:
        raise AssetError(f"the front matter is no JSON: {error.msg}", Location(path, error.lineno)) from None
    except (ValueError, RecursionError) as error:
        raise AssetError(f"the front matter can't be read: {type(error).__name__}", Location(path, 1)) from None
    _measure_values(values, path)
    return values, _json_lines(block, path), end


def _json_lines(block: str, path: str) -> dict[str, int]:
    """The line of each key of a JSON block that has been read; a key that stands twice is refused."""
    lines: dict[str, int] = {}
    stack: list[_Level] = []
    line, seen = 1, 0
    for token in _JSON_TOKEN.finditer(block):
        line, seen = line + block.count("\n", seen, token.start()), token.start()
        if token[1]:
            key = stack[-1].begin_key(json.loads(token[1]))
            if key in lines:
                raise AssetError(
                    f"{key} stands twice (first on line {lines[key]})", Location(path, line), "keep one of them"
                )
            lines[key] = line
        elif token[0] in "{[":
            stack.append(_Level(token[0] == "{", None, stack[-1].path() if stack else ""))
        elif token[0] in "}]":
            stack.pop()
        elif token[0] == ",":
            stack[-1].next_value()
    return lines


def _measure_values(values: dict[str, Any], path: str) -> None:
    """The guard's limits, for formats that have no aliases: what is loaded is as large as what was written."""
    level: list[Any] = [values]
    nodes = 0
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for value in level:
            below.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
        nodes += len(below)
        level = below
    if level:
        raise AssetError(f"the front matter is nested deeper than {MAX_DEPTH} levels", Location(path, 1))
    if nodes > MAX_NODES:
        raise AssetError(f"the front matter holds more than {MAX_NODES} values", Location(path, 1))
