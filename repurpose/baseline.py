"""Known notices, kept in a file beside repurpose.toml, so that a check tells only of new ones."""

from __future__ import annotations

import json
from collections.abc import Iterable

from repurpose.errors import ConfigError, Location
from repurpose.model import Notice

NAME = "repurpose-baseline.json"

Known = frozenset[tuple[str, str, str]]


def read_baseline(raw: bytes) -> Known:
    """The notices in a baseline: code, path and text. Lines don't count: they move with every edit above them.

    Raises:
        ConfigError: it is no baseline.
    """
    try:
        return frozenset((row["code"], row["path"], row["text"]) for row in json.loads(raw)["notices"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ConfigError(
            "is no baseline", Location(NAME), "write it anew: repurpose check --update-baseline"
        ) from None


def write_baseline(notices: Iterable[Notice]) -> bytes:
    """A baseline of these notices."""
    known = sorted({(notice.code, notice.location.path, notice.text) for notice in notices})
    listed = [{"code": code, "path": path, "text": text} for code, path, text in known]
    return (json.dumps({"version": 1, "notices": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def without_known(notices: Iterable[Notice], known: Known) -> tuple[Notice, ...]:
    """The notices that are not in the baseline."""
    return tuple(notice for notice in notices if (notice.code, notice.location.path, notice.text) not in known)
