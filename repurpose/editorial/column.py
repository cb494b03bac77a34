"""Which column of the board an asset stands in."""

from __future__ import annotations

from datetime import datetime

from repurpose.model import Asset, Status


def column_of(asset: Asset, moment: datetime) -> str:
    """The column an asset stands in at a moment, as far as its file tells."""
    if asset.status in {Status.IDEA, Status.DRAFT, Status.REVIEW, Status.RETIRED}:
        return str(asset.status)
    if asset.expires and asset.expires <= moment:
        return "retired"
    if (asset.date and asset.date > moment) or (asset.embargo and asset.embargo > moment):
        return "scheduled"
    return "approved" if asset.status is Status.APPROVED and asset.date is None else "live"
