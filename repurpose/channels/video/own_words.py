"""An author's own words for the video: `video` in the front matter."""

from __future__ import annotations

from typing import Any

from repurpose.errors import AssetError
from repurpose.library.fields import line_of_text
from repurpose.model import Asset
from repurpose.tables import did_you_mean

_LINES = ("title", "hook", "close")
_KEYS = (*_LINES, "script", "seconds")


def own_words(asset: Asset) -> dict[str, Any]:
    """The author's own words by their keys.

    Raises:
        AssetError: a key that no video has, or a value of the wrong kind.
    """
    own = dict(asset.overrides.get("video", {}))
    for key, value in own.items():
        at = asset.at(f"video.{key}")
        if key not in _KEYS:
            near = did_you_mean(key, _KEYS)
            raise AssetError(
                f"video: there is no {key!r}", at, f"did you mean {near}?" if near else f"known: {', '.join(_KEYS)}"
            )
        if key == "seconds" and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise AssetError(f"video: seconds must be a whole number from 1 up, not {value!r}", at)
        if key == "script" and not (isinstance(value, str) and value.strip()):
            raise AssetError("video: script must be a text: what is spoken, a paragraph a scene", at)
        if key in _LINES:
            try:
                own[key] = line_of_text(value)
            except ValueError as error:
                raise AssetError(f"video: {key} {error}", at) from None
    return own
