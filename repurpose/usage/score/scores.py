"""What is known of placements, pieces, assets and channels on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from repurpose.usage.score.asset import AssetStanding
from repurpose.usage.score.channel import READERS, Channel
from repurpose.usage.score.flags import Flag
from repurpose.usage.score.flags import one_look as list_for_one_look
from repurpose.usage.score.prior import Posterior
from repurpose.usage.score.series import Measure, Series, Use
from repurpose.usage.score.standing import Standing
from repurpose.usage.score.wear import Wear, WearState


@dataclass(frozen=True, slots=True)
class Score:
    """A placement (`use` counts from 1), or a piece over all its uses on its channel (`use` 0).

    A piece that was used both ways is judged by its uses that weren't paid for. `standing`, `influence` and `wear` are
    None where they can't be known, which is no zero. `wear_state` is said of pieces only. `unopened`: of mails, the
    share of the list that has most likely opened none of the uses.
    """

    piece: str
    use: int
    asset: str
    channel: str
    paid: bool
    measure: Measure | None
    flag: Flag
    standing: Standing | None
    influence: Standing | None
    wear: Wear | None
    wear_state: WearState
    series: Series
    uses: tuple[int, ...]
    expires: dt.date | None = None
    evergreen: bool = False
    dormant: bool = False
    audience_by: str = ""
    unopened: float | None = None

    @property
    def lift(self) -> float | None:
        """The shrunk rate against the normal one."""
        return self.standing.lift if self.standing else None

    @property
    def probability(self) -> float | None:
        """That the true rate is at least a quarter above normal."""
        return self.standing.win if self.standing else None

    @property
    def posterior(self) -> Posterior | None:
        """What the true rate may be."""
        return self.standing.posterior if self.standing else None

    @property
    def is_influence(self) -> bool:
        """Whether readers pass it on more than is normal: a flag of its own, whatever the return."""
        return self.influence is not None and self.influence.flag is Flag.WINNER

    @property
    def unseen(self) -> float | None:
        """The share of the audience that has most likely never met it; None where the audience isn't known."""
        if self.unopened is not None:
            return self.unopened
        return self.wear.unseen if self.wear and self.audience_by in READERS else None

    @property
    def rest_until(self) -> dt.date | None:
        """From when on it may be used again, where it is worn."""
        return self.wear.ready_on if self.wear and self.wear_state in {WearState.TIRED, WearState.WORN_OUT} else None


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that is known on a day: by placement, by piece, by asset, by channel."""

    today: dt.date
    placements: Mapping[Use, Score]
    pieces: Mapping[str, Score]
    assets: Mapping[str, AssetStanding]
    channels: Mapping[str, Channel]

    @property
    def one_look(self) -> tuple[Score, ...]:
        """The pieces to list in a report that is looked at once: one in ten of them is expected to be wrong."""
        known = [one for one in self.pieces.values() if one.standing is not None]
        return tuple(known[place] for place in list_for_one_look([one.standing.win for one in known if one.standing]))
