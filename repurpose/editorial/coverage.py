"""What there is for each stage of the customer's life, on each channel, in each language; how old it is; what it cost.

An asset counts for each stage that it serves: as its author says, else as its words show. What it cost to make is
shared out among them. A mail of a sequence counts for its step's stage.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from repurpose.config import Config
from repurpose.document.stages import Served
from repurpose.ids import asset_of
from repurpose.library.fillings import CHANNEL, slot_of
from repurpose.manifest import Row
from repurpose.model import Asset, Status
from repurpose.usage.ledger.book import Placed

UNKNOWN = "unknown"
"""What serves no stage that anybody has told or that its words show."""

_COUNTED = {Status.APPROVED, Status.PUBLISHED}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a stage has on a channel in a language (all of them: None): the assets, and how many pieces of them."""

    stage: str
    channel: str | None
    language: str | None
    assets: tuple[str, ...]
    pieces: int


@dataclass(frozen=True, slots=True)
class Line:
    """A stage as a whole: its assets, those of them that were proposed, days since the newest and the oldest.

    `cost` is what making and using them cost; None where nothing was told.
    """

    stage: str
    assets: tuple[str, ...]
    proposed: tuple[str, ...]
    newest: int | None
    oldest: int | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A stage, on a channel and in a language if told, that has fewer assets than wanted."""

    stage: str
    channel: str | None
    language: str | None
    wanted: int
    has: int

    def __str__(self) -> str:
        on = f" on {self.channel}" if self.channel else ""
        language = f" in {self.language}" if self.language else ""
        return f"{self.stage}{on}{language}: {self.has} of the {self.wanted} wanted"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix and all that is said beside it; `reasons` by asset and stage, of what was proposed."""

    lines: tuple[Line, ...]
    cells: tuple[Cell, ...]
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    gaps: tuple[Gap, ...]
    before: float | None
    after: float | None
    reasons: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def cell(self, stage: str, channel: str | None, language: str | None = None) -> Cell:
        """What a stage has there; nothing, if it has nothing."""
        found = (one for one in self.cells if (one.stage, one.channel, one.language) == (stage, channel, language))
        return next(found, Cell(stage, channel, language, (), 0))


def coverage(
    assets: Sequence[Asset],
    serves: Mapping[str, Sequence[Served]],
    rows: Iterable[Row],
    placed: Iterable[Placed],
    config: Config,
    moment: dt.datetime,
) -> Coverage:
    """The coverage at a moment. `serves` is by asset; `rows` are the manifest's, of the latest build."""
    counted = {asset.id: asset for asset in assets if asset.status in _COUNTED and not _is_over(asset, moment)}
    stages = {name: _stages(serves.get(name, ())) for name in counted}
    found: dict[tuple[str, str | None, str | None], tuple[set[str], set[tuple[str, int]]]] = defaultdict(
        lambda: (set(), set())
    )
    for name, asset in counted.items():
        for stage in stages[name]:
            for language in (None, asset.language):
                found[stage, None, language][0].add(name)
    steps = {
        slot_of(sequence, step): step.stage
        for sequence in config.lifecycle.sequences.values()
        for step in sequence.steps
    }
    for row in rows:
        name = asset_of(row["id"]) or ""
        if name not in counted:
            continue
        own = steps.get(row["slot"]) if row["channel"] == CHANNEL else None
        for stage in (own,) if own else stages[name]:
            for language in (None, counted[name].language):
                held = found[stage, row["channel"], language]
                held[0].add(name)
                held[1].add((row["id"], row.get("use", 1)))
    cells = tuple(
        Cell(stage, channel, language, tuple(sorted(names)), len(pieces))
        for (stage, channel, language), (names, pieces) in sorted(
            found.items(), key=lambda one: tuple(map(str, one[0]))
        )
    )
    costs = _costs(assets, {one.id: _stages(serves.get(one.id, ())) for one in assets}, placed)
    names = [*config.lifecycle.all_stages, *([UNKNOWN] if any(one.stage == UNKNOWN for one in cells) else [])]
    lines = tuple(_line(stage, counted, stages, serves, costs, moment) for stage in names)
    whole = Coverage(
        lines,
        cells,
        tuple(sorted({one.channel for one in cells if one.channel})),
        tuple(sorted({asset.language for asset in counted.values()})),
        (),
        _sum(costs, [stage for stage in names if stage in config.coverage.before]),
        _sum(costs, [stage for stage in names if stage not in config.coverage.before and stage != UNKNOWN]),
        {(name, one.stage): one.reasons for name in counted for one in serves.get(name, ()) if one.is_proposed},
    )
    return replace(whole, gaps=tuple(_gaps(whole, config)))


