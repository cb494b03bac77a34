"""The files of the brand: fonts that `[brand]` names, with paths from the project's folder."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from repurpose.config import FILE_NAME, Config
from repurpose.errors import ConfigError, Location


@dataclass(frozen=True, slots=True)
class Font:
    """A font file: where it is, and what is in it."""

    path: str
    sha256: str


def brand_files(config: Config) -> tuple[str, ...]:
    """The files that `[brand]` names."""
    return tuple(config.brand.get("fonts", ()))


def read_fonts(root: Path, config: Config) -> tuple[Font, ...]:
    """The fonts for share cards.

    Raises:
        ConfigError: a file isn't there, or can't be read.
    """
    fonts = []
    for name in config.brand.get("fonts", ()):
        try:
            fonts.append(Font(str(root / name), sha256((root / name).read_bytes()).hexdigest()))
        except OSError:
            raise ConfigError(f"[brand] fonts: there is no file {root / name}", Location(FILE_NAME)) from None
    return tuple(fonts)
