"""Pieces that did well, have been quiet since, and are rested: the first to think of for another use.

Quiet: exposures a day, by present form, are under a quarter of those of its first 90 days; or it isn't shown at all.
"""

from __future__ import annotations

import datetime as dt
from math import log

from repurpose.usage.score.form import HALF_LIFE, recent
from repurpose.usage.score.rest import READY
from repurpose.usage.score.series import Series
from repurpose.usage.score.wear import Wear

_AWAY = 14
_FIRST = 90
_SHARE = 0.25


def is_dormant(series: Series, wear: Wear, today: dt.date) -> bool:
    """Whether a piece has been away for 14 days or more, is quiet, and has recovered."""
    if wear.last is None or (today - wear.last).days <= _AWAY or wear.quality(today) < READY:
        return False
    start = series.days[0]
    length = min(_FIRST, max(1, today.toordinal() - start))
    first = sum(number for day, number in zip(series.days, series.shown, strict=True) if day < start + _FIRST) / length
    shown, _ = recent(series, today)
    return shown * log(2) / HALF_LIFE < _SHARE * first
