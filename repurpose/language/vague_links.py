"""Words of a link that don't say where it leads, by language; they stand in vague_links.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from repurpose.language.tags import primary


def is_vague(words: str, language: str) -> bool:
    """Whether a link's words say nothing of where it leads."""
    return " ".join(words.split()).strip(" .,:;!…→»>。、").casefold() in _lists().get(primary(language), ())


@cache
def _lists() -> dict[str, frozenset[str]]:
    tables = tomllib.loads((files("repurpose.language") / "vague_links.toml").read_text(encoding="utf-8"))
    return {language: frozenset(map(str.casefold, words)) for language, words in tables.items()}
