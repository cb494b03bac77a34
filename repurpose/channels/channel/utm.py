"""What tells in a link which piece a reader came from."""

from __future__ import annotations

from collections.abc import Mapping

from repurpose.channels.channel.brief import Brief
from repurpose.config import Utm
from repurpose.ids import link_id, piece_id
from repurpose.library.schedule import Planned


def tracking(brief: Brief, channel: str, slot: str, *, network: str | None = None, medium: str) -> dict[str, str]:
    """The UTM parameters of a piece's links, by the patterns of `[utm]`."""
    name = f"{channel}.{network}" if network else channel
    asset = brief.asset
    values = {
        "network": network or channel,
        "medium": medium,
        "campaign": asset.campaign or asset.id,
        "channel": channel,
        "asset": asset.id,
        "slug": asset.slug,
        "language": asset.language,
        "link_id": link_id(piece_id(asset.id, name, slot)),
    }
    return utm_values(brief.project.config.utm, values)


def utm_values(utm: Utm, values: Mapping[str, str]) -> dict[str, str]:
    """The UTM parameters that the patterns of `[utm]` give for what they may name."""
    patterns = {
        "utm_source": utm.source,
        "utm_medium": utm.medium,
        "utm_campaign": utm.campaign,
        "utm_content": utm.content,
    }
    # Analytics tell capitals apart and cut at spaces, so a value has neither.
    return {key: "-".join(pattern.format(**values).lower().split()) for key, pattern in patterns.items()}


def again(link: str, piece: str, planned: Planned) -> str:
    """What tracks the first use of a piece, in a link or a text, as it is in the use that is planned."""
    placement = planned.placement
    return link.replace(link_id(piece), link_id(placement.piece_id, placement.use))
