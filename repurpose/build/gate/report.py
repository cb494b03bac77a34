"""Leaks -> errors: what would stand where, where it is gated, and which key gives it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from repurpose.build.gate.gate import Gate, Leak
from repurpose.build.gate.marks import Kind, Mark
from repurpose.build.gate.openly import texts_within
from repurpose.build.gate.views import unfolded
from repurpose.errors import GateError, Location
from repurpose.model import Asset

SHOWN = 70
"""Characters of a leak that its error tells."""

_NOT_SAID = {"id", "path", "slug", "language", "body", "sha256", "lines", "status", "access", "stages", "channels"}


def errors(leaks: Iterable[tuple[str, Leak]], assets: Mapping[str, Asset]) -> Iterator[GateError]:
    """An error for each gated block or thing that leaks; each leak comes with the path of its piece's asset."""
    groups: dict[tuple[Kind, Location, str], list[tuple[str, Leak]]] = {}
    for owner, leak in leaks:
        about = leak.key if leak.kind in {Kind.LINK, Kind.FILE} else ""
        groups.setdefault((leak.kind, leak.at, about), []).append((owner, leak))
    for some in groups.values():
        owner, leak = some[0]
        paths = list(dict.fromkeys(one.piece for _, one in some))
        where = paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
        words = " ".join(leak.words.split())
        shown = words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"
        yield GateError(
            f"{leak.tier} {leak.kind} would stand in {where}: {shown!r}", leak.at, _remedy(owner, leak, assets)
        )


def _remedy(owner: str, leak: Leak, assets: Mapping[str, Asset]) -> str:
    """How to mend it: which key of the front matter says it, if one does."""
    asset = assets.get(owner)
    gate = Gate([Mark(leak.kind, leak.key, leak.tier, leak.asset, "", (1,))], whole=True)
    for spec in fields(asset) if asset else ():
        if spec.name in _NOT_SAID:
            continue
        for key, text in texts_within(
            getattr(asset, spec.name), "" if spec.name in {"overrides", "extra"} else spec.name
        ):
            if asset and any(True for _ in gate.found(unfolded(text))):
                return f"`{key}` in {asset.at(key)} says it: write that anew, or open the part that is gated"
    return "take it out of the text, template or setting that repeats it, or say it in an open part as well"
