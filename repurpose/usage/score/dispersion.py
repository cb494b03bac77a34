"""How much more days scatter than chance alone would have it (over-dispersion), by Pearson's statistic.

Counts are divided by it, since readers who come in clusters tell less than as many single ones. Where few days are
known it is 1.8: identical headlines in the Upworthy archive scatter so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repurpose.usage.score.channel_days import normalised
from repurpose.usage.score.series import Series

USUAL = 1.8
_WEIGHT = 50.0
"""Degrees of freedom that the usual value is worth."""
_MOST = 2000.0


def dispersion(placements: Sequence[Series], factors: Mapping[int, float]) -> float:
    """The factor by which variances exceed those of independent readers, at least 1."""
    chi_square, cells, fitted = 0.0, 0, 0
    days: set[int] = set()
    for one in placements:
        actions = one.actions
        weighted = normalised(one, factors)
        if one.spread or not 0 < actions < weighted:  # without actions nothing can scatter
            continue
        rate = actions / weighted
        for day, number, acted in zip(one.days, one.shown, one.acted, strict=True):
            expected = number * factors.get(day, 1.0) * rate
            chi_square += (acted - expected) ** 2 / (expected * (1 - rate))
        cells += len(one.days)
        fitted += 1
        days.update(one.days)
    freedom = cells - fitted - len(days)
    if freedom <= 0:
        return USUAL
    weight = min(float(freedom), _MOST)
    return max(1.0, (_WEIGHT * USUAL + weight * chi_square / freedom) / (_WEIGHT + weight))
