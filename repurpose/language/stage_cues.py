"""Words by which a text shows which stage of the customer's life it serves, by language; in `stages/<tag>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from repurpose.language.tags import primary


@cache
def stage_cues(tag: str) -> Mapping[str, tuple[str, ...]]:
    """By stage, words and phrases in small letters; nothing for a language that nobody has told them of."""
    path = files("repurpose.language") / "stages" / f"{primary(tag)}.toml"
    if not path.is_file():
        return {}
    told = tomllib.loads(path.read_text(encoding="utf-8"))["cues"]
    return {stage: tuple(cues) for stage, cues in told.items()}
