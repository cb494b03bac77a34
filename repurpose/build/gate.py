"""The last look before anything is written: no sentence that is gated may stand in a piece of a lower tier.

Channels get their text already cut. The gate doesn't believe it: it looks in the finished bytes, at the words alone,
whatever markup, wrapping or escaping they were given.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from repurpose.document.access import TIERS
from repurpose.errors import GateError, Location
from repurpose.language.sentences import split_sentences
from repurpose.language.tags import is_spaced
from repurpose.model import Access, Asset, Piece

_MARKUP = re.compile(r"<[^<>]*>|https?://\S+|\[(?:note )?\d+\]")
_IMAGE = re.compile(r"""<img\b[^<>]*?\balt\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^<>]*>""", re.I)
_WORDS_OF_TAG = re.compile(
    r"""\b(?:title|content|label|summary|value|placeholder|text)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.I
)
_NOT_LETTER = re.compile(r"[\W_]+")
SHORTEST = 20
"""Letters below which a sentence proves nothing: "See the table." may stand anywhere."""
SHORTEST_UNSPACED = 10
"""The same where a character says as much as a word does."""

_HEAD = SHORTEST_UNSPACED


@dataclass(frozen=True, slots=True)
class Mark:
    """A gated sentence by its letters, the tier that may read it, and the asset it stands in: its id and place."""

    letters: str
    tier: Access
    asset: str
    at: Location


def marks(asset: Asset, gated: Mapping[Access, Sequence[str]], readable_text: str) -> tuple[Mark, ...]:
    """The gated sentences of an asset; those that everyone may read elsewhere in it are none."""
    if not gated:
        return ()
    public = letters(readable_text)
    shortest = SHORTEST if is_spaced(asset.language) else SHORTEST_UNSPACED
    found: dict[str, Mark] = {}
    for tier, texts in gated.items():
        for text in texts:
            for sentence in split_sentences(text, asset.language):
                known = letters(sentence)
                if len(known) >= shortest and known not in public:
                    found.setdefault(known, Mark(known, tier, asset.id, asset.at()))
    return tuple(found.values())


class Gate:
    """Looks for marks in pieces, of whichever asset they are."""

    def __init__(self, known: Iterable[Mark]) -> None:
        self._by_head: dict[str, list[Mark]] = {}
        for mark in known:
            self._by_head.setdefault(mark.letters[:_HEAD], []).append(mark)
        self._assets = {mark.asset for some in self._by_head.values() for mark in some}

    def leak(self, piece: Piece, *, of_others: bool = False) -> GateError | None:
        """The first gated sentence that stands in a piece of a lower tier, as an error; None if there is none.

        With `of_others` only marks of other assets than the piece's own count.
        """
        own = piece.asset if of_others else None
        if not is_text(piece.media_type) or self._assets <= {own}:
            return None
        text = letters(readable(piece))
        for start in range(len(text) - _HEAD + 1):
            for mark in self._by_head.get(text[start : start + _HEAD], ()):
                if (
                    TIERS.index(mark.tier) > TIERS.index(piece.access)
                    and mark.asset != own
                    and text.startswith(mark.letters, start)
                ):
                    return GateError(
                        f"{mark.tier} text would stand in {piece.path}: {mark.letters[:50]!r}",
                        mark.at,
                        "take the sentence out of the open text, description or override that repeats it",
                    )
        return None


def is_text(media_type: str) -> bool:
    """Whether words can stand in a file of that type."""
    return media_type.startswith(("text/", "message/")) or media_type.endswith(("json", "xml", ".document"))


def readable(piece: Piece) -> str:
    """The text of a piece's bytes, as far as its media type hides it; our Word documents aren't compressed."""
    if piece.media_type == "message/rfc822":
        message = message_from_bytes(piece.content, policy=default)
        parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        return "\n".join([str(message["Subject"]), *parts])
    text = piece.content.decode(errors="replace")
    try:
        return "\n".join(_strings(json.loads(text))) if piece.media_type.endswith("json") else text
    except ValueError:  # a piece of an earlier build, damaged since
        return text


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    return [text for item in value for text in _strings(item)] if isinstance(value, list) else []


def letters(text: str) -> str:
    """Letters and digits alone, folded: markup, links, entities, spaces, wrapping and quotes don't count."""
    spoken: list[str] = []

    def without_markup(some: str) -> str:
        some = _IMAGE.sub(lambda image: image[1] or image[2] or "", some)
        spoken.extend(part for tag in _MARKUP.findall(some) for pair in _WORDS_OF_TAG.findall(tag) for part in pair)
        return _MARKUP.sub("", some)

    # Twice, since a feed holds escaped HTML within its XML. What other tags say (a description, a title) follows.
    plain = without_markup(html.unescape(without_markup(html.unescape(without_markup(text)))))
    plain = "\n".join([plain, *(html.unescape(html.unescape(part)) for part in spoken)])
    return _NOT_LETTER.sub("", unicodedata.normalize("NFC", plain)).casefold()
