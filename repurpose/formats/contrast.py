"""How well one colour can be read on another."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=512)
def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2); that of black and white where one isn't known."""
    if not one or not other:
        return 21.0
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
