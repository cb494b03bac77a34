"""YAML: measured as a stream of events, and only then loaded."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from repurpose.errors import AssetError, Location
from repurpose.library.frontmatter.level import Level
from repurpose.library.frontmatter.limits import MAX_DEPTH, MAX_NODES

_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq", "merge")
) | {"!"}

_FLOWS = {"while parsing a flow sequence": ('"["', '"]"'), "while parsing a flow mapping": ('"{"', '"}"')}
_KEY = re.compile(r"[\w-]+:(?:\s|$)")
_TAB = re.compile(r" *\t")

_loader_base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class WrittenInt(int):
    """A whole number that remembers how it was written, for keys that want text (`title: 007`)."""

    text: str


class WrittenFloat(float):
    """A number that remembers how it was written (`title: 1.10`)."""

    text: str


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


def load_yaml(block: str, path: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The values of a block, and the line of each key.

    Raises:
        AssetError: it is no YAML, holds no keys, or would hurt.
    """
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
    stack: list[Level] = []
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
            stack.append(Level(isinstance(event, yaml.MappingStartEvent), event.anchor, prefix))
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


def _never_closed(error: yaml.YAMLError, written: str) -> tuple[int, str, str] | None:
    """What opens and never closes, if the parser tripped over that: its line, the sign, and the one that is missing.

    `written` is the line that it tripped at: a line inside of brackets that are closed is no key.
    """
    context, start = getattr(error, "context", None) or "", getattr(error, "context_mark", None)
    if start is None:
        return None
    if context == "while scanning a quoted scalar":
        return start.line + 2, "a quotation mark", "another"
    if context in _FLOWS and error.problem_mark.line > start.line and (_KEY.match(written) or not written):  # type: ignore[attr-defined]
        return start.line + 2, *_FLOWS[context]
    return None


def _yaml_fault(error: yaml.YAMLError, block: str, path: str) -> AssetError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 2 if mark else 2
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    rows = block.splitlines()
    written = rows[line - 2] if 0 <= line - 2 < len(rows) else ""
    if opened := _never_closed(error, written):
        first, sign, close = opened
        return AssetError(
            f"the front matter is no YAML: {sign} is never closed", Location(path, first), f"put {close} where it ends"
        )
    hint = None
    if _TAB.match(written):
        hint = "indent with spaces, not with a tab"
    elif colon := re.match(r"\s*([\w-]+):\s+(.+)$", written):
        key, value = colon.groups()
        if not value.startswith(('"', "'", "[", "{", "|", ">")) or "found unknown escape" in problem:
            hint = f"put the text in quotes: {key}: {json.dumps(value.strip(), ensure_ascii=False)}"
    return AssetError(f"the front matter is no YAML: {problem}", Location(path, line), hint)
