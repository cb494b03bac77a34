"""The files that `[brand]` names, with paths from the project's folder: logo, the pages' font, the cards' fonts.

A font for cards may also be one of the system's, by its file's name: it is asked for, so what it holds is told by its
digest, and a machine that lacks it says so instead of drawing another.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from repurpose.config import FACES, FILE_NAME, Config
from repurpose.errors import AssetError, ConfigError, Location, RepurposeError
from repurpose.files import read_bytes
from repurpose.library.media import TYPES, Medium, medium_of

_LOGOS = {suffix: kind for suffix, kind in TYPES.items() if kind.startswith("image/")}
_FONTS = {".otf": "font/otf", ".ttf": "font/ttf", ".woff": "font/woff", ".woff2": "font/woff2"}

SYSTEM = ("/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
"""Where systems keep the fonts that all who use them may have."""

_BOX = re.compile(
    rb"<svg[^>]{0,2000}?\sviewBox=[\"'][-0-9.]+[\s,]+[-0-9.]+[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)[\"']"
)


@dataclass(frozen=True, slots=True)
class Font:
    """A font file: where it is, and what is in it."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Face:
    """A face of the pages' font: its file, its weight and style as CSS has them."""

    file: Medium
    weight: str
    style: str


@dataclass(frozen=True, slots=True)
class Brand:
    """What was read: the fonts for share cards; the logo and the faces of the font that pages show."""

    fonts: tuple[Font, ...] = ()
    logo: Medium | None = None
    faces: tuple[Face, ...] = ()
    digests: tuple[str, ...] = field(default=(), repr=False)

    @property
    def media(self) -> Iterator[Medium]:
        """What stands in the site."""
        yield from (self.logo,) if self.logo else ()
        yield from (face.file for face in self.faces)


def brand_files(root: Path, config: Config) -> tuple[str, ...]:
    """The files that `[brand]` names, the system's with their whole paths."""
    logo = _logo(config)
    fonts = (_found(root, name) or name for name in config.brand.get("fonts", ()))
    return (*map(str, fonts), *((logo,) if logo else ()), *_faces(config).values())


def read_brand(root: Path, config: Config) -> Brand:
    """The files of the brand.

    Raises:
        ConfigError: one isn't there, can't be read, or is none that pages can show.
    """
    fonts = [_font(root, name) for name in config.brand.get("fonts", ())]
    logo = _medium(root, "logo", name, _LOGOS) if (name := _logo(config)) else None
    faces = [Face(_medium(root, "font", name, _FONTS), *FACES[key]) for key, name in _faces(config).items()]
    told = (*(font.sha256 for font in fonts), logo.place if logo else "", *(face.file.place for face in faces))
    return Brand(tuple(fonts), logo, tuple(faces), told)


def _logo(config: Config) -> str | None:
    name: str | None = config.brand.get("logo") or config.site.logo
    return name


def _faces(config: Config) -> Mapping[str, str]:
    """The files of the pages' font, by their faces: one file is its regular face."""
    font: str | Mapping[str, str] = config.brand.get("font") or {}
    return {"regular": font} if isinstance(font, str) else font


def _font(root: Path, name: str) -> Font:
    path = _found(root, name)
    try:
        if path is None:
            raise FileNotFoundError
        return Font(str(path), sha256(path.read_bytes()).hexdigest())
    except OSError:
        where = "" if "/" in name else ", nor one of that name among the system's fonts"
        raise ConfigError(f"[brand] fonts: there is no file {root / name}{where}", Location(FILE_NAME)) from None


def _found(root: Path, name: str) -> Path | None:
    """A font file of the project, or of the system if it is only named."""
    own = root / name
    if own.is_file() or PurePosixPath(name).name != name:
        return own if own.is_file() else None
    for folder in SYSTEM:
        for where, folders, names in os.walk(folder):
            folders.sort()
            if name in names:
                return Path(where, name)
    return None


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
