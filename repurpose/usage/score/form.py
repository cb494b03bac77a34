"""Present form: counts of which half the weight is gone after 28 days.

28 days was the best of seven half-lives at telling the next 90 days of 99 real daily series.
"""

from __future__ import annotations

import datetime as dt

from repurpose.usage.score.series import Series

HALF_LIFE = 28.0


def recent(series: Series, today: dt.date, half_life: float = HALF_LIFE) -> tuple[float, float]:
    """Exposures and actions, each weighted by 2^(-age / half_life)."""
    now = today.toordinal()
    shown = acted = 0.0
    for day, number, done in zip(series.days, series.shown, series.acted, strict=True):
        weight = 2.0 ** (-(now - day) / half_life)
        shown += weight * number
        acted += weight * done
    return shown, acted
