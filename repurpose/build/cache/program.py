"""What every piece depends on beside the project: this program, and the packages it stands on."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from repurpose.channels import registry

_SOURCES = {".py", ".toml", ".json", ".txt"}


def generation(parts: Iterable[object], channels: Iterable[str]) -> str:
    """A digest of the program as it is here, of the channels it builds, and of what else is told."""
    known = hashlib.sha256(program().encode())
    for name in channels:
        known.update(f"{name} {_source(registry.module(name).partition('.')[0])}".encode())
    for part in parts:
        known.update(f"{part!r}\0".encode())
    return known.hexdigest()[:32]


def program() -> str:
    """A digest of the program as it is here, and of the packages it stands on."""
    told = f"{sys.version_info[:2]} {unicodedata.unidata_version} {_packages()} {_source('repurpose')}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def other_packages(channels: Iterable[str]) -> tuple[str, ...]:
    """The folders of the packages that bring channels, this one left out."""
    names = {registry.module(name).partition(".")[0] for name in channels} - {"repurpose"}
    specs = [find_spec(name) for name in sorted(names)]
    return tuple(str(Path(spec.origin).parent) for spec in specs if spec and spec.origin)


def _packages() -> list[str]:
    """The packages that are installed, with their versions, by the names of their folders."""
    found: set[str] = set()
    for place in sys.path:
        folder = Path(place or ".")
        if folder.is_dir():
            found |= {path.name for path in folder.iterdir() if path.suffix in {".dist-info", ".egg-info"}}
    return sorted(found)


@cache
def _source(package: str) -> str:
    """A digest of a package's own files: a channel that is being written changes without a new version."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return package
    origin = Path(spec.origin)
    digest = hashlib.sha256()
    folder = origin.parent
    paths = (
        [path for path in folder.rglob("*") if path.suffix in _SOURCES] if spec.submodule_search_locations else [origin]
    )
    for path in sorted(paths):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
