"""Share cards as PNG."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from repurpose.channels.channel import Draft


def card(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The card of a post, from its fields."""
    from repurpose.formats.card import Card, png

    return png(Card(**{**draft.fields, "fonts": tuple(font.path for font in draft.fields["fonts"])}))


def shown(draft: Draft) -> str:
    """What a card shows, and by which fonts' contents: the same is the same picture."""
    fonts = [font.sha256 for font in draft.fields["fonts"]]
    return json.dumps({**draft.fields, "fonts": fonts}, sort_keys=True)
