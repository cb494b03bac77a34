"""Where in repurpose.toml a setting stands that somebody found to be at fault long after the file was read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from repurpose.config import FILE_NAME
from repurpose.errors import ConfigError, Location, RepurposeError
from repurpose.files import read_bytes
from repurpose.tables import read_toml

_SETTING = re.compile(r"\[([\w.-]+)\](?: (?:has no \w+ ')?([\w-]+))?")
"""How a message names the setting it speaks of: `[section] key`, `[section] has no setting 'key'`, or the section."""


def at_its_line(error: RepurposeError, root: Callable[[], Path]) -> RepurposeError:
    """An error with the line of the setting that it names, or of the section that has it; else as it is.

    `root` finds the project's folder.
    """
    named = _SETTING.match(error.message)
    if not isinstance(error, ConfigError) or error.location != Location(FILE_NAME) or not named:
        return error
    try:
        lines = read_toml(read_bytes(root() / FILE_NAME).decode("utf-8-sig")).lines
    except (RepurposeError, ValueError):  # it was read once, and may be gone by now
        return error
    setting = f"{named[1]}.{named[2]}"
    while setting and setting not in lines:
        setting = setting.rpartition(".")[0]
    return ConfigError(error.message, Location(FILE_NAME, lines.get(setting)), error.hint)
