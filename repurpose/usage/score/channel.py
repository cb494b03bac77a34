"""What is normal on a channel, and whom it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from repurpose.usage.score.prior import Prior
from repurpose.usage.score.series import Measure, Series
from repurpose.usage.score.standing import WHOLE, Standings

READERS = frozenset({"told", "deliveries"})
"""How an audience is known that is a number of readers."""

_FIRST_DAYS = 14
"""Days of a placement whose exposures stand for an audience that nobody tells."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project tells of its channels: `audience`, readers that each reaches, by channel."""

    audience: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Channel:
    """What is normal on a channel, for what is paid for and what isn't apart.

    `measure`: its two metrics; None: no pair of them was measured. `audience`: readers that it reaches; `audience_by`
    says how that is known: `told` in the settings, the most `deliveries` of a mail, or `usual`, the exposures that a
    placement usually has in its first 14 days, which is no number of readers. `half_life`: days until a placement has
    had half of its exposures. `organic`, `paid`: standings; None where no reader ever acted.
    """

    name: str
    measure: Measure | None
    sharing: str | None
    audience: float | None
    audience_by: str
    half_life: float
    organic: Standings | None
    paid: Standings | None

    @property
    def prior(self) -> Prior | None:
        """What a piece that was never tried here may do, unpaid."""
        return self.organic.priors[WHOLE] if self.organic else None


def audience_of(name: str, settings: Settings, exposure: str, series: Iterable[Series]) -> tuple[float | None, str]:
    """The readers that a channel reaches, and how that is known, as `audience_by` of a Channel says it."""
    told = settings.audience.get(name) or settings.audience.get(name.split(".", maxsplit=1)[0])
    if told:
        return float(told), "told"
    several = list(series)
    if not several:
        return None, ""
    if exposure == "delivery":
        return max(one.exposures for one in several), "deliveries"
    firsts = [
        sum(number for day, number in zip(one.days, one.shown, strict=True) if day < one.days[0] + _FIRST_DAYS)
        for one in several
    ]
    return median(firsts), "usual"


def half_life(series: Iterable[Series]) -> float:
    """Median days until half of a placement's exposures are reached; at least 1."""
    found = []
    for one in series:
        so_far, half = 0.0, one.exposures / 2
        for day, number in zip(one.days, one.shown, strict=True):
            so_far += number
            if so_far >= half:
                found.append(day - one.days[0] + 1)
                break
    return float(max(1, median(found))) if found else 1.0
