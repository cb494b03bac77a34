"""Forgetting: what wear took comes back while a piece rests, half of it in 60 days.

The 60 days are an assumption, not a measurement; no public data tell it.
"""

from __future__ import annotations

import datetime as dt
from math import ceil, log2

HALF_LIFE = 60.0
READY = 0.9
"""A piece may be used again when it is back at so much of its fresh rate."""


def recovered(left: float, days: float) -> float:
    """What is left of the fresh rate after so many days of rest, if `left` of it was left before them."""
    return 1.0 - (1.0 - min(left, 1.0)) * float(2.0 ** (-max(days, 0.0) / HALF_LIFE))


def days_until_ready(left: float) -> int:
    """Days of rest until it is ready; 0 if it is."""
    gone = 1.0 - left
    return 0 if gone <= 1 - READY else ceil(HALF_LIFE * log2(gone / (1 - READY)))


def ready_on(left: float, last: dt.date) -> dt.date:
    """The day from which on a piece that was last shown on `last` may be used again."""
    return last + dt.timedelta(days_until_ready(left))
