"""Other generators' shortcodes: what can be said in Markdown is said so, the rest is left out and told.

Hugo's `{{< name >}}` and `{{% name %}}`, Liquid's and Zola's `{% name %}`. Nothing inside code is touched, and the
text keeps its number of lines, so that places in messages stay true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from repurpose.errors import Location
from repurpose.model import Notice

_CODE_OR_TAG = re.compile(
    r"(?P<code>^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^[ \t>]*(?P=fence)[`~]*[ \t]*$|.*\Z)"
    r"|(?P<ticks>`+)(?!`)[^\n]*?(?:\n[^\n]+?)*?(?<!`)(?P=ticks)(?!`))"
    r"|\{\{(?P<open>[<%])(?P<escaped>/\*)?\s*(?P<hugo>.*?)\s*(?:\*/)?[>%]\}\}"
    r"|\{%-?\s*(?P<liquid>.*?)\s*-?%\}",
    re.M | re.S,
)
_IN_ALT = re.compile(r"[\[\]\n]")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|`([^`]*)`|([^\s"'`]+))""")
_WORD = re.compile(r'"((?:\\.|[^"\\])*)"|(\S+)')
_SWALLOWED = {"comment"}
"""Paired shortcodes whose inside is not for readers."""

_CODE_BLOCKS = {"highlight"}


def unfold_shortcodes(body: str, fields: Mapping[str, Any], at: Location) -> tuple[str, tuple[Notice, ...]]:
    """The body without shortcodes, with as many lines as before. `at` is the body's first line.

    `param name` becomes the front matter's value, `figure` an image, `youtube` and `vimeo` a link of class `embed`,
    `ref` the path it names, `highlight` a code block. Text between the halves of other paired shortcodes stays.
    """
    if "{{<" not in body and "{{%" not in body and "{%" not in body:
        return body, ()
    notices: list[Notice] = []
    out: list[str] = []
    swallowing: str | None = None
    start = 0
    for match in _CODE_OR_TAG.finditer(body):
        if match["code"] is not None:
            continue
        between = body[start : match.start()]
        out.append(_blank(between) if swallowing else between)
        start = match.end()
        call = match["hugo"] if match["hugo"] is not None else match["liquid"]
        name, rest = _split(call)
        if match["escaped"]:
            text = f"{{{{{match['open']} {call} {'>' if match['open'] == '<' else '%'}}}}}"
            out.append(text)
            continue
        closing = name.startswith(("/", "end"))
        inner = name.lstrip("/ ").removeprefix("end") if closing else name
        if swallowing:
            if closing and inner == swallowing:
                swallowing = None
            out.append(_blank(match[0]))
            continue
        if inner in _SWALLOWED and not closing and _has_end(body, match.end(), inner):
            swallowing = inner
        written = _in_markdown(inner, rest, fields, closing)
        if written is None:
            line = (at.line or 1) + body.count("\n", 0, match.start())
            if not closing:
                notices.append(
                    Notice("shortcode", Location(at.path, line), f"the shortcode {inner or call[:20]!r} was left out")
                )
            written = ""
        out.append(written + _blank(match[0])[written.count("\n") :])
    out.append(_blank(body[start:]) if swallowing else body[start:])
    return "".join(out), tuple(notices)


def _split(call: str) -> tuple[str, str]:
    name, _, rest = call.partition(" ") if not call.startswith("/") else ("/" + call[1:].strip().split(" ")[0], "", "")
    name, paren, arguments = name.partition("(")
    return name.strip(), (arguments + " " + rest) if paren else rest


def _has_end(body: str, start: int, name: str) -> bool:
    return re.search(rf"\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}|\{{%-?\s*end{name}", body[start:]) is not None


def _in_markdown(name: str, rest: str, fields: Mapping[str, Any], closing: bool) -> str | None:
    """What a shortcode says in Markdown; None where it can't be said."""
    if name in _CODE_BLOCKS:
        language = "" if closing else next(iter(rest.split()), "")
        return f"```{language}"
    if closing:
        return None
    named = {key: next(filter(None, values), "") for key, *values in _ATTRIBUTE.findall(rest)}
    words = [quoted or bare for quoted, bare in _WORD.findall(rest)]
    first = words[0].strip("\"'") if words else ""
    match name:
        case "param":
            value: Any = fields
            for part in first.split("."):
                value = value.get(part) if isinstance(value, Mapping) else None
            return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None
        case "ref" | "relref":
            return first
        case "figure" | "image" | "img":
            source = named.get("src") or named.get("path") or (first if "=" not in first else "")
            alt = named.get("alt") or named.get("caption") or named.get("title") or ""
            return f"![{_IN_ALT.sub(' ', alt)}](<{source}>)" if source else None
        case "youtube" | "vimeo":
            video = named.get("id") or (first if "=" not in first else "")
            site = "https://www.youtube.com/watch?v=" if name == "youtube" else "https://vimeo.com/"
            if not re.fullmatch(r"[\w-]+", video):
                return None
            title = _IN_ALT.sub(" ", named.get("title", "")).strip()
            return f"[{title}](<{site}{video}>){{.embed}}" if title else f"<{site}{video}>{{.embed}}"
        case "raw" | "comment":
            return ""
    return None


def _blank(text: str) -> str:
    return "\n" * text.count("\n")
