"""What a mail of a sequence says by itself: the moment it comes at, its tone, its call; in `tones/<tag>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from repurpose.language.interface import FALLBACK
from repurpose.language.tags import primary

LEADING = frozenset(
    "lead-acquired ad-clicked cart-filled first-login first-use usage-level service-due renewal-due".split()
)
"""Moments whose sentences lead to what stands below them already, in every language."""


@dataclass(frozen=True, slots=True)
class Tones:
    """One language's words.

    `moments` are the first sentences of a sequence, by its trigger; `intros` and `calls` are by tone; `because` says
    why somebody gets the mail.
    """

    language: str
    because: str
    moments: Mapping[str, str]
    intros: Mapping[str, str]
    calls: Mapping[str, str]

    def intro(self, moment: str | None, tone: str) -> list[str]:
        """The paragraphs above an asset; only a question is asked below a moment that leads to it."""
        above = [self.moments[moment]] if moment and moment in self.moments else []
        return above if moment in LEADING and tone != "question" else [*above, self.intros[tone]]


@cache
def tones(tag: str) -> Tones:
    """The words for a language, English where there are none."""
    language = primary(tag)
    folder = files("repurpose.language") / "tones"
    found = language if (folder / f"{language}.toml").is_file() else FALLBACK
    words = tomllib.loads((folder / f"{found}.toml").read_text(encoding="utf-8"))
    return Tones(found, words["because"], words["moments"], words["intros"], words["calls"])
