"""`[usage]`: where the ledger is, how a project's own CSV files are read, whose word counts.

[usage]
database = "usage.db"                      # a file below the project, or postgresql://user@host/name
authority = { "blog.view" = "plausible" }  # by channel.metric, channel or metric: the source that speaks for it
[usage.mapping.buffer]                     # see repurpose.usage.importers.columns
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from repurpose.config import FILE_NAME, Config
from repurpose.errors import ConfigError, Location

DATABASE = "usage.db"
VARIABLE = "REPURPOSE_USAGE_DATABASE"


@dataclass(frozen=True, slots=True)
class Settings:
    """`[usage]`, checked."""

    database: str = DATABASE
    mappings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    authority: Mapping[str, str] = field(default_factory=dict)


def read_settings(config: Config, environ: Mapping[str, str]) -> Settings:
    """The settings; the environment's word for the database goes before the file's.

    Raises:
        ConfigError: one is of the wrong kind.
    """
    where = Location(FILE_NAME)
    database = environ.get(VARIABLE) or config.usage.get("database", DATABASE)
    if not isinstance(database, str) or not database:
        raise ConfigError("[usage] database must be a text", where)
    mappings = config.usage.get("mapping", {})
    if not isinstance(mappings, dict) or not all(isinstance(one, dict) for one in mappings.values()):
        raise ConfigError("[usage] mapping must hold a table a name: [usage.mapping.NAME]", where)
    authority = config.usage.get("authority", {})
    if not isinstance(authority, dict) or not all(isinstance(one, str) for one in authority.values()):
        raise ConfigError("[usage] authority must name a source for each channel or metric", where)
    return Settings(database, mappings, authority)
