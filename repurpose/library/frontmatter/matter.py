"""What stands above the body of a file, and the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above the body, and the body as it was written.

    `lines` holds the line (from 1) of each key, dotted below the top; `body_line` is the line the body begins on.
    `is_bare`: no fence told it from the text, so that what can't be read in it is no fault.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    is_bare: bool = False
