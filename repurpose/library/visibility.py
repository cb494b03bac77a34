"""May this be seen, where, from when? One answer for drafts, dates, embargoes, expiry and review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from repurpose.config import Build
from repurpose.model import Asset, Status


class Showing(StrEnum):
    """How a channel shows what it makes."""

    PUBLIC = "public"
    """At once, to all: the site and its feeds."""
    HANDED_OVER = "handed over"
    """By people, later: mail, posts, video. May be made ahead."""
    STANDING = "standing"
    """By mail systems, for as long as a sequence names it: however old it is."""
    PRESS = "press"
    """To editors, who keep an embargo."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether pieces are made; if so, from when they may be seen (None: now); if not, why (a notice code and words)."""

    made: bool
    not_before: datetime | None = None
    code: str | None = None
    why: str | None = None


_UNFINISHED = {Status.IDEA, Status.DRAFT, Status.REVIEW}


def verdict(asset: Asset, showing: Showing, moment: datetime, build: Build, drafts: bool = False) -> Verdict:
    """The verdict on one asset for one kind of channel at the told moment. `drafts` shows what is not finished too."""
    if asset.status is Status.RETIRED:
        return Verdict(False, code="retired", why="is retired")
    if asset.status in _UNFINISHED and not drafts:
        return Verdict(False, code="unfinished", why=f"has the status {asset.status}")
    if asset.expires and asset.expires <= moment:
        return Verdict(False, code="expired", why=f"expired on {asset.expires.date()}")
    if asset.embargo and asset.embargo > moment:
        if showing is not Showing.PRESS:
            return Verdict(
                False,
                code="embargo",
                why=f"is under embargo until {asset.embargo.isoformat()}: only its press release is made",
            )
        return Verdict(True, not_before=asset.embargo)
    if drafts and asset.status in _UNFINISHED:
        return Verdict(True)
    return _by_date(asset, showing, moment, build)


def _by_date(asset: Asset, showing: Showing, moment: datetime, build: Build) -> Verdict:
    if asset.date is None:
        return Verdict(True)
    if showing is Showing.PUBLIC:
        if asset.date > moment:
            return Verdict(False, code="scheduled", why=f"is published on {asset.date.isoformat()}")
        return Verdict(True)
    if asset.date - moment > timedelta(days=build.ahead):
        return Verdict(
            False, code="scheduled", why=f"is published on {asset.date.isoformat()}, more than {build.ahead} days ahead"
        )
    if showing is not Showing.STANDING and build.back is not None and moment - asset.date > timedelta(days=build.back):
        return Verdict(False, code="old", why=f"is older than {build.back} days")
    return Verdict(True, not_before=asset.date if asset.date > moment else None)


def steady(asset: Asset, moment: datetime, build: Build) -> tuple[datetime | None, datetime | None]:
    """The span around `moment` in which no verdict on the asset changes: from the first, until before the second.

    None stands for ever. An asset's answers change at its dates alone, by as many days as `[build]` says.
    """
    turns = [when for when in (asset.date, asset.expires, asset.embargo) if when]
    if asset.date:
        turns += _shifted(asset.date, -build.ahead)
        if build.back is not None:  # still shown at the very second, old in the next
            turns += [when + timedelta(seconds=1) for when in _shifted(asset.date, build.back)]
    return max((turn for turn in turns if turn <= moment), default=None), min(
        (turn for turn in turns if turn > moment), default=None
    )


def _shifted(when: datetime, days: int) -> list[datetime]:
    try:
        return [when + timedelta(days=days)]
    except OverflowError:  # before the year 1 or after 9999
        return []
