"""Identical re-runs on real counts: headlines that ran several times in one test, at one time, under the same words.

Each such arm is seen on a thinned part of its traffic, judged among all pieces of its quarter, and then held against
its identical siblings, which the judge never saw. Pooled over 20 thinnings; intervals by resampling the pieces.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from repurpose.model import Placement
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.score import Settings, score
from repurpose.usage.score.series import Daily, Use

DATA = Path(__file__).parents[4] / "shared" / "data" / "upworthy-arms.csv.gz"
TODAY = dt.date(2026, 1, 31)
THINNINGS = 20
BAR = 1.25

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_file(), reason="the archive's counts aren't here"),
]


@dataclass(frozen=True, slots=True)
class Arm:
    test: str
    key: str
    quarter: str
    impressions: int
    clicks: int


@dataclass(frozen=True, slots=True)
class Rerun:
    """A flagged piece: what was promised, what its siblings did against normal, whether they won."""

    test: str
    promised: float
    delivered: float


def _arms() -> list[Arm]:
    with gzip.open(DATA, "rt", newline="") as file:
        return [
            Arm(
                row["test_id"],
                row["arm_key"],
                f"{row['test_week'][:4]}q{(int(row['test_week'][4:]) - 1) // 13}",
                int(row["impressions"]),
                int(row["clicks"]),
            )
            for row in csv.DictReader(file)
            if row["problem"] == "0" and int(row["impressions"]) > 0
        ]


def _thinned(arm: Arm, chance: random.Random) -> tuple[int, int]:
    """A part of an arm's traffic: heavy-tailed, 300 views in the middle. Clicks of it without putting back."""
    shown = max(10, min(arm.impressions, round(chance.lognormvariate(5.7, 1.2))))
    clicked = set(chance.sample(range(arm.impressions), arm.clicks))
    return shown, sum(place < shown for place in clicked)


def _reruns(seed: int) -> tuple[list[Rerun], list[Rerun], int]:
    """What our rule flags, what the raw top 5 % of rates flags, and how many could be flagged."""
    chance = random.Random(seed)
    by_quarter: dict[str, dict[tuple[str, str], list[Arm]]] = defaultdict(lambda: defaultdict(list))
    for arm in _arms():
        by_quarter[arm.quarter][(arm.test, arm.key)].append(arm)
    ours: list[Rerun] = []
    raw: list[tuple[float, Rerun]] = []
    tried = 0
    for quarter, groups in sorted(by_quarter.items()):
        if len(groups) < 50:
            continue
        seen: dict[Use, tuple[int, int]] = {}
        siblings: dict[str, list[Arm]] = {}
        for number, arms in enumerate(groups.values()):
            first, *rest = chance.sample(arms, len(arms))
            piece = f"a{number}/{quarter}/{number:08}"
            seen[(piece, 1)] = _thinned(first, chance)
            siblings[piece] = rest
        start = TODAY.toordinal() - 14
        metrics = {
            use: {"impression": Daily({start: shown}), "click": Daily({start: clicked})}
            for use, (shown, clicked) in seen.items()
        }
        placed = {use: Placement(use[0], 1, None, quarter) for use in seen}
        scores = score(metrics, placed, Settings({quarter: 1e9}), TODAY)
        normal = scores.channels[quarter].prior
        assert normal is not None
        arms_all = [arm for arms in groups.values() for arm in arms]
        mean = sum(arm.clicks for arm in arms_all) / sum(arm.impressions for arm in arms_all)
        for piece, rest in siblings.items():
            if not rest:
                continue
            tried += 1
            shown, clicked = seen[(piece, 1)]
            later = sum(arm.clicks for arm in rest) / sum(arm.impressions for arm in rest) / mean
            one = scores.pieces[piece]
            rate = clicked / shown
            test = f"{quarter}{piece}"
            raw.append((rate, Rerun(test, rate / mean, later)))
            if one.flag is Flag.WINNER and one.lift is not None:
                ours.append(Rerun(test, one.lift, later))
    raw.sort(key=lambda item: -item[0])
    return ours, [one for _, one in raw[: max(1, tried // 20)]], tried


def _precision(flagged: Sequence[Rerun]) -> float:
    return sum(one.delivered >= BAR for one in flagged) / len(flagged)


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _interval(
    worlds: Sequence[Sequence[Rerun]], figure: Callable[[Sequence[Rerun]], float], chance: random.Random
) -> tuple[float, float]:
    """The middle 95 % of a figure if the pieces are drawn again."""
    by_test: dict[str, list[Rerun]] = defaultdict(list)
    for world in worlds:
        for one in world:
            by_test[one.test].append(one)
    names = list(by_test)
    drawn = sorted(
        figure([one for name in chance.choices(names, k=len(names)) for one in by_test[name]]) for _ in range(400)
    )
    return drawn[10], drawn[-11]


def test_winners_win_again_and_bring_what_was_promised() -> None:
    seed = random.randrange(10**9)
    told = [_reruns(seed + number) for number in range(THINNINGS)]
    ours, raw = [one[0] for one in told], [one[1] for one in told]
    flagged = [one for world in ours for one in world]
    top = [one for world in raw for one in world]
    chance = random.Random(seed)
    lines = [
        f"{name}: {len(pool)} of {sum(one[2] for one in told)}, precision {_precision(pool):.3f} "
        f"{_interval(worlds, _precision, chance)}, promised {_mean([one.promised for one in pool]):.2f}, delivered "
        f"{_mean([one.delivered for one in pool]):.2f} "
        f"{_interval(worlds, lambda some: _mean([one.delivered for one in some]), chance)}"
        for name, pool, worlds in (("winners", flagged, ours), ("raw top 5 %", top, raw))
    ]
    said = "\n".join([f"seed {seed}", *lines])
    print(said)  # noqa: T201 (pytest shows it with -s, and with a failure)
    assert _precision(flagged) > _precision(top), said
    assert _mean([one.delivered for one in flagged]) >= _mean([one.promised for one in flagged]), said
