"""Files as the library reads them: one text, or a whole folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from repurpose.config import read_config
from repurpose.errors import RepurposeError
from repurpose.library.library import Library
from repurpose.library.source import Checked, check_asset
from repurpose.model import Asset

CONFIG = read_config("[site]\ntimezone = 'Europe/Berlin'\n", {})
Read = Callable[[Mapping[str, str | bytes]], Library]


def check(text: str, name: str = "a.md") -> Checked:
    """One file's text, checked."""
    return check_asset(text, PurePosixPath(name), f"content/{name}", CONFIG)


def asset(block: str = "", name: str = "a.md", body: str = "Body\n") -> Asset:
    """The asset of a file with this front matter, a title given."""
    checked = check(f"---\ntitle: T\n{block}\n---\n{body}", name)
    assert checked.errors == ()
    assert checked.asset is not None
    return checked.asset


def told(errors: tuple[RepurposeError, ...]) -> list[str]:
    """Errors as they are shown."""
    return [str(error) for error in errors]
