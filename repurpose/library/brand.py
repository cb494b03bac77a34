"""The files that `[brand]` names, with paths from the project's folder: logo, the pages' font, the cards' fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from repurpose.config import FILE_NAME, Config
from repurpose.errors import AssetError, ConfigError, Location, RepurposeError
from repurpose.files import read_bytes
from repurpose.library.media import TYPES, Medium, medium_of

_LOGOS = {suffix: kind for suffix, kind in TYPES.items() if kind.startswith("image/")}
_FONTS = {".otf": "font/otf", ".ttf": "font/ttf", ".woff": "font/woff", ".woff2": "font/woff2"}


_BOX = re.compile(
    rb"<svg[^>]{0,2000}?\sviewBox=[\"'][-0-9.]+[\s,]+[-0-9.]+[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)[\"']"
)


@dataclass(frozen=True, slots=True)
class Font:
    """A font file: where it is, and what is in it."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Brand:
    """What was read: the fonts for share cards; the logo and the font that pages show."""

    fonts: tuple[Font, ...] = ()
    logo: Medium | None = None
    font: Medium | None = None
    digests: tuple[str, ...] = field(default=(), repr=False)

    @property
    def media(self) -> Iterator[Medium]:
        """What stands in the site."""
        return (one for one in (self.logo, self.font) if one)


def brand_files(config: Config) -> tuple[str, ...]:
    """The files that `[brand]` names."""
    others = (_logo(config), config.brand.get("font"))
    return (*config.brand.get("fonts", ()), *(name for name in others if name))


def read_brand(root: Path, config: Config) -> Brand:
    """The files of the brand.

    Raises:
        ConfigError: one isn't there, can't be read, or is none that pages can show.
    """
    fonts = [Font(str(root / name), _digest(root, name)) for name in config.brand.get("fonts", ())]
    logo = _medium(root, "logo", name, _LOGOS) if (name := _logo(config)) else None
    font = _medium(root, "font", name, _FONTS) if (name := config.brand.get("font")) else None
    told = (*(font.sha256 for font in fonts), *(one.place if one else "" for one in (logo, font)))
    return Brand(tuple(fonts), logo, font, told)


def _logo(config: Config) -> str | None:
    name: str | None = config.brand.get("logo") or config.site.logo
    return name


def _digest(root: Path, name: str) -> str:
    try:
        return sha256((root / name).read_bytes()).hexdigest()
    except OSError:
        raise ConfigError(f"[brand] fonts: there is no file {root / name}", Location(FILE_NAME)) from None


def _medium(root: Path, key: str, name: str, types: dict[str, str]) -> Medium:
    kind = types.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        known = ", ".join(sorted(types))
        raise ConfigError(f"[brand] {key} must be a file of the project ({known}), not {name!r}", Location(FILE_NAME))
    try:
        raw = read_bytes(root / name)
        medium = medium_of(root / name, name, raw, kind)
    except (AssetError, RepurposeError) as error:
        raise ConfigError(f"[brand] {key}: {name}: {error.message}", Location(FILE_NAME)) from None
    box = _BOX.search(raw) if kind == "image/svg+xml" else None
    # Nothing is to jump when it arrives; a box of fractions has the same shape in hundredths.
    return replace(medium, size=(round(100 * float(box[1])), round(100 * float(box[2])))) if box else medium
