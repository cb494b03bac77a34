"""The templates as texts: the built-in ones, and a project's own, which come before them by name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = "templates"

PATTERNS = "social/patterns/"

ANY = "*"
"""Stands for all templates, where one names others by what it is given."""


def builtin_templates() -> Path:
    """The folder of the built-in templates: beside the package in a checkout, within it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / FOLDER
    return shipped if shipped.is_dir() else package.parent / FOLDER


@cache
def builtin_texts() -> Mapping[str, str]:
    """The built-in templates by name."""
    return _texts(builtin_templates())


def own_texts(root: Path) -> Mapping[str, str]:
    """The templates of the project at `root`, by name."""
    folder = root / FOLDER
    is_builtin = folder.is_dir() and folder.resolve() == builtin_templates().resolve()
    return _texts(folder) if folder.is_dir() and not is_builtin else {}


def digests(own: Mapping[str, str]) -> Mapping[str, str]:
    """The digest of each template by its name, a project's own before the built-in ones."""
    texts = {**builtin_texts(), **own}
    return {name: hashlib.sha256(text.encode()).hexdigest()[:32] for name, text in texts.items()}


def post_patterns(own: Mapping[str, str]) -> Mapping[str, str]:
    """The patterns of posts by name, a project's own before the built-in ones: plain texts, which need no engine."""
    texts = {**builtin_texts(), **own}
    return {name[len(PATTERNS) : -4]: text for name, text in sorted(texts.items()) if name.startswith(PATTERNS)}


def _texts(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            found[path.relative_to(folder).as_posix()] = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):  # a picture beside the templates, which none of them can include
            continue
    return found
