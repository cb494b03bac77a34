"""Plain data as JSON that people can read and compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from repurpose.channels.channel import Draft


def as_json(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The draft's fields as JSON, in their own order."""
    return (json.dumps(draft.fields, ensure_ascii=False, indent=2) + "\n").encode()


def compact(draft: Draft, fill: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """The same for programs, without a space too many."""
    return json.dumps(draft.fields, ensure_ascii=False, separators=(",", ":")).encode()
