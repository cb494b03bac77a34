"""What all briefs share: the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any

from repurpose.config import Config
from repurpose.document.links import Addresses, folder_of, place_of
from repurpose.language.interface import interface
from repurpose.language.tags import canonical_tag, direction, in_language
from repurpose.library.brand import Brand
from repurpose.library.fillings import Filling
from repurpose.library.neighbours import Neighbours
from repurpose.library.schedule import Planned
from repurpose.model import Asset

FILES = "files"
"""The setting that every channel has: which of its files are made, as patterns over their names (`*.html`)."""

BY_ASSET = ("translations", "planned", "neighbours", "steps", "unfed")
"""The fields of Project that hold something of each asset, by its id.

A brief's project holds its own asset's alone, and `collect` is given none: so what is told here can change without
anything being made anew but the pieces of the assets it is told of.
"""


@dataclass(frozen=True, slots=True)
class Project:
    """What all briefs share: the settings, the told moment, where everything stands, which channels are built.

    `planned` are the approved entries of the calendar, `neighbours` what stands near in the site, `steps` the
    steps of sequences that it stands in, `unfed` those that are too old for any feed, each by asset.
    `patterns` are the texts of templates/social/patterns by their names, `brand` its files.
    """

    config: Config
    told: datetime
    addresses: Addresses
    translations: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    channels: tuple[str, ...] = ()
    planned: Mapping[str, tuple[Planned, ...]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, Neighbours] = field(default_factory=dict)
    steps: Mapping[str, tuple[Filling, ...]] = field(default_factory=dict)
    unfed: Mapping[str, bool] = field(default_factory=dict)
    brand: Brand = field(default_factory=Brand)

    @property
    def moment(self) -> datetime:
        """The told moment. Whoever reads it is made anew at every other one: ask `today` or `is_past` where they do."""
        return self.told

    @property
    def today(self) -> date:
        """The day of the moment, where the site is at home."""
        return self.told.astimezone(self.config.zone).date()

    def is_past(self, when: datetime) -> bool:
        """Whether a time has come."""
        return when <= self.told

    def of(self, asset_id: str) -> dict[str, Any]:
        """What the fields of `BY_ASSET` hold of one asset, as far as they hold anything."""
        return {name: {asset_id: getattr(self, name)[asset_id]} for name in BY_ASSET if asset_id in getattr(self, name)}

    def fields(self, language: str) -> dict[str, Any]:
        """What all templates are given, whatever they show in a language."""
        description, tongue = self.described(language)
        return {
            "site": replace(self.config.site, description=description),
            "description_language": tongue,
            "brand": self.config.brand,
            "words": interface(language),
            "language": language,
            "direction": direction(language),
        }

    def described(self, language: str) -> tuple[str | None, str]:
        """What the site is for, and in which language that is said: this one, else the site's."""
        site = self.config.site
        if found := in_language(site.descriptions, language):
            return found, language
        return site.description or in_language(site.descriptions, self.language), self.language

    @property
    def language(self) -> str:
        """The site's language."""
        return canonical_tag(self.config.site.language) or "en"

    def folder(self, language: str) -> str:
        """The folder that pieces of a language stand in: none for the site's own."""
        return folder_of(language, self.language)

    def post(self, asset: Asset) -> str:
        """An asset's place in the site."""
        return place_of(asset, self.language)

    def options(self, channel: str) -> Mapping[str, Any]:
        """A channel's own settings."""
        return self.config.channels.options.get(channel, {})

    def makes(self, channel: str, path: str) -> bool:
        """Whether a channel's file is one of those that are wanted."""
        patterns, name = self.options(channel).get(FILES), path.rpartition("/")[2]
        return patterns is None or any(fnmatchcase(name, one) for one in patterns)
