"""The voice of posts: patterns of text, one an angle or a network and angle, which a project may write anew.

A pattern is plain text with names in braces. A paragraph whose names are all empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from repurpose.errors import ConfigError, Location

NAMES = ("hook", "text", "points", "intro", "context", "cta", "link", "tags", "title")
"""What a pattern may name."""

_NAME = re.compile(r"\{(\w*)\}")
_PLAIN = "{hook}\n\n{intro}\n\n{text}\n\n{points}\n\n{context}\n\n{link}\n\n{tags}"


def pattern(patterns: Mapping[str, str], network: str, angle: str, kind: str) -> str:
    """The pattern for a network's post: of that angle there, of its kind there, of the angle, of the kind.

    Raises:
        ConfigError: it names something that posts don't have.
    """
    for name in (f"{network}.{angle}", f"{network}.{kind}", angle, kind):
        if name in patterns:
            if unknown := _unknown(patterns[name]):
                raise ConfigError(
                    f"a post has no {{{unknown}}}",
                    Location(f"templates/social/patterns/{name}.txt"),
                    f"there are {', '.join(f'{{{one}}}' for one in NAMES)}",
                )
            return patterns[name]
    return _PLAIN


@lru_cache(maxsize=256)  # of the same few patterns for every post
def _unknown(text: str) -> str | None:
    """The first name in a pattern that posts don't have."""
    return next((name for name in _NAME.findall(text) if name not in NAMES), None)


def fill(text: str, values: Mapping[str, str]) -> str:
    """A pattern with its names filled, without the paragraphs that say nothing then."""
    kept = []
    for parts in _paragraphs(text):
        named = [values.get(name, "") for name in parts[1::2]]
        if not named or any(named):
            filled = [*parts]
            filled[1::2] = named
            kept.append("".join(filled).strip())
    return "\n\n".join(filter(None, kept))


@lru_cache(maxsize=256)
def _paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of a pattern, each as what stands before its first name, that name, what follows, and so on."""
    return tuple(tuple(_NAME.split(paragraph)) for paragraph in text.strip().split("\n\n"))
