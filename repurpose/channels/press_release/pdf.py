"""The release as a PDF: whether it is wanted, and whether it can be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from repurpose.channels.channel import Brief
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location
from repurpose.formats.card import unshown
from repurpose.model import Asset, Notice


def wants_pdf(brief: Brief) -> bool:
    """Whether the project asks for it.

    Raises:
        ConfigError: the setting is neither true nor false.
    """
    wanted = brief.project.options("press_release").get("pdf", False)
    if not isinstance(wanted, bool):
        raise ConfigError(f"[channels.press_release] pdf must be true or false, not {wanted!r}", Location(FILE_NAME))
    return wanted


def unprintable(asset: Asset, fields: Mapping[str, Any]) -> Iterator[Notice]:
    """A notice if there are letters that no font has: boxes in their place are worse than no PDF."""
    parts = [part.text for contact in fields["contacts"] for part in contact]
    quotes = [f"{quote.text} {quote.name} {quote.role or ''}" for quote in fields["quotes"]]
    told = ("headline", "subhead", "embargo", "text", "organisation", "boilerplate", "end", "no_quote")
    texts = [str(fields[name] or "") for name in told] + [*parts, *quotes, *fields["notes"]]
    try:
        lost = "".join(char for char in dict.fromkeys("".join(texts)) if unshown(char, fields["fonts"]))
    except OSError as error:
        raise ConfigError(f"[brand] fonts: a font can't be read: {error}", Location(FILE_NAME)) from None
    if lost:
        text = f"no PDF of the press release: no font has {lost[:20]!r}; name one that has in `[brand] fonts`"
        yield Notice("press-glyphs", asset.at("title"), text)
