"""repurpose.toml, checked into frozen settings. Precedence: `REPURPOSE_*` over the file over the default.

A setting `key` of `[section]` is `REPURPOSE_SECTION_KEY` in the environment (texts, numbers, true/false).
"""

from repurpose.config.reader import read_config
from repurpose.config.sections import (
    COLUMNS,
    DEFAULT_URL,
    FACES,
    FILE_NAME,
    MAX_DAYS,
    UTM_NAMES,
    Access,
    Board,
    Build,
    Channels,
    Config,
    Coverage,
    Newsletter,
    Plan,
    PressRelease,
    Required,
    Site,
    Social,
    Style,
    Utm,
    of_channel,
)

__all__ = [
    "COLUMNS",
    "DEFAULT_URL",
    "FACES",
    "FILE_NAME",
    "MAX_DAYS",
    "UTM_NAMES",
    "Access",
    "Board",
    "Build",
    "Channels",
    "Config",
    "Coverage",
    "Newsletter",
    "Plan",
    "PressRelease",
    "Required",
    "Site",
    "Social",
    "Style",
    "Utm",
    "of_channel",
    "read_config",
]
