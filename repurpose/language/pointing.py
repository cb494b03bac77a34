"""Words that point out of their sentence, so that it can't stand alone; read from pointing.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from repurpose.language.tags import primary

_OPENING_MARKS = "\"'“‘«「『*_( "


def opens_dangling(sentence: str, language: str) -> bool:
    """Whether a sentence begins with a word that points at what stood before it."""
    return _openers(primary(language)).match(sentence.lstrip(_OPENING_MARKS)) is not None


def points_out(sentence: str) -> bool:
    """Whether a sentence points at something outside it, such as "the following" or "see below"."""
    return _anywhere().search(sentence) is not None


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((files("repurpose.language") / "pointing.toml").read_text(encoding="utf-8"))


@cache
def _openers(language: str) -> re.Pattern[str]:
    table = _tables().get(language)
    if table is None:
        return re.compile(r"(?!)")
    end = r"\b" if table["whole"] else ""
    return re.compile(f"(?:{'|'.join(table['openers'])}){end}", re.I)


@cache
def _anywhere() -> re.Pattern[str]:
    return re.compile("|".join(_tables()["anywhere"]), re.I)
