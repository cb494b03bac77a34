"""The journal: what a switch removes. While a whole one stands, the switch is to be finished."""

from __future__ import annotations

import contextlib
import hashlib
import json
import stat
from collections.abc import Sequence

from repurpose.build.switch.places import JOURNAL, NEW, OLD, STAGE, is_below
from repurpose.disk import Folder


def sealed(gone: Sequence[str]) -> bytes:
    """A journal of what is to be removed, with the digest that tells a whole one from a part."""
    body = json.dumps({"version": 1, "removed": list(gone)}).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def committed(top: Folder) -> tuple[str, ...] | None:
    """What the journal says is to be removed; None if there is none, or only a part of one."""
    with top.entered([STAGE]) as (*_, stage):
        modes = [stage.mode(name) or 0 for name in (NEW, OLD, JOURNAL)]
        if stage is top or [stat.S_IFMT(mode) for mode in modes] != [stat.S_IFDIR, stat.S_IFDIR, stat.S_IFREG]:
            return None
        digest, _, body = stage.read(JOURNAL).partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):  # sealed, but not by us
        return tuple(path for path in json.loads(body)["removed"] if is_below(path))
    return None
