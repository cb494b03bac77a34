"""An author's own words for the release: `press_release` in the front matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repurpose.errors import AssetError
from repurpose.library.fields import line_of_text, read_quotes
from repurpose.model import Asset, Quote

QUOTES = 2
"""How many of an asset's quotes a release takes; of those that are told for the release alone, all."""

_LINES = ("headline", "subhead", "lead", "dateline", "city", "boilerplate")
_KEYS = {*_LINES, "quotes", "contacts", "notes"}


def own_words(asset: Asset) -> dict[str, Any]:
    """The author's own words by their keys; contacts as tables of texts.

    Raises:
        AssetError: a key that no release has, or a value that is no text.
    """
    own = dict(asset.overrides.get("press_release", {}))
    if unknown := set(own) - _KEYS:
        key = sorted(unknown)[0]
        raise AssetError(
            f"press_release: knows {', '.join(sorted(_KEYS))}, not {key!r}", asset.at(f"press_release.{key}")
        )
    for key in _LINES:
        if key in own:
            own[key] = _line(own[key], asset, key)
    if "notes" in own:
        listed = own["notes"] if isinstance(own["notes"], list) else [own["notes"]]
        own["notes"] = [_line(one, asset, "notes") for one in listed]
    contacts = own.get("contacts")
    if contacts is not None:
        listed = contacts if isinstance(contacts, list) else [contacts]
        if not all(isinstance(one, (str, dict)) for one in listed):
            raise AssetError(
                "press_release: contacts must be lines of text, or tables such as {name, mail}",
                asset.at("press_release.contacts"),
            )
        own["contacts"] = [
            {
                key: _line(value, asset, "contacts")
                for key, value in (one if isinstance(one, dict) else {"name": one}).items()
            }
            for one in listed
        ]
    return own


def quotes(own: Mapping[str, Any], asset: Asset) -> tuple[Quote, ...]:
    """The quotes of the release: the author's own for it, else the asset's first; never any other.

    Raises:
        AssetError: one of them isn't whole.
    """
    try:
        return read_quotes(own["quotes"]) if own.get("quotes") else asset.quotes[:QUOTES]
    except ValueError as error:
        raise AssetError(f"press_release: quotes {error}", asset.at("press_release.quotes")) from None


def _line(value: Any, asset: Asset, key: str) -> str:
    try:
        return line_of_text(value)
    except ValueError as error:
        raise AssetError(f"press_release: {key} {error}", asset.at(f"press_release.{key}")) from None
