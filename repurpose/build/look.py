"""What text looks like on its background: colours, their contrast, and what a style sheet makes of them in the dark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)", re.I)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*)?((?:\.[\w-]+)*)")
_NAMED = {"white": "#ffffff", "black": "#000000"}

Tag = tuple[str, frozenset[str]]
"""An element's name and classes."""


@dataclass(frozen=True, slots=True)
class DarkRule:
    """What a rule of the dark scheme gives to the elements it is for; `path` is its selector, outermost part first."""

    path: tuple[Tag, ...]
    colour: str | None
    ground: str | None

    @property
    def weight(self) -> tuple[int, int]:
        """Its specificity: classes, then names of elements."""
        return sum(len(classes) for _, classes in self.path), sum(bool(name) for name, _ in self.path)

    def may_find(self, tag: Tag) -> bool:
        """Whether it is for such an element, in some place."""
        return _is_one(tag, self.path[-1])

    def finds(self, tags: Sequence[Tag]) -> bool:
        """Whether it is for the innermost of the open elements, which it may find."""
        wanted = list(self.path[:-1])
        for tag in reversed(tags[:-1]):
            if not wanted:
                return True
            if _is_one(tag, wanted[-1]):
                wanted.pop()
        return not wanted


def dark_rules(html: str) -> tuple[DarkRule, ...]:
    """The rules for the dark scheme in a page's head, the strongest last; only those of names and classes."""
    head = _COMMENT.sub("", html[: max(html.find("<body"), 0)])
    return tuple(sorted(_rules(head), key=lambda rule: rule.weight))


def hex_of(value: str) -> str | None:
    """A colour as #rrggbb, from that, #rgb, black or white; None for any other."""
    value = value.removesuffix("!important").strip().lower()
    value = _NAMED.get(value, value)
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(char * 2 for char in value[1:])
    return value if re.fullmatch(r"#[0-9a-f]{6}", value) else None


def _rules(head: str) -> Iterator[DarkRule]:
    for block in _DARK.findall(head):
        for selectors, declarations in _RULE.findall(block):
            pairs = [one.partition(":") for one in declarations.split(";")]
            given: dict[str, str] = {name.strip().lower(): value.strip() for name, _, value in pairs}
            colour = hex_of(given.get("color", ""))
            ground = hex_of(given.get("background-color") or given.get("background", ""))
            if colour is None and ground is None:
                continue
            for selector in selectors.split(","):
                matches = [_COMPOUND.fullmatch(part) for part in selector.split()]
                if matches and all(matches):
                    path = tuple((one[1] or "", frozenset(one[2].split(".")[1:])) for one in matches if one)
                    yield DarkRule(path, colour, ground)


def _is_one(tag: Tag, wanted: Tag) -> bool:
    return wanted[0] in {"", tag[0]} and wanted[1] <= tag[1]
