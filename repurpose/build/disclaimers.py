"""Required words: whether each channel's pieces of an asset say what `[style] required` wants said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from repurpose.config import Required, Style
from repurpose.ids import channel_of
from repurpose.model import Asset, Notice, Piece

_TAG = re.compile(r"<[^>]*>")
_MARKUP = ("html", "md")


def disclaimers(pieces: Sequence[Piece], asset: Asset, style: Style) -> Iterator[Notice]:
    """The channels, with their networks, in one of whose pieces required words are missing.

    A piece of several files says what any of them says: its plain text is that of its HTML.
    """
    wanted = [one for one in style.required if not one.tags or set(one.tags) & set(asset.tags)]
    if not wanted:
        return
    said: dict[str, dict[tuple[str, int], str]] = {}
    for piece in pieces:
        channel = channel_of(piece.id) or piece.channel
        if piece.media_type.startswith("text/") and piece.slot != "none":
            texts = said.setdefault(channel, {})
            texts[piece.id, piece.use] = texts.get((piece.id, piece.use), "") + "\n" + _plain(piece)
    for one in wanted:
        words = " ".join(one.text.split())
        for channel, texts in sorted(said.items()):
            if _is_for(one, channel) and not all(words in text for text in texts.values()):
                yield Notice("style-required", asset.at(), f"{channel} lacks the words that [style] requires: {words}")


def _is_for(one: Required, channel: str) -> bool:
    return not one.channels or channel in one.channels or channel.partition(".")[0] in one.channels


def _plain(piece: Piece) -> str:
    text = piece.content.decode(errors="replace")
    if piece.path.endswith(_MARKUP):
        text = unescape(_TAG.sub("", text))
    return " ".join(text.split())
