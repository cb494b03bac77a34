"""The brand on the site: its colours, whether they can be read, and the share card of a post."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from repurpose.channels.channel import Brief, Draft, Project
from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location
from repurpose.formats.card import unshown
from repurpose.formats.contrast import contrast
from repurpose.model import Notice

_OWN = {"accent": "#1d3fbb", "text": "#1c1e26", "background": "#fffefb"}
QUIET, DARK_GROUND = "#565b69", "#14161c"
"""As templates/blog/style.css has them."""
LEAST = 4.5
"""The contrast of text with what it stands on: WCAG 2.2, 1.4.3 (AA)."""


def colours(project: Project) -> tuple[str, str, str]:
    """The accent, the text and the ground, as `#rrggbb`."""
    brand = project.config.brand
    accent, text, ground = (brand.get(name, own) for name, own in _OWN.items())
    return _long(accent), _long(text), _long(ground)


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def unreadable(project: Project) -> Iterator[Notice]:
    """Colours of the brand that can't be read on each other, in light or in dark."""
    accent, text, ground = colours(project)
    in_dark = _mixed(accent)
    pairs = (
        ("text", text, "the background", ground),
        ("background", ground, "quiet text", QUIET),
        ("accent", accent, "the background", ground),
        ("accent", accent, "white, as buttons have it,", "#ffffff"),
        ("accent, made lighter for the dark scheme,", in_dark, "its background", DARK_GROUND),
    )
    for name, one, on, other in pairs:
        found = contrast(one, other)
        if found < LEAST:
            said = f"[brand] {name} {one} with {on} {other} has a contrast of {found:.1f}, and text needs {LEAST}"
            yield Notice("contrast", Location(FILE_NAME), said)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mixed(colour: str) -> str:
    """What color-mix of 45% of a colour and white gives, in sRGB."""
    return "#" + "".join(f"{round(0.45 * part + 0.55 * 255):02x}" for part in _parts(colour))


def card(brief: Brief, place: str) -> tuple[Draft | None, list[Notice]]:
    """The share card of a post, beside its page, if the project wants cards and has the letters; and notices.

    It says the title, the site, the day and the authors: nothing that may be gated.

    Raises:
        ConfigError: the setting is no yes or no, or a font can't be read.
    """
    wanted = brief.project.options("blog").get("cards", True)
    if not isinstance(wanted, bool):
        raise ConfigError(f"[channels.blog] cards must be true or false, not {wanted!r}", Location(FILE_NAME))
    if not wanted:
        return None, []
    asset, site = brief.asset, brief.project.config.site
    accent, text, ground = colours(brief.project)
    fonts = brief.project.brand.fonts
    files = [font.path for font in fonts]
    try:
        title, lost = _shown(asset.title, files)
        name, lost_of_name = _shown(site.title, files)
        signed = [author.name for author in asset.authors if not unshown(author.name, files)]
        day = _day(brief, files)
    except OSError as error:
        raise ConfigError(f"[brand] fonts: a font can't be read: {error}", Location(FILE_NAME)) from None
    lacking = "".join(dict.fromkeys(lost + lost_of_name))
    told = f"no font of the share card has {lacking[:20]!r}; name one that has in `[brand] fonts`"
    notices = [Notice("card-glyphs", asset.at("title"), told)] if lacking else []
    # Boxes in place of letters are worse than no title: the site's name stands there then.
    fields: dict[str, Any] = {
        "title": title or name,
        "site": name if title else "",
        "foot": " · ".join([*day, *signed]),
        "language": asset.language if title else brief.project.language,
        "accent": accent,
        "ground": ground,
        "text": text,
    }
    if not fields["title"]:
        return None, notices
    told = json.dumps([fields, [font.sha256 for font in fonts]], sort_keys=True)
    digest = hashlib.sha256(told.encode()).hexdigest()[:10]
    path = f"site/{place}card.{digest}.png"
    return Draft("card", "card", path, "image/png", {**fields, "fonts": fonts}, encoder="card"), notices


def _shown(text: str, fonts: Sequence[str]) -> tuple[str, str]:
    """What of a text some font has, nothing if that is less than half of it; and the characters that it hasn't."""
    lost = unshown(text, fonts)
    shown = "".join(char for char in text if char not in lost).strip() if lost else text
    return shown if 2 * len(shown) >= len(text) else "", lost


def _day(brief: Brief, fonts: Sequence[str]) -> list[str]:
    """The post's day in words, in figures where no font has the words."""
    if brief.asset.date is None:
        return []
    words = brief.words.date(brief.asset.date)
    return [brief.asset.date.date().isoformat() if unshown(words, fonts) else words]
