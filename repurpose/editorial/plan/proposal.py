"""A use that is proposed, with all that is said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from repurpose.model import Placement


@dataclass(frozen=True, slots=True)
class Proposal:
    """A use to be made, if people say so. `text`: the piece's words without their link, as far as a build tells them.

    `expected`: numbers by metric; empty where the channel was never measured. `lift` is the shrunk one.
    """

    placement: Placement
    title: str
    text: str
    time: dt.time | None
    reasons: tuple[str, ...]
    expected: Mapping[str, float]
    said: str
    lift: float | None
    is_try: bool
    quality: float | None
    unseen: float | None
