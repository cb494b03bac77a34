"""What every piece depends on beside the project: this program, and the packages it stands on."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from repurpose.channels import registry

_SOURCES = (".py", ".toml", ".json", ".txt")


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
    digest, folder = hashlib.sha256(), str(Path(spec.origin).parent)
    for path in sorted(_files(folder)) if spec.submodule_search_locations else [spec.origin]:
        digest.update(f"{path.removeprefix(folder).replace(os.sep, '/')}\0".encode())
        digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    for place, _, names in os.walk(folder):  # a tenth of what pathlib takes for hundreds of files
        yield from (f"{place}{os.sep}{name}" for name in names if name.endswith(_SOURCES))