def _is_over(asset: Asset, moment: dt.datetime) -> bool:
    return asset.expires is not None and asset.expires <= moment


def _stages(some: Sequence[Served]) -> tuple[str, ...]:
    return tuple(one.stage for one in some) or (UNKNOWN,)


def _costs(
    assets: Sequence[Asset], stages: Mapping[str, Sequence[str]], placed: Iterable[Placed]
) -> Mapping[str, float]:
    """What making and using cost, by stage. A use counts for its own stage, else for those of its asset."""
    costs: dict[str, float] = defaultdict(float)
    spent = [(asset.cost, stages[asset.id]) for asset in assets if asset.cost is not None]
    for one in placed:
        placement = one.placement
        if placement.cost is not None:
            own = (placement.stage,) if placement.stage else None
            spent.append((placement.cost, own or stages.get(asset_of(placement.piece_id) or "", (UNKNOWN,))))
    for cost, some in spent:
        for stage in some:
            costs[stage] += cost / len(some)
    return costs


def _sum(costs: Mapping[str, float], stages: Iterable[str]) -> float | None:
    told = [costs[stage] for stage in stages if stage in costs]
    return sum(told) if told else None


def _line(
    stage: str,
    counted: Mapping[str, Asset],
    stages: Mapping[str, Sequence[str]],
    serves: Mapping[str, Sequence[Served]],
    costs: Mapping[str, float],
    moment: dt.datetime,
) -> Line:
    names = sorted(name for name, some in stages.items() if stage in some)
    touched = (max((day for day in (counted[name].date, counted[name].updated) if day), default=None) for name in names)
    ages = [max(0, (moment - day).days) for day in touched if day]
    proposed = (name for name in names if any(one.stage == stage and one.is_proposed for one in serves.get(name, ())))
    return Line(
        stage, tuple(names), tuple(proposed), min(ages, default=None), max(ages, default=None), costs.get(stage)
    )


def _gaps(made: Coverage, config: Config) -> Iterable[Gap]:
    """What falls short of `[coverage] wanted`; a stage without a word there is short of its first asset."""
    wanted = dict(config.coverage.wanted)
    for stage in config.lifecycle.all_stages:
        if not any(name.partition(".")[0] == stage for name in wanted):
            wanted[stage] = 1
    for name, count in wanted.items():
        where, _, language = name.partition("@")
        stage, _, channel = where.partition(".")
        has = len(made.cell(stage, channel or None, language or None).assets)
        if has < count:
            yield Gap(stage, channel or None, language or None, count, has)


def as_data(made: Coverage) -> dict[str, Any]:
    """The coverage as plain data."""
    return {
        "stages": [
            {
                "stage": line.stage,
                "assets": list(line.assets),
                "proposed": {name: list(made.reasons.get((name, line.stage), ())) for name in line.proposed},
                "newest_days": line.newest,
                "oldest_days": line.oldest,
                "cost": line.cost,
            }
            for line in made.lines
        ],
        "cells": [
            {"stage": one.stage, "channel": one.channel, "language": one.language, "pieces": one.pieces}
            | {"assets": list(one.assets)}
            for one in made.cells
        ],
        "gaps": [
            {"stage": one.stage, "channel": one.channel, "language": one.language, "wanted": one.wanted, "has": one.has}
            for one in made.gaps
        ],
        "spend": {"before_purchase": made.before, "after_purchase": made.after},
    }  # fmt: skip
