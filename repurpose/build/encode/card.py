"""Share cards as PNG."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from repurpose.channels.channel import Draft


def card(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The card of a post, from its fields."""
    from repurpose.formats.card import Card, png

    return png(Card(**draft.fields))
